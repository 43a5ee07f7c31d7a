#include <config.h>
#include "render/timeline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "render/chart.h"
#include "stats/quantile.h"

/* A rate over less of a stretch than this is noise. */
#define COVERED_LEAST 0.25
#define COVERED_MOST  0.7 /* counts as whole */

#define REQUESTS_WANTED 20 /* in a stretch whose percentiles are drawn */
#define STRETCHES_LEAST 30

/* Round numbers of intervals, so that a stretch has a round length. */
static size_t round_up(size_t per)
{
	static const size_t nice[] = { 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 50, 60 };

	for (size_t i = 0; i < sizeof(nice) / sizeof(nice[0]); i++) {
		if (per <= nice[i])
			return nice[i];
	}
	return per;
}

static void set_ends(struct hr_timeline *timeline, const struct hr_label *total)
{
	int64_t begin = timeline->first * timeline->step_ns;
	int64_t end = (timeline->first + (int64_t)timeline->intervals) * timeline->step_ns;
	struct hr_civil first, last;

	timeline->start_ns = total->start_ns;
	timeline->end_ns = total->end_ns;
	if (timeline->start_ns == HR_INSTANT_NONE || timeline->start_ns < begin)
		timeline->start_ns = begin;
	if (timeline->end_ns == HR_INSTANT_NONE || timeline->end_ns < timeline->start_ns)
		timeline->end_ns = end;
	hr_instant_civil(begin, timeline->zone, &first);
	hr_instant_civil(end - 1, timeline->zone, &last);
	timeline->dated = first.day != last.day || first.month != last.month;
}

bool hr_timeline_init(struct hr_timeline *timeline, const struct hr_scene *scene, size_t most)
{
	const struct hr_cells *cells = &scene->total->cells;

	if (scene->run.grid.step_ns <= 0 || cells->count == 0)
		return false;
	timeline->first = cells->first;
	timeline->intervals = cells->count;
	timeline->per = round_up((cells->count + most - 1) / most);
	/* A rest of less than half a stretch is joined to the last one: alone it would look like a
	 * fall or a jump. */
	timeline->count = (cells->count + timeline->per / 2) / timeline->per;
	if (timeline->count == 0)
		timeline->count = 1;
	timeline->step_ns = scene->run.grid.step_ns;
	timeline->zone = scene->zone != NULL ? scene->zone : hr_zone_utc();
	set_ends(timeline, scene->total);
	return true;
}

size_t hr_timeline_stretches(const struct hr_label *label, size_t most)
{
	uint64_t enough = label->count / REQUESTS_WANTED;

	if (enough < STRETCHES_LEAST)
		enough = STRETCHES_LEAST;
	return enough < most ? (size_t)enough : most;
}

/* First interval after stretch @i. */
static size_t end_of(const struct hr_timeline *timeline, size_t i)
{
	return i + 1 < timeline->count ? (i + 1) * timeline->per : timeline->intervals;
}

static int64_t interval_ns(const struct hr_timeline *timeline, size_t interval)
{
	return (timeline->first + (int64_t)interval) * timeline->step_ns;
}

int64_t hr_timeline_ns(const struct hr_timeline *timeline, size_t i)
{
	return interval_ns(timeline, i * timeline->per);
}

double hr_timeline_x(const struct hr_timeline *timeline, size_t i)
{
	double middle = (double)(i * timeline->per + end_of(timeline, i)) / 2;

	return middle * (double)timeline->step_ns / 1e9;
}

static double covered_s(const struct hr_timeline *timeline, size_t from, size_t to)
{
	int64_t from_ns = interval_ns(timeline, from), to_ns = interval_ns(timeline, to);
	double whole = hr_span_s(from_ns, to_ns), covered;

	if (from_ns < timeline->start_ns)
		from_ns = timeline->start_ns;
	if (to_ns > timeline->end_ns)
		to_ns = timeline->end_ns;
	covered = to_ns > from_ns ? hr_span_s(from_ns, to_ns) : 0;
	/* With nothing else to show, a short piece is better than none. */
	if (timeline->count <= 2)
		return covered > 0 ? covered : whole;
	if (covered < COVERED_LEAST * whole)
		return (double)NAN;
	/* Requests at both of its ends would make the rate of a nearly whole stretch too high. */
	return covered > COVERED_MOST * whole ? whole : covered;
}

double hr_timeline_covered_s(const struct hr_timeline *timeline, size_t i)
{
	return covered_s(timeline, i * timeline->per, end_of(timeline, i));
}

void hr_timeline_axis(const struct hr_timeline *timeline, struct hr_axis *axis, double from,
                      double to)
{
	hr_axis_place(axis, from, to);
	hr_axis_time(axis, interval_ns(timeline, 0), interval_ns(timeline, timeline->intervals),
	             timeline->zone);
}

void hr_timeline_when(const struct hr_timeline *timeline, size_t i, struct hr_str *out)
{
	int64_t at = hr_timeline_ns(timeline, i);
	bool minutes = timeline->step_ns * (int64_t)timeline->per % (60 * HR_NS_PER_S) == 0 &&
	               at % (60 * HR_NS_PER_S) == 0;
	char text[HR_TICK_TEXT_SIZE], zone[HR_TICK_TEXT_SIZE];

	hr_axis_time_text(at, timeline->zone, minutes ? 60 : 1, timeline->dated, text);
	hr_axis_zone_text(at, timeline->zone, zone);
	hr_str_printf(out, "%s %s", text, zone);
}

void hr_timeline_length(const struct hr_timeline *timeline, struct hr_str *out)
{
	hr_chart_value(out, (double)timeline->step_ns * (double)timeline->per / 1e6,
	               HR_QUANTITY_DURATION_MS);
}

bool hr_timeline_join(const struct hr_timeline *timeline, const struct hr_label *label, size_t i,
                      struct hr_cell *out)
{
	bool any = false;

	*out = (struct hr_cell){ 0 };
	for (size_t k = i * timeline->per; k < end_of(timeline, i); k++) {
		const struct hr_cell *cell = hr_cells_peek(&label->cells,
		                                           timeline->first + (int64_t)k);

		if (cell == NULL)
			continue;
		hr_cell_merge(out, cell);
		any = true;
	}
	return any;
}

static double mean_ms(hr_u128 sum_ns, uint64_t count)
{
	return count > 0 ? (double)sum_ns / (double)count / 1e6 : (double)NAN;
}

static double rate(double amount, double seconds)
{
	return seconds > 0 ? amount / seconds : (double)NAN;
}

static double value_of(const struct hr_cell *cell, enum hr_per_stretch what, double seconds)
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
                        enum hr_per_stretch what, double *out)
{
	for (size_t i = 0; i < timeline->count; i++) {
		struct hr_cell cell;

		hr_timeline_join(timeline, label, i, &cell);
		out[i] = value_of(&cell, what, hr_timeline_covered_s(timeline, i));
		hr_sketch_release(&cell.sketch);
	}
}

void hr_timeline_range(const struct hr_timeline *timeline, const struct hr_label *label,
                       enum hr_per_stretch what, double *low, double *high)
{
	static const struct hr_cell nothing;

	for (size_t i = 0; i < timeline->count; i++) {
		low[i] = high[i] = (double)NAN;
		for (size_t k = i * timeline->per; k < end_of(timeline, i); k++) {
			const struct hr_cell *cell = hr_cells_peek(&label->cells,
			                                           timeline->first + (int64_t)k);
			double value = value_of(cell != NULL ? cell : &nothing, what,
			                        covered_s(timeline, k, k + 1));

			low[i] = fmin(low[i], value); /* a NaN gives way to a number */
			high[i] = fmax(high[i], value);
		}
	}
}

void hr_timeline_quantiles(const struct hr_timeline *timeline, const struct hr_label *label,
                           double p, double *out)
{
	for (size_t i = 0; i < timeline->count; i++) {
		struct hr_cell cell;

		out[i] = (double)NAN;
		if (hr_timeline_join(timeline, label, i, &cell))
			out[i] = hr_cell_quantile_ms(&cell, p);
		hr_sketch_release(&cell.sketch);
	}
}

bool hr_timeline_users(const struct hr_timeline *timeline, const struct hr_run *run, double *out)
{
	const struct hr_tracks *users = &run->users;
	bool known = false;

	for (size_t i = 0; i < timeline->count; i++) {
		uint64_t most = 0;

		for (size_t k = i * timeline->per; k < end_of(timeline, i); k++) {
			int64_t interval = timeline->first + (int64_t)k;
			uint64_t sum = hr_track_value(&users->rest, interval);

			for (size_t t = 0; t < users->count; t++)
				sum += hr_track_value(&users->tracks[t], interval);
			most = sum > most ? sum : most;
		}
		/* Users are known only where a sample told of them. */
		out[i] = most > 0 ? (double)most : (double)NAN;
		known = known || most > 0;
	}
	return known;
}

void hr_timeline_track(const struct hr_timeline *timeline, const struct hr_track *track,
                       double *values)
{
	for (size_t i = 0; i < timeline->count; i++) {
		uint64_t sum = 0;

		for (size_t k = i * timeline->per; k < end_of(timeline, i); k++)
			sum += hr_track_value(track, timeline->first + (int64_t)k);
		values[i] += (double)sum / hr_timeline_covered_s(timeline, i);
	}
}

static int ascending(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static void describe_range(double low, double high, enum hr_quantity quantity, struct hr_str *out)
{
	char low_text[HR_UNIT_TEXT_SIZE], high_text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(low, quantity, HR_STYLE_UNICODE, low_text);
	hr_unit_format(high, quantity, HR_STYLE_UNICODE, high_text);
	if (strcmp(low_text, high_text) == 0)
		hr_str_printf(out, " is mostly %s", low_text);
	else
		hr_str_printf(out, " is mostly between %s and %s", low_text, high_text);
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
		low = hr_quantile_sorted(sorted, n, 0.1, HR_QUANTILE_NEAREST);
		high = hr_quantile_sorted(sorted, n, 0.9, HR_QUANTILE_NEAREST);
		hr_str_puts(out, name);
		if (n == 1 || sorted[0] == sorted[n - 1]) {
			hr_str_puts(out, n == 1 ? " is " : " stays at ");
			hr_chart_value(out, sorted[0], quantity);
		} else {
			describe_range(low, high, quantity, out);
			hr_str_puts(out, ", highest ");
			hr_chart_value(out, values[top], quantity);
			hr_str_puts(out, " at ");
			hr_timeline_when(timeline, top, out);
		}
	}
	free(sorted);
}
