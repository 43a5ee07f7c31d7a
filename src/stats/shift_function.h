/*
 * The shift function: how far each quantile of one distribution lies from that of another.
 * K. Doksum, Annals of Statistics 2 (1974) 267-277; R. R. Wilcox, Biometrics 51 (1995) 1326-1339
 * (quantiles by Harrell and Davis).
 */
#ifndef HR_STATS_SHIFT_FUNCTION_H
#define HR_STATS_SHIFT_FUNCTION_H

#include "stats/hist.h"

struct hr_shift_point {
	double p;
	double a_ms, b_ms; /* Harrell-Davis; NaN where a side is empty */
	double error_ms;   /* standard error of b - a */
};

/* The quantiles that are shown: deciles, then 0.95, 0.99, 0.999. */
#define HR_SHIFT_POINTS 12
extern const double hr_shift_quantiles[HR_SHIFT_POINTS];

/* @a_effective, @b_effective  as n_effective of hr_harrell_davis() at any quantile, 0 = count */
void hr_shift_function(const struct hr_hist *a, const struct hr_hist *b, double a_effective,
                       double b_effective, struct hr_shift_point out[HR_SHIFT_POINTS]);

#endif
