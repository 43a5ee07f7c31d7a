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

static double *copy_of(const double *values, size_t n)
{
	double *copy = hr_alloc_array(n, sizeof(*copy));

	if (n > 0)
		memcpy(copy, values, n * sizeof(*copy));
	return copy;
}

double *hr_doubles_sorted(const double *values, size_t n)
{
	double *copy = copy_of(values, n);

	hr_doubles_sort(copy, n);
	return copy;
}

static void swap(double *a, double *b)
{
	double held = *a;

	*a = *b;
	*b = held;
}

double hr_doubles_select(double *values, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;

	while (low < high) {
		size_t i = low, j = high;
		double pivot = values[low + (high - low) / 2];

		for (;;) {
			while (values[i] < pivot)
				i++;
			while (pivot < values[j])
				j--;
			if (i >= j)
				break;
			swap(&values[i++], &values[j--]);
		}
		/* values[low .. j] <= pivot <= values[j + 1 .. high] */
		if (k <= j)
			high = j;
		else
			low = j + 1;
	}
	return values[k];
}

/* Reorders. */
static double middle(double *values, size_t n)
{
	double upper, lower;

	if (n == 0)
		return (double)NAN;
	upper = hr_doubles_select(values, n, n / 2);
	if (n % 2 == 1)
		return upper;
	lower = values[0];
	for (size_t i = 1; i < n / 2; i++)
		lower = values[i] > lower ? values[i] : lower;
	return (lower + upper) / 2;
}

double hr_doubles_median(const double *values, size_t n)
{
	double *copy = copy_of(values, n), median = middle(copy, n);

	free(copy);
	return median;
}

double hr_doubles_mad(const double *values, size_t n)
{
	double *copy = copy_of(values, n), median = middle(copy, n), mad;

	for (size_t i = 0; i < n; i++)
		copy[i] = fabs(copy[i] - median);
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
