#include <config.h>
#include "stats/poisson.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double hr_poisson_at_least(uint64_t count, double expected)
{
	if (count == 0)
		return 1;
	return expected > 0 ? gsl_cdf_gamma_P(expected, (double)count, 1) : 0;
}

/* The x with P(X <= x) = @p of a gamma distribution, by bisection of logarithms: GSL's own inverse
 * fails from a = 100,000 on. */
static double gamma_quantile(double p, double a)
{
	double low = -700, high = 50;

	for (int i = 0; i < 64; i++) {
		double middle = (low + high) / 2;

		if (gsl_cdf_gamma_P(exp(middle), a, 1) < p)
			low = middle;
		else
			high = middle;
	}
	return exp((low + high) / 2);
}

struct hr_bounds hr_poisson_interval(uint64_t count, double confidence)
{
	double alpha = (1 - confidence) / 2;

	return (struct hr_bounds){
		count > 0 ? gamma_quantile(alpha, (double)count) : 0,
		gamma_quantile(1 - alpha, (double)count + 1),
	};
}

/* Given the sum of both counts, each event is b's with the probability of b's share of exposure. */
double hr_poisson_compare(uint64_t a_count, double a_exposure, uint64_t b_count, double b_exposure)
{
	return hr_binomial_at_least(b_count, a_count + b_count,
	                            b_exposure / (a_exposure + b_exposure));
}
