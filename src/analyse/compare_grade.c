#include <config.h>
#include "analyse/compare_grade.h"

#include <math.h>
#include <stddef.h>

#include "record/metric.h"

#define CRITICAL_RISE 1.5
#define WARNING_RISE  1.2
#define CRITICAL_FALL 0.7
#define WARNING_FALL  0.85
#define WARNINGS_FAIR 2

/* Improvements from which a metric's grade counts. */
static const struct {
	enum hr_figure figure;
	double fair, good, excellent;
} grades[HR_COMPARE_GRADES] = {
	{ HR_FIGURE_P95, 0.1, 0.3, 0.5 },
	{ HR_FIGURE_THROUGHPUT, 0.2, 0.5, 1.0 },
	{ HR_FIGURE_ERROR_RATIO, 0.2, 0.5, 0.8 },
};

bool hr_compare_is_graded(enum hr_figure figure)
{
	for (size_t i = 0; i < HR_COMPARE_GRADES; i++)
		if (grades[i].figure == figure)
			return true;
	return false;
}

static bool higher_is_better(const struct hr_change *change)
{
	return hr_figure_metric(change->figure)->better == HR_BETTER_HIGHER;
}

const char *hr_compare_status(const struct hr_comparison *comparison)
{
	size_t critical = 0, warning = 0;

	for (size_t i = 0; i < comparison->count; i++) {
		const struct hr_change *change = &comparison->changes[i];
		double ratio = change->observed / change->baseline;
		bool fall = higher_is_better(change);

		if (change->row->kind != HR_ROW_TOTAL || (change->verdict != HR_CHANGE_REGRESSED &&
		                                          change->verdict != HR_CHANGE_SUSPECT))
			continue;
		if (fall ? ratio < CRITICAL_FALL : ratio > CRITICAL_RISE)
			critical++;
		else if (fall ? ratio < WARNING_FALL : ratio > WARNING_RISE)
			warning++;
	}
	if (critical > 0)
		return "critical";
	if (warning > WARNINGS_FAIR)
		return "warning";
	return warning > 0 ? "fair" : "good";
}

static const struct hr_change *find(const struct hr_comparison *comparison, enum hr_figure figure)
{
	for (size_t i = 0; i < comparison->count; i++)
		if (comparison->changes[i].row->kind == HR_ROW_TOTAL &&
		    comparison->changes[i].figure == figure)
			return &comparison->changes[i];
	return NULL;
}

/* The improvement itself, and what of it is certain. */
static double improvement(const struct hr_change *change, double *certain)
{
	double low = change->low, high = change->high;
	double value = (change->observed - change->baseline) / change->baseline;

	if (change->figure == HR_FIGURE_ERROR_RATIO) {
		low /= change->baseline;
		high /= change->baseline;
	}
	if (higher_is_better(change)) {
		*certain = isfinite(low) ? low : value;
		return value;
	}
	*certain = isfinite(high) ? -high : -value;
	return -value;
}

void hr_compare_grade(const struct hr_comparison *comparison, const double goals[HR_FIGURES],
                      struct hr_compare_grade out[HR_COMPARE_GRADES])
{
	for (size_t i = 0; i < HR_COMPARE_GRADES; i++) {
		enum hr_figure figure = grades[i].figure;
		const struct hr_change *change = find(comparison, figure);
		double goal = goals != NULL && !isnan(goals[figure]) ? goals[figure]
		                                                     : grades[i].good;
		double certain = (double)NAN, value = (double)NAN;

		if (change != NULL && change->verdict != HR_CHANGE_SUSPECT)
			value = improvement(change, &certain);
		out[i] = (struct hr_compare_grade){
			.figure = figure,
			.improvement = value,
			.goal = goal,
			.grade = !isfinite(value)               ? ""
			         : value >= grades[i].excellent ? "excellent"
			         : value >= grades[i].good      ? "good"
			         : value >= grades[i].fair      ? "fair"
			                                        : "poor",
			.reached = certain >= goal,
		};
	}
}
