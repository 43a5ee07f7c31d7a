/*
 * Small arrays of doubles, as the tests over runs take them: order, median, spread.
 */
#ifndef HR_STATS_ARRAY_H
#define HR_STATS_ARRAY_H

#include <stddef.h>

/* Normal-consistent scale of a median absolute deviation: 1 / qnorm(0.75). */
#define HR_MAD_SCALE 1.4826022185056018

/* Sort ascending, in place. No NaN among them. */
void hr_doubles_sort(double *values, size_t n);
/* An ascending copy (free()). */
double *hr_doubles_sorted(const double *values, size_t n);
/* The @k-th smallest from 0, by partial ordering in place (C. A. R. Hoare, 1961); n on average.
 * @k < @n; no NaN. */
double hr_doubles_select(double *values, size_t n, size_t k);
/* The median; NaN when @n is 0. Works on a copy. */
double hr_doubles_median(const double *values, size_t n);
/* Median absolute deviation about the median, unscaled; NaN when @n is 0. */
double hr_doubles_mad(const double *values, size_t n);
/* Mean, and sample standard deviation (n - 1; NaN below two values), in two passes. */
double hr_doubles_mean(const double *values, size_t n);
double hr_doubles_stddev(const double *values, size_t n);
/*
 * hr_doubles_midranks - ranks from 1 times two, ties sharing the middle, so that they are whole.
 * @ranks2  @n of them, out       Gives the sum of t^3 - t over the groups of t equal values.
 */
double hr_doubles_midranks(const double *values, size_t n, size_t *ranks2);

#endif
