#include <config.h>
#include "render/timeline.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/charts.h"
#include "stats/quantile.h"

/* A rate over less of an interval than this is noise. */
#define COVERED_LEAST 0.25

bool hr_timeline_init(struct hr_timeline *timeline, const struct hr_scene *scene)
{
	const struct hr_grid *grid = &scene->run.grid;
	struct hr_civil begin, end;

	if (grid->first > grid->last || grid->step_ns <= 0 || scene->total->cells.count == 0)
		return false;
	timeline->first = scene->total->cells.first;
	timeline->count = scene->total->cells.count;
	timeline->step_ns = grid->step_ns;
	timeline->zone = scene->zone != NULL ? scene->zone : hr_zone_utc();
	timeline->start_ns = scene->total->start_ns;
	timeline->end_ns = scene->total->end_ns;
	if (timeline->start_ns == HR_INSTANT_NONE ||
	    timeline->start_ns < hr_timeline_ns(timeline, 0))
		timeline->start_ns = hr_timeline_ns(timeline, 0);
	if (timeline->end_ns == HR_INSTANT_NONE || timeline->end_ns < timeline->start_ns)
		timeline->end_ns = hr_timeline_ns(timeline, timeline->count);
	hr_instant_civil(hr_timeline_ns(timeline, 0), timeline->zone, &begin);
	hr_instant_civil(hr_timeline_ns(timeline, timeline->count) - 1, timeline->zone, &end);
	timeline->dated = begin.day != end.day || begin.month != end.month;
	return true;
}

int64_t hr_timeline_ns(const struct hr_timeline *timeline, size_t i)
{
	return (timeline->first + (int64_t)i) * timeline->step_ns;
}

double hr_timeline_x(const struct hr_timeline *timeline, size_t i)
{
	return ((double)i + 0.5) * (double)timeline->step_ns / 1e9;
}

double hr_timeline_covered_s(const struct hr_timeline *timeline, size_t i)
{
	int64_t from = hr_timeline_ns(timeline, i), to = from + timeline->step_ns;
	bool only = timeline->count <= 2;
	double covered;

	if (from < timeline->start_ns)
		from = timeline->start_ns;
	if (to > timeline->end_ns)
		to = timeline->end_ns;
	covered = to > from ? (double)(to - from) / 1e9 : 0;
	if (only)
		return covered > 0 ? covered : (double)timeline->step_ns / 1e9;
	return covered < COVERED_LEAST * (double)timeline->step_ns / 1e9 ? (double)NAN : covered;
}

void hr_timeline_axis(const struct hr_timeline *timeline, struct hr_axis *axis, double from,
                      double to)
{
	hr_axis_place(axis, from, to);
	hr_axis_time(axis, hr_timeline_ns(timeline, 0), hr_timeline_ns(timeline, timeline->count),
	             timeline->zone);
}

void hr_timeline_when(const struct hr_timeline *timeline, size_t i, struct hr_str *out)
{
	int64_t at = hr_timeline_ns(timeline, i);
	int64_t step_s = timeline->step_ns / HR_NS_PER_S;
	char text[HR_TICK_TEXT_SIZE], zone[HR_TICK_TEXT_SIZE];

	hr_axis_time_text(at, timeline->zone, step_s % 60 == 0 ? 60 : 1, timeline->dated, text);
	hr_axis_zone_text(at, timeline->zone, zone);
	hr_str_printf(out, "%s %s", text, zone);
}

static double mean_ms(hr_u128 sum_ns, uint64_t count)
{
	return count > 0 ? (double)sum_ns / (double)count / 1e6 : (double)NAN;
}

static double rate(double amount, double seconds)
{
	return seconds > 0 ? amount / seconds : (double)NAN;
}

static double value_of(const struct hr_cell *cell, enum hr_per_interval what, double seconds)
{
	switch (what) {
	case HR_PER_MEAN_MS:
		return mean_ms(cell->sum_ns, cell->timed);
	case HR_PER_MAX_MS:
		return cell->timed > 0 ? (double)cell->max_ns / 1e6 : (double)NAN;
	case HR_PER_LATENCY_MS:
		return mean_ms(cell->latency_sum_ns, cell->latency_count);
	case HR_PER_CONNECT_MS:
		return mean_ms(cell->connect_sum_ns, cell->connect_count);
	case HR_PER_OK_PER_S:
		return rate((double)(cell->count - cell->errors), seconds);
	case HR_PER_FAILED_PER_S:
		return rate((double)cell->errors, seconds);
	case HR_PER_REQUESTS_PER_S:
		return rate((double)cell->count, seconds);
	case HR_PER_RECEIVED_PER_S:
		return rate((double)cell->received_bytes, seconds);
	case HR_PER_SENT_PER_S:
		return rate((double)cell->sent_bytes, seconds);
	case HR_PER_ERROR_RATIO:
		break;
	}
	return cell->count > 0 ? (double)cell->errors / (double)cell->count : (double)NAN;
}

void hr_timeline_values(const struct hr_timeline *timeline, const struct hr_label *label,
                        enum hr_per_interval what, double *out)
{
	static const struct hr_cell nothing;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct hr_cell *cell = hr_cells_peek(&label->cells,
		                                           timeline->first + (int64_t)i);

		out[i] = value_of(cell != NULL ? cell : &nothing, what,
		                  hr_timeline_covered_s(timeline, i));
	}
}

void hr_timeline_quantiles(const struct hr_timeline *timeline, const struct hr_label *label,
                           double p, double *out)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct hr_cell *cell = hr_cells_peek(&label->cells,
		                                           timeline->first + (int64_t)i);

		out[i] = (double)NAN;
		if (cell == NULL || cell->timed == 0)
			continue;
		/* The sketch answers with the middle of a bucket: keep it within the extremes. */
		out[i] = hr_sketch_quantile_ms(&cell->sketch, p);
		out[i] = fmin(fmax(out[i], (double)cell->min_ns / 1e6), (double)cell->max_ns / 1e6);
	}
}

bool hr_timeline_users(const struct hr_timeline *timeline, const struct hr_run *run, double *out)
{
	const struct hr_tracks *users = &run->users;
	bool known = false;

	for (size_t i = 0; i < timeline->count; i++) {
		int64_t interval = timeline->first + (int64_t)i;
		uint64_t sum = hr_track_value(&users->rest, interval);

		for (size_t t = 0; t < users->count; t++)
			sum += hr_track_value(&users->tracks[t], interval);
		/* Users are known only where a sample told of them. */
		out[i] = sum > 0 ? (double)sum : (double)NAN;
		known = known || sum > 0;
	}
	return known;
}

static int ascending(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

void hr_timeline_describe(const struct hr_timeline *timeline, const char *name,
                          const double *values, enum hr_quantity quantity, struct hr_str *out)
{
	double *sorted = hr_alloc_array(timeline->count, sizeof(*sorted));
	size_t n = 0, top = 0;

	for (size_t i = 0; i < timeline->count; i++) {
		if (!isfinite(values[i]))
			continue;
		if (n == 0 || values[i] > values[top])
			top = i;
		sorted[n++] = values[i];
	}
	if (n > 0) {
		double low, high;

		qsort(sorted, n, sizeof(*sorted), ascending);
		low = hr_quantile_sorted(sorted, n, 0.1, HR_QUANTILE_R7);
		high = hr_quantile_sorted(sorted, n, 0.9, HR_QUANTILE_R7);
		hr_str_puts(out, name);
		if (n == 1 || sorted[0] == sorted[n - 1]) {
			hr_str_puts(out, n == 1 ? " is " : " stays at ");
			hr_chart_value(out, sorted[0], quantity);
		} else {
			hr_str_puts(out, " is mostly between ");
			hr_chart_value(out, low, quantity);
			hr_str_puts(out, " and ");
			hr_chart_value(out, high, quantity);
			hr_str_puts(out, ", highest ");
			hr_chart_value(out, values[top], quantity);
			hr_str_puts(out, " at ");
			hr_timeline_when(timeline, top, out);
		}
	}
	free(sorted);
}
