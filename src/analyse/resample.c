#include <config.h>
#include "analyse/resample.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "stats/array.h"

#define SECOND INT64_C(1000000000)
#define DAY    (HR_SECONDS_PER_DAY * SECOND)

static const struct {
	int64_t step_ns;
	int months;
} steps[] = {
	{ SECOND, 0 },
	{ 2 * SECOND, 0 },
	{ 5 * SECOND, 0 },
	{ 10 * SECOND, 0 },
	{ 15 * SECOND, 0 },
	{ 30 * SECOND, 0 },
	{ 60 * SECOND, 0 },
	{ 120 * SECOND, 0 },
	{ 300 * SECOND, 0 },
	{ 600 * SECOND, 0 },
	{ 900 * SECOND, 0 },
	{ 1800 * SECOND, 0 },
	{ 3600 * SECOND, 0 },
	{ 7200 * SECOND, 0 },
	{ 10800 * SECOND, 0 },
	{ 14400 * SECOND, 0 },
	{ 21600 * SECOND, 0 },
	{ DAY / 2, 0 },
	{ DAY, 0 },
	{ 7 * DAY, 0 },
	{ 30 * DAY, 1 },
	{ 91 * DAY, 3 },
	{ 365 * DAY, 12 },
};

static int by_time(const void *a, const void *b)
{
	const struct hr_reading *x = a, *y = b;

	if (x->time_ns != y->time_ns)
		return x->time_ns < y->time_ns ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

/* Totals that only rise to rates per second since the reading before; the first has none. */
static void to_rates(struct hr_readings_series *series)
{
	size_t kept = 0;
	struct hr_reading before = series->items[0];

	for (size_t i = 1; i < series->count; i++) {
		struct hr_reading now = series->items[i];
		double rise = now.value < before.value ? now.value : now.value - before.value;
		double seconds = (double)(now.time_ns - before.time_ns) / 1e9;

		if (!(seconds > 0))
			continue;
		series->items[kept++] = (struct hr_reading){ now.time_ns, rise / seconds };
		before = now;
	}
	series->count = kept;
}

static double median_distance(const struct hr_readings_series *series)
{
	double *distances, median;
	size_t count = 0;

	if (series->count < 2)
		return 0;
	distances = hr_alloc_array(series->count, sizeof(*distances));
	for (size_t i = 1; i < series->count; i++) {
		int64_t distance = series->items[i].time_ns - series->items[i - 1].time_ns;

		if (distance > 0)
			distances[count++] = (double)distance;
	}
	median = count > 0 ? hr_doubles_median(distances, count) : 0;
	free(distances);
	return median;
}

static void choose_step(const struct hr_readings_series *series, int64_t wish,
                        struct hr_resampled *out)
{
	double least = wish > 0 ? (double)wish : 0.9 * median_distance(series);
	size_t last = sizeof(steps) / sizeof(steps[0]) - 1, i = 0;

	while (i < last && (double)steps[i].step_ns < least)
		i++;
	out->step_ns = steps[i].step_ns;
	out->months = steps[i].months;
	if (wish > 0 && wish != steps[i].step_ns) { /* an unusual one is taken as it is */
		out->step_ns = wish;
		out->months = 0;
	}
}

static int64_t number_of(const struct hr_resampled *resampled, int64_t time_ns)
{
	int64_t year;
	int month, day;

	if (resampled->months == 0)
		return hr_floor_div(time_ns, resampled->step_ns);
	hr_calendar_date(hr_floor_div(time_ns, DAY), &year, &month, &day);
	return hr_floor_div((year - 1970) * 12 + month - 1, resampled->months);
}

int64_t hr_resampled_time(const struct hr_resampled *resampled, size_t i)
{
	int64_t number = resampled->first + (int64_t)i, months;

	if (resampled->months == 0)
		return number * resampled->step_ns;
	months = number * resampled->months;
	return hr_calendar_days(1970 + hr_floor_div(months, 12), (int)hr_floor_rest(months, 12) + 1,
	                        1) *
	       DAY;
}

static void average(const struct hr_readings_series *series, struct hr_resampled *out)
{
	size_t *counts = hr_zalloc(out->count, sizeof(*counts));

	out->values = hr_zalloc(out->count, sizeof(*out->values));
	for (size_t i = 0; i < series->count; i++) {
		int64_t at = number_of(out, series->items[i].time_ns) - out->first;

		if (at < 0)
			continue;
		out->values[at] += series->items[i].value;
		counts[at]++;
	}
	for (size_t i = 0; i < out->count; i++) {
		out->merged += counts[i] > 1 ? counts[i] : 0;
		out->values[i] = counts[i] > 0 ? out->values[i] / (double)counts[i] : (double)NAN;
	}
	/* A last step that is still going on would look like a fall. */
	if (out->count > 2 && counts[out->count - 2] > 3 &&
	    2 * counts[out->count - 1] < counts[out->count - 2])
		out->count--;
	free(counts);
}

enum hr_err hr_resample(struct hr_readings_series *series, int64_t step_ns,
                        struct hr_resampled *out, struct hr_error *err)
{
	int64_t last;
	uint64_t span;

	*out = (struct hr_resampled){ 0 };
	if (series->count > 0)
		qsort(series->items, series->count, sizeof(*series->items), by_time);
	if (series->kind == HR_SERIES_COUNTER && series->count > 0)
		to_rates(series);
	if (series->count == 0)
		return hr_error_set(err, HR_ENODATA, "series %s has no values", series->id);
	choose_step(series, step_ns, out);
	out->first = number_of(out, series->items[0].time_ns);
	last = number_of(out, series->items[series->count - 1].time_ns);
	span = (uint64_t)(last - out->first) + 1;
	if (span > HR_RESAMPLED_MAX) {
		out->cut = (size_t)(span - HR_RESAMPLED_MAX);
		out->first = last - HR_RESAMPLED_MAX + 1;
		span = HR_RESAMPLED_MAX;
	}
	out->count = (size_t)span;
	average(series, out);
	return HR_OK;
}

void hr_resampled_release(struct hr_resampled *resampled)
{
	free(resampled->values);
	resampled->values = NULL;
	resampled->count = 0;
}
