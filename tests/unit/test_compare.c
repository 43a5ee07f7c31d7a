#include <config.h>
#include "analyse/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/compare_parts.h"
#include "analyse/compare_grade.h"
#include "base/mem.h"

#include "sample_run.h"
#include "unit.h"

/* --- runs made by hand --- */

static struct hr_figure_row *add_row(struct hr_figures *run, enum hr_row_kind kind,
                                     const char *name, uint64_t count, uint64_t errors)
{
	struct hr_figure_row *row = hr_figures_add(run);

	row->kind = kind;
	row->name = hr_strdup(name);
	row->count = count;
	row->errors = errors;
	row->figures[HR_FIGURE_ERROR_RATIO].value = count > 0 ? (double)errors / (double)count
	                                                      : (double)NAN;
	return row;
}

/* A run of a total and one label, which is the same: 20,000 requests. */
static struct hr_figures make_run(double mean, double p95, double throughput, uint64_t errors)
{
	static const struct {
		enum hr_row_kind kind;
		const char *name;
	} rows[] = { { HR_ROW_TOTAL, "total" }, { HR_ROW_REQUEST, "Checkout" } };
	struct hr_figures run = { .source = hr_strdup("a run"), .start_ns = HR_INSTANT_NONE };

	for (size_t i = 0; i < 2; i++) {
		struct hr_figure_row *row = add_row(&run, rows[i].kind, rows[i].name, 20000,
		                                    errors);

		row->figures[HR_FIGURE_MEAN].value = mean;
		row->figures[HR_FIGURE_P95].value = p95;
		row->figures[HR_FIGURE_THROUGHPUT].value = throughput;
		row->figures[HR_FIGURE_MEAN].error = 0.002;
	}
	hr_figures_sort(&run);
	return run;
}

struct trial {
	struct hr_compare_policy policy;
	struct hr_compare_input input;
	struct hr_comparison comparison;
	struct hr_checks checks;
};

static void compare_runs(struct trial *trial, struct hr_figures *runs, size_t run_count,
                         struct hr_figures *baselines, size_t baseline_count)
{
	trial->input.runs = runs;
	trial->input.run_count = run_count;
	trial->input.baselines = baselines;
	trial->input.baseline_count = baseline_count;
	trial->input.policy = &trial->policy;
	hr_compare(&trial->input, &trial->comparison);
	hr_comparison_check(&trial->comparison, &trial->input, &trial->checks);
}

static void start(struct trial *trial)
{
	*trial = (struct trial){ 0 };
	hr_compare_policy_init(&trial->policy);
}

static void stop(struct trial *trial)
{
	hr_comparison_release(&trial->comparison);
	hr_checks_release(&trial->checks);
}

static const struct hr_change *change_of(const struct trial *trial, enum hr_row_kind kind,
                                         const char *name, enum hr_figure figure)
{
	for (size_t i = 0; i < trial->comparison.count; i++) {
		const struct hr_change *change = &trial->comparison.changes[i];

		if (change->row->kind == kind && strcmp(change->row->name, name) == 0 &&
		    change->figure == figure)
			return change;
	}
	ck_abort_msg("no change of %s", name);
	return NULL;
}

static const struct hr_change *total_of(const struct trial *trial, enum hr_figure figure)
{
	return change_of(trial, HR_ROW_TOTAL, "total", figure);
}

static enum hr_verdict check_of(const struct trial *trial, const char *id)
{
	for (size_t i = 0; i < trial->checks.count; i++)
		if (strcmp(trial->checks.items[i].id, id) == 0)
			return trial->checks.items[i].verdict;
	ck_abort_msg("no check %s", id);
	return HR_VERDICT_PASS;
}

/* --- two runs --- */

/* SE^2 = 0.002^2 + 0.002^2 + 2 x 0.02^2, interval exp(L -+ 1.959964 SE) - 1: by hand. */
START_TEST(two_runs_by_hand)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(125, 200, 50, 0);
	const struct hr_change *mean, *p95;
	struct trial trial;

	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	mean = total_of(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_FEW);
	ck_assert_double_eq_tol(mean->change, 0.25, 1e-12);
	ck_assert_double_eq_tol(mean->error, 0.0284253408, 1e-9);
	ck_assert_double_eq_tol(mean->low, 0.1822636013, 1e-8);
	ck_assert_double_eq_tol(mean->high, 0.3216172758, 1e-8);
	/* (1.959964 + 0.841621) SE */
	ck_assert_double_eq_tol(mean->detectable, 0.0828928, 1e-6);
	ck_assert_int_eq(mean->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(mean->severity, HR_SEVERITY_MAJOR);
	ck_assert_int_eq(check_of(&trial, "regression/mean/total"), HR_VERDICT_FAIL);
	p95 = total_of(&trial, HR_FIGURE_P95);
	ck_assert_int_eq(p95->verdict, HR_CHANGE_UNCHANGED);
	ck_assert_int_eq(check_of(&trial, "regression/p95/total"), HR_VERDICT_PASS);
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* A change the threshold's size cannot be told from noise: no pass, and what would settle it. */
START_TEST(two_runs_undecided)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(114, 180, 46, 0);
	const struct hr_change *mean;
	struct trial trial;

	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	mean = total_of(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(mean->verdict, HR_CHANGE_INCONCLUSIVE);
	ck_assert(mean->detectable > 0 && mean->runs_needed >= 2);
	ck_assert_int_eq(check_of(&trial, "regression/mean/total"), HR_VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_INCONCLUSIVE);
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* Directions come from the metric table: less throughput is worse, less time better. */
START_TEST(directions)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(60, 120, 30, 0);
	struct trial trial;

	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_IMPROVED);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->severity, HR_SEVERITY_CRITICAL);
	ck_assert_str_eq(hr_compare_status(&trial.comparison), "critical");
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* --- what must never read as a pass --- */

START_TEST(zero_baselines)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(100, 200, 50, 100);
	struct hr_figures still = make_run(100, 200, 0, 0), zero = make_run(0, 200, 50, 0);
	struct trial trial;

	/* errors 0 -> 0.5 %: the seeds' rule passes this */
	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_ERROR_RATIO)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(check_of(&trial, "regression/error_ratio/total"), HR_VERDICT_FAIL);
	stop(&trial);
	/* throughput to 0 */
	start(&trial);
	compare_runs(&trial, &still, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->severity, HR_SEVERITY_CRITICAL);
	stop(&trial);
	/* throughput from 0: that was no baseline */
	start(&trial);
	compare_runs(&trial, &old, 1, &still, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_NO_BASELINE);
	ck_assert_int_eq(check_of(&trial, "regression/throughput/total"), HR_VERDICT_INCONCLUSIVE);
	stop(&trial);
	/* a time from 0, and to 0 */
	start(&trial);
	compare_runs(&trial, &old, 1, &zero, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	stop(&trial);
	start(&trial);
	compare_runs(&trial, &zero, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_SUSPECT);
	ck_assert_int_eq(check_of(&trial, "regression/mean/total"), HR_VERDICT_WARN);
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
	hr_figures_release(&still);
	hr_figures_release(&zero);
}
END_TEST

START_TEST(nothing_known)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(NAN, 200, 50, 0);
	struct hr_figures empty = { .source = hr_strdup("empty") };
	struct trial trial;

	add_row(&empty, HR_ROW_TOTAL, "total", 0, 0);
	/* NaN in the run, then in the baseline */
	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_INCONCLUSIVE);
	stop(&trial);
	start(&trial);
	compare_runs(&trial, &old, 1, &now, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_NO_BASELINE);
	stop(&trial);
	/* no samples at all, on either side */
	start(&trial);
	compare_runs(&trial, &empty, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_ERROR_RATIO)->verdict, HR_CHANGE_INCONCLUSIVE);
	ck_assert_int_eq(change_of(&trial, HR_ROW_REQUEST, "Checkout", HR_FIGURE_MEAN)->verdict,
	                 HR_CHANGE_VANISHED);
	for (size_t i = 0; i < trial.checks.count; i++)
		ck_assert_int_ne(trial.checks.items[i].verdict, HR_VERDICT_PASS);
	stop(&trial);
	start(&trial);
	compare_runs(&trial, &old, 1, &empty, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_NO_BASELINE);
	ck_assert_int_eq(change_of(&trial, HR_ROW_REQUEST, "Checkout", HR_FIGURE_MEAN)->verdict,
	                 HR_CHANGE_NEW);
	for (size_t i = 0; i < trial.checks.count; i++)
		ck_assert_int_ne(trial.checks.items[i].verdict, HR_VERDICT_PASS);
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
	hr_figures_release(&empty);
}
END_TEST

START_TEST(no_baseline)
{
	struct hr_figures now = make_run(100, 200, 50, 0);
	struct trial trial;

	start(&trial);
	trial.input.missing_baseline = "no baseline 'main' in there";
	compare_runs(&trial, &now, 1, NULL, 0);
	ck_assert_str_eq(trial.comparison.refusal, "no baseline 'main' in there");
	ck_assert_uint_eq(trial.checks.count, 1);
	ck_assert_int_eq(check_of(&trial, "regression/baseline/total"), HR_VERDICT_INCONCLUSIVE);
	stop(&trial);
	hr_figures_release(&now);
}
END_TEST

START_TEST(another_load)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(100, 200, 50, 0);
	struct trial trial;

	old.workload = hr_strdup("peak");
	now.workload = hr_strdup("idle");
	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_str_eq(trial.comparison.refusal,
	                 "not comparable: the workload of the run is 'idle', that of a run 'peak'");
	ck_assert_int_eq(check_of(&trial, "regression/baseline/total"), HR_VERDICT_INCONCLUSIVE);
	stop(&trial);
	/* Without a key, other concurrency is a note and no refusal. */
	free(now.workload);
	now.workload = NULL;
	old.users = 20;
	now.users = 26;
	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_ptr_null(trial.comparison.refusal);
	ck_assert_str_eq(trial.comparison.notes[0], "active users: 26 in the run, 20 in a run");
	stop(&trial);
	old.environment = hr_strdup("ci");
	now.environment = hr_strdup("prod");
	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_ptr_nonnull(strstr(trial.comparison.refusal, "environment"));
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

START_TEST(too_few_requests)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(100, 900, 50, 0);
	struct trial trial;

	now.rows[0].count = 199; /* a 95th percentile needs 200 */
	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_INCONCLUSIVE);
	ck_assert_str_eq(total_of(&trial, HR_FIGURE_P95)->reason, "too few requests");
	stop(&trial);
	now.rows[0].count = 200;
	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_REGRESSED);
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

/* --- errors and times together --- */

START_TEST(fast_because_it_failed)
{
	struct hr_figures old = make_run(100, 200, 50, 20), now = make_run(40, 60, 120, 9000);
	struct trial trial;

	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_ERROR_RATIO)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_SUSPECT);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_SUSPECT);
	stop(&trial);
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
	struct hr_figures old[10], now = make_run(107, 200, 50, 0),
	                           slow = make_run(160, 200, 50, 0),
	                           same = make_run(100.5, 200, 50, 0);
	const struct hr_change *change;
	struct trial trial;

	for (size_t i = 0; i < 10; i++)
		old[i] = make_run(means[i], 200, 50, 0);
	start(&trial);
	compare_runs(&trial, &now, 1, old, 10);
	change = total_of(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_BASELINE);
	ck_assert_double_eq_tol(change->baseline, 99.9995499989875, 1e-9);
	/* sd(log) / 2 = 0.0082088, 1.4826 MAD x 10 / 9.2 = 0.0185241;
	 * (computed apart from this program); t(0.995, 9) = 3.249836 */
	ck_assert_double_eq_tol(change->error_between, 0.01852408, 1e-6);
	ck_assert_double_eq_tol(log1p(change->limit), 3.249836 * 0.01852408 * sqrt(1.157), 1e-5);
	/* 7 % is beyond 3.25 x 1.99 % = 6.5 %, but one run alone is no regression. */
	ck_assert_int_eq(change->verdict, HR_CHANGE_SUSPECT);
	stop(&trial);
	start(&trial);
	compare_runs(&trial, &slow, 1, old, 10);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	stop(&trial);
	start(&trial);
	compare_runs(&trial, &same, 1, old, 10);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_UNCHANGED);
	stop(&trial);
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
		old[i] = make_run(100 + (double)(i % 3) * 0.2, 200, 50, 0);
	now[0] = make_run(112, 200, 50, 0);
	now[1] = make_run(113, 200, 50, 0);
	start(&trial);
	compare_runs(&trial, now, 1, old, 10);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_SUSPECT);
	ck_assert_int_eq(check_of(&trial, "regression/mean/total"), HR_VERDICT_WARN);
	stop(&trial);
	start(&trial);
	compare_runs(&trial, now, 2, old, 10);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	stop(&trial);
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

		old[i] = make_run(100 * machine, 200, 50, 0);
		now[i] = make_run((119.5 + (double)i * 0.4) * machine, 200, 50, 0);
	}
	start(&trial);
	trial.input.paired = true;
	compare_runs(&trial, now, 4, old, 4);
	change = total_of(&trial, HR_FIGURE_MEAN);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_PAIRED);
	ck_assert_double_eq_tol(change->change, 0.2009, 2e-4);
	ck_assert_int_eq(change->verdict, HR_CHANGE_REGRESSED);
	stop(&trial);
	start(&trial);
	compare_runs(&trial, now, 4, old, 4);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_INCONCLUSIVE);
	stop(&trial);
	for (size_t i = 0; i < 4; i++) {
		hr_figures_release(&old[i]);
		hr_figures_release(&now[i]);
	}
}
END_TEST

START_TEST(control_series)
{
	struct hr_figures old = make_run(100, 200, 50, 0), now = make_run(130, 260, 50, 0);
	struct trial trial;

	add_row(&old, HR_ROW_REQUEST, "hello", 20000, 0)->figures[HR_FIGURE_MEAN].value = 10;
	add_row(&now, HR_ROW_REQUEST, "hello", 20000, 0)->figures[HR_FIGURE_MEAN].value = 13;
	hr_figures_sort(&old);
	hr_figures_sort(&now);
	start(&trial);
	trial.policy.control = "hello";
	compare_runs(&trial, &now, 1, &old, 1);
	/* all of it is the machine */
	ck_assert_double_eq_tol(total_of(&trial, HR_FIGURE_MEAN)->change, 0, 1e-12);
	ck_assert_double_eq_tol(total_of(&trial, HR_FIGURE_MEAN)->control, 0.3, 1e-12);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_UNCHANGED);
	ck_assert_int_eq(change_of(&trial, HR_ROW_REQUEST, "hello", HR_FIGURE_MEAN)->verdict,
	                 HR_CHANGE_SUSPECT);
	/* the control has no p95: there nothing is taken off */
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_REGRESSED);
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
}
END_TEST

START_TEST(static_baseline)
{
	struct hr_figures now = make_run(100, 800, 50, 0);
	struct trial trial;

	start(&trial);
	trial.policy.has_fixed = true;
	trial.policy.fixed[HR_FIGURE_P95] = 500;
	trial.policy.fixed[HR_FIGURE_ERROR_RATIO] = 0.01;
	compare_runs(&trial, &now, 1, NULL, 0);
	ck_assert_int_eq(trial.comparison.design, HR_DESIGN_STATIC);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_P95)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_ERROR_RATIO)->verdict, HR_CHANGE_IMPROVED);
	/* nothing is said about what has no fixed value */
	ck_assert_uint_eq(trial.comparison.count, 2);
	stop(&trial);
	hr_figures_release(&now);
}
END_TEST

/* The plain rule: strictly above, whatever the noise. Thresholds of mean 15 %, throughput -10 %. */
START_TEST(plain_rule)
{
	struct hr_figures old = make_run(100, 200, 50, 0), at = make_run(115, 200, 45, 0),
	                  above = make_run(115.1, 200, 44.9, 0);
	struct trial trial;

	start(&trial);
	trial.policy.rule = HR_RULE_THRESHOLD;
	compare_runs(&trial, &at, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_UNCHANGED);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_UNCHANGED);
	stop(&trial);
	start(&trial);
	trial.policy.rule = HR_RULE_THRESHOLD;
	compare_runs(&trial, &above, 1, &old, 1);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_MEAN)->verdict, HR_CHANGE_REGRESSED);
	ck_assert_int_eq(total_of(&trial, HR_FIGURE_THROUGHPUT)->verdict, HR_CHANGE_REGRESSED);
	stop(&trial);
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
		{ 1.4, true, false, HR_SEVERITY_MINOR },
		{ 1.6, true, false, HR_SEVERITY_MAJOR },
		{ 2.9, true, false, HR_SEVERITY_MAJOR },
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
	struct hr_figures old = make_run(100, 200, 50, 1000), now = make_run(60, 95, 60, 300);
	struct hr_compare_grade out[HR_COMPARE_GRADES];
	struct trial trial;

	start(&trial);
	compare_runs(&trial, &now, 1, &old, 1);
	hr_compare_grade(&trial.comparison, NULL, out);
	/* p95 -52.5 %, throughput +20 %, errors -70 % */
	ck_assert_str_eq(out[0].grade, "excellent");
	ck_assert(out[0].reached);
	ck_assert_str_eq(out[1].grade, "fair");
	ck_assert(!out[1].reached);
	ck_assert_str_eq(out[2].grade, "good");
	stop(&trial);
	hr_figures_release(&old);
	hr_figures_release(&now);
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
	return make_run(100 * exp(deviation * normal(state)), 200 * exp(deviation * normal(state)),
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
		start(&trial);
		trial.input.history = history;
		trial.input.history_count = 10;
		compare_runs(&trial, &now, 1, &old, 1);
		alarms += trial.comparison.tally[HR_CHANGE_REGRESSED] +
		                  trial.comparison.tally[HR_CHANGE_SUSPECT] +
		                  trial.comparison.tally[HR_CHANGE_IMPROVED] >
		          0;
		stop(&trial);
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
		start(&trial);
		compare_runs(&trial, &same, 1, old, 10);
		alarms += trial.comparison.tally[HR_CHANGE_REGRESSED] +
		                  trial.comparison.tally[HR_CHANGE_SUSPECT] >
		          0;
		stop(&trial);
		start(&trial);
		compare_runs(&trial, &worse, 1, old, 10);
		found += total_of(&trial, HR_FIGURE_MEAN)->verdict <= HR_CHANGE_SUSPECT;
		stop(&trial);
		for (size_t k = 0; k < 10; k++)
			hr_figures_release(&old[k]);
		hr_figures_release(&same);
		hr_figures_release(&worse);
	}
	ck_assert_msg(alarms * 50 <= trials, "%zu alarms of %zu", alarms, trials);
	ck_assert_msg(found * 10 >= trials * 9, "%zu found of %zu", found, trials);
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
	tcase_add_test(tcase, grades);
	tcase_add_test(tcase, two_runs_of_one_system);
	tcase_add_test(tcase, baseline_of_one_system);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
