/*
 * Comparisons of runs made by hand.
 */
#ifndef HR_TESTS_COMPARE_TRIAL_H
#define HR_TESTS_COMPARE_TRIAL_H

#include "analyse/compare.h"
#include "analyse/compare_policy.h"

struct trial {
	struct hr_compare_policy policy;
	struct hr_compare_input input;
	struct hr_comparison comparison;
	struct hr_checks checks;
};

/* Zeroed, with the default policy. */
void trial_start(struct trial *trial);
void trial_stop(struct trial *trial);

/* One more row of a run, sorted later. */
struct hr_figure_row *trial_row(struct hr_figures *run, enum hr_row_kind kind, const char *name,
                                uint64_t count, uint64_t errors);
/* A run of a total and one label, Checkout, which is the same: 20,000 requests. */
struct hr_figures trial_run(double mean, double p95, double throughput, uint64_t errors);

/* Compares, and makes the checks. */
void trial_compare(struct trial *trial, struct hr_figures *runs, size_t run_count,
                   struct hr_figures *baselines, size_t baseline_count);
/* Fail the test when there is none. */
const struct hr_change *trial_change(const struct trial *trial, enum hr_row_kind kind,
                                     const char *name, enum hr_figure figure);
const struct hr_change *trial_total(const struct trial *trial, enum hr_figure figure);
enum hr_verdict trial_check(const struct trial *trial, const char *id);

#endif
