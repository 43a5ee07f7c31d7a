#include <config.h>
#include "record/series.h"
#include "sample_run.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "document/jsonx.h"
#include "record/error_text.h"

struct hr_document_options sample_options(void)
{
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;

	return options;
}

uint64_t sample_next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

void sample_count(struct hr_run *run, struct hr_label *label, int64_t end_ns, int64_t elapsed_ns,
                  bool ok)
{
	int64_t interval = hr_run_interval(run, end_ns, 1);
	struct hr_cell *cell = hr_cells_at(&label->cells, interval);

	label->count++;
	label->errors += !ok;
	hr_timing_add(ok ? &label->ok : &label->failed, elapsed_ns, 1);
	hr_timing_add(&label->latency, elapsed_ns / 2, 1);
	label->received_count++;
	label->received_bytes += 100;
	if (label->start_ns == HR_INSTANT_NONE || end_ns - elapsed_ns < label->start_ns)
		label->start_ns = end_ns - elapsed_ns;
	if (label->end_ns == HR_INSTANT_NONE || end_ns > label->end_ns)
		label->end_ns = end_ns;
	cell->count++;
	cell->errors += !ok;
	cell->received_bytes += 100;
	cell->latency_count++;
	cell->latency_sum_ns += (uint64_t)elapsed_ns / 2;
	hr_cell_add_time(cell, elapsed_ns, 1);
	hr_tally_add(&label->codes, hr_slice_of(ok ? "200" : "503"), 200, 1);
	hr_tracks_add(&run->codes, hr_slice_of(ok ? "200" : "503"), interval, 1);
	if (!ok) {
		char text[64];

		snprintf(text, sizeof(text), "503/busy %d", (int)(elapsed_ns % 7));
		hr_tally_add(&label->errors_exact, hr_slice_of(text), HR_ERROR_BYTES, 1);
		hr_tally_add(&label->error_groups, HR_SLICE_LITERAL("503/busy " HR_ERROR_GAP),
		             HR_ERROR_BYTES, 1);
	}
	run->sample_count++;
}

static const char *const hostile[] = {
	"</script><img src=x onerror=alert(1)>",
	"\"quoted\" \\ and\ttabbed\nlines",
	"{{{label}}}",
	"\xf0\x9f\x92\xa5 emoji \xe2\x80\xae rtl",
	"broken \xff\xfe utf-8",
	"",
	"../../etc/passwd",
	"total",
	HR_OTHER_LABEL,
};

static void add_series(struct hr_run *run)
{
	struct hr_observation cpu = { .kind = HR_SERIES_GAUGE,
		                      .name = hr_slice_of("cpu"),
		                      .host = hr_slice_of("web1"),
		                      .unit = hr_slice_of("%") };
	struct hr_observation bytes = { .kind = HR_SERIES_COUNTER, .name = hr_slice_of("bytes") };

	for (int i = 0; i < 50; i++) {
		int64_t time_ns = SAMPLE_T0 + i * HR_NS_PER_S / 3;

		hr_series_add(hr_run_series(run, &cpu), time_ns, -1000000 + i * 12345);
		hr_series_add(hr_run_series(run, &bytes), time_ns + 1, i * INT64_C(5000000000));
		run->observation_count += 2;
	}
	/* A value of its own, far away. */
	hr_series_add(hr_run_series(run, &bytes), SAMPLE_T0 + 3600 * HR_NS_PER_S, INT64_MAX);
	run->observation_count++;
}

static void add_aggregate(struct hr_run *run)
{
	struct hr_label *label = hr_run_label(run, HR_SLICE_LITERAL("tool's own"),
	                                      HR_SAMPLE_REQUEST);

	label->source = HR_SOURCE_AGGREGATE;
	label->aggregate = hr_zalloc(1, sizeof(*label->aggregate));
	*label->aggregate = (struct hr_aggregate){ .count = 17,
		                                   .errors = 2,
		                                   .mean_ms = 1.0 / 3,
		                                   .stddev_ms = (double)NAN,
		                                   .min_ms = 0.1,
		                                   .max_ms = 1e7 / 3,
		                                   .p50_ms = 5e-324,
		                                   .p75_ms = (double)NAN,
		                                   .p90_ms = 0,
		                                   .p95_ms = 1e300,
		                                   .p99_ms = 3,
		                                   .p999_ms = 4,
		                                   .throughput_per_s = 2.5,
		                                   .received_kib_per_s = (double)NAN,
		                                   .sent_kib_per_s = 1 };
}

void sample_run_fill(struct hr_run *run)
{
	uint64_t state = 7;
	char path[] = "a/b.jtl", format[] = "jtl-csv";
	const struct hr_run_input input = { .path = path,
		                            .format = format,
		                            .bytes = 1234567890123,
		                            .records = 365,
		                            .rejected = 3,
		                            .digest = "0123456789abcdef",
		                            .truncated = true };

	hr_run_init(run, 0);
	run->name = hr_strdup("nightly");
	run->version = hr_strdup("1.2 \"rc\"");
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
		for (int k = 0; k < 40; k++) {
			struct hr_label *label = hr_run_label(run, hr_slice_of(hostile[i]),
			                                      HR_SAMPLE_REQUEST);

			sample_count(run, label,
			             SAMPLE_T0 + (int64_t)(sample_next(&state) % 100) * HR_NS_PER_S,
			             (int64_t)(sample_next(&state) % 5000) * HR_NS_PER_MS,
			             sample_next(&state) % 9 != 0);
		}
	for (int k = 0; k < 5; k++)
		sample_count(run,
		             hr_run_label(run, HR_SLICE_LITERAL("flow"), HR_SAMPLE_TRANSACTION),
		             SAMPLE_T0 + k * HR_NS_PER_S, 70000 * HR_NS_PER_MS + k, true);
	hr_tracks_add(&run->users, HR_SLICE_LITERAL("gen-1"), SAMPLE_T0 / HR_NS_PER_S, 0);
	hr_tracks_add(&run->users, HR_SLICE_LITERAL("gen-2"), SAMPLE_T0 / HR_NS_PER_S + 2, 12);
	add_series(run);
	add_aggregate(run);
	hr_run_add_event(run, SAMPLE_T0, SAMPLE_T0 + 5, HR_SLICE_LITERAL("phase"),
	                 HR_SLICE_LITERAL("ramp"));
	hr_run_add_input(run, &input);
	for (uint64_t line = 30; line > 0; line--)
		hr_diag_add(&run->diag, HR_DIAG_REJECTED, "a/b.jtl", "no elapsed time", line,
		            HR_SLICE_LITERAL("1,2,\"x"));
	hr_diag_add(&run->diag, HR_DIAG_NOTE, "", "a remark", 0, (struct hr_slice){ "", 0 });
	run->start_ns = SAMPLE_T0 - 5 * HR_NS_PER_S;
	run->end_ns = SAMPLE_T0 + 100 * HR_NS_PER_S + 1;
	hr_run_classify(run);
}

char *sample_dump(const json_t *document)
{
	struct hr_str text = { 0 };

	hr_document_dump(document, &text);
	return hr_str_detach(&text);
}

char *sample_run_dump(const struct hr_run *run)
{
	struct hr_document_options options = sample_options();
	json_t *document = hr_document_new(run, &options);
	char *text;

	/* Equal runs are to give equal texts, whatever second it is. */
	hr_json_set(document, "generated", json_string("2026-11-20T00:00:00Z"));
	text = sample_dump(document);
	json_decref(document);
	return text;
}
