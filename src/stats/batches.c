#include <config.h>
#include "stats/batches.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct hr_batch_ratio hr_batch_ratio(const double *sums, const double *counts, size_t n)
{
	struct hr_batch_ratio result = { (double)NAN, (double)NAN, 0 };
	double sum = 0, all = 0, squares = 0;
	size_t windows = 0, seen = 0, batches;

	for (size_t i = 0; i < n; i++) {
		windows += counts[i] > 0;
		sum += sums[i];
		all += counts[i];
	}
	if (windows == 0)
		return result;
	result.ratio = sum / all;
	if (windows < HR_BATCHES_MIN)
		return result;
	batches = windows < HR_BATCHES_MAX ? windows : HR_BATCHES_MAX;
	for (size_t batch = 0, i = 0; batch < batches; batch++) {
		/* batch k holds windows k * windows / batches up to the next one's first */
		double batch_sum = 0, batch_count = 0, residual;

		for (; i < n && seen < (batch + 1) * windows / batches; i++) {
			seen += counts[i] > 0;
			batch_sum += sums[i];
			batch_count += counts[i];
		}
		residual = batch_sum - result.ratio * batch_count;
		squares += residual * residual;
	}
	result.batches = batches;
	result.error = sqrt(squares * (double)batches / (double)(batches - 1)) / all;
	return result;
}

double hr_batch_half_width(const struct hr_batch_ratio *ratio, double confidence)
{
	if (ratio->batches < 2)
		return (double)NAN;
	return gsl_cdf_tdist_Qinv((1 - confidence) / 2, (double)ratio->batches - 1) * ratio->error;
}
