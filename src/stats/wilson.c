#include <config.h>
#include "stats/wilson.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* An inflated variance is that of so many fewer trials. */
static double effective(struct hr_proportion proportion)
{
	return (double)proportion.trials / (proportion.dispersion > 1 ? proportion.dispersion : 1);
}

struct hr_bounds hr_wilson(struct hr_proportion proportion, double confidence)
{
	double n = effective(proportion), z = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2), p,
	       centre, half;
	struct hr_bounds bounds = { 0, 1 };

	if (proportion.trials == 0)
		return bounds;
	p = (double)proportion.successes / (double)proportion.trials;
	centre = (p + z * z / (2 * n)) / (1 + z * z / n);
	half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
	if (proportion.successes > 0)
		bounds.low = centre - half;
	if (proportion.successes < proportion.trials)
		bounds.high = centre + half;
	return bounds;
}

struct hr_difference hr_newcombe(struct hr_proportion a, struct hr_proportion b, double confidence)
{
	struct hr_bounds of_a = hr_wilson(a, confidence), of_b = hr_wilson(b, confidence);
	double p_a = (double)a.successes / (double)a.trials,
	       p_b = (double)b.successes / (double)b.trials;

	if (a.trials == 0 || b.trials == 0)
		return (struct hr_difference){ (double)NAN, (double)NAN, (double)NAN };
	return (struct hr_difference){
		p_b - p_a,
		p_b - p_a - hypot(p_b - of_b.low, of_a.high - p_a),
		p_b - p_a + hypot(of_b.high - p_b, p_a - of_a.low),
	};
}

double hr_dispersion(const uint64_t *successes, const uint64_t *trials, size_t n)
{
	double all = 0, good = 0, chi_square = 0, p, windows = 0;

	for (size_t i = 0; i < n; i++) {
		all += (double)trials[i];
		good += (double)successes[i];
	}
	p = good / all;
	if (!(p > 0 && p < 1))
		return 1;
	for (size_t i = 0; i < n; i++) {
		double expected = (double)trials[i] * p, distance = (double)successes[i] - expected;

		if (trials[i] == 0)
			continue;
		chi_square += distance * distance / (expected * (1 - p));
		windows++;
	}
	return windows > 1 ? fmax(1, chi_square / (windows - 1)) : 1;
}
