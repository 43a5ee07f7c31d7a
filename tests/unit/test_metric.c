#include <config.h>
#include "base/instant.h"
#include "record/metric.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "record/words.h"
#include "stats/quantile.h"
#include "summarize/add.h"
#include "unit.h"

/* Ten requests of 100, 200 .. 1000 ms, one a second; the last two fail. */
static struct hr_label *ten(struct hr_run *run)
{
	struct hr_add_scratch scratch = { 0 };

	hr_run_init(run, 0);
	for (int64_t i = 1; i <= 10; i++) {
		struct hr_sample sample = { .start_ns = (1000 + i) * HR_NS_PER_S,
			                    .elapsed_ns = i * 100 * HR_NS_PER_MS,
			                    .latency_ns = i * 50 * HR_NS_PER_MS,
			                    .connect_ns = HR_UNKNOWN,
			                    .received_bytes = 1024,
			                    .sent_bytes = HR_UNKNOWN,
			                    .active_users = HR_UNKNOWN,
			                    .weight = 1,
			                    .failed = i > 8 };

		hr_add_sample(run, &sample, HR_SLICE_LITERAL("ten"), HR_SAMPLE_REQUEST, &scratch);
	}
	hr_str_release(&scratch.key);
	hr_str_release(&scratch.mask);
	hr_str_release(&scratch.clean);
	return run->labels[0];
}

/*
 * R: x <- seq(100, 1000, 100); mean(x); sd(x); quantile(x, p, type = 6). The span is 1001 s to
 * 1011 s, 10 s; APDEX with 200 and 800 ms: (2 + 6 / 2) / 10.
 */
static const struct wanted {
	const char *name;
	double value;
} wanted[] = {
	{ "count", 10 },
	{ "errors", 2 },
	{ "error_ratio", 0.2 },
	{ "error_rate", 0.2 },
	{ "errors%", 0.2 },
	{ "success_ratio", 0.8 },
	{ "availability", 0.8 },
	{ "response_time_p95", 1000 },
	{ "p95_response_time", 1000 },
	{ "avg_response_time", 550 },
	{ "latency_p50", 550 },
	{ "mean", 550 },
	{ "avg", 550 },
	{ "stddev", 302.7650354097492 },
	{ "min", 100 },
	{ "max", 1000 },
	{ "p50", 550 },
	{ "median", 550 },
	{ "p75", 825 },
	{ "p90", 990 },
	{ "p95", 1000 },
	{ "p99", 1000 },
	{ "p99.9", 1000 },
	{ "p999", 1000 },
	{ "p85", 935 },
	{ "p12.5", 137.5 },
	{ "throughput", 1 },
	{ "rps", 1 },
	{ "success_per_s", 0.8 },
	{ "received_kib_per_s", 1 },
	{ "sent_kib_per_s", NAN },
	{ "latency_mean", 275 },
	{ "connect_mean", NAN },
	{ "apdex", 0.5 },
};

START_TEST(computes)
{
	struct hr_run run;
	struct hr_label *label = ten(&run);
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(wanted[_i].name), &made);
	double value;

	ck_assert_ptr_nonnull(metric);
	label->apdex_satisfied_ns = 200 * HR_NS_PER_MS;
	label->apdex_tolerated_ns = 800 * HR_NS_PER_MS;
	value = metric->value(label, metric, HR_QUANTILE_R6);
	if (isnan(wanted[_i].value))
		ck_assert_double_nan(value);
	else
		ck_assert_double_eq_tol(value, wanted[_i].value, 1e-9);
	hr_run_release(&run);
}
END_TEST

START_TEST(lacks_what_the_label_lacks)
{
	struct hr_run run;
	struct hr_label *label;

	hr_run_init(&run, 0);
	label = hr_run_label(&run, HR_SLICE_LITERAL("nothing"), HR_SAMPLE_REQUEST);
	for (size_t i = 2; i < hr_metric_count; i++)
		ck_assert_double_nan(hr_metrics[i].value(label, &hr_metrics[i], HR_QUANTILE_R6));
	hr_run_release(&run);
}
END_TEST

START_TEST(answers_from_aggregates)
{
	struct hr_aggregate figures = { .kind = HR_SAMPLE_REQUEST,
		                        .count = 200,
		                        .errors = 50,
		                        .mean_ms = 12,
		                        .p95_ms = 40,
		                        .p99_ms = NAN,
		                        .throughput_per_s = 8,
		                        .received_kib_per_s = NAN };
	static const struct wanted from[] = {
		{ "count", 200 }, { "error_ratio", 0.25 }, { "mean", 12 },
		{ "p95", 40 },    { "throughput", 8 },     { "success_per_s", 6 },
	};
	struct hr_run run;
	struct hr_metric made;
	const struct hr_metric *metric;

	hr_run_init(&run, 0);
	hr_add_aggregate(&run, &figures, HR_SLICE_LITERAL("GET /"));
	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
		metric = hr_metric_find(hr_slice_of(from[i].name), &made);
		ck_assert_double_eq(metric->value(run.labels[0], metric, HR_QUANTILE_R6),
		                    from[i].value);
	}
	metric = hr_metric_find(HR_SLICE_LITERAL("p99"), &made);
	ck_assert_double_nan(metric->value(run.labels[0], metric, HR_QUANTILE_R6));
	metric = hr_metric_find(HR_SLICE_LITERAL("p98"), &made);
	ck_assert_double_nan(metric->value(run.labels[0], metric, HR_QUANTILE_R6));
	hr_add_aggregate(&run, &figures, HR_SLICE_LITERAL("GET /"));
	ck_assert_uint_eq(run.labels[0]->aggregate->count, 200);
	ck_assert_uint_eq(hr_diag_total(&run.diag, HR_DIAG_REJECTED, NULL), 1);
	hr_run_release(&run);
}
END_TEST

static const struct percentile {
	const char *name;
	double p; /* 0: no such metric */
	const char *key;
} percentiles[] = {
	{ "p97.5", 0.975, "p975_ms" },
	{ "p975", 0.975, "p975_ms" },
	{ "p99.99", 0.9999, "p9999_ms" },
	{ "p9999", 0.9999, "p9999_ms" },
	{ "p5", 0.05, "p5_ms" },
	{ "p95.0", 0.95, "p95_ms" },
	{ "p100", 0, NULL },
	{ "p0", 0, NULL },
	{ "p", 0, NULL },
	{ "p.5", 0, NULL },
	{ "p9.9.9", 0, NULL },
	{ "p-5", 0, NULL },
	{ "p99x", 0, NULL },
	{ "p101.5", 0, NULL },
	{ "p99.9999999999", 0, NULL },
	{ "mode", 0, NULL },
};

START_TEST(makes_percentiles)
{
	const struct percentile *want = &percentiles[_i];
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(want->name), &made);

	if (want->key == NULL) {
		ck_assert_ptr_null(metric);
		return;
	}
	ck_assert_ptr_nonnull(metric);
	ck_assert_double_eq(metric->p, want->p);
	ck_assert_str_eq(metric->key, want->key);
}
END_TEST

START_TEST(suggests)
{
	ck_assert_str_eq(hr_metric_suggest(HR_SLICE_LITERAL("troughput")), "throughput");
	ck_assert_str_eq(hr_metric_suggest(HR_SLICE_LITERAL("error_ration")), "error_ratio");
	ck_assert_ptr_null(hr_metric_suggest(HR_SLICE_LITERAL("quite another thing")));
}
END_TEST

/* Keys are for documents; no text for people holds an underscore. */
START_TEST(has_words)
{
	struct hr_str name = { 0 };

	for (size_t i = 0; i < hr_metric_count; i++) {
		ck_assert_ptr_null(strchr(hr_metric_words(hr_metrics[i].name), '_'));
		ck_assert_ptr_null(strchr(hr_metrics[i].words, '_'));
	}
	ck_assert_str_eq(hr_metric_words("p999"), "p99.9");
	ck_assert_str_eq(hr_metric_words("node_load1"), "node_load1"); /* a resource's own name */
	hr_words_put_figure(&name, "error_ratio", HR_SUBJECT_TOTAL, HR_TOTAL);
	ck_assert_str_eq(hr_str_text(&name), "error ratio of all requests");
	hr_str_release(&name);
}
END_TEST

static Suite *metric_suite(void)
{
	Suite *suite = suite_create("record/metric");
	TCase *tcase = tcase_create("metric");

	HR_ADD_ROWS(tcase, computes, wanted);
	tcase_add_test(tcase, lacks_what_the_label_lacks);
	tcase_add_test(tcase, answers_from_aggregates);
	HR_ADD_ROWS(tcase, makes_percentiles, percentiles);
	tcase_add_test(tcase, suggests);
	tcase_add_test(tcase, has_words);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(metric_suite)
