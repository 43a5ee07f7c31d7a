#include <config.h>
#include "record/sink.h"
#include "render_fixture.h"

#include <math.h>
#include <string.h>

#include "analyse/check.h"
#include "base/mem.h"
#include "stats/quantile.h"
#include "summarize/select.h"
#include "summarize/summarizer.h"
#include "unit.h"

const char *const fixture_names[FIXTURE_KINDS] = { "empty",      "one",  "typical", "resources",
	                                           "aggregates", "many", "hostile" };

/* Numerical Recipes' quick generator: the same sequence everywhere. */
static double next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return (double)(*state >> 8) / 16777216.0;
}

static struct hr_sample sample_of(const char *label, int64_t start_ms, int64_t elapsed_ms,
                                  bool success)
{
	return (struct hr_sample){
		.kind = HR_SAMPLE_REQUEST,
		.success = success,
		.start_ns = FIXTURE_START_NS + start_ms * HR_NS_PER_MS,
		.elapsed_ns = elapsed_ms * HR_NS_PER_MS,
		.latency_ns = elapsed_ms * HR_NS_PER_MS * 8 / 10,
		.connect_ns = 2 * HR_NS_PER_MS,
		.received_bytes = 2048,
		.sent_bytes = 256,
		.active_users = 10,
		.weight = 1,
		.failed = success ? 0 : 1,
		.label = hr_slice_of(label),
		.code = hr_slice_of(success ? "200" : "503"),
		.message = hr_slice_of(success ? "OK" : "Service Unavailable"),
		.host = hr_slice_of("gen-1"),
	};
}

void fixture_begin(struct fixture *fixture)
{
	static const struct hr_summarize_options all = {
		.filter = { .from_ns = HR_INSTANT_NONE, .to_ns = HR_INSTANT_NONE },
	};
	char path[] = "results/checkout.jtl", format[] = "jtl-csv";
	const struct hr_run_input input = {
		.path = path, .format = format, .bytes = 1234567, .digest = "0123456789abcdef"
	};

	memset(fixture, 0, sizeof(*fixture));
	hr_run_init(&fixture->run, 0);
	fixture->options = (struct hr_document_options){
		.method = HR_QUANTILE_R6,
		.apdex_satisfied_ns = 500 * HR_NS_PER_MS,
		.apdex_tolerated_ns = 1500 * HR_NS_PER_MS,
		.window_from_ns = HR_INSTANT_NONE,
		.window_to_ns = HR_INSTANT_NONE,
		.zone = hr_zone_utc(),
		.seed = 1,
	};
	hr_run_add_input(&fixture->run, &input);
	fixture->summarizer = hr_summarizer_new(&fixture->run, &all);
}

void fixture_add_sample(struct fixture *fixture, const struct hr_sample *sample)
{
	hr_sink_sample(hr_summarizer_sink(fixture->summarizer), sample);
	fixture->run.inputs[0].records++;
}

void fixture_add(struct fixture *fixture, const char *label, int64_t start_ms, int64_t elapsed_ms,
                 bool success)
{
	struct hr_sample sample = sample_of(label, start_ms, elapsed_ms, success);

	fixture_add_sample(fixture, &sample);
}

static void decode(struct fixture *fixture)
{
	struct hr_error err = { 0 };
	enum hr_err rc = hr_scene_init(&fixture->scene, fixture->document, &err);

	ck_assert_msg(rc == HR_OK, "scene: %s", err.text);
}

void fixture_end(struct fixture *fixture)
{
	hr_summarizer_free(fixture->summarizer);
	fixture->summarizer = NULL;
	hr_run_classify(&fixture->run);
	fixture->document = hr_document_new(&fixture->run, &fixture->options);
	decode(fixture);
}

static void add_observations(struct fixture *fixture)
{
	uint32_t state = 7;
	int64_t s;

	for (s = 0; s < 300; s += 5) {
		struct hr_observation observation = {
			.time_ns = FIXTURE_START_NS + s * HR_NS_PER_S,
			.value_micro = (int64_t)((40 + 30 * next_random(&state)) * 1e6),
			.kind = HR_SERIES_GAUGE,
			.name = hr_slice_of("cpu"),
			.host = hr_slice_of("web-1"),
			.unit = hr_slice_of("%"),
		};

		hr_sink_observation(hr_summarizer_sink(fixture->summarizer), &observation);
		observation.name = hr_slice_of("network received");
		observation.unit = hr_slice_of("B");
		observation.kind = HR_SERIES_COUNTER;
		observation.value_micro = s * 1200 * 1000000;
		hr_sink_observation(hr_summarizer_sink(fixture->summarizer), &observation);
	}
}

static void fill_typical(struct fixture *fixture)
{
	static const struct {
		const char *label;
		double base_ms, every;
	} labels[] = { { "POST /checkout", 140, 6 },
		       { "GET /cart", 45, 3 },
		       { "GET /product/{id}", 60, 2 },
		       { "GET /recommend", 80, 4 },
		       { "GET /", 25, 2 },
		       { "GET /-0", 12, 4 } };
	uint32_t state = 1;
	size_t i, l;

	for (i = 0; i < 12000; i++) {
		for (l = 0; l < 6; l++) {
			double slow = i > 6000 && i < 7000 && l < 3 ? 4 : 1;
			double z = next_random(&state) + next_random(&state) + next_random(&state);
			double ms = labels[l].base_ms * slow * exp(1.2 * (z - 1.5));
			bool failed = l == 0 && next_random(&state) < (slow > 1 ? 0.2 : 0.01);
			struct hr_sample sample;

			if (i % (size_t)labels[l].every != 0)
				continue;
			sample = sample_of(labels[l].label, (int64_t)i * 25, (int64_t)ms, !failed);
			sample.active_users = (int32_t)(1 + i / 400);
			if (l == 1 && i % 900 == 0) {
				sample.success = false;
				sample.failed = 1;
				sample.code = hr_slice_of("200");
				sample.failure = hr_slice_of(
				        "Test failed: text expected to contain "
				        "/\"total\"/");
			}
			fixture_add_sample(fixture, &sample);
			if (l == 0 && i % 12 == 0) {
				sample.kind = HR_SAMPLE_TRANSACTION;
				sample.label = hr_slice_of("buy");
				sample.elapsed_ns *= 2;
				fixture_add_sample(fixture, &sample);
			}
		}
	}
	add_observations(fixture);
	hr_diag_add(&fixture->run.diag, HR_DIAG_REJECTED, "results/checkout.jtl",
	            "the row has 3 of 17 fields", 4812, hr_slice_of("1793498400123,17,GET /ca"));
	hr_diag_add(&fixture->run.diag, HR_DIAG_DEGRADED, "results/checkout.jtl",
	            "the time cannot be read", 17,
	            hr_slice_of("yesterday,17,GET /cart,200,OK,,true"));
	hr_diag_add(&fixture->run.diag, HR_DIAG_NOTE, "results/checkout.jtl",
	            "the header names no column 'sentBytes'", 1, hr_slice_of(""));
	fixture->run.inputs[0].rejected = 1;
	fixture->run.inputs[0].degraded = 1;
	hr_run_add_event(&fixture->run, FIXTURE_START_NS + 150 * HR_NS_PER_S,
	                 FIXTURE_START_NS + 150 * HR_NS_PER_S, hr_slice_of("deployment"),
	                 hr_slice_of("v2.4.1"));
	fixture->run.name = hr_strdup("checkout-nightly");
	fixture->run.environment = hr_strdup("staging");
	fixture->run.version = hr_strdup("build 4812");
}

static void fill_aggregates(struct fixture *fixture)
{
	struct hr_aggregate aggregate = {
		.label = hr_slice_of("GET /stats"),
		.kind = HR_SAMPLE_REQUEST,
		.count = 4200,
		.errors = 12,
		.mean_ms = 81.5,
		.stddev_ms = NAN,
		.min_ms = 3,
		.max_ms = 1830,
		.p50_ms = 62,
		.p75_ms = NAN,
		.p90_ms = 140,
		.p95_ms = 210,
		.p99_ms = 690,
		.p999_ms = NAN,
		.throughput_per_s = 70.2,
		.received_kib_per_s = NAN,
		.sent_kib_per_s = NAN,
	};

	hr_sink_aggregate(hr_summarizer_sink(fixture->summarizer), &aggregate);
	aggregate.label = hr_slice_of("POST /stats");
	aggregate.p95_ms = 320;
	hr_sink_aggregate(hr_summarizer_sink(fixture->summarizer), &aggregate);
}

static void fill_many(struct fixture *fixture)
{
	struct hr_str name = { 0 };
	int64_t i;

	for (i = 0; i < 3000; i++) {
		hr_str_truncate(&name, 0);
		hr_str_printf(&name, "GET /catalogue/item/%03d", (int)(i % 1000));
		fixture_add(fixture, hr_str_text(&name), i * 20, 20 + i % 977, i % 501 != 0);
	}
	hr_str_release(&name);
}

static void fill_hostile(struct fixture *fixture)
{
	static const char *const labels[] = {
		"<script>alert(1)</script>",
		"\"><img src=x onerror=alert(1)>",
		"</title></svg></style>&amp;'`",
		"javascript:alert(1) style=x data:text/html,x target=_blank",
		"=cmd|' /C calc'!A0",
		"\x1b[31mred\x1b[0m \xe2\x80\xaeright to left",
		"tab\there, comma, \"quote\"",
		"bad utf-8 \xff\xfe and {{{verdict.word}}}",
		"",
	};
	struct hr_str longest = { 0 };
	size_t i;

	for (i = 0; i < 10000; i++)
		hr_str_putc(&longest, 'x');
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		struct hr_sample sample = sample_of(labels[i], (int64_t)i * 900, 50, i % 2 == 0);

		sample.message = hr_slice_of(labels[i]);
		fixture_add_sample(fixture, &sample);
	}
	fixture_add(fixture, hr_str_text(&longest), 9000, 75, false);
	hr_str_release(&longest);
	fixture->run.name = hr_strdup("<b>hostile</b>");
	hr_diag_add(&fixture->run.diag, HR_DIAG_REJECTED, "<i>path</i>", "the row cannot be split",
	            3, hr_slice_of("<script>alert(2)</script>"));
}

void fixture_make(struct fixture *fixture, enum fixture_kind kind)
{
	fixture_begin(fixture);
	switch (kind) {
	case FIXTURE_EMPTY:
	case FIXTURE_KINDS:
		break;
	case FIXTURE_ONE:
		fixture_add(fixture, "GET /", 0, 120, true);
		break;
	case FIXTURE_TYPICAL:
		fill_typical(fixture);
		break;
	case FIXTURE_RESOURCES:
		add_observations(fixture);
		break;
	case FIXTURE_AGGREGATES:
		fill_aggregates(fixture);
		break;
	case FIXTURE_MANY:
		fill_many(fixture);
		break;
	case FIXTURE_HOSTILE:
		fill_hostile(fixture);
		break;
	}
	fixture_end(fixture);
}

static void add_check(struct hr_checks *checks, const char *metric, const char *subject,
                      enum hr_verdict verdict, double observed, double limit, const char *message)
{
	struct hr_check *check = hr_checks_add(checks, "criterion", metric, subject);

	hr_check_set_subject_kind(check, strcmp(subject, HR_TOTAL) == 0 ? HR_SUBJECT_TOTAL
	                                                                : HR_SUBJECT_REQUEST);
	check->severity = hr_strdup("error");
	check->unit = hr_strdup("ms");
	check->verdict = verdict;
	check->observed = observed;
	check->limit = limit;
	check->message = hr_strdup(message);
}

void fixture_add_checks(struct fixture *fixture)
{
	static const char *const kinds[] = { "criterion", NULL };
	struct hr_checks checks = { 0 };

	add_check(&checks, "p95", "total", HR_VERDICT_FAIL, 380, 300,
	          "p95 of all requests is 380 ms, limit 300 ms");
	add_check(&checks, "p99", "POST /checkout", HR_VERDICT_FAIL, 1400, 800,
	          "p99 of POST /checkout is 1.4 s, limit 800 ms");
	add_check(&checks, "p95", "GET /nowhere", HR_VERDICT_INCONCLUSIVE, NAN, 100,
	          "no label matches 'GET /nowhere'");
	add_check(&checks, "p50", "total", HR_VERDICT_PASS, 50, 100,
	          "p50 of all requests is 50 ms, limit 100 ms");
	add_check(&checks, "p50", "GET /cart", HR_VERDICT_PASS, 40, 100,
	          "p50 of GET /cart is 40 ms, limit 100 ms");
	hr_document_set_checks(fixture->document, kinds, &checks);
	hr_checks_release(&checks);
	hr_scene_release(&fixture->scene);
	decode(fixture);
}

void fixture_release(struct fixture *fixture)
{
	hr_scene_release(&fixture->scene);
	json_decref(fixture->document);
	hr_run_release(&fixture->run);
}
