#include <config.h>
#include "stats/binomial.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stats/beta.h"

double hr_binomial_at_least(uint64_t successes, uint64_t trials, double p)
{
	if (successes == 0)
		return 1;
	if (successes > trials || !(p > 0))
		return 0;
	if (p >= 1)
		return 1;
	return hr_beta_below(p, (double)successes, (double)(trials - successes) + 1);
}

double hr_binomial_at_most(uint64_t successes, uint64_t trials, double p)
{
	if (successes >= trials || !(p > 0))
		return 1;
	if (p >= 1)
		return 0;
	return hr_beta_above(p, (double)successes + 1, (double)(trials - successes));
}

struct hr_bounds hr_binomial_interval(uint64_t successes, uint64_t trials, double confidence)
{
	double alpha = (1 - confidence) / 2, s = (double)successes, n = (double)trials;
	struct hr_bounds bounds = { 0, 1 };

	if (trials == 0)
		return bounds;
	if (successes > 0)
		bounds.low = hr_beta_quantile(alpha, s, n - s + 1);
	if (successes < trials)
		bounds.high = hr_beta_quantile(1 - alpha, s + 1, n - s);
	return bounds;
}

#define HYPERGEOMETRIC_TRIALS  ((uint64_t)1 << 31)
#define HYPERGEOMETRIC_SUCCESS 100000

/* The hypergeometric's normal limit with continuity correction. */
static double compare_by_normal(double successes, double share, double all, double b_successes)
{
	double sigma = sqrt(successes * share * (1 - share) * (all - successes) / (all - 1));

	return gsl_cdf_ugaussian_Q((b_successes - 0.5 - successes * share) / sigma);
}

double hr_binomial_compare(uint64_t a_successes, uint64_t a_trials, uint64_t b_successes,
                           uint64_t b_trials)
{
	uint64_t both = a_successes + b_successes;
	double all = (double)a_trials + (double)b_trials, share = (double)b_trials / all;

	if (b_successes == 0 || a_trials == 0 || b_trials == 0 || (double)both >= all)
		return 1;
	if (both > HYPERGEOMETRIC_SUCCESS)
		return compare_by_normal((double)both, share, all, (double)b_successes);
	if (a_trials + b_trials >= HYPERGEOMETRIC_TRIALS)
		return hr_binomial_at_least(b_successes, both, share);
	/* more than k - 1 of b's among the successes */
	return gsl_cdf_hypergeometric_Q((unsigned)b_successes - 1, (unsigned)b_trials,
	                                (unsigned)a_trials, (unsigned)both);
}
