/*
 * The Harrell-Davis estimate of a quantile: a mean of all order statistics weighted by how likely
 * each is to be the quantile; smoother than one order statistic, with a standard error.
 * F. E. Harrell and C. E. Davis, Biometrika 69 (1982) 635-640; J. S. Maritz and R. G. Jarrett,
 * Journal of the American Statistical Association 73 (1978) 194-196.
 */
#ifndef HR_STATS_HARRELL_DAVIS_H
#define HR_STATS_HARRELL_DAVIS_H

#include "stats/hist.h"

struct hr_harrell_davis {
	double estimate_ms; /* NaN of an empty histogram */
	double error_ms;    /* standard error */
};

/* @p in (0, 1). @n_effective  independent values that the histogram stands for, for the standard
 * error; 0 means its count. One walk over the buckets. */
struct hr_harrell_davis hr_harrell_davis(const struct hr_hist *hist, double p, double n_effective);

#endif
