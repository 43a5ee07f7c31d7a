#include <config.h>
#include "stats/mann_kendall.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "stats/array.h"

/* sum over groups of t equal values of t (t - 1) (2 t + 5) */
static double tie_term(const double *values, size_t n)
{
	double *sorted = hr_doubles_sorted(values, n), term = 0;

	for (size_t first = 0, end; first < n; first = end) {
		double t;

		for (end = first + 1; end < n && !(sorted[end] > sorted[first]);)
			end++;
		t = (double)(end - first);
		term += t * (t - 1) * (2 * t + 5);
	}
	free(sorted);
	return term;
}

struct hr_mann_kendall hr_mann_kendall(const double *values, size_t n)
{
	struct hr_mann_kendall test = { .tau = (double)NAN, .p = 1 };
	double count = (double)n;
	long balance = 0;

	if (n < 2)
		return test;
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t k = i + 1; k < n; k++)
			balance += (values[k] > values[i]) - (values[k] < values[i]);
	test.s = (double)balance;
	test.tau = test.s / (count * (count - 1) / 2);
	test.variance = (count * (count - 1) * (2 * count + 5) - tie_term(values, n)) / 18;
	if (balance != 0 && test.variance > 0)
		test.p = 2 * gsl_cdf_ugaussian_Q((fabs(test.s) - 1) / sqrt(test.variance));
	return test;
}
