#include <config.h>
#include "compare_trial.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "unit.h"

struct hr_figure_row *trial_row(struct hr_figures *run, enum hr_row_kind kind, const char *name,
                                uint64_t count, uint64_t errors)
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

struct hr_figures trial_run(double mean, double p95, double throughput, uint64_t errors)
{
	static const struct {
		enum hr_row_kind kind;
		const char *name;
	} rows[] = { { HR_ROW_TOTAL, "total" }, { HR_ROW_REQUEST, "Checkout" } };
	struct hr_figures run = { .source = hr_strdup("a run"), .start_ns = HR_INSTANT_NONE };

	for (size_t i = 0; i < 2; i++) {
		struct hr_figure_row *row = trial_row(&run, rows[i].kind, rows[i].name, 20000,
		                                      errors);

		row->figures[HR_FIGURE_MEAN].value = mean;
		row->figures[HR_FIGURE_P95].value = p95;
		row->figures[HR_FIGURE_THROUGHPUT].value = throughput;
		row->figures[HR_FIGURE_MEAN].error = 0.002;
	}
	hr_figures_sort(&run);
	return run;
}

void trial_compare(struct trial *trial, struct hr_figures *runs, size_t run_count,
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

void trial_start(struct trial *trial)
{
	*trial = (struct trial){ 0 };
	hr_compare_policy_init(&trial->policy);
}

void trial_stop(struct trial *trial)
{
	hr_comparison_release(&trial->comparison);
	hr_checks_release(&trial->checks);
}

const struct hr_change *trial_change(const struct trial *trial, enum hr_row_kind kind,
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

const struct hr_change *trial_total(const struct trial *trial, enum hr_figure figure)
{
	return trial_change(trial, HR_ROW_TOTAL, "total", figure);
}

enum hr_verdict trial_check(const struct trial *trial, const char *id)
{
	for (size_t i = 0; i < trial->checks.count; i++)
		if (strcmp(trial->checks.items[i].id, id) == 0)
			return trial->checks.items[i].verdict;
	ck_abort_msg("no check %s", id);
	return HR_VERDICT_PASS;
}
