#include <config.h>
#include "stats/mann_whitney.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/array.h"

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

/*
 * Without ties the numbers of arrangements by U are the coefficients of the Gaussian binomial
 * [m + n over m] = product over i = 1..m of (1 - q^(n + i)) / (1 - q^i), each prefix of which is a
 * polynomial with whole coefficients. Up to 50 values they stay below 2^53, so doubles are exact.
 * Gives counts[0 .. m * n] (free()).
 */
static double *count_arrangements(size_t m, size_t n)
{
	size_t degree = m * n;
	double *counts = hr_zalloc(degree + 1, sizeof(*counts));

	counts[0] = 1;
	for (size_t i = 1; i <= m; i++) {
		for (size_t k = degree; k >= n + i; k--)
			counts[k] -= counts[k - n - i];
		for (size_t k = i; k <= degree; k++)
			counts[k] += counts[k - i];
	}
	return counts;
}

static double sum(const double *counts, size_t first, size_t last)
{
	double total = 0;

	for (size_t i = first; i <= last; i++)
		total += counts[i];
	return total;
}

static void exact_without_ties(struct hr_mann_whitney *test, size_t m, size_t n)
{
	double *counts = count_arrangements(m, n), all = sum(counts, 0, m * n);
	size_t u = (size_t)test->u;

	test->p_less = sum(counts, 0, u) / all;
	test->p_greater = sum(counts, u, m * n) / all;
	free(counts);
}

/*
 * With ties: subsets of the doubled midranks by size and sum, one rank added after the other.
 * ways[k * width + s] is the number of subsets of k ranks with the sum s.
 */
static void exact_with_ties(struct hr_mann_whitney *test, const size_t *ranks2, size_t m, size_t n)
{
	size_t all = m + n, width = all * (all + 1) + 1, observed = 0;
	double *ways = hr_zalloc((m + 1) * width, sizeof(*ways)), total;

	for (size_t i = 0; i < m; i++)
		observed += ranks2[i];
	ways[0] = 1;
	for (size_t i = 0; i < all; i++)
		for (size_t k = i < m ? i + 1 : m; k >= 1; k--)
			for (size_t s = ranks2[i]; s < width; s++)
				ways[k * width + s] += ways[(k - 1) * width + s - ranks2[i]];
	total = sum(ways + m * width, 0, width - 1);
	test->p_less = sum(ways + m * width, 0, observed) / total;
	test->p_greater = sum(ways + m * width, observed, width - 1) / total;
	free(ways);
}

static void by_normal(struct hr_mann_whitney *test, double m, double n, double ties)
{
	double all = m + n, distance = test->u - m * n / 2,
	       sigma = sqrt(m * n / 12 * (all + 1 - ties / (all * (all - 1))));

	if (!(sigma > 0)) { /* all values are equal */
		test->p = test->p_less = test->p_greater = 1;
		return;
	}
	test->p_less = gsl_cdf_ugaussian_P((distance + 0.5) / sigma);
	test->p_greater = gsl_cdf_ugaussian_Q((distance - 0.5) / sigma);
}

struct hr_mann_whitney hr_mann_whitney(const double *x, size_t x_count, const double *y,
                                       size_t y_count)
{
	struct hr_mann_whitney test = { .p = 1, .p_less = 1, .p_greater = 1 };
	size_t all = x_count + y_count, *ranks2, rank_sum2 = 0;
	double *values, ties;

	if (x_count == 0 || y_count == 0)
		return test;
	values = hr_alloc_array(all, sizeof(*values));
	ranks2 = hr_alloc_array(all, sizeof(*ranks2));
	memcpy(values, x, x_count * sizeof(*x));
	memcpy(values + x_count, y, y_count * sizeof(*y));
	ties = hr_doubles_midranks(values, all, ranks2);
	for (size_t i = 0; i < x_count; i++)
		rank_sum2 += ranks2[i];
	test.u = (double)(rank_sum2 - x_count * (x_count + 1)) / 2;
	test.exact = all <= (ties > 0 ? HR_MANN_WHITNEY_EXACT_TIES : HR_MANN_WHITNEY_EXACT);
	if (!test.exact)
		by_normal(&test, (double)x_count, (double)y_count, ties);
	else if (ties > 0)
		exact_with_ties(&test, ranks2, x_count, y_count);
	else
		exact_without_ties(&test, x_count, y_count);
	test.p = smaller(1, 2 * smaller(test.p_less, test.p_greater));
	free(values);
	free(ranks2);
	return test;
}

size_t hr_mann_whitney_quantile(size_t x_count, size_t y_count, double p, double *tail)
{
	double m = (double)x_count, n = (double)y_count, *counts, all, below = 0;
	size_t u = 0;

	if (x_count + y_count > HR_MANN_WHITNEY_EXACT) {
		double sigma = sqrt(m * n * (m + n + 1) / 12),
		       at = ceil(m * n / 2 + gsl_cdf_ugaussian_Pinv(p) * sigma - 0.5);

		u = at > 0 ? (size_t)at : 0;
		if (tail != NULL)
			*tail = u > 0 ? gsl_cdf_ugaussian_P(((double)u - 0.5 - m * n / 2) / sigma)
			              : 0;
		return u;
	}
	counts = count_arrangements(x_count, y_count);
	all = sum(counts, 0, x_count * y_count);
	while (u < x_count * y_count && (below + counts[u]) / all < p)
		below += counts[u++];
	if (tail != NULL)
		*tail = below / all;
	free(counts);
	return u;
}
