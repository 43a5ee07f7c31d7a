/* Resource series: points on a grid that doubles. */
#include <config.h>
#include "record/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "record/clean.h"
#include "record/lane.h"

void hr_series_init(struct hr_series *series, struct hr_slice name, struct hr_slice host,
                    struct hr_slice unit, enum hr_series_kind kind)
{
	*series = (struct hr_series){ .name = hr_clean_copy(name, HR_SERIES_TEXT_BYTES),
		                      .host = hr_clean_copy(host, HR_SERIES_TEXT_BYTES),
		                      .unit = hr_clean_copy(unit, HR_SERIES_TEXT_BYTES),
		                      .kind = kind,
		                      .step_ns = HR_NS_PER_S };
}

/* @into knows the extremes of both already. A count at its cap keeps a sum that fits it. */
static void merge_sum(struct hr_point *into, const struct hr_point *from)
{
	hr_i128 low, high;

	into->count += from->count;
	into->sum_micro += from->sum_micro;
	if (into->count <= HR_POINT_VALUES_MAX)
		return;
	into->count = HR_POINT_VALUES_MAX;
	low = (hr_i128)into->min_micro * (hr_i128)HR_POINT_VALUES_MAX;
	high = (hr_i128)into->max_micro * (hr_i128)HR_POINT_VALUES_MAX;
	if (into->sum_micro < low)
		into->sum_micro = low;
	if (into->sum_micro > high)
		into->sum_micro = high;
}

static void merge_point(struct hr_point *into, const struct hr_point *from)
{
	if (from->min_micro < into->min_micro)
		into->min_micro = from->min_micro;
	if (from->max_micro > into->max_micro)
		into->max_micro = from->max_micro;
	merge_sum(into, from);
	if (from->first_time_ns < into->first_time_ns ||
	    (from->first_time_ns == into->first_time_ns && from->first_micro < into->first_micro)) {
		into->first_time_ns = from->first_time_ns;
		into->first_micro = from->first_micro;
	}
	if (from->last_time_ns > into->last_time_ns ||
	    (from->last_time_ns == into->last_time_ns && from->last_micro > into->last_micro)) {
		into->last_time_ns = from->last_time_ns;
		into->last_micro = from->last_micro;
	}
}

/* Twice the step: neighbours that now share an interval become one point. */
static void coarsen(struct hr_series *series)
{
	size_t filled = 0;

	for (size_t i = 0; i < series->count; i++) {
		struct hr_point point = series->points[i];

		point.interval = hr_floor_div(point.interval, 2);
		if (filled > 0 && series->points[filled - 1].interval == point.interval)
			merge_point(&series->points[filled - 1], &point);
		else
			series->points[filled++] = point;
	}
	series->count = filled;
	series->step_ns *= 2;
}

/* First point at or after an interval; the last one is where most values go. */
static size_t position_of(const struct hr_series *series, int64_t interval)
{
	size_t low = 0, high = series->count;

	if (high > 0 && series->points[high - 1].interval <= interval)
		return series->points[high - 1].interval == interval ? high - 1 : high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (series->points[middle].interval < interval)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Spare points at both ends, so that values newest first cost no more than oldest first. */
static void make_room(struct hr_series *series, size_t before, size_t capacity)
{
	struct hr_point *memory = hr_alloc_array(before + capacity, sizeof(*memory));

	if (series->count > 0)
		memcpy(memory + before, series->points, series->count * sizeof(*memory));
	if (series->points != NULL)
		free(series->points - series->before);
	series->points = memory + before;
	series->before = before;
	series->capacity = capacity;
}

/* A gap at @at, made by moving the shorter side. */
static struct hr_point *insert_at(struct hr_series *series, size_t at)
{
	if (at < series->count / 2) {
		if (series->before == 0)
			make_room(series, series->count / 2 + 8, series->capacity);
		memmove(series->points - 1, series->points, at * sizeof(*series->points));
		series->points--;
		series->before--;
		series->capacity++;
	} else {
		if (series->count == series->capacity)
			make_room(series, series->before, series->count * 2 + 8);
		memmove(&series->points[at + 1], &series->points[at],
		        (series->count - at) * sizeof(*series->points));
	}
	series->count++;
	return &series->points[at];
}

/* @point in the grid of the series. */
static void add_point(struct hr_series *series, const struct hr_point *point)
{
	size_t at = position_of(series, point->interval);

	if (at < series->count && series->points[at].interval == point->interval) {
		merge_point(&series->points[at], point);
		return;
	}
	*insert_at(series, at) = *point;
	while (series->count > HR_SERIES_POINTS)
		coarsen(series);
}

void hr_series_add(struct hr_series *series, int64_t time_ns, int64_t value_micro)
{
	struct hr_point point = {
		.interval = hr_floor_div(time_ns, series->step_ns),
		.count = 1,
		.sum_micro = value_micro,
		.min_micro = value_micro,
		.max_micro = value_micro,
		.first_micro = value_micro,
		.last_micro = value_micro,
		.first_time_ns = time_ns,
		.last_time_ns = time_ns,
	};

	add_point(series, &point);
}

/* Into one that has none. */
static void copy_points(struct hr_series *into, const struct hr_series *from)
{
	if (into->capacity < from->count)
		make_room(into, into->before, from->count);
	memcpy(into->points, from->points, from->count * sizeof(*from->points));
	into->count = from->count;
}

void hr_series_merge(struct hr_series *into, const struct hr_series *from)
{
	while (into->step_ns < from->step_ns)
		coarsen(into);
	if (into->count == 0 && into->step_ns == from->step_ns && from->count > 0) {
		copy_points(into, from);
		return;
	}
	for (size_t i = 0; i < from->count; i++) {
		struct hr_point point = from->points[i];

		/* @into may grow coarser on the way */
		point.interval = hr_floor_div(point.interval, into->step_ns / from->step_ns);
		add_point(into, &point);
	}
}

static double rise(int64_t from_micro, int64_t to_micro)
{
	return to_micro >= from_micro ? (double)((hr_i128)to_micro - from_micro) : (double)to_micro;
}

double hr_series_value(const struct hr_series *series, size_t i)
{
	const struct hr_point *point = &series->points[i], *before;
	double seconds;

	if (series->kind == HR_SERIES_GAUGE)
		return (double)point->sum_micro / (double)point->count / 1e6;
	if (i == 0)
		return (double)NAN;
	before = point - 1;
	seconds = hr_span_s(before->last_time_ns, point->last_time_ns);
	if (!(seconds > 0))
		return (double)NAN;
	return (rise(before->last_micro, point->first_micro) +
	        rise(point->first_micro, point->last_micro)) /
	       1e6 / seconds;
}

static int by_size(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

int64_t hr_series_usual_ns(const struct hr_series *series)
{
	int64_t *distances, middle;

	if (series->count < 2)
		return series->step_ns;
	distances = hr_alloc_array(series->count, sizeof(*distances));
	for (size_t i = 1; i < series->count; i++)
		distances[i - 1] = (series->points[i].interval - series->points[i - 1].interval) *
		                   series->step_ns;
	qsort(distances, series->count - 1, sizeof(*distances), by_size);
	middle = distances[(series->count - 1) / 2];
	free(distances);
	return middle;
}

void hr_series_release(struct hr_series *series)
{
	free(series->name);
	free(series->host);
	free(series->unit);
	if (series->points != NULL)
		free(series->points - series->before);
	*series = (struct hr_series){ 0 };
}
