/* Interval cells of a label. */
#include <config.h>
#include "record/cells.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/count.h"
#include "base/instant.h"
#include "record/lane.h"

static struct hr_cell *cover(struct hr_cells *cells, int64_t interval)
{
	struct hr_lane lane = { cells->cells, cells->first, cells->count, cells->before,
		                cells->capacity };

	hr_lane_cover(&lane, interval, sizeof(*cells->cells));
	*cells = (struct hr_cells){ lane.items, lane.first, lane.count, lane.capacity,
		                    lane.before };
	return &cells->cells[interval - cells->first];
}

struct hr_cell *hr_cells_at(struct hr_cells *cells, int64_t interval)
{
	if (interval >= cells->first && (uint64_t)(interval - cells->first) < cells->count)
		return &cells->cells[interval - cells->first];
	return cover(cells, interval);
}

const struct hr_cell *hr_cells_peek(const struct hr_cells *cells, int64_t interval)
{
	if (interval < cells->first || (uint64_t)(interval - cells->first) >= cells->count)
		return NULL;
	return &cells->cells[interval - cells->first];
}

/* @count more times, of which @min_ns and @max_ns are the extremes. */
static void count_times(struct hr_cell *cell, uint64_t count, int64_t min_ns, int64_t max_ns)
{
	if (cell->timed == 0 || min_ns < cell->min_ns)
		cell->min_ns = min_ns;
	if (cell->timed == 0 || max_ns > cell->max_ns)
		cell->max_ns = max_ns;
	cell->timed += count;
}

void hr_cell_add_moments(struct hr_cell *cell, const struct hr_moments *moments)
{
	if (moments->count == 0)
		return;
	count_times(cell, moments->count, moments->min_ns, moments->max_ns);
	cell->sum_ns += moments->sum_ns;
}

void hr_cell_add_time(struct hr_cell *cell, int64_t value_ns, uint32_t weight)
{
	if (weight == 0)
		return;
	count_times(cell, weight, value_ns, value_ns);
	cell->sum_ns += (hr_u128)value_ns * weight;
	hr_sketch_add(&cell->sketch, value_ns, weight);
}

double hr_cell_quantile_ms(const struct hr_cell *cell, double p)
{
	if (cell->timed == 0)
		return (double)NAN;
	return fmin(fmax(hr_sketch_quantile_ms(&cell->sketch, p),
	                 (double)cell->min_ns / (double)HR_NS_PER_MS),
	            (double)cell->max_ns / (double)HR_NS_PER_MS);
}

/* All but the sketch. */
static void merge_sums(struct hr_cell *into, const struct hr_cell *from)
{
	if (from->timed > 0) {
		count_times(into, from->timed, from->min_ns, from->max_ns);
		into->sum_ns += from->sum_ns;
	}
	into->count += from->count;
	into->errors += from->errors;
	into->latency_count += from->latency_count;
	into->connect_count += from->connect_count;
	into->latency_sum_ns += from->latency_sum_ns;
	into->connect_sum_ns += from->connect_sum_ns;
	into->received_bytes = hr_count_add(into->received_bytes, from->received_bytes);
	into->sent_bytes = hr_count_add(into->sent_bytes, from->sent_bytes);
}

void hr_cell_merge(struct hr_cell *into, const struct hr_cell *from)
{
	merge_sums(into, from);
	hr_sketch_merge(&into->sketch, &from->sketch);
}

/* An interval that was not there before may take the sketch instead of copying it. */
static void take_cell(struct hr_cell *into, struct hr_cell *from)
{
	merge_sums(into, from);
	hr_sketch_take(&into->sketch, &from->sketch);
}

static uint64_t add_cells(struct hr_cells *into, const struct hr_cells *from, int64_t factor,
                          int64_t floor, bool take)
{
	size_t begin = 0;
	uint64_t dropped = 0;

	for (; begin < from->count; begin++) {
		int64_t interval = hr_floor_div(from->first + (int64_t)begin, factor);

		if (interval >= floor && from->cells[begin].count > 0)
			break;
		dropped += from->cells[begin].count;
	}
	if (begin == from->count)
		return dropped;
	/* the far end first, so that the array grows once or twice */
	hr_cells_at(into, hr_floor_div(from->first + (int64_t)from->count - 1, factor));
	for (size_t i = begin; i < from->count; i++) {
		struct hr_cell *cell;

		if (from->cells[i].count == 0)
			continue;
		cell = hr_cells_at(into, hr_floor_div(from->first + (int64_t)i, factor));
		if (take)
			take_cell(cell, &from->cells[i]);
		else
			hr_cell_merge(cell, &from->cells[i]);
	}
	return dropped;
}

uint64_t hr_cells_merge_coarser(struct hr_cells *into, const struct hr_cells *from, int64_t factor,
                                int64_t floor)
{
	return add_cells(into, from, factor, floor, false);
}

uint64_t hr_cells_take_coarser(struct hr_cells *into, struct hr_cells *from, int64_t factor,
                               int64_t floor)
{
	uint64_t dropped = add_cells(into, from, factor, floor, true);

	/* now, while it is near */
	hr_cells_release(from);
	return dropped;
}

void hr_cells_coarsen(struct hr_cells *cells, int64_t factor)
{
	int64_t first = hr_floor_div(cells->first, factor);
	size_t filled = 0;

	if (cells->count == 0 || factor == 1)
		return;
	for (size_t i = 0; i < cells->count; i++) {
		int64_t interval = hr_floor_div(cells->first + (int64_t)i, factor);
		struct hr_cell *cell = &cells->cells[i];

		if ((size_t)(interval - first) == filled) {
			cells->cells[filled++] = *cell;
		} else {
			hr_cell_merge(&cells->cells[filled - 1], cell);
			hr_sketch_release(&cell->sketch);
		}
	}
	cells->first = first;
	cells->count = filled;
}

/* A way through the cells of a label by intervals that are longer than its own. */
struct walk {
	const struct hr_cells *cells;
	int64_t factor;
	size_t at;
};

static int64_t interval_of(const struct walk *walk)
{
	if (walk->cells == NULL || walk->at >= walk->cells->count)
		return INT64_MAX;
	return hr_floor_div(walk->cells->first + (int64_t)walk->at, walk->factor);
}

static uint64_t octaves_in(struct walk *walk, int64_t interval)
{
	uint64_t octaves = 0;

	for (; interval_of(walk) == interval; walk->at++)
		octaves |= hr_sketch_octaves(&walk->cells->cells[walk->at].sketch);
	return octaves;
}

uint64_t hr_cells_octaves(const struct hr_cells *a, int64_t a_factor, const struct hr_cells *b,
                          int64_t b_factor, int64_t floor)
{
	struct walk walks[2] = { { a, a_factor, 0 }, { b, b_factor, 0 } };
	uint64_t count = 0;

	for (;;) {
		int64_t first = interval_of(&walks[0]), second = interval_of(&walks[1]);
		int64_t interval = first < second ? first : second;
		uint64_t octaves;

		if (interval == INT64_MAX)
			return count;
		octaves = octaves_in(&walks[0], interval) | octaves_in(&walks[1], interval);
		if (interval >= floor)
			count += (uint64_t)__builtin_popcountll(octaves);
	}
}

uint64_t hr_cells_keep(struct hr_cells *cells, int64_t first, int64_t last)
{
	size_t begin = 0, end = cells->count;
	uint64_t forgotten = 0;

	for (; begin < end; begin++) {
		struct hr_cell *cell = &cells->cells[begin];

		if (cells->first + (int64_t)begin >= first && cell->count > 0)
			break;
		forgotten += cell->count;
		hr_sketch_release(&cell->sketch);
	}
	for (; end > begin; end--) {
		struct hr_cell *cell = &cells->cells[end - 1];

		if (cells->first + (int64_t)end - 1 <= last && cell->count > 0)
			break;
		forgotten += cell->count;
		hr_sketch_release(&cell->sketch);
	}
	if (cells->count == 0)
		return 0;
	cells->cells += begin;
	cells->before += begin;
	cells->capacity -= begin;
	cells->count = end - begin;
	cells->first = cells->count > 0 ? cells->first + (int64_t)begin : 0;
	return forgotten;
}

void hr_cells_release(struct hr_cells *cells)
{
	for (size_t i = 0; i < cells->count; i++)
		hr_sketch_release(&cells->cells[i].sketch);
	if (cells->cells != NULL)
		free(cells->cells - cells->before);
	*cells = (struct hr_cells){ 0 };
}
