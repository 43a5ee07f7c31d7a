/*
 * The bootstrap: how much a statistic varies, from the sample alone; in blocks where neighbours
 * depend on each other. Seeded: the same seed gives the same answer on every machine.
 * B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993); circular blocks: D. N.
 * Politis and J. P. Romano, in Exploring the Limits of Bootstrap (1992) 263-270.
 */
#ifndef HR_STATS_BOOTSTRAP_H
#define HR_STATS_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "stats/binomial.h"

/* A statistic of @n values, which it may reorder. */
typedef double hr_statistic(double *values, size_t n, void *context);

struct hr_bootstrap {
	double estimate;         /* of the sample itself */
	double error;            /* standard error */
	struct hr_bounds bounds; /* percentile interval */
};

/*
 * hr_bootstrap - resample @values @resamples times.
 * @block  values that stay together, 1..@n; 1 = independent values
 * Everything is NaN when @n is 0, error and bounds when @resamples < 2.
 */
struct hr_bootstrap hr_bootstrap(const double *values, size_t n, size_t block,
                                 hr_statistic *statistic, void *context, size_t resamples,
                                 double confidence, uint64_t seed);

#endif
