#include <config.h>
#include "analyse/resample.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

int64_t hr_resampled_time(const struct hr_resampled *resampled, size_t i)
{
	return hr_step_time(&resampled->step, resampled->first + (int64_t)i);
}

/* The means of the latest steps. */
static void average(const struct hr_step_sums *sums, struct hr_resampled *out)
{
	size_t empty = 0, over;
	const struct hr_step_sum *items;

	while (empty < sums->count && sums->items[empty].count == 0)
		empty++;
	over = sums->count - empty > HR_RESAMPLED_MAX ? sums->count - empty - HR_RESAMPLED_MAX : 0;
	items = sums->items + empty + over;
	out->count = sums->count - empty - over;
	out->first = sums->first + (int64_t)(empty + over);
	out->cut = sums->cut + over;
	out->values = hr_zalloc(out->count, sizeof(*out->values));
	for (size_t i = 0; i < out->count; i++) {
		out->merged += items[i].count > 1 ? items[i].count : 0;
		out->values[i] = items[i].count > 0 ? items[i].sum / (double)items[i].count
		                                    : (double)NAN;
	}
	/* A last step that is still going on would look like a fall. */
	if (out->count > 2 && items[out->count - 2].count > 3 &&
	    2 * items[out->count - 1].count < items[out->count - 2].count)
		out->count--;
}

enum hr_err hr_resample(struct hr_readings_series *series, int64_t step_ns,
                        struct hr_resampled *out, struct hr_error *err)
{
	*out = (struct hr_resampled){ 0 };
	hr_readings_settle(series, step_ns);
	if (series->sums.count == 0)
		return hr_error_set(err, HR_ENODATA, "series %s has no values", series->id);
	out->step = series->sums.step;
	average(&series->sums, out);
	return HR_OK;
}

void hr_resampled_release(struct hr_resampled *resampled)
{
	free(resampled->values);
	resampled->values = NULL;
	resampled->count = 0;
}
