/*
 * A comparison in one word: how bad it stands, and how well an optimisation did.
 */
#ifndef HR_ANALYSE_COMPARE_GRADE_H
#define HR_ANALYSE_COMPARE_GRADE_H

#include "analyse/compare.h"

/*
 * hr_compare_status - "critical", "warning", "fair" or "good".
 * By the total's regressed and suspect metrics: one is critical at half as much again (of
 * throughput and the like at 0.7), a warning at 1.2 (0.85). Any critical one makes the status
 * critical, more than two warnings make it a warning, any warning makes it fair.
 */
const char *hr_compare_status(const struct hr_comparison *comparison);

/* How much better one metric of the total became. */
struct hr_compare_grade {
	enum hr_figure figure;
	double improvement; /* relative, of the good side; NaN not known */
	double goal;        /* that was set, or that of "good" */
	const char *grade;  /* "excellent", "good", "fair", "poor"; "" not known */
	bool reached;       /* the goal, by the interval's near end where there is one */
};

#define HR_COMPARE_GRADES 3 /* p95, throughput, errors */

/* Only these figures have grades, and so goals. */
bool hr_compare_is_graded(enum hr_figure figure);
/* @goals  by figure, NaN where none is set; NULL = none at all */
void hr_compare_grade(const struct hr_comparison *comparison, const double goals[HR_FIGURES],
                      struct hr_compare_grade out[HR_COMPARE_GRADES]);

#endif
