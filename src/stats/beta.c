#include <config.h>
#include "stats/beta.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* The z with P(X >= x) = Phi(z): of a binomial of n = a + b - 1 trials with probability x, the
 * probability of at most a - 1 successes. */
static double peizer_pratt(double x, double a, double b)
{
	double n = a + b - 1, s = a - 0.5, t = b - 0.5, y = 1 - x,
	       d = s + 1.0 / 6 - (n + 1.0 / 3) * x + 0.02 * (y / a - x / b + (y - 0.5) / (n + 1)),
	       apart = s - n * x;

	if (fabs(apart) < 1e-6 * s)
		return d / sqrt((n + 1.0 / 6) * x * y);
	return d / fabs(apart) *
	       sqrt(2 / (1 + 1 / (6 * n)) * (s * log(s / (n * x)) + t * log(t / (n * y))));
}

double hr_beta_below(double x, double a, double b)
{
	double p;

	if (!(x > 0))
		return 0;
	if (x >= 1)
		return 1;
	p = gsl_cdf_beta_P(x, a, b);
	return isnan(p) ? gsl_cdf_ugaussian_Q(peizer_pratt(x, a, b)) : p;
}

double hr_beta_above(double x, double a, double b)
{
	double q;

	if (!(x > 0))
		return 1;
	if (x >= 1)
		return 0;
	q = gsl_cdf_beta_Q(x, a, b);
	return isnan(q) ? gsl_cdf_ugaussian_P(peizer_pratt(x, a, b)) : q;
}

/* Bisection of log odds, in which small and large quantiles are as precise as middling ones. */
double hr_beta_quantile(double p, double a, double b)
{
	double low = -700, high = 36;

	for (int i = 0; i < 64; i++) {
		double middle = (low + high) / 2;

		if (hr_beta_below(1 / (1 + exp(-middle)), a, b) < p)
			low = middle;
		else
			high = middle;
	}
	return 1 / (1 + exp(-(low + high) / 2));
}
