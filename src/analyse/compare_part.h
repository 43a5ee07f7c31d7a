/*
 * Inside of compare: what its files share.
 */
#ifndef HR_ANALYSE_COMPARE_PART_H
#define HR_ANALYSE_COMPARE_PART_H

#include "analyse/compare.h"

/* The rows of one name over all runs; NULL where a run lacks it. */
struct hr_compare_rows {
	enum hr_row_kind kind;
	const char *name;
	const struct hr_figure_row **runs, **baselines, **history;
	const struct hr_compare_input *input;
	const struct hr_compare_rows *control; /* of the control label; NULL */
};

/*
 * hr_compare_change - one metric of one row.
 * @change  row and figure are set; everything else is filled
 * False when there is nothing to say: neither side has the row, the policy leaves it out, or the
 * baseline is one of fixed values and names none of this metric.
 */
bool hr_compare_change(const struct hr_compare_rows *rows, struct hr_change *change);
/* The same of error_ratio, where counts say more than ratios. */
bool hr_compare_errors(const struct hr_compare_rows *rows, struct hr_change *change);
/* By how many thresholds a change is bad, as a severity. @ratio  change over threshold */
enum hr_change_severity hr_compare_severity(double ratio, bool certain, bool critical);
/* Cliff's delta and the Kolmogorov-Smirnov distance of the total and of at most
 * HR_COMPARE_EFFECTS_MAX labels, from their histograms; sets the effects of @out. */
void hr_compare_effects(const struct hr_compare_input *input, struct hr_comparison *out);
/* Since when changes are there, where the timeline is long enough to say. */
void hr_compare_since(const struct hr_compare_input *input, struct hr_comparison *out);
/* Everything unknown but row and figure. */
void hr_change_clear(struct hr_change *change);
/* Set verdict and reason (borrowed for good: a literal), nothing else. */
void hr_change_conclude(struct hr_change *change, enum hr_change_verdict verdict,
                        const char *reason);

#endif
