#include <config.h>
#include "analyse/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/compare_part.h"
#include "analyse/compare_grade.h"
#include "analyse/compare_policy.h"
#include "base/instant.h"
#include "base/mem.h"

#include "sample_run.h"
#include "compare_trial.h"
#include "unit.h"

/* --- two runs --- */

/* SE^2 = 0.002^2 + 0.002^2 + 2 x 0.02^2, interval exp(L -+ 1.959964 SE) - 1: by hand. */
START_TEST(two_runs_by_hand)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(125, 200, 50, 0);
	const struct hr_change *mean, *p95;
	struct trial trial;

	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	mean = trial_total(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_FEW);
	ck_assert_double_eq_tol(mean->change, 0.25, 1e-12);
	ck_assert_double_eq_tol(mean->error, 0.0284253408, 1e-9);
	ck_assert_double_eq_tol(mean->low, 0.1822636013, 1e-8);
	ck_assert_double_eq_tol(mean->high, 0.3216172758, 1e-8);
	/* (1.959964 + 0.841621) SE */
	ck_assert_double_eq_tol(mean->detectable, 0.0828928, 1e-6);
	ck_assert_int_eq(mean->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(mean->severity, HR_SEVERITY_MAJOR);
	ck_assert_int_eq(trial_check(&trial, "regression/mean/total"), HR_VERDICT_FAIL);
	p95 = trial_total(&trial, HR_FIGURE_P95);
	ck_assert_int_eq(p95->verdict, HR_CHANGE_UNCHANGED);
	ck_assert_int_eq(trial_check(&trial, "regression/p95/total"), HR_VERDICT_PASS);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* A change the threshold's size cannot be told from noise: no pass, and what would settle it. */
START_TEST(two_runs_undecided)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(114, 180, 46, 0);
	const struct hr_change *mean;
	struct trial trial;

	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	mean = trial_total(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(mean->verdict, HR_CHANGE_INCONCLUSIVE);
	ck_assert(mean->detectable > 0 && mean->runs_needed >= 2);
	ck_assert_int_eq(trial_check(&trial, "regression/mean/total"), HR_VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->verdict,
	                 HR_CHANGE_INCONCLUSIVE);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* Directions come from the metric table: less throughput is worse, less time better. */
START_TEST(directions)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(60, 120, 30, 0);
	struct trial trial;

	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_IMPROVED);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->severity, HR_SEVERITY_CRITICAL);
	ck_assert_str_eq(hr_compare_status(&trial.comparison), "critical");
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* --- what must never read as a pass --- */

START_TEST(zero_baselines)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(100, 200, 50, 100);
	struct hr_figures still = trial_run(100, 200, 0, 0), zero = trial_run(0, 200, 50, 0);
	struct trial trial;

	/* errors 0 -> 0.5 %: the seeds' rule passes this */
	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_ERROR_RATIO)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(trial_check(&trial, "regression/error_ratio/total"), HR_VERDICT_FAIL);
	trial_stop(&trial);
	/* throughput to 0 */
	trial_start(&trial);
	trial_compare(&trial, &still, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->severity, HR_SEVERITY_CRITICAL);
	trial_stop(&trial);
	/* throughput from 0: that was no baseline */
	trial_start(&trial);
	trial_compare(&trial, &old, 1, &still, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_NO_BASELINE);
	ck_assert_int_eq(trial_check(&trial, "regression/throughput/total"),
	                 HR_VERDICT_INCONCLUSIVE);
	trial_stop(&trial);
	/* a time from 0, and to 0 */
	trial_start(&trial);
	trial_compare(&trial, &old, 1, &zero, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	trial_stop(&trial);
	trial_start(&trial);
	trial_compare(&trial, &zero, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_SUSPECT);
	ck_assert_int_eq(trial_check(&trial, "regression/mean/total"), HR_VERDICT_WARN);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
	hr_figures_release(&still);
	hr_figures_release(&zero);
}
END_TEST

START_TEST(nothing_known)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(NAN, 200, 50, 0);
	struct hr_figures empty = { .source = hr_strdup("empty") };
	struct trial trial;

	trial_row(&empty, HR_ROW_TOTAL, "total", 0, 0);
	/* NaN in the run, then in the baseline */
	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_INCONCLUSIVE);
	trial_stop(&trial);
	trial_start(&trial);
	trial_compare(&trial, &old, 1, &now, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_NO_BASELINE);
	trial_stop(&trial);
	/* no samples at all, on either side */
	trial_start(&trial);
	trial_compare(&trial, &empty, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_ERROR_RATIO)->verdict,
	                 HR_CHANGE_INCONCLUSIVE);
	ck_assert_int_eq(trial_change(&trial, HR_ROW_REQUEST, "Checkout", HR_FIGURE_MEAN)->verdict,
	                 HR_CHANGE_VANISHED);
	for (size_t i = 0; i < trial.checks.count; i++)
		ck_assert_int_ne(trial.checks.items[i].verdict, HR_VERDICT_PASS);
	trial_stop(&trial);
	trial_start(&trial);
	trial_compare(&trial, &old, 1, &empty, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_NO_BASELINE);
	ck_assert_int_eq(trial_change(&trial, HR_ROW_REQUEST, "Checkout", HR_FIGURE_MEAN)->verdict,
	                 HR_CHANGE_NEW);
	for (size_t i = 0; i < trial.checks.count; i++)
		ck_assert_int_ne(trial.checks.items[i].verdict, HR_VERDICT_PASS);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
	hr_figures_release(&empty);
}
END_TEST

START_TEST(no_baseline)
{
	struct hr_figures now = trial_run(100, 200, 50, 0);
	struct trial trial;

	trial_start(&trial);
	trial.input.missing_baseline = "no baseline 'main' in there";
	trial_compare(&trial, &now, 1, NULL, 0);
	ck_assert_str_eq(trial.comparison.refusal, "no baseline 'main' in there");
	ck_assert_uint_eq(trial.checks.count, 1);
	ck_assert_int_eq(trial_check(&trial, "regression/baseline/total"), HR_VERDICT_INCONCLUSIVE);
	trial_stop(&trial);
	hr_figures_release(&now);
}
END_TEST

START_TEST(another_load)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(100, 200, 50, 0);
	struct trial trial;

	old.workload = hr_strdup("peak");
	now.workload = hr_strdup("idle");
	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_str_eq(trial.comparison.refusal,
	                 "not comparable: the workload of the run is 'idle', that of a run 'peak'");
	ck_assert_int_eq(trial_check(&trial, "regression/baseline/total"), HR_VERDICT_INCONCLUSIVE);
	trial_stop(&trial);
	/* Without a key, other concurrency is a note and no refusal. */
	free(now.workload);
	now.workload = NULL;
	old.users = 20;
	now.users = 26;
	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_ptr_null(trial.comparison.refusal);
	ck_assert_str_eq(trial.comparison.notes[0], "active users: 26 in the run, 20 in a run");
	trial_stop(&trial);
	old.environment = hr_strdup("ci");
	now.environment = hr_strdup("prod");
	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_ptr_nonnull(strstr(trial.comparison.refusal, "environment"));
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

START_TEST(too_few_requests)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(100, 900, 50, 0);
	struct trial trial;

	now.rows[0].count = 199; /* a 95th percentile needs 200 */
	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_INCONCLUSIVE);
	ck_assert_str_eq(trial_total(&trial, HR_FIGURE_P95)->reason, "too few requests");
	trial_stop(&trial);
	now.rows[0].count = 200;
	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_REGRESSED);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* --- errors and times together --- */

START_TEST(fast_because_it_failed)
{
	struct hr_figures old = trial_run(100, 200, 50, 20), now = trial_run(40, 60, 120, 9000);
	struct trial trial;

	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_ERROR_RATIO)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_SUSPECT);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_SUSPECT);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* --- N baseline runs --- */

/* Centre, scale and limit by hand: the logs of ten runs around 100 ms with deviation 2 %. */
START_TEST(ten_baseline_runs)
{
	static const double means[] = { 98.4, 101.2, 99.1, 102.9, 100.3,
		                        97.6, 100.9, 99.7, 101.8, 98.9 };
	struct hr_figures old[10], now = trial_run(107, 200, 50, 0),
	                           slow = trial_run(160, 200, 50, 0),
	                           same = trial_run(100.5, 200, 50, 0);
	const struct hr_change *change;
	struct trial trial;

	for (size_t i = 0; i < 10; i++)
		old[i] = trial_run(means[i], 200, 50, 0);
	trial_start(&trial);
	trial_compare(&trial, &now, 1, old, 10);
	change = trial_total(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_BASELINE);
	ck_assert_double_eq_tol(change->baseline, 99.9995499989875, 1e-9);
	/* sd(log) / 2 = 0.0082088, 1.4826 MAD x 10 / 9.2 = 0.0185241;
	 * (computed apart from this program); t(0.995, 9) = 3.249836 */
	ck_assert_double_eq_tol(change->error_between, 0.01852408, 1e-6);
	ck_assert_double_eq_tol(log1p(change->limit), 3.249836 * 0.01852408 * sqrt(1.157), 1e-5);
	/* 7 % is beyond 3.25 x 1.99 % = 6.5 %, but one run alone is no regression. */
	ck_assert_int_eq(change->verdict, HR_CHANGE_SUSPECT);
	trial_stop(&trial);
	trial_start(&trial);
	trial_compare(&trial, &slow, 1, old, 10);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	trial_stop(&trial);
	trial_start(&trial);
	trial_compare(&trial, &same, 1, old, 10);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_UNCHANGED);
	trial_stop(&trial);
	for (size_t i = 0; i < 10; i++)
		hr_figures_release(&old[i]);
	hr_figures_release(&now);
	hr_figures_release(&slow);
	hr_figures_release(&same);
}
END_TEST

/* One run beyond the limit and below the threshold is suspect; two that agree are a regression. */
START_TEST(suspect_until_a_second_run_agrees)
{
	struct hr_figures old[10], now[2];
	struct trial trial;

	for (size_t i = 0; i < 10; i++)
		old[i] = trial_run(100 + (double)(i % 3) * 0.2, 200, 50, 0);
	now[0] = trial_run(112, 200, 50, 0);
	now[1] = trial_run(113, 200, 50, 0);
	trial_start(&trial);
	trial_compare(&trial, now, 1, old, 10);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_SUSPECT);
	ck_assert_int_eq(trial_check(&trial, "regression/mean/total"), HR_VERDICT_WARN);
	trial_stop(&trial);
	trial_start(&trial);
	trial_compare(&trial, now, 2, old, 10);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	trial_stop(&trial);
	for (size_t i = 0; i < 10; i++)
		hr_figures_release(&old[i]);
	hr_figures_release(&now[0]);
	hr_figures_release(&now[1]);
}
END_TEST

START_TEST(pairs)
{
	struct hr_figures old[4], now[4];
	const struct hr_change *change;
	struct trial trial;

	/* The machine drifts by a factor of two; within each pair the change is 20 %. */
	for (size_t i = 0; i < 4; i++) {
		double machine = 1 + (double)i / 3;

		old[i] = trial_run(100 * machine, 200, 50, 0);
		now[i] = trial_run((119.5 + (double)i * 0.4) * machine, 200, 50, 0);
	}
	trial_start(&trial);
	trial.input.paired = true;
	trial_compare(&trial, now, 4, old, 4);
	change = trial_total(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_PAIRED);
	ck_assert_double_eq_tol(change->change, 0.2009, 2e-4);
	ck_assert_int_eq(change->verdict, HR_CHANGE_REGRESSED);
	trial_stop(&trial);
	trial_start(&trial);
	trial_compare(&trial, now, 4, old, 4);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_INCONCLUSIVE);
	trial_stop(&trial);
	for (size_t i = 0; i < 4; i++) {
		hr_figures_release(&old[i]);
		hr_figures_release(&now[i]);
	}
}
END_TEST

START_TEST(control_series)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), now = trial_run(130, 260, 50, 0);
	struct trial trial;

	trial_row(&old, HR_ROW_REQUEST, "hello", 20000, 0)->figures[HR_FIGURE_MEAN].value = 10;
	trial_row(&now, HR_ROW_REQUEST, "hello", 20000, 0)->figures[HR_FIGURE_MEAN].value = 13;
	hr_figures_sort(&old);
	hr_figures_sort(&now);
	trial_start(&trial);
	trial.policy.control = "hello";
	trial_compare(&trial, &now, 1, &old, 1);
	/* all of it is the machine */
	ck_assert_double_eq_tol(trial_total(&trial, HR_FIGURE_MEAN)->change, 0, 1e-12);
	ck_assert_double_eq_tol(trial_total(&trial, HR_FIGURE_MEAN)->control, 0.3, 1e-12);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_UNCHANGED);
	ck_assert_int_eq(trial_change(&trial, HR_ROW_REQUEST, "hello", HR_FIGURE_MEAN)->verdict,
	                 HR_CHANGE_SUSPECT);
	/* the control has no p95: there nothing is taken off */
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_REGRESSED);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

START_TEST(static_baseline)
{
	struct hr_figures now = trial_run(100, 800, 50, 0);
	struct trial trial;

	trial_start(&trial);
	trial.policy.has_fixed = true;
	trial.policy.fixed[HR_FIGURE_P95] = 500;
	trial.policy.fixed[HR_FIGURE_ERROR_RATIO] = 0.01;
	trial_compare(&trial, &now, 1, NULL, 0);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_STATIC);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_ERROR_RATIO)->verdict, HR_CHANGE_IMPROVED);
	/* nothing is said about what has no fixed value */
	ck_assert_uint_eq(trial.comparison.count, 2);
	trial_stop(&trial);
	hr_figures_release(&now);
}
END_TEST

/* The plain rule: strictly above, whatever the noise. Thresholds of mean 15 %, throughput -10 %. */
START_TEST(plain_rule)
{
	struct hr_figures old = trial_run(100, 200, 50, 0), at = trial_run(115, 200, 45, 0),
	                  above = trial_run(115.1, 200, 44.9, 0);
	struct trial trial;

	trial_start(&trial);
	trial.policy.rule = HR_RULE_THRESHOLD;
	trial_compare(&trial, &at, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_UNCHANGED);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_UNCHANGED);
	trial_stop(&trial);
	trial_start(&trial);
	trial.policy.rule = HR_RULE_THRESHOLD;
	trial_compare(&trial, &above, 1, &old, 1);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(trial_total(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_REGRESSED);
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&at);
	hr_figures_release(&above);
}
END_TEST

/* minor to 1.5 thresholds, major to 3, critical beyond; one step down if only the estimate passes
 */
START_TEST(severities)
{
	static const struct {
		double ratio;
		bool certain, critical;
		enum hr_change_severity severity;
	} cases[] = {
		{ 1.5, true, false, HR_SEVERITY_MINOR },
		{ 1.6, true, false, HR_SEVERITY_MAJOR },
		{ 3, true, false, HR_SEVERITY_MAJOR },
		{ 3.1, true, false, HR_SEVERITY_CRITICAL },
		{ 3.1, false, false, HR_SEVERITY_MAJOR },
		{ 1.6, false, false, HR_SEVERITY_MINOR },
		{ 1.1, false, false, HR_SEVERITY_MINOR },
		{ 1.1, true, true, HR_SEVERITY_CRITICAL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_int_eq(
		        hr_compare_severity(cases[i].ratio, cases[i].certain, cases[i].critical),
		        cases[i].severity);
}
END_TEST

START_TEST(grades)
{
	struct hr_figures old = trial_run(100, 200, 50, 1000), now = trial_run(60, 95, 60, 300);
	struct hr_compare_grade out[HR_COMPARE_GRADES];
	struct trial trial;

	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	hr_compare_grade(&trial.comparison, NULL, out);
	/* p95 -52.5 %, throughput +20 %, errors -70 % */
	ck_assert_str_eq(out[0].grade, "excellent");
	ck_assert(out[0].reached);
	ck_assert_str_eq(out[1].grade, "fair");
	ck_assert(!out[1].reached);
	ck_assert_str_eq(out[2].grade, "good");
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* By compare_grade.h: a warning at 1.2 or 0.85, critical at 1.5 or 0.7; two warnings are fair. */
START_TEST(statuses)
{
	static const struct {
		size_t metrics;
		double ratio;
		enum hr_figure figure;
		enum hr_change_verdict verdict;
		const char *status;
	} cases[] = {
		{ 5, 1.19, HR_FIGURE_P95, HR_CHANGE_REGRESSED, "good" },
		{ 1, 1.21, HR_FIGURE_P95, HR_CHANGE_REGRESSED, "fair" },
		{ 2, 1.49, HR_FIGURE_P95, HR_CHANGE_REGRESSED, "fair" },
		{ 3, 1.21, HR_FIGURE_P95, HR_CHANGE_SUSPECT, "warning" },
		{ 1, 1.51, HR_FIGURE_P95, HR_CHANGE_REGRESSED, "critical" },
		{ 3, 1.51, HR_FIGURE_P95, HR_CHANGE_UNCHANGED, "good" },
		{ 3, 0.86, HR_FIGURE_THROUGHPUT, HR_CHANGE_REGRESSED, "good" },
		{ 3, 0.84, HR_FIGURE_THROUGHPUT, HR_CHANGE_REGRESSED, "warning" },
		{ 1, 0.69, HR_FIGURE_THROUGHPUT, HR_CHANGE_REGRESSED, "critical" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hr_figure_row row = { .kind = HR_ROW_TOTAL };
		struct hr_change changes[5];
		struct hr_comparison comparison = { .changes = changes, .count = cases[i].metrics };

		for (size_t k = 0; k < cases[i].metrics; k++)
			changes[k] = (struct hr_change){ .row = &row,
				                         .figure = cases[i].figure,
				                         .observed = 200 * cases[i].ratio,
				                         .baseline = 200,
				                         .verdict = cases[i].verdict };
		ck_assert_str_eq(hr_compare_status(&comparison), cases[i].status);
	}
}
END_TEST

/* A p95 that halved, certainly by a fifth: short of a goal of 30 %, not of one of 20 %. */
START_TEST(reaches_goals_by_the_near_end)
{
	struct hr_figure_row row = { .kind = HR_ROW_TOTAL };
	struct hr_change change = { .row = &row,
		                    .figure = HR_FIGURE_P95,
		                    .observed = 100,
		                    .baseline = 200,
		                    .low = -0.7,
		                    .high = -0.2,
		                    .verdict = HR_CHANGE_IMPROVED };
	struct hr_comparison comparison = { .changes = &change, .count = 1 };
	struct hr_compare_grade out[HR_COMPARE_GRADES];
	double goals[HR_FIGURES];

	for (size_t i = 0; i < HR_FIGURES; i++)
		goals[i] = (double)NAN;
	hr_compare_grade(&comparison, goals, out);
	ck_assert_double_eq(out[0].improvement, 0.5);
	ck_assert_str_eq(out[0].grade, "excellent");
	ck_assert(!out[0].reached);
	goals[HR_FIGURE_P95] = 0.2;
	hr_compare_grade(&comparison, goals, out);
	ck_assert(out[0].reached);
}
END_TEST

/* --- noise --- */

static double normal(uint64_t *state)
{
	double u = ((double)(sample_next(state) >> 11) + 0.5) / 9007199254740992.0;
	double v = ((double)(sample_next(state) >> 11) + 0.5) / 9007199254740992.0;

	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

static struct hr_figures noisy_run(uint64_t *state, double deviation)
{
	return trial_run(100 * exp(deviation * normal(state)), 200 * exp(deviation * normal(state)),
	                 50 * exp(deviation * normal(state)), 0);
}

/* Runs of one system that varies by 2 % from run to run, compared two by two with ten earlier ones
 * as history: at most 5 % may be called anything but unchanged or undecided (the bar; tests
 * over requests call 68 to 88 % of them different). */
START_TEST(two_runs_of_one_system)
{
	uint64_t state = 20261128;
	size_t alarms = 0, trials = 400;

	for (size_t i = 0; i < trials; i++) {
		struct hr_figures history[10], old = noisy_run(&state, 0.02),
		                               now = noisy_run(&state, 0.02);
		struct trial trial;

		for (size_t k = 0; k < 10; k++)
			history[k] = noisy_run(&state, 0.02);
		trial_start(&trial);
		trial.input.history = history;
		trial.input.history_count = 10;
		trial_compare(&trial, &now, 1, &old, 1);
		alarms += trial.comparison.tally[HR_CHANGE_REGRESSED] +
		                  trial.comparison.tally[HR_CHANGE_SUSPECT] +
		                  trial.comparison.tally[HR_CHANGE_IMPROVED] >
		          0;
		trial_stop(&trial);
		for (size_t k = 0; k < 10; k++)
			hr_figures_release(&history[k]);
		hr_figures_release(&old);
		hr_figures_release(&now);
	}
	ck_assert_msg(alarms * 20 <= trials, "%zu of %zu", alarms, trials);
}
END_TEST

/* And with a baseline of ten runs: alarms at most 2 %, +20 % is found in 9 of 10. */
START_TEST(baseline_of_one_system)
{
	uint64_t state = 7;
	size_t alarms = 0, found = 0, trials = 300;

	for (size_t i = 0; i < trials; i++) {
		struct hr_figures old[10], same = noisy_run(&state, 0.02),
		                           worse = noisy_run(&state, 0.02);
		struct trial trial;

		for (size_t k = 0; k < 10; k++)
			old[k] = noisy_run(&state, 0.02);
		for (size_t k = 0; k < worse.count; k++)
			worse.rows[k].figures[HR_FIGURE_MEAN].value *= 1.2;
		trial_start(&trial);
		trial_compare(&trial, &same, 1, old, 10);
		alarms += trial.comparison.tally[HR_CHANGE_REGRESSED] +
		                  trial.comparison.tally[HR_CHANGE_SUSPECT] >
		          0;
		trial_stop(&trial);
		trial_start(&trial);
		trial_compare(&trial, &worse, 1, old, 10);
		found += trial_total(&trial, HR_FIGURE_MEAN)->verdict <= HR_CHANGE_SUSPECT;
		trial_stop(&trial);
		for (size_t k = 0; k < 10; k++)
			hr_figures_release(&old[k]);
		hr_figures_release(&same);
		hr_figures_release(&worse);
	}
	ck_assert_msg(alarms * 50 <= trials, "%zu alarms of %zu", alarms, trials);
	ck_assert_msg(found * 10 >= trials * 9, "%zu found of %zu", found, trials);
}
END_TEST

/* --- distributions and time --- */

/* 2,000 requests of Checkout at 100, 101 ... 199 ms, times @factor. */
static struct hr_figures run_with_times(double factor)
{
	struct hr_figures run = trial_run(150 * factor, 195 * factor, 50, 0);

	for (size_t i = 0; i < run.count; i++) {
		run.rows[i].elapsed = hr_hist_new();
		for (int64_t ms = 100; ms < 200; ms++)
			hr_hist_add(run.rows[i].elapsed,
			            (int64_t)((double)ms * factor * HR_NS_PER_MS), 20);
	}
	return run;
}

START_TEST(effects_of_labels)
{
	struct hr_figures old = run_with_times(1), now = run_with_times(2);
	const struct hr_compare_effect *effect;
	struct trial trial;

	trial_start(&trial);
	trial_compare(&trial, &now, 1, &old, 1);
	ck_assert_ptr_nonnull(trial.comparison.baseline);
	ck_assert_uint_eq(trial.comparison.label_effect_count, 1);
	effect = &trial.comparison.label_effects[0];
	ck_assert_str_eq(effect->row->name, "Checkout");
	/* every request is the slower one, and twice as slow, at every quantile */
	ck_assert_double_eq_tol(effect->cliffs_delta, 1, 1e-3);
	ck_assert_double_eq_tol(effect->ks_distance, 1, 1e-3);
	for (size_t i = 0; i < HR_SHIFT_POINTS; i++) {
		const struct hr_shift_point *point = &effect->shift[i];

		if (point->p > 0.9985) /* 10,000 requests are needed */
			ck_assert_double_nan(point->a_ms);
		else
			ck_assert_double_eq_tol(point->b_ms / point->a_ms, 2, 1e-3);
	}
	trial_stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* Ten runs at 100 ms, five at 120, and this one: since the first of the five. */
START_TEST(since_when)
{
	enum { BEFORE = 10, AFTER = 5, ALL = BEFORE + AFTER };
	struct hr_figures old[ALL], now = trial_run(120.3, 240, 50, 0);
	const struct hr_change *change;
	struct trial trial;

	for (size_t i = 0; i < ALL; i++) {
		char started[32];
		double mean = i < BEFORE ? 100 : 120;

		old[i] = trial_run(mean + 0.1 * (double)(i % 3), 2 * mean, 50, 0);
		snprintf(started, sizeof(started), "2026-01-%02zuT02:00:00Z", i + 1);
		old[i].started = hr_strdup(started);
		old[i].version = hr_strdup("4.11");
		old[i].start_ns = (int64_t)(i + 1) * 86400 * HR_NS_PER_S;
	}
	now.start_ns = INT64_C(99) * 86400 * HR_NS_PER_S;
	trial_start(&trial);
	trial.input.timeline = old;
	trial.input.timeline_count = ALL;
	trial_compare(&trial, &now, 1, old, 4);
	change = trial_total(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(change->verdict, HR_CHANGE_REGRESSED);
	ck_assert_ptr_eq(change->since, &old[BEFORE]);
	for (size_t i = 0; i < trial.checks.count; i++) {
		const struct hr_check *check = &trial.checks.items[i];

		if (strcmp(check->id, "regression/mean/total") != 0)
			continue;
		ck_assert_str_eq(check->since, "2026-01-11T02:00:00Z");
		ck_assert_ptr_nonnull(strstr(check->message, ", since 2026-01-11 (version 4.11)"));
	}
	trial_stop(&trial);
	/* a run reported again later is judged by what came before it */
	now.start_ns = INT64_C(10) * 86400 * HR_NS_PER_S + 1;
	trial_start(&trial);
	trial.input.timeline = old;
	trial.input.timeline_count = ALL;
	trial_compare(&trial, &now, 1, old, 4);
	ck_assert_ptr_null(trial_total(&trial, HR_FIGURE_MEAN)->since);
	trial_stop(&trial);
	for (size_t i = 0; i < ALL; i++)
		hr_figures_release(&old[i]);
	hr_figures_release(&now);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("compare");
	TCase *tcase = tcase_create("compare");

	tcase_add_test(tcase, two_runs_by_hand);
	tcase_add_test(tcase, two_runs_undecided);
	tcase_add_test(tcase, directions);
	tcase_add_test(tcase, zero_baselines);
	tcase_add_test(tcase, nothing_known);
	tcase_add_test(tcase, no_baseline);
	tcase_add_test(tcase, another_load);
	tcase_add_test(tcase, too_few_requests);
	tcase_add_test(tcase, fast_because_it_failed);
	tcase_add_test(tcase, ten_baseline_runs);
	tcase_add_test(tcase, suspect_until_a_second_run_agrees);
	tcase_add_test(tcase, pairs);
	tcase_add_test(tcase, control_series);
	tcase_add_test(tcase, static_baseline);
	tcase_add_test(tcase, plain_rule);
	tcase_add_test(tcase, severities);
	tcase_add_test(tcase, effects_of_labels);
	tcase_add_test(tcase, since_when);
	tcase_add_test(tcase, grades);
	tcase_add_test(tcase, statuses);
	tcase_add_test(tcase, reaches_goals_by_the_near_end);
	tcase_add_test(tcase, two_runs_of_one_system);
	tcase_add_test(tcase, baseline_of_one_system);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
