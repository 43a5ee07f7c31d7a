#include <config.h>
#include "base/pattern.h"
#include "record/series.h"
#include "stats/quantile.h"
#include "summarize/cut.h"

#include <stdio.h>

#include "record/metric.h"
#include "summarize/add.h"
#include "unit.h"

static const struct hr_filter open_filter = { .from_ns = HR_INSTANT_NONE,
	                                      .to_ns = HR_INSTANT_NONE };

/* A sample every 100 ms for @seconds; elapsed times rise with time; one in ten fails. */
static void fill(struct hr_run *run, int64_t from_s, int64_t to_s)
{
	struct hr_add_scratch scratch = { 0 };

	for (int64_t i = from_s * 10; i < to_s * 10; i++) {
		struct hr_sample sample = { .start_ns = i * 100 * HR_NS_PER_MS,
			                    .elapsed_ns = (i % 70 + 20) * HR_NS_PER_MS,
			                    .latency_ns = 10 * HR_NS_PER_MS,
			                    .connect_ns = HR_UNKNOWN,
			                    .received_bytes = 1000,
			                    .sent_bytes = HR_UNKNOWN,
			                    .active_users = 7,
			                    .weight = 1,
			                    .failed = i % 10 == 0,
			                    .code = HR_SLICE_LITERAL("200") };

		hr_add_sample(run, &sample,
		              i % 2 == 0 ? HR_SLICE_LITERAL("even") : HR_SLICE_LITERAL("odd"),
		              HR_SAMPLE_REQUEST, &scratch);
	}
	hr_str_release(&scratch.key);
	hr_str_release(&scratch.mask);
	hr_str_release(&scratch.clean);
}

static double value_of(const struct hr_run *run, const char *label, const char *name)
{
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(name), &made);

	return metric->value(hr_run_find(run, hr_slice_of(label), HR_SAMPLE_REQUEST), metric,
	                     HR_QUANTILE_R6);
}

START_TEST(labels_alone_are_exact)
{
	struct hr_pattern *pattern;
	struct hr_error err = { 0 };
	struct hr_filter filter = open_filter;
	struct hr_run run, want;

	ck_assert_int_eq(hr_pattern_compile(hr_slice_of("e*"), &pattern, &err), HR_OK);
	filter.include = &pattern;
	filter.include_count = 1;
	hr_run_init(&run, 0);
	hr_run_init(&want, 0);
	fill(&run, 0, 60);
	fill(&want, 0, 60);
	hr_run_cut(&run, &filter);
	ck_assert(!run.rebuilt);
	ck_assert_uint_eq(run.label_count, 1);
	ck_assert_uint_eq(run.sample_count, 300);
	ck_assert_double_eq(value_of(&run, "even", "p95"), value_of(&want, "even", "p95"));
	ck_assert_uint_gt(run.labels[0]->failed.moments.count, 0);
	ck_assert_uint_gt(run.labels[0]->errors_exact.count, 0);
	/* Codes by time were counted for both labels: none are left that would be too many. */
	ck_assert_uint_eq(run.codes.count, 0);
	ck_assert_uint_eq(hr_track_value(&run.users.tracks[0], 59), 7);
	hr_run_release(&run);
	hr_run_release(&want);
	hr_pattern_free(pattern);
}
END_TEST

/* What is left must be a run that a document can hold: nothing outside its intervals. */
START_TEST(nothing_selected_leaves_nothing)
{
	struct hr_pattern *pattern;
	struct hr_filter filter = open_filter;
	struct hr_run run;

	ck_assert_int_eq(hr_pattern_compile(hr_slice_of("neither"), &pattern, NULL), HR_OK);
	filter.include = &pattern;
	filter.include_count = 1;
	hr_run_init(&run, 0);
	fill(&run, 10, 20);
	hr_run_cut(&run, &filter);
	ck_assert_uint_eq(run.label_count, 0);
	ck_assert_uint_eq(run.codes.count, 0);
	for (size_t i = 0; i < run.users.count; i++)
		ck_assert_uint_eq(run.users.tracks[i].count, 0);
	hr_run_release(&run);
	hr_pattern_free(pattern);
}
END_TEST

/* Window in tenths of a second, the whole intervals inside it in seconds. */
static const struct window {
	int64_t from, to, first_s, end_s;
} windows[] = { { 100, 300, 10, 30 }, { 101, 300, 11, 30 }, { 101, 309, 11, 30 }, { 1, 9, 0, 0 } };

START_TEST(windows_snap_to_whole_intervals)
{
	static const char *const exact[] = {
		"count", "errors", "mean", "min", "max", "latency_mean"
	};
	static const char *const near[] = { "p50", "p90", "p95", "stddev" };
	const struct window *window = &windows[_i];
	struct hr_filter filter = { .from_ns = window->from * 100 * HR_NS_PER_MS,
		                    .to_ns = window->to * 100 * HR_NS_PER_MS };
	struct hr_run run, want;

	hr_run_init(&run, 0);
	hr_run_init(&want, 0);
	fill(&run, 0, 60);
	fill(&want, window->first_s, window->end_s); /* all end within the second they start in */
	hr_run_cut(&run, &filter);
	ck_assert(run.rebuilt);
	ck_assert_uint_eq(run.sample_count, want.sample_count);
	ck_assert_uint_eq(run.label_count, want.label_count);
	if (want.label_count == 0) {
		ck_assert_int_gt(run.grid.first, run.grid.last);
		ck_assert_int_eq(run.start_ns, HR_INSTANT_NONE);
	} else {
		ck_assert_int_eq(run.grid.first, window->first_s);
		ck_assert_int_eq(run.grid.last, window->end_s - 1);
		for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
			ck_assert_double_eq(value_of(&run, "odd", exact[i]),
			                    value_of(&want, "odd", exact[i]));
		for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++)
			ck_assert_double_eq_tol(value_of(&run, "odd", near[i]),
			                        value_of(&want, "odd", near[i]),
			                        0.032 * value_of(&want, "odd", near[i]) + 0.5);
		ck_assert(run.labels[0]->received_bytes == want.labels[0]->received_bytes);
		ck_assert(hr_timing_is_complete(&run.labels[0]->ok));
		ck_assert(!hr_timing_is_complete(&run.labels[0]->latency));
		ck_assert(hr_timing_is_complete(&run.labels[0]->connect));
		ck_assert_int_ge(run.start_ns, filter.from_ns);
		ck_assert_int_le(run.end_ns, filter.to_ns);
		ck_assert_uint_eq(hr_track_value(&run.codes.tracks[0], window->first_s), 10);
		ck_assert_uint_eq(hr_track_value(&run.codes.tracks[0], window->first_s - 1), 0);
	}
	hr_run_release(&run);
	hr_run_release(&want);
}
END_TEST

/* Two times of one bucket of a sketch: how they deviate is not known, what they are in all is. */
START_TEST(deviations_stay_within_the_sketch)
{
	static const int64_t times_ms[] = { 1000, 1060 };
	struct hr_filter filter = { .from_ns = 0, .to_ns = 10 * HR_NS_PER_S };
	struct hr_sample sample = { .success = true,
		                    .weight = 1,
		                    .latency_ns = HR_UNKNOWN,
		                    .connect_ns = HR_UNKNOWN,
		                    .received_bytes = HR_UNKNOWN,
		                    .sent_bytes = HR_UNKNOWN,
		                    .active_users = HR_UNKNOWN };
	struct hr_add_scratch scratch = { 0 };
	struct hr_run run;

	hr_run_init(&run, 0);
	for (size_t i = 0; i < 2; i++) {
		sample.elapsed_ns = times_ms[i] * HR_NS_PER_MS;
		hr_add_sample(&run, &sample, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST, &scratch);
	}
	hr_run_cut(&run, &filter);
	ck_assert_double_eq(value_of(&run, "a", "mean"), 1030);
	ck_assert_double_eq_tol(value_of(&run, "a", "stddev"), 30 * 1.4142135623730951,
	                        2 * 0.032 * 1060);
	hr_run_release(&run);
}
END_TEST

START_TEST(cuts_series_and_events)
{
	struct hr_filter filter = { .from_ns = 10 * HR_NS_PER_S, .to_ns = 20 * HR_NS_PER_S };
	struct hr_observation observation = { .name = HR_SLICE_LITERAL("cpu") };
	struct hr_run run;

	hr_run_init(&run, 0);
	for (int64_t s = 0; s < 30; s++) {
		observation.time_ns = s * HR_NS_PER_S;
		hr_add_observation(&run, &observation);
		hr_run_add_event(&run, s * HR_NS_PER_S, s * HR_NS_PER_S, hr_slice_of("k"),
		                 hr_slice_of("t"));
	}
	hr_run_add_event(&run, 0, 30 * HR_NS_PER_S, hr_slice_of("k"), hr_slice_of("all of it"));
	hr_run_cut(&run, &filter);
	ck_assert_uint_eq(run.series[0].count, 10);
	ck_assert_uint_eq(run.observation_count, 10);
	ck_assert_uint_eq(run.event_count, 11);
	ck_assert_int_eq(run.start_ns, 10 * HR_NS_PER_S);
	ck_assert_int_eq(run.end_ns, 19 * HR_NS_PER_S);
	hr_run_release(&run);
}
END_TEST

static Suite *cut_suite(void)
{
	Suite *suite = suite_create("summarize/cut");
	TCase *tcase = tcase_create("cut");

	tcase_add_test(tcase, labels_alone_are_exact);
	tcase_add_test(tcase, nothing_selected_leaves_nothing);
	HR_ADD_ROWS(tcase, windows_snap_to_whole_intervals, windows);
	tcase_add_test(tcase, cuts_series_and_events);
	tcase_add_test(tcase, deviations_stay_within_the_sketch);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(cut_suite)
