#include <config.h>
#include "base/pattern.h"
#include "summarize/label_map.h"
#include "summarize/summarizer.h"

#include <stdio.h>

#include "run_dump.h"
#include "summarize/add.h"
#include "unit.h"

static struct hr_pattern *compile(const char *text)
{
	struct hr_pattern *pattern;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_pattern_compile(hr_slice_of(text), &pattern, &err), HR_OK);
	return pattern;
}

static void push(struct hr_sink *sink, const char *label, int64_t start_ms)
{
	struct hr_sample sample = { .kind = HR_SAMPLE_REQUEST,
		                    .success = true,
		                    .start_ns = start_ms < 0 ? HR_INSTANT_NONE
		                                             : start_ms * HR_NS_PER_MS,
		                    .elapsed_ns = 100 * HR_NS_PER_MS,
		                    .latency_ns = HR_UNKNOWN,
		                    .connect_ns = HR_UNKNOWN,
		                    .received_bytes = HR_UNKNOWN,
		                    .sent_bytes = HR_UNKNOWN,
		                    .active_users = 3,
		                    .weight = 1,
		                    .label = hr_slice_of(label),
		                    .code = HR_SLICE_LITERAL("200"),
		                    .host = HR_SLICE_LITERAL("gen") };

	hr_sink_sample(sink, &sample);
}

static uint64_t count_of(const struct hr_run *run, const char *name, enum hr_sample_kind kind)
{
	const struct hr_label *label = hr_run_find(run, hr_slice_of(name), kind);

	return label != NULL ? label->count : 0;
}

START_TEST(filters_labels_and_start_times)
{
	struct hr_pattern *include[] = { compile("GET *"), compile("POST *") };
	struct hr_pattern *exclude[] = { compile("~/health") };
	struct hr_summarize_options options = { .filter = { include, 2, exclude, 1, HR_NS_PER_S,
		                                            3 * HR_NS_PER_S } };
	struct hr_summarizer *summarizer;
	struct hr_sink *sink;
	struct hr_run run;

	hr_run_init(&run, 0);
	summarizer = hr_summarizer_new(&run, &options);
	sink = hr_summarizer_sink(summarizer);
	for (int round = 0; round < 2; round++) {
		push(sink, "GET /a", 999);
		push(sink, "GET /a", 1000);
		push(sink, "GET /a", 2999);
		push(sink, "GET /a", 3000);
		push(sink, "GET /a", -1);
		push(sink, "GET /health", 2000);
		push(sink, "PUT /a", 2000);
		push(sink, "POST /a", 2000);
	}
	hr_summarizer_flush(summarizer);
	ck_assert_uint_eq(run.label_count, 2);
	ck_assert_uint_eq(count_of(&run, "GET /a", HR_SAMPLE_REQUEST), 4);
	ck_assert_uint_eq(count_of(&run, "POST /a", HR_SAMPLE_REQUEST), 2);
	ck_assert_uint_eq(hr_track_value(&run.codes.tracks[0], 2), 2);
	ck_assert_uint_eq(hr_track_value(&run.users.tracks[0], 2), 3);
	ck_assert_str_eq(run.users.tracks[0].text, "gen");
	hr_summarizer_free(summarizer);
	hr_run_release(&run);
	hr_pattern_free(include[0]);
	hr_pattern_free(include[1]);
	hr_pattern_free(exclude[0]);
}
END_TEST

START_TEST(renames_and_marks_transactions)
{
	struct hr_pattern *transactions[] = { compile("TX *"), compile("basket") };
	struct hr_label_map *map = hr_label_map_new();
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE },
		                                .label_map = map,
		                                .transactions = transactions,
		                                .transaction_count = 2 };
	struct hr_summarizer *summarizer;
	struct hr_sink *sink;
	struct hr_error err = { 0 };
	struct hr_run run;

	ck_assert_int_eq(hr_label_map_add_text(map, "/order/*=order", &err), HR_OK);
	ck_assert_int_eq(hr_label_map_add_text(map, "/basket?id=*=basket", &err), HR_OK);
	hr_run_init(&run, 0);
	summarizer = hr_summarizer_new(&run, &options);
	sink = hr_summarizer_sink(summarizer);
	push(sink, "/order/17", 0);
	push(sink, "/order/18", 0);
	push(sink, "/basket?id=4", 0);
	push(sink, "TX pay", 0);
	push(sink, "pay", 0);
	hr_summarizer_flush(summarizer);
	ck_assert_uint_eq(run.label_count, 4);
	ck_assert_uint_eq(count_of(&run, "order", HR_SAMPLE_REQUEST), 2);
	ck_assert_uint_eq(count_of(&run, "basket", HR_SAMPLE_TRANSACTION), 1);
	ck_assert_uint_eq(count_of(&run, "TX pay", HR_SAMPLE_TRANSACTION), 1);
	ck_assert_uint_eq(count_of(&run, "pay", HR_SAMPLE_REQUEST), 1);
	hr_summarizer_free(summarizer);
	hr_run_release(&run);
	hr_label_map_free(map);
	hr_pattern_free(transactions[0]);
	hr_pattern_free(transactions[1]);
}
END_TEST

START_TEST(takes_all_kinds_of_records)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_NS_PER_S,
		                                            .to_ns = 9 * HR_NS_PER_S } };
	struct hr_observation observation = { .time_ns = 2 * HR_NS_PER_S,
		                              .value_micro = 5,
		                              .name = HR_SLICE_LITERAL("cpu") };
	struct hr_event event = { 0, HR_NS_PER_S, HR_SLICE_LITERAL("k"), HR_SLICE_LITERAL("t") };
	struct hr_aggregate aggregate = { .label = HR_SLICE_LITERAL("a"), .count = 1 };
	struct hr_hist *hist = hr_hist_new();
	struct hr_histogram_record histogram = { .label = HR_SLICE_LITERAL("h"),
		                                 .hist = hist,
		                                 .success = true,
		                                 .start_ns = HR_NS_PER_S,
		                                 .end_ns = 9 * HR_NS_PER_S,
		                                 .min_ns = HR_UNKNOWN,
		                                 .max_ns = HR_UNKNOWN };
	struct hr_summarizer *summarizer;
	struct hr_sink *sink;
	struct hr_run run;

	hr_hist_add(hist, 5 * HR_NS_PER_MS, 2);
	hr_run_init(&run, 0);
	summarizer = hr_summarizer_new(&run, &options);
	sink = hr_summarizer_sink(summarizer);
	hr_sink_observation(sink, &observation);
	observation.time_ns = 9 * HR_NS_PER_S;
	hr_sink_observation(sink, &observation);
	hr_sink_event(sink, &event);
	event.end_ns = HR_NS_PER_S - 1;
	hr_sink_event(sink, &event);
	hr_sink_histogram(sink, &histogram);
	histogram.end_ns++;
	hr_sink_histogram(sink, &histogram);
	hr_sink_aggregate(sink, &aggregate);
	ck_assert_uint_eq(run.observation_count, 1);
	ck_assert_uint_eq(run.series_count, 1);
	ck_assert_uint_eq(run.event_count, 1);
	ck_assert_uint_eq(run.label_count, 1);
	ck_assert_uint_eq(run.labels[0]->count, 2);
	ck_assert_uint_eq(hr_diag_total(&run.diag, HR_DIAG_NOTE, NULL), 2);
	hr_summarizer_free(summarizer);
	hr_run_release(&run);
	hr_hist_free(hist);
}
END_TEST

static int64_t maybe_unknown(uint32_t random, int64_t value)
{
	return random % 16 == 0 ? HR_UNKNOWN : value;
}

/* Something of everything a sample may be: labels beyond the cap, failures, rows of several, times
 * out of order and before the epoch, long texts. */
static struct hr_sample any_sample(uint32_t *state, int labels, char label[64])
{
	static const char *const codes[] = {
		"200", "200", "200", "200", "304", "", "a response code of more than sixteen bytes"
	};
	uint32_t r[8];
	struct hr_sample sample;

	for (int i = 0; i < 8; i++) {
		*state = *state * 1103515245u + 12345u;
		r[i] = *state >> 16;
	}
	snprintf(label, 64, "label %u", r[0] % (uint32_t)labels);
	sample = (struct hr_sample){
		.kind = r[1] % 50 == 0 ? HR_SAMPLE_TRANSACTION : HR_SAMPLE_REQUEST,
		.success = r[2] % 20 != 0,
		.start_ns = r[3] % 64 == 0 ? HR_INSTANT_NONE
		                           : ((int64_t)r[3] - 500) * 100 * HR_NS_PER_MS,
		.elapsed_ns = maybe_unknown(r[4],
		                            r[4] % 4 == 0 ? r[4] * 1001 : r[4] * HR_NS_PER_MS),
		.latency_ns = maybe_unknown(r[5], r[5] * HR_NS_PER_MS / 2),
		.connect_ns = maybe_unknown(r[5] / 16, r[5] % 7 * HR_NS_PER_MS),
		.received_bytes = maybe_unknown(r[6], r[6]),
		.sent_bytes = maybe_unknown(r[6] / 16, r[6] % 100),
		.active_users = (int32_t)maybe_unknown(r[7], r[7] % 40),
		.weight = r[7] % 30 == 0 ? 3 : 1,
		.label = hr_slice_of(label),
		.code = hr_slice_of(codes[r[7] % 7]),
		.host = hr_slice_of(r[2] % 3 == 0 ? "gen-2" : "gen-1"),
	};
	sample.failed = sample.success ? 0 : sample.weight;
	return sample;
}

static bool is_whole(int64_t duration_ns)
{
	return duration_ns == HR_UNKNOWN || duration_ns % HR_NS_PER_MS == 0;
}

/* As a plain row, where that is possible; false when it has to be given as a sample. */
static bool give_as_row(struct hr_sink *sink, const struct hr_sample *sample)
{
	struct hr_plain_group group = {
		sample->label, sample->code, sample->host,
		(sample->latency_ns >= 0 ? HR_CARRIED_LATENCY : 0u) |
		        (sample->connect_ns >= 0 ? HR_CARRIED_CONNECT : 0u) |
		        (sample->received_bytes >= 0 ? HR_CARRIED_RECEIVED : 0u) |
		        (sample->sent_bytes >= 0 ? HR_CARRIED_SENT : 0u) |
		        (sample->active_users >= 0 ? HR_CARRIED_USERS : 0u)
	};
	struct hr_plain_row row = {
		.start_ms = sample->start_ns / HR_NS_PER_MS,
		.elapsed_ms = (uint32_t)(sample->elapsed_ns / HR_NS_PER_MS),
		.latency_ms = (uint32_t)(sample->latency_ns / HR_NS_PER_MS),
		.connect_ms = (uint32_t)(sample->connect_ns / HR_NS_PER_MS),
		.received_bytes = (uint32_t)sample->received_bytes,
		.sent_bytes = (uint32_t)sample->sent_bytes,
		.users = (uint32_t)sample->active_users,
	};

	if (sample->kind != HR_SAMPLE_REQUEST || !sample->success || sample->weight != 1 ||
	    sample->start_ns < 0 || sample->elapsed_ns == HR_UNKNOWN ||
	    !is_whole(sample->elapsed_ns) || !is_whole(sample->latency_ns))
		return false;
	row.group = hr_sink_group(sink, &group);
	if (row.group == HR_PLAIN_NONE)
		return false;
	hr_sink_rows(sink, &row, 1);
	return true;
}

/* Bursts are a way to add, not another sum: the run equals one of samples added alone. */
START_TEST(bursts_change_nothing)
{
	static const struct {
		int labels;
		int64_t interval_ns;
	} cases[] = { { 3, 0 }, { 40, 0 }, { 1500, 0 }, { 6000, 0 }, { 5, 2 * HR_NS_PER_S } };
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_run alone, together;
	struct hr_summarizer *summarizer;
	struct hr_add_scratch scratch = { 0 };
	struct hr_str expected = { 0 }, got = { 0 };
	uint32_t state = 1 + (uint32_t)_i;
	char label[64];

	hr_run_init(&alone, cases[_i].interval_ns);
	hr_run_init(&together, cases[_i].interval_ns);
	summarizer = hr_summarizer_new(&together, &options);
	for (int i = 0; i < 60000; i++) {
		struct hr_sample sample = any_sample(&state, cases[_i].labels, label);

		hr_add_sample(&alone, &sample, sample.label, sample.kind, &scratch);
		if (i % 3 == 0 || !give_as_row(hr_summarizer_sink(summarizer), &sample))
			hr_sink_sample(hr_summarizer_sink(summarizer), &sample);
		if (i % 10007 == 0)
			hr_summarizer_flush(summarizer);
	}
	hr_summarizer_free(summarizer);
	run_dump(&alone, &expected);
	run_dump(&together, &got);
	ck_assert_str_eq(hr_str_text(&got), hr_str_text(&expected));
	hr_str_release(&expected);
	hr_str_release(&got);
	hr_str_release(&scratch.key);
	hr_str_release(&scratch.mask);
	hr_str_release(&scratch.clean);
	hr_run_release(&alone);
	hr_run_release(&together);
}
END_TEST

START_TEST(notes_the_span)
{
	struct hr_observation observation = { .time_ns = 500 * HR_NS_PER_MS };
	struct hr_span span;

	hr_span_init(&span);
	ck_assert_int_eq(span.start_ns, HR_INSTANT_NONE);
	push(&span.sink, "a", -1);
	ck_assert_int_eq(span.end_ns, HR_INSTANT_NONE);
	push(&span.sink, "a", 2000);
	push(&span.sink, "a", 1000);
	hr_sink_observation(&span.sink, &observation);
	ck_assert_int_eq(span.start_ns, 500 * HR_NS_PER_MS);
	ck_assert_int_eq(span.end_ns, 2100 * HR_NS_PER_MS);
}
END_TEST

static Suite *summarizer_suite(void)
{
	Suite *suite = suite_create("summarize/summarizer");
	TCase *tcase = tcase_create("summarizer");

	tcase_add_test(tcase, filters_labels_and_start_times);
	tcase_add_test(tcase, renames_and_marks_transactions);
	tcase_add_test(tcase, takes_all_kinds_of_records);
	tcase_add_loop_test(tcase, bursts_change_nothing, 0, 5);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, notes_the_span);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(summarizer_suite)
