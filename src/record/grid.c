/* The grid of intervals: one for all labels and tracks of a run. */
#include <config.h>
#include "record/grid.h"

#include "record/lane.h"

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Remember an interval and its start. The first interval there is begins before the first instant
 * there is: it is never remembered. */
static void set_near(struct hr_grid *grid, int64_t interval)
{
	grid->near = interval;
	if (__builtin_mul_overflow(interval, grid->step_ns, &grid->near_ns))
		grid->near = INT64_MAX;
}

static int64_t forced_limit(int64_t labels)
{
	return smaller(HR_FORCED_INTERVALS_MAX, HR_FORCED_CELLS_MAX / labels);
}

static int64_t interval_limit(const struct hr_run *run)
{
	int64_t labels = run->label_count > 0 ? (int64_t)run->label_count : 1;

	if (run->grid.forced)
		return forced_limit(labels);
	return smaller(HR_INTERVALS_MAX, HR_CELLS_MAX / labels);
}

void hr_grid_count_outside(struct hr_run *run, uint64_t weight)
{
	struct hr_diag_entry entry = {
		.path = (char[]){ "" },
		.reason = (char[]){ "ended before the latest intervals that the forced interval "
		                    "leaves room for" },
		.severity = HR_DIAG_DEGRADED,
		.count = weight,
	};

	if (weight > 0)
		hr_diag_add_entry(&run->diag, &entry);
}

void hr_grid_coarsen(struct hr_run *run, int64_t factor)
{
	if (factor == 1)
		return;
	for (size_t i = 0; i < run->label_count; i++)
		hr_cells_coarsen(&run->labels[i]->cells, factor);
	hr_tracks_coarsen(&run->codes, factor);
	hr_tracks_coarsen(&run->users, factor);
	run->grid.step_ns *= factor;
	if (!hr_grid_is_empty(&run->grid)) {
		run->grid.first = hr_floor_div(run->grid.first, factor);
		run->grid.last = hr_floor_div(run->grid.last, factor);
	}
	set_near(&run->grid, hr_floor_div(run->grid.near, factor));
}

static void cut_front(struct hr_run *run, int64_t first)
{
	uint64_t forgotten = 0;

	run->grid.first = first;
	for (size_t i = 0; i < run->label_count; i++)
		forgotten += hr_cells_keep(&run->labels[i]->cells, first, run->grid.last);
	hr_tracks_keep(&run->codes, first, run->grid.last);
	hr_tracks_keep(&run->users, first, run->grid.last);
	hr_grid_count_outside(run, forgotten);
}

int64_t hr_grid_forced_first(int64_t last, size_t labels)
{
	return last - forced_limit(labels > 0 ? (int64_t)labels : 1) + 1;
}

void hr_grid_fit(struct hr_run *run)
{
	struct hr_grid *grid = &run->grid;
	int64_t limit = interval_limit(run), factor = 1;

	if (hr_grid_is_empty(grid) || grid->last - grid->first < limit)
		return;
	if (grid->forced) {
		cut_front(run, grid->last - limit + 1);
		return;
	}
	while (hr_floor_div(grid->last, factor) - hr_floor_div(grid->first, factor) >= limit)
		factor *= 2;
	hr_grid_coarsen(run, factor);
}

void hr_grid_widen(struct hr_run *run, int64_t first, int64_t last)
{
	struct hr_grid *grid = &run->grid;

	if (hr_grid_is_empty(grid)) {
		grid->first = first;
		grid->last = last;
	} else {
		if (first < grid->first)
			grid->first = first;
		if (last > grid->last)
			grid->last = last;
	}
	hr_grid_fit(run);
}

void hr_grid_shrink(struct hr_run *run)
{
	struct hr_grid *grid = &run->grid;

	grid->first = 0;
	grid->last = -1;
	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_cells *cells = &run->labels[i]->cells;
		int64_t last = cells->first + (int64_t)cells->count - 1;

		if (cells->count == 0)
			continue;
		if (hr_grid_is_empty(grid)) {
			grid->first = cells->first;
			grid->last = last;
		}
		if (cells->first < grid->first)
			grid->first = cells->first;
		if (last > grid->last)
			grid->last = last;
	}
}

void hr_run_expect(struct hr_run *run, const struct hr_run *other)
{
	if (run->grid.forced || hr_grid_is_empty(&other->grid))
		return;
	run->grid.step_ns = other->grid.step_ns;
	hr_grid_widen(run, other->grid.first, other->grid.last);
}

int64_t hr_run_interval(struct hr_run *run, int64_t instant_ns, uint64_t weight)
{
	struct hr_grid *grid = &run->grid;
	int64_t interval;

	/* near lies within the grid whenever it is not empty */
	if (instant_ns >= grid->near_ns &&
	    (uint64_t)instant_ns - (uint64_t)grid->near_ns < (uint64_t)grid->step_ns &&
	    grid->near >= grid->first && grid->near <= grid->last)
		return grid->near;
	interval = hr_floor_div(instant_ns, grid->step_ns);
	if (interval < grid->first || interval > grid->last) {
		hr_grid_widen(run, interval, interval);
		interval = hr_floor_div(instant_ns, grid->step_ns);
		if (interval < grid->first) {
			hr_grid_count_outside(run, weight);
			return HR_INTERVAL_NONE;
		}
	}
	set_near(grid, interval);
	return interval;
}
