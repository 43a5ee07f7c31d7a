#include <config.h>
#include "analyse/daily.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "record/lane.h"

#define HOUR_NS (3600 * HR_NS_PER_S)

void hr_daily_init(struct hr_daily *daily, const char *name, const char *host, const char *unit)
{
	*daily = (struct hr_daily){ .name = hr_strdup(name),
		                    .host = hr_strdup(host),
		                    .unit = hr_strdup(unit),
		                    .hour = INT64_MIN,
		                    .last = (double)NAN,
		                    .end_ns = HR_INSTANT_NONE };
}

static void reserve(struct hr_daily *daily, size_t count)
{
	size_t capacity = daily->capacity < 32 ? 32 : daily->capacity;

	while (capacity < count)
		capacity *= 2;
	if (capacity == daily->capacity)
		return;
	daily->peaks = hr_realloc_array(daily->peaks, capacity, sizeof(*daily->peaks));
	daily->lows = hr_realloc_array(daily->lows, capacity, sizeof(*daily->lows));
	daily->capacity = capacity;
}

/* The latest HR_DAILY_MAX days, when @day lies that far beyond the first. */
static void drop_old(struct hr_daily *daily, int64_t day)
{
	int64_t excess = day - daily->first + 1 - HR_DAILY_MAX;
	size_t dropped;

	if (excess <= 0)
		return;
	dropped = (size_t)excess < daily->count ? (size_t)excess : daily->count;
	memmove(daily->peaks, daily->peaks + dropped, (daily->count - dropped) * sizeof(float));
	memmove(daily->lows, daily->lows + dropped, (daily->count - dropped) * sizeof(float));
	daily->count -= dropped;
	daily->first += excess;
}

static void add_day(struct hr_daily *daily, int64_t day, float value)
{
	size_t at;

	if (daily->count == 0)
		daily->first = day;
	if (day < daily->first)
		return; /* out of order by more than a day: too late to matter */
	drop_old(daily, day);
	if (daily->count == 0)
		daily->first = day;
	at = (size_t)(day - daily->first);
	if (at >= daily->count) {
		reserve(daily, at + 1);
		for (size_t i = daily->count; i <= at; i++)
			daily->peaks[i] = daily->lows[i] = (float)NAN;
		daily->count = at + 1;
	}
	daily->peaks[at] = fmaxf(daily->peaks[at], value);
	daily->lows[at] = fminf(daily->lows[at], value);
}

static void close_hour(struct hr_daily *daily)
{
	double value = daily->sum / daily->weight;

	if (!(daily->weight > 0) || !isfinite(value))
		return;
	if (daily->last > 0 && value > daily->last)
		daily->ramp_per_s = fmax(daily->ramp_per_s, (value / daily->last - 1) / 3600);
	daily->last = value;
	daily->end_ns = (daily->hour + 1) * HOUR_NS;
	add_day(daily, hr_floor_div(daily->hour, 24), (float)value);
	daily->sum = daily->weight = 0;
}

void hr_daily_add(struct hr_daily *daily, int64_t time_ns, double value, double weight)
{
	int64_t hour = hr_floor_div(time_ns, HOUR_NS);

	if (!isfinite(value) || !(weight > 0))
		return;
	if (hour != daily->hour) {
		close_hour(daily);
		daily->hour = hour;
	}
	daily->sum += value * weight;
	daily->weight += weight;
}

void hr_daily_finish(struct hr_daily *daily)
{
	close_hour(daily);
}

void hr_daily_of_series(const struct hr_series *series, struct hr_daily *daily)
{
	struct hr_str unit = { 0 };

	hr_str_puts(&unit, series->unit);
	if (series->kind == HR_SERIES_COUNTER)
		hr_str_puts(&unit, "/s");
	hr_daily_init(daily, series->name, series->host, hr_str_text(&unit));
	hr_str_release(&unit);
	for (size_t i = 0; i < series->count; i++)
		hr_daily_add(daily, series->points[i].interval * series->step_ns,
		             hr_series_value(series, i), (double)series->points[i].count);
	hr_daily_finish(daily);
}

void hr_daily_of_load(const struct hr_run *run, const struct hr_label *total,
                      struct hr_daily *daily)
{
	double step_s = (double)run->grid.step_ns / (double)HR_NS_PER_S;

	hr_daily_init(daily, HR_DAILY_LOAD, "", "1/s");
	for (size_t i = 0; i < total->cells.count; i++) {
		int64_t number = total->cells.first + (int64_t)i;
		const struct hr_cell *cell = hr_cells_peek(&total->cells, number);

		if (cell != NULL && cell->count > 0)
			hr_daily_add(daily, number * run->grid.step_ns,
			             (double)cell->count / step_s, step_s);
	}
	hr_daily_finish(daily);
}

static float sum_of(float a, float b)
{
	return isnan(a) ? b : isnan(b) ? a : a + b;
}

void hr_daily_sum(struct hr_daily *into, const struct hr_daily *from)
{
	struct hr_daily sum = *into;
	int64_t first = into->count == 0 || from->first < into->first ? from->first : into->first;
	int64_t end = from->first + (int64_t)from->count;

	if (from->count == 0)
		return;
	if (into->count > 0 && into->first + (int64_t)into->count > end)
		end = into->first + (int64_t)into->count;
	sum.peaks = sum.lows = NULL;
	sum.capacity = 0;
	sum.first = first;
	sum.count = (size_t)(end - first);
	reserve(&sum, sum.count);
	for (size_t i = 0; i < sum.count; i++) {
		int64_t day = first + (int64_t)i;
		size_t a = (size_t)(day - into->first), b = (size_t)(day - from->first);
		bool in_a = day >= into->first && a < into->count;
		bool in_b = day >= from->first && b < from->count;

		sum.peaks[i] = sum_of(in_a ? into->peaks[a] : (float)NAN,
		                      in_b ? from->peaks[b] : (float)NAN);
		sum.lows[i] = sum_of(in_a ? into->lows[a] : (float)NAN,
		                     in_b ? from->lows[b] : (float)NAN);
	}
	if (from->end_ns > sum.end_ns)
		sum.end_ns = from->end_ns;
	sum.ramp_per_s = fmax(sum.ramp_per_s, from->ramp_per_s);
	free(into->peaks);
	free(into->lows);
	*into = sum;
}

size_t hr_daily_peaks(const struct hr_daily *daily, size_t days, double *out)
{
	size_t skip = days > 0 && days < daily->count ? daily->count - days : 0;
	size_t n = 0;

	for (size_t i = skip; i < daily->count; i++)
		out[n++] = (double)daily->peaks[i];
	return n;
}

void hr_daily_release(struct hr_daily *daily)
{
	free(daily->name);
	free(daily->host);
	free(daily->unit);
	free(daily->peaks);
	free(daily->lows);
	*daily = (struct hr_daily){ 0 };
}
