#include <config.h>
#include "stats/hodges_lehmann.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/mann_whitney.h"

static struct hr_shift estimate(const double *ascending, size_t x_count, size_t y_count,
                                double confidence)
{
	size_t pairs = x_count * y_count, k;
	double tail;
	struct hr_shift shift = { .low = (double)-INFINITY,
		                  .high = (double)INFINITY,
		                  .confidence = 1 };

	shift.estimate = pairs % 2 == 1 ? ascending[pairs / 2]
	                                : (ascending[pairs / 2 - 1] + ascending[pairs / 2]) / 2;
	k = hr_mann_whitney_quantile(x_count, y_count, (1 - confidence) / 2, &tail);
	if (k == 0)
		return shift;
	shift.low = ascending[k - 1];
	shift.high = ascending[pairs - k];
	shift.confidence = 1 - 2 * tail;
	return shift;
}

struct hr_shift hr_hodges_lehmann(const double *x, size_t x_count, const double *y, size_t y_count,
                                  double confidence)
{
	struct hr_shift shift = { (double)NAN, (double)NAN, (double)NAN, (double)NAN };
	double *differences;
	size_t n = 0;

	if (x_count == 0 || y_count == 0 || x_count > HR_HODGES_LEHMANN_PAIRS / y_count)
		return shift;
	differences = hr_alloc_array(x_count * y_count, sizeof(*differences));
	for (size_t i = 0; i < x_count; i++)
		for (size_t j = 0; j < y_count; j++)
			differences[n++] = x[i] - y[j];
	hr_doubles_sort(differences, n);
	shift = estimate(differences, x_count, y_count, confidence);
	free(differences);
	return shift;
}

static double *logarithms(const double *values, size_t n)
{
	double *logs = hr_alloc_array(n, sizeof(*logs));

	for (size_t i = 0; i < n; i++)
		logs[i] = log(values[i]);
	return logs;
}

struct hr_shift hr_hodges_lehmann_ratio(const double *x, size_t x_count, const double *y,
                                        size_t y_count, double confidence)
{
	double *log_x = logarithms(x, x_count), *log_y = logarithms(y, y_count);
	struct hr_shift shift = hr_hodges_lehmann(log_x, x_count, log_y, y_count, confidence);

	shift.estimate = exp(shift.estimate);
	shift.low = exp(shift.low);
	shift.high = exp(shift.high);
	free(log_x);
	free(log_y);
	return shift;
}
