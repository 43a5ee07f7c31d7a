/*
 * A confidence interval of a percentile that respects time: the share of each window's requests at
 * or below the pooled percentile varies from window to window as the system does, whatever the
 * requests of one moment have in common.
 * R. S. Woodruff, Journal of the American Statistical Association 47 (1952) 635-646.
 */
#ifndef HR_STATS_WOODRUFF_H
#define HR_STATS_WOODRUFF_H

#include "stats/quantile.h"

/* Fewer values than this hold no such percentile worth a verdict: 10 values beyond it on average,
 * at least 20. 1,000 at p99, 10,000 at p99.9. */
double hr_quantile_count_needed(double p);

struct hr_woodruff {
	double p_low, p_high;   /* the interval as probabilities, within 0..1 */
	double low_ms, high_ms; /* read from the pooled histogram; NaN when unknown */
	double error;           /* standard error of the share at or below */
	double n_effective;     /* independent requests that would say as much: p (1 - p) / error^2;
	                         * INFINITY when no window differs */
	size_t batches;         /* 0: too few windows */
};

/*
 * hr_woodruff - the interval of the @p quantile of @hist.
 * @below, @counts  of @n windows in time order: requests at or below the pooled quantile, and all;
 *                  the shares are taken about their own mean, so coarse windows do no harm
 * @method, @min_ns, @max_ns  as for hr_quantile_ms()
 */
struct hr_woodruff hr_woodruff(const struct hr_hist *hist, double p, const double *below,
                               const double *counts, size_t n, double confidence,
                               enum hr_quantile_method method, int64_t min_ns, int64_t max_ns);

#endif
