/*
 * Mistakes that programs of this kind make and this one does not; the numbers are those of
 * tests/MISTAKES.md, which names the tests of the rest.
 */
#include <config.h>

#include <math.h>

#include "analyse/alert_rules.h"
#include "analyse/criteria.h"
#include "base/instant.h"
#include "config/expression.h"
#include "slo_scene.h"
#include "stats/quantile.h"
#include "unit.h"

#define MS HR_NS_PER_MS
#define S  HR_NS_PER_S

static struct hr_label *label_of(struct hr_run *run)
{
	hr_run_init(run, 0);
	return hr_run_label(run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST);
}

static double value_of(const struct hr_label *label, const char *name)
{
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(name), &made);

	ck_assert_msg(metric != NULL, "%s", name);
	return metric->value(label, metric, HR_QUANTILE_R6);
}

static void count(struct hr_label *label, int64_t elapsed_ms, uint64_t times, bool ok)
{
	label->count += times;
	label->errors += ok ? 0 : times;
	hr_timing_add(ok ? &label->ok : &label->failed, elapsed_ms * MS, times);
}

/* A budget of 30 days lasts 50 h at 14.4, 5 days at 6, 10 days at 3: 30 d / rate. */
START_TEST(mistake_02_exhaustion_times)
{
	static const struct {
		uint32_t bad;
		double hours;
	} rates[] = { { 144, 50 }, { 60, 120 }, { 30, 240 } };

	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		struct slo_scene scene = { 0 };

		slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\"}");
		slo_scene_add(&scene, START, 10000, 10000 - rates[i].bad);
		ck_assert_double_eq_tol(
		        slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->projected_lasts_s,
		        rates[i].hours * 3600, 1e-6);
		slo_scene_close(&scene);
	}
}
END_TEST

/* Nine days of 1000 requests with 10 bad, then a clean hour: what remains is of the 30 days, 1 - 90
 * / (1 % of 9100), not the full budget of the last hour. */
START_TEST(mistake_04_remaining_is_of_the_window)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99%\", \"window\": \"30d\"}");
	for (int64_t day = 0; day < 9; day++)
		slo_scene_add(&scene, START + day * DAY, 1000, 990);
	slo_scene_add(&scene, START + 9 * DAY, 100, 100);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_double_eq_tol(result->budget.remaining, 1.0 - 90 / 91.0, 1e-12);
	ck_assert_double_eq(result->recent_rate, 0);
	slo_scene_close(&scene);
}
END_TEST

/* At the same pace a budget half used lasts half as long: remaining x window / rate. */
START_TEST(mistake_06_exhaustion_counts_what_is_spent)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	/* 5 of the 10 that 1000 may lose, then 2 of 100 in the last hour: a pace of 2 */
	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99%\", \"window\": \"30d\"}");
	slo_scene_add(&scene, START, 900, 897);
	slo_scene_add(&scene, START + DAY, 100, 98);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_double_eq_tol(result->budget.remaining, 0.5, 1e-12);
	ck_assert_double_eq_tol(result->recent_rate, 2, 1e-12);
	ck_assert_double_eq_tol(result->exhausted_in_s, 0.5 * 30 * DAY / 2, 1e-6);
	slo_scene_close(&scene);
}
END_TEST

static const struct {
	int mistake;
	const char *slo, *part;
} confused[] = {
	{ 8, "{\"name\": \"a\", \"sli\": {\"type\": \"latency\"}, \"target\": 0.2}", "threshold" },
	{ 8, "{\"name\": \"a\", \"sli\": {\"type\": \"latency\"}, \"target\": \"200ms\"}",
	  "share" },
	{ 9, "{\"name\": \"a\", \"sli\": {\"type\": \"freshness\"}, \"target\": 300}",
	  "between 0 and 100" },
	{ 31, "{\"name\": \"a\", \"target\": 1}", "1 % or 100 %" },
};

/* A limit is no target: each has a place and a unit of its own. */
START_TEST(mistake_08_09_31_limits_are_no_targets)
{
	struct hr_config config;
	struct hr_config_errors errors = { 0 };
	struct hr_str text = { 0 };

	hr_str_printf(&text, "{\"slos\": [%s]}", confused[_i].slo);
	ck_assert_int_eq(hr_config_parse(hr_str_slice(&text), "c", &config, &errors, NULL),
	                 HR_ECONFIG);
	ck_assert_msg(strstr(errors.items[0].text, confused[_i].part) != NULL, "%d: %s",
	              confused[_i].mistake, errors.items[0].text);
	hr_str_release(&text);
	hr_config_errors_release(&errors);
	hr_config_release(&config);
}
END_TEST

/* The budget of a latency of 200 ms at 99 % is 1 %, whatever the limit. */
START_TEST(mistake_08_budget_is_of_the_target)
{
	struct slo_scene scene = { 0 };

	slo_scene_open(&scene, "{\"name\": \"a\", \"sli\": {\"type\": \"latency\", \"threshold\": "
	                       "\"200ms\"}, \"target\": \"99%\"}");
	slo_scene_add(&scene, START, 1000, 995);
	ck_assert_double_eq_tol(slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->budget.total,
	                        10, 1e-12);
	slo_scene_close(&scene);
}
END_TEST

static bool holds(const char *filter, const char *code)
{
	struct hr_predicate predicate;
	struct hr_sample sample = { .success = true, .weight = 1, .code = hr_slice_of(code) };
	bool answer;

	ck_assert_int_eq(hr_expression_compile(hr_slice_of(filter), &predicate, NULL), HR_OK);
	answer = hr_predicate_holds(&predicate, &sample, true, 0);
	hr_predicate_release(&predicate);
	return answer;
}

/* Two usual ideas of "good" differ on redirects and on faults of the client: the filter says which
 * one is meant. */
START_TEST(mistake_11_good_is_written_down)
{
	static const char *const codes[] = { "204", "302", "404", "500" };
	static const bool twos[] = { true, false, false, false };
	static const bool no_fives[] = { true, true, true, false };

	for (size_t i = 0; i < 4; i++) {
		ck_assert(holds("status in (200..299)", codes[i]) == twos[i]);
		ck_assert(holds("status < 500", codes[i]) == no_fives[i]);
	}
}
END_TEST

/* 99.95 % of 99.9 % leaves half of the budget, not 0.05 %. */
START_TEST(mistake_12_remaining_is_a_part_of_the_budget)
{
	struct slo_scene scene = { 0 };

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\"}");
	slo_scene_add(&scene, START, 10000, 9995);
	ck_assert_double_eq_tol(
	        slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->budget.remaining, 0.5, 1e-12);
	slo_scene_close(&scene);
}
END_TEST

/* While everything fails the rate is 1 / (1 - target), not 1; without events there is none, not 0.
 */
START_TEST(mistake_13_14_rates_of_outages_and_of_nothing)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\"}");
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_int_eq(result->state, HR_SLO_NO_DATA);
	ck_assert(isnan(result->burn_rate));
	hr_slo_results_release(&scene.results);
	for (int64_t s = 0; s < 7200; s++)
		slo_scene_add(&scene, START + s, 10, 0);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_double_eq(result->burn_rate, 1000);
	ck_assert_double_eq(result->recent_rate, 1000);
	slo_scene_close(&scene);
}
END_TEST

/* A limit on a percentile of the whole run has a verdict, but neither budget nor burn rate. */
START_TEST(mistake_15_thresholds_have_no_budget)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"metric\": \"p95\", \"objective\": {\"target\": "
	                       "500, \"operator\": \"<\", \"unit\": \"ms\"}}");
	count(scene.label, 100, 100, true);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_int_eq(result->verdict, HR_SLO_MET);
	ck_assert(isnan(result->budget.remaining));
	ck_assert_uint_eq(result->burn_count, 0);
	slo_scene_close(&scene);
}
END_TEST

/* Of 1 to 100: nearest rank is the 95th value, R6 lies at 95.95, R7 at 95.05 (Hyndman and Fan
 * 1996); none is the 96th, which an index of int(0.95 x 100) from 0 gives. */
START_TEST(mistake_16_quantiles_by_definition)
{
	struct hr_run run;
	struct hr_label *label = label_of(&run);
	static const double expected[] = {
		[HR_QUANTILE_R6] = 95.95, [HR_QUANTILE_R7] = 95.05, [HR_QUANTILE_NEAREST] = 95
	};
	struct hr_metric made;
	const struct hr_metric *p95 = hr_metric_find(HR_SLICE_LITERAL("p95"), &made);

	for (int64_t i = 1; i <= 100; i++)
		count(label, i, 1, true);
	for (int method = 0; method < 3; method++)
		ck_assert_double_eq_tol(p95->value(label, p95, (enum hr_quantile_method)method),
		                        expected[method], 1e-9);
	hr_run_release(&run);
}
END_TEST

/* One request in ten takes 10 s: p95 breaks a limit of 5 s that the median keeps. */
START_TEST(mistake_17_p95_is_not_the_median)
{
	static const struct {
		const char *criterion;
		enum hr_verdict verdict;
	} cases[] = { { "p95 < 5s", HR_VERDICT_FAIL }, { "p50 < 5s", HR_VERDICT_PASS } };
	struct hr_run run;
	struct hr_label *label = label_of(&run);

	count(label, 10, 90, true);
	count(label, 10000, 10, true);
	for (size_t i = 0; i < 2; i++) {
		struct hr_criterion criterion;
		struct hr_checks checks = { 0 };

		ck_assert_int_eq(
		        hr_criterion_parse(hr_slice_of(cases[i].criterion), &criterion, NULL),
		        HR_OK);
		hr_criteria_check(&criterion, 1, &run, label, HR_QUANTILE_R6, &checks);
		ck_assert_int_eq(checks.items[0].verdict, cases[i].verdict);
		hr_checks_release(&checks);
		hr_criterion_release(&criterion);
	}
	hr_run_release(&run);
}
END_TEST

/* Failures are among the requests: half of ten is 50 %, and all of ten 100 %. */
START_TEST(mistake_18_errors_are_requests)
{
	struct hr_run run;
	struct hr_label *label = label_of(&run);

	count(label, 10, 5, true);
	count(label, 20, 5, false);
	ck_assert_double_eq(value_of(label, "error_rate"), 0.5);
	ck_assert_double_eq(value_of(label, "count"), 10);
	count(label, 20, 90, false);
	ck_assert_double_eq_tol(value_of(label, "error_rate"), 0.95, 1e-12);
	hr_run_release(&run);
}
END_TEST

/* Times of failures count for the whole and are kept apart, whatever failed. */
START_TEST(mistake_20_times_of_failures)
{
	struct hr_run run;
	struct hr_label *label = label_of(&run);

	count(label, 100, 50, true);
	count(label, 5000, 50, false);
	ck_assert_double_eq_tol(value_of(label, "mean"), 2550, 1e-9);
	ck_assert_double_eq(value_of(label, "max"), 5000);
	ck_assert_int_eq(label->ok.moments.max_ns, 100 * MS);
	ck_assert_int_eq(label->failed.moments.min_ns, 5000 * MS);
	hr_run_release(&run);
}
END_TEST

/* A phase of 10 requests of 1 s and one of 990 of 100 ms: (10 x 1000 + 990 x 100) / 1000 = 109 ms,
 * not the 550 ms between the two means. */
START_TEST(mistake_27_means_are_weighted)
{
	struct hr_run one, other;
	struct hr_label *small = label_of(&one), *large = label_of(&other);

	count(small, 1000, 10, true);
	count(large, 100, 990, true);
	ck_assert_int_eq(hr_run_merge(&one, &other, NULL), HR_OK);
	ck_assert_double_eq_tol(value_of(one.labels[0], "mean"), 109, 1e-9);
	hr_run_release(&one);
	hr_run_release(&other);
}
END_TEST

/* The deviation is of the times: half at 100 ms and half at 300 ms deviate by 100 ms from 200 (with
 * n - 1: 100 x sqrt(1000 / 999)), not by that of three percentiles from one another. */
START_TEST(mistake_28_deviation_is_of_times)
{
	struct hr_run run;
	struct hr_label *label = label_of(&run);

	count(label, 100, 500, true);
	count(label, 300, 500, true);
	ck_assert_double_eq_tol(value_of(label, "stddev"), 100 * sqrt(1000.0 / 999), 0.06);
	hr_run_release(&run);
}
END_TEST

/* A figure of zero is a figure: throughput that falls to zero is below every limit. */
START_TEST(mistake_29_zero_is_a_value)
{
	struct hr_run run;
	struct hr_label *label = label_of(&run);
	struct hr_alert_rule rule = { .name = (char *)(uintptr_t) "quiet",
		                      .severity = (char *)(uintptr_t) "critical" };
	struct hr_config_alert_rules list = { &rule, 1 };
	struct hr_alert_results results;
	struct hr_checks checks = { 0 };

	for (int64_t s = 0; s < 60; s++)
		if (s < 20 || s == 59) {
			struct hr_cell *cell = hr_cells_at(
			        &label->cells, hr_run_interval(&run, (1000 + s) * S, 1));

			cell->count++;
			label->count++;
		}
	ck_assert_int_eq(hr_criterion_parse(HR_SLICE_LITERAL("throughput >= 0.5/s for 5s"),
	                                    &rule.criterion, NULL),
	                 HR_OK);
	hr_alerts_replay(&run, label, &list, NULL, &results);
	ck_assert_uint_eq(results.items[0].firing_count, 1);
	ck_assert_double_eq(results.items[0].firings[0].worst, 0);
	/* 30: both the limit and the severity are told */
	hr_alerts_check(&results, &run, &checks);
	ck_assert_double_eq(checks.items[0].limit, 0.5);
	ck_assert_str_eq(checks.items[0].severity, "critical");
	hr_checks_release(&checks);
	hr_alert_results_release(&results);
	hr_criterion_release(&rule.criterion);
	hr_run_release(&run);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("mistakes");
	TCase *tcase = tcase_create("mistakes");

	tcase_add_test(tcase, mistake_02_exhaustion_times);
	tcase_add_test(tcase, mistake_04_remaining_is_of_the_window);
	tcase_add_test(tcase, mistake_06_exhaustion_counts_what_is_spent);
	HR_ADD_ROWS(tcase, mistake_08_09_31_limits_are_no_targets, confused);
	tcase_add_test(tcase, mistake_08_budget_is_of_the_target);
	tcase_add_test(tcase, mistake_11_good_is_written_down);
	tcase_add_test(tcase, mistake_12_remaining_is_a_part_of_the_budget);
	tcase_add_test(tcase, mistake_13_14_rates_of_outages_and_of_nothing);
	tcase_add_test(tcase, mistake_15_thresholds_have_no_budget);
	tcase_add_test(tcase, mistake_16_quantiles_by_definition);
	tcase_add_test(tcase, mistake_17_p95_is_not_the_median);
	tcase_add_test(tcase, mistake_18_errors_are_requests);
	tcase_add_test(tcase, mistake_20_times_of_failures);
	tcase_add_test(tcase, mistake_27_means_are_weighted);
	tcase_add_test(tcase, mistake_28_deviation_is_of_times);
	tcase_add_test(tcase, mistake_29_zero_is_a_value);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
