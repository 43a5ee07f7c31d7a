#include <config.h>
#include "stats/bootstrap.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/quantile.h"

/* Blocks that begin anywhere and go on at the start when they meet the end. */
static void resample(const gsl_rng *random, const double *values, size_t n, size_t block,
                     double *out)
{
	for (size_t i = 0; i < n;) {
		size_t first = gsl_rng_uniform_int(random, n);

		for (size_t k = 0; k < block && i < n; k++)
			out[i++] = values[(first + k) % n];
	}
}

static void summarize(struct hr_bootstrap *result, double *statistics, size_t n, double confidence)
{
	double tail = (1 - confidence) / 2;

	result->error = hr_doubles_stddev(statistics, n);
	hr_doubles_sort(statistics, n);
	result->bounds.low = hr_quantile_sorted(statistics, n, tail, HR_QUANTILE_R6);
	result->bounds.high = hr_quantile_sorted(statistics, n, 1 - tail, HR_QUANTILE_R6);
}

struct hr_bootstrap hr_bootstrap(const double *values, size_t n, size_t block,
                                 hr_statistic *statistic, void *context, size_t resamples,
                                 double confidence, uint64_t seed)
{
	struct hr_bootstrap result = { (double)NAN, (double)NAN, { (double)NAN, (double)NAN } };
	double *sample, *statistics;
	gsl_rng *random;

	if (n == 0)
		return result;
	sample = hr_alloc_array(n, sizeof(*sample));
	memcpy(sample, values, n * sizeof(*sample));
	result.estimate = statistic(sample, n, context);
	random = gsl_rng_alloc(gsl_rng_mt19937);
	if (random == NULL)
		hr_out_of_memory();
	gsl_rng_set(random, seed);
	statistics = hr_alloc_array(resamples, sizeof(*statistics));
	for (size_t i = 0; i < resamples; i++) {
		resample(random, values, n, block > 0 ? block : 1, sample);
		statistics[i] = statistic(sample, n, context);
	}
	if (resamples >= 2)
		summarize(&result, statistics, resamples, confidence);
	gsl_rng_free(random);
	free(statistics);
	free(sample);
	return result;
}
