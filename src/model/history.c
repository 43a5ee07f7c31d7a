#include <config.h>
#include "model/history.h"

#include <math.h>

size_t hr_history_season(const struct hr_history *history)
{
	return history->seasons[0] > 1 ? history->seasons[0] : 1;
}

struct hr_history hr_history_head(const struct hr_history *history, size_t count)
{
	struct hr_history head = *history;

	if (count < head.count)
		head.count = count;
	return head;
}

size_t hr_history_known(const struct hr_history *history)
{
	size_t known = 0;

	for (size_t i = 0; i < history->count; i++)
		known += isnan(history->values[i]) ? 0 : 1;
	return known;
}

bool hr_history_positive(const struct hr_history *history)
{
	bool any = false;

	for (size_t i = 0; i < history->count; i++) {
		if (history->values[i] <= 0)
			return false;
		any |= !isnan(history->values[i]);
	}
	return any;
}

bool hr_history_constant(const struct hr_history *history)
{
	double first = NAN;

	for (size_t i = 0; i < history->count; i++) {
		double value = history->values[i];

		if (isnan(value))
			continue;
		if (isnan(first))
			first = value;
		else if (value < first || value > first)
			return false;
	}
	return true;
}

void hr_history_fill(const struct hr_history *history, double *out)
{
	const double *y = history->values;
	size_t n = history->count, last = n; /* n: no known value so far */

	for (size_t i = 0; i < n; i++) {
		if (isnan(y[i]))
			continue;
		out[i] = y[i];
		for (size_t gap = last == n ? 0 : last + 1; gap < i; gap++) {
			double share = last == n ? 1 : (double)(gap - last) / (double)(i - last);

			out[gap] = last == n ? y[i] : y[last] + share * (y[i] - y[last]);
		}
		last = i;
	}
	for (size_t i = last == n ? 0 : last + 1; i < n; i++)
		out[i] = last == n ? 0 : y[last];
}
