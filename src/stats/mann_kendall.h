/*
 * The Mann-Kendall test: does a series tend upwards or downwards, whatever the shape?
 * H. B. Mann, Econometrica 13 (1945) 245-259; M. G. Kendall, Rank Correlation Methods (1975).
 */
#ifndef HR_STATS_MANN_KENDALL_H
#define HR_STATS_MANN_KENDALL_H

#include <stddef.h>

struct hr_mann_kendall {
	double s;        /* pairs that rise less pairs that fall */
	double variance; /* of s without a trend, corrected for ties */
	double tau;      /* s over the number of pairs, -1..1; NaN below two values */
	double p;        /* two-sided, normal with continuity correction; meant for n >= 8 */
};

/* @values  of @n, in time order, no NaN. Cost: n^2 comparisons. */
struct hr_mann_kendall hr_mann_kendall(const double *values, size_t n);

#endif
