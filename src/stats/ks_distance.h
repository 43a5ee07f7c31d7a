/*
 * The distance of Kolmogorov and Smirnov between two distributions.
 * N. Smirnov, Annals of Mathematical Statistics 19 (1948) 279-281.
 */
#ifndef HR_STATS_KS_DISTANCE_H
#define HR_STATS_KS_DISTANCE_H

#include "stats/hist.h"

/* The largest difference of the shares at or below any value, 0..1; NaN when either is empty.
 * @at_ns  if not NULL: the smallest value where it is met */
double hr_ks_distance(const struct hr_hist *a, const struct hr_hist *b, int64_t *at_ns);

#endif
