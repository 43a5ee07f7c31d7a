/*
 * Exact statements about counts of rare events.
 * F. Garwood, Biometrika 28 (1936) 437-442; J. Przyborowski and H. Wilenski, Biometrika 31 (1940)
 * 313-323.
 */
#ifndef HR_STATS_POISSON_H
#define HR_STATS_POISSON_H

#include "stats/binomial.h"

/* Bounds of the expectation of which @count were seen. */
struct hr_bounds hr_poisson_interval(uint64_t count, double confidence);
/* P(X >= @count) when @expected >= 0 are expected. */
double hr_poisson_at_least(uint64_t count, double expected);
/* One-sided exact p-value that the rate behind b is greater than that behind a. Exposures are of
 * one unit (requests, seconds), both > 0. */
double hr_poisson_compare(uint64_t a_count, double a_exposure, uint64_t b_count, double b_exposure);

#endif
