#include <config.h>
#include "stats/array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

void hr_doubles_sort(double *values, size_t n)
{
	if (n > 1)
		qsort(values, n, sizeof(*values), compare);
}

double *hr_doubles_sorted(const double *values, size_t n)
{
	double *copy = hr_alloc_array(n, sizeof(*copy));

	if (n > 0)
		memcpy(copy, values, n * sizeof(*copy));
	hr_doubles_sort(copy, n);
	return copy;
}

static double middle(const double *ascending, size_t n)
{
	if (n == 0)
		return (double)NAN;
	return n % 2 == 1 ? ascending[n / 2] : (ascending[n / 2 - 1] + ascending[n / 2]) / 2;
}

double hr_doubles_median(const double *values, size_t n)
{
	double *copy = hr_doubles_sorted(values, n), median = middle(copy, n);

	free(copy);
	return median;
}

double hr_doubles_mad(const double *values, size_t n)
{
	double *copy = hr_doubles_sorted(values, n), median = middle(copy, n), mad;

	for (size_t i = 0; i < n; i++)
		copy[i] = fabs(copy[i] - median);
	hr_doubles_sort(copy, n);
	mad = middle(copy, n);
	free(copy);
	return mad;
}

double hr_doubles_mean(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return n > 0 ? sum / (double)n : (double)NAN;
}

double hr_doubles_stddev(const double *values, size_t n)
{
	double mean = hr_doubles_mean(values, n), squares = 0;

	for (size_t i = 0; i < n; i++)
		squares += (values[i] - mean) * (values[i] - mean);
	return n > 1 ? sqrt(squares / (double)(n - 1)) : (double)NAN;
}

struct place {
	double value;
	size_t index;
};

double hr_doubles_midranks(const double *values, size_t n, size_t *ranks2)
{
	struct place *places = hr_alloc_array(n, sizeof(*places));
	double ties = 0;

	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){ values[i], i };
	if (n > 1) /* the value comes first in a place */
		qsort(places, n, sizeof(*places), compare);
	for (size_t first = 0, end; first < n; first = end) {
		double t;

		for (end = first + 1; end < n && !(places[end].value > places[first].value);)
			end++;
		for (size_t i = first; i < end; i++)
			ranks2[places[i].index] = first + 1 + end;
		t = (double)(end - first);
		ties += t * t * t - t;
	}
	free(places);
	return ties;
}
