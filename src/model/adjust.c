#include <config.h>
#include "model/adjust.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/decompose.h"

/* Seasons change: indices come from the latest cycles. Seven are a week of days, so that days of
 * all kinds count alike. */
#define CYCLES 7

/* Where the latest cycles begin, at the start of one. */
static size_t start_of_latest(size_t n, size_t period)
{
	return n > CYCLES * period ? (n - CYCLES * period) / period * period : 0;
}

void hr_adjust(const struct hr_history *history, struct hr_adjustment *adjustment)
{
	size_t n = history->count, period = hr_history_season(history), from;

	*adjustment = (struct hr_adjustment){ .period = 1, .count = n };
	adjustment->values = hr_alloc_array(n, sizeof(*adjustment->values));
	hr_history_fill(history, adjustment->values);
	if (!hr_is_seasonal(adjustment->values, n, period))
		return;
	adjustment->period = period;
	adjustment->multiplicative = hr_history_positive(history);
	adjustment->indices = hr_alloc_array(period, sizeof(*adjustment->indices));
	from = start_of_latest(n, period);
	hr_decompose(adjustment->values + from, n - from, period, adjustment->multiplicative,
	             adjustment->indices);
	for (size_t i = 0; i < n; i++) {
		if (adjustment->multiplicative)
			adjustment->values[i] /= adjustment->indices[i % period];
		else
			adjustment->values[i] -= adjustment->indices[i % period];
	}
}

void hr_adjust_release(struct hr_adjustment *adjustment)
{
	free(adjustment->values);
	free(adjustment->indices);
	adjustment->values = adjustment->indices = NULL;
}

double hr_adjust_back(const struct hr_adjustment *adjustment, size_t step, double value)
{
	if (adjustment->period < 2)
		return value;
	if (adjustment->multiplicative)
		return value * adjustment->indices[step % adjustment->period];
	return value + adjustment->indices[step % adjustment->period];
}

double hr_adjust_scale(const struct hr_adjustment *adjustment, size_t step)
{
	if (adjustment->period < 2 || !adjustment->multiplicative)
		return 1;
	return adjustment->indices[step % adjustment->period];
}
