/*
 * The Hodges-Lehmann estimate of a shift between two samples, with the interval of Moses. On
 * logarithms it is the logarithm of a ratio.
 * J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34 (1963) 598-611; M. Hollander
 * and D. A. Wolfe, Nonparametric Statistical Methods, 2nd edition (1999), section 4.3.
 */
#ifndef HR_STATS_HODGES_LEHMANN_H
#define HR_STATS_HODGES_LEHMANN_H

#include <stddef.h>

#define HR_HODGES_LEHMANN_PAIRS 1000000 /* more are refused: samples are runs, not requests */

struct hr_shift {
	double estimate;   /* median of all @x - @y; NaN when there is no pair */
	double low, high;  /* -INFINITY and INFINITY when the samples are too small for @confidence
	                    * (at 0.95 fewer than 4 on each side) */
	double confidence; /* achieved, at least the one asked for; without ties exact */
};

/* @confidence in (0, 1). Cost: sorts x_count * y_count differences; beyond HR_HODGES_LEHMANN_PAIRS
 * of them everything is NaN. */
struct hr_shift hr_hodges_lehmann(const double *x, size_t x_count, const double *y, size_t y_count,
                                  double confidence);
/* The same of logarithms, given back as ratios of @x to @y. All values > 0. */
struct hr_shift hr_hodges_lehmann_ratio(const double *x, size_t x_count, const double *y,
                                        size_t y_count, double confidence);

#endif
