#include <config.h>
#include "model/decompose.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* Centred average of one cycle around @t; the ends of an even cycle count half. */
static double average(const double *y, size_t t, size_t period)
{
	size_t half = period / 2;
	double sum = 0;

	for (size_t i = t - half; i <= t + half; i++)
		sum += y[i];
	if (period % 2 == 0)
		sum -= (y[t - half] + y[t + half]) / 2;
	return sum / (double)period;
}

void hr_decompose(const double *y, size_t n, size_t period, bool multiplicative, double *indices)
{
	size_t half = period / 2;
	size_t *counts = hr_zalloc(period, sizeof(*counts));
	double mean = 0;

	for (size_t i = 0; i < period; i++)
		indices[i] = 0;
	for (size_t t = half; t + half < n; t++) {
		double trend = average(y, t, period);
		double rest = multiplicative ? y[t] / trend : y[t] - trend;

		if (!isfinite(rest))
			continue;
		indices[t % period] += rest;
		counts[t % period]++;
	}
	for (size_t i = 0; i < period; i++) {
		if (counts[i] > 0)
			indices[i] /= (double)counts[i];
		else
			indices[i] = multiplicative ? 1 : 0;
		mean += indices[i] / (double)period;
	}
	for (size_t i = 0; i < period; i++) {
		if (!multiplicative)
			indices[i] -= mean;
		else
			indices[i] = fmax(indices[i] / mean, HR_INDEX_MIN);
	}
	free(counts);
}

bool hr_is_seasonal(const double *y, size_t n, size_t period)
{
	double mean = 0, total = 0, squares = 0, last = 0;

	if (period < 2 || n < 3 * period)
		return false;
	for (size_t i = 0; i < n; i++)
		mean += y[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		total += (y[i] - mean) * (y[i] - mean);
	if (!(total > 0))
		return false;
	for (size_t lag = 1; lag <= period; lag++) {
		squares += last * last;
		last = 0;
		for (size_t i = 0; i + lag < n; i++)
			last += (y[i] - mean) * (y[i + lag] - mean);
		last /= total;
	}
	return fabs(last) > 1.645 * sqrt((1 + 2 * squares) / (double)n);
}
