#include <config.h>
#include "stats/order_interval.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define EXACT_MAX 30

/*
 * K, the number of values below the quantile, is binomial(n, q); the quantile lies between order
 * statistics k and k + 1 when K = k. Grow a set of neighbouring k around the mode until its mass
 * suffices: [first, end) of k means ranks first .. end, with 0 and n + 1 outside the sample.
 */
static struct hr_order_interval by_counting(size_t n, double q, double confidence)
{
	size_t first = (size_t)fmax(ceil((double)(n + 1) * q) - 1, 0), end;
	double mass;

	if (first > n)
		first = n;
	end = first + 1;
	mass = gsl_ran_binomial_pdf((unsigned)first, q, (unsigned)n);
	while (mass < confidence && (first > 0 || end <= n)) {
		double left = first > 0 ? gsl_ran_binomial_pdf((unsigned)first - 1, q, (unsigned)n)
		                        : 0,
		       right = end <= n ? gsl_ran_binomial_pdf((unsigned)end, q, (unsigned)n) : 0;

		/* equal masses by symmetry differ in the last bits */
		if (first > 0 && (end > n || left >= right * (1 - 1e-12))) {
			mass += left;
			first--;
		} else {
			mass += right;
			end++;
		}
	}
	return (struct hr_order_interval){ first, end, mass };
}

static double mass_between(size_t low, size_t high, size_t n, double q)
{
	double upper = high > n ? 1 : gsl_cdf_binomial_P((unsigned)high - 1, q, (unsigned)n),
	       lower = low == 0 ? 0 : gsl_cdf_binomial_P((unsigned)low - 1, q, (unsigned)n);

	return upper - lower;
}

static struct hr_order_interval by_normal(size_t n, double q, double confidence)
{
	double mean = (double)n * q, sigma = sqrt((double)n * q * (1 - q)),
	       half = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) * sigma,
	       low = floor(mean - half + 0.5), high = ceil(mean + half + 0.5);
	struct hr_order_interval ranks;

	ranks.low = low < 1 ? 0 : (size_t)low;
	ranks.high = high > (double)n ? n + 1 : (size_t)high;
	if (ranks.high > ranks.low + 1 &&
	    mass_between(ranks.low, ranks.high - 1, n, q) >= confidence)
		ranks.high--;
	ranks.confidence = mass_between(ranks.low, ranks.high, n, q);
	return ranks;
}

struct hr_order_interval hr_order_interval(size_t n, double q, double confidence)
{
	return n <= EXACT_MAX ? by_counting(n, q, confidence) : by_normal(n, q, confidence);
}

void hr_order_interval_values(const double *ascending, size_t n, double q, double confidence,
                              double *low, double *high)
{
	struct hr_order_interval ranks = hr_order_interval(n, q, confidence);

	*low = ranks.low >= 1 ? ascending[ranks.low - 1] : (double)-INFINITY;
	*high = ranks.high <= n ? ascending[ranks.high - 1] : (double)INFINITY;
}
