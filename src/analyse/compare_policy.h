/*
 * What counts as a change: thresholds, floors and directions of the metrics that are compared.
 */
#ifndef HR_ANALYSE_COMPARE_POLICY_H
#define HR_ANALYSE_COMPARE_POLICY_H

#include <stdbool.h>

#include "analyse/figures.h"

struct hr_pattern;

enum hr_compare_rule { HR_RULE_STATISTICS, HR_RULE_THRESHOLD };

/* NaN and -1: as without the rule. */
struct hr_compare_rule_entry {
	struct hr_pattern *label; /* borrowed; NULL = every row */
	enum hr_figure figure;
	double threshold; /* relative change of the bad side, > 0 */
	double floor;     /* in the metric's unit */
	int critical;     /* any regression is critical: 0, 1 or -1 */
	int ignore;       /* not compared: 0, 1 or -1 */
};

/* A plain zero is not open: start from hr_compare_policy_init(). */
struct hr_compare_policy {
	enum hr_compare_rule rule;
	struct hr_compare_rule_entry *entries; /* borrowed; the last that matches wins */
	size_t entry_count;
	double run_variation;     /* assumed relative deviation from run to run */
	double confidence;        /* of the intervals that decide */
	double alpha;             /* of the prediction limit, one-sided */
	double min_effect;        /* a change below this is never suspect */
	double false_discovery;   /* share of false findings among all, Benjamini and Hochberg */
	const char *control;      /* label that shows the machine, not the product; NULL */
	double fixed[HR_FIGURES]; /* static baseline of the total; NaN = none */
	bool has_fixed;
};

/* The defaults of headroom-compare(1): statistics decide, no entries, no control, no fixed values.
 */
void hr_compare_policy_init(struct hr_compare_policy *policy);

/* What holds for one metric of one row. */
struct hr_compare_limits {
	double threshold, floor;
	bool critical, ignore, higher_is_better;
};
/* @row tells floors by default: whole milliseconds say nothing about less than one. */
struct hr_compare_limits hr_compare_limits_of(const struct hr_compare_policy *policy,
                                              const struct hr_figure_row *row,
                                              enum hr_figure figure);

#endif
