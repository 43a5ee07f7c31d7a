/*
 * The Mann-Whitney U test of two samples, exact where that is possible.
 * H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50-60.
 */
#ifndef HR_STATS_MANN_WHITNEY_H
#define HR_STATS_MANN_WHITNEY_H

#include <stdbool.h>
#include <stddef.h>

/* Up to so many values in all the p-value is counted exactly: without ties, and with. */
#define HR_MANN_WHITNEY_EXACT      50
#define HR_MANN_WHITNEY_EXACT_TIES 25

struct hr_mann_whitney {
	double u;         /* of the first sample: pairs (x, y) with x > y, ties counted half */
	double p;         /* two-sided, at most 1 */
	double p_less;    /* of the alternative that x tends to be smaller */
	double p_greater; /* that it tends to be larger */
	bool exact;       /* else normal with corrections for ties and continuity */
};

/*
 * hr_mann_whitney - do two samples come from one distribution?
 * @x, @y  no NaN; either may be empty: then every p is 1
 * Exact p-values count the arrangements of the midranks at hand. Cost: n log n, and when exact at
 * most some 200,000 additions.
 */
struct hr_mann_whitney hr_mann_whitney(const double *x, size_t x_count, const double *y,
                                       size_t y_count);

/*
 * hr_mann_whitney_quantile - the smallest u with P(U <= u) >= @p of two samples without ties.
 * @tail  if not NULL: P(U <= u - 1), 0 when u is 0
 * Exact up to HR_MANN_WHITNEY_EXACT values in all, else from the normal with continuity correction.
 */
size_t hr_mann_whitney_quantile(size_t x_count, size_t y_count, double p, double *tail);

#endif
