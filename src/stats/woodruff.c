#include <config.h>
#include "stats/woodruff.h"

#include <math.h>

#include "stats/batches.h"

double hr_quantile_count_needed(double p)
{
	double tail = p < 0.5 ? p : 1 - p;

	return fmax(20, round(10 / tail));
}

struct hr_woodruff hr_woodruff(const struct hr_hist *hist, double p, const double *below,
                               const double *counts, size_t n, double confidence,
                               enum hr_quantile_method method, int64_t min_ns, int64_t max_ns)
{
	struct hr_batch_ratio share = hr_batch_ratio(below, counts, n);
	double half = hr_batch_half_width(&share, confidence), p_bounds[2], bounds_ms[2];
	struct hr_woodruff result = { (double)NAN, (double)NAN, (double)NAN,  (double)NAN,
		                      (double)NAN, (double)NAN, share.batches };

	if (!isfinite(half))
		return result;
	result.error = share.error;
	result.n_effective = p * (1 - p) / (share.error * share.error);
	p_bounds[0] = result.p_low = fmax(p - half, 0);
	p_bounds[1] = result.p_high = fmin(p + half, 1);
	hr_quantiles_ms(hist, p_bounds, bounds_ms, 2, method, min_ns, max_ns);
	result.low_ms = bounds_ms[0];
	result.high_ms = bounds_ms[1];
	return result;
}
