#include <config.h>
#include "render/downsample.h"

#include <math.h>
#include <stdint.h>

struct keeper {
	struct hr_kept *out;
	size_t count;
};

static bool gap_between(const double *values, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		if (!isfinite(values[i]))
			return true;
	}
	return false;
}

static void keep(struct keeper *keeper, const double *values, size_t index)
{
	struct hr_kept *kept = &keeper->out[keeper->count];

	kept->index = index;
	kept->joined = keeper->count > 0 && !gap_between(values, kept[-1].index, index);
	keeper->count++;
}

size_t hr_downsample(const double *values, size_t n, size_t columns, struct hr_kept *out)
{
	struct keeper keeper = { out, 0 };
	bool all = n <= 2 * columns;

	if (all)
		columns = n;
	for (size_t column = 0; column < columns; column++) {
		/* n * columns cannot overflow: both are bound by what a run holds. */
		size_t from = column * n / columns, to = (column + 1) * n / columns;
		size_t low = SIZE_MAX, high = SIZE_MAX;

		for (size_t i = from; i < to; i++) {
			if (!isfinite(values[i]))
				continue;
			if (low == SIZE_MAX || values[i] < values[low])
				low = i;
			if (high == SIZE_MAX || values[i] > values[high])
				high = i;
		}
		if (low == SIZE_MAX)
			continue;
		keep(&keeper, values, low < high ? low : high);
		if (low != high)
			keep(&keeper, values, low < high ? high : low);
	}
	return keeper.count;
}
