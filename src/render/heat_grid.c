#include <config.h>
#include "render/heat_grid.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "render/palette.h"

#define ROWS_LEAST 24 /* of two buckets: three octaves */
#define LEVEL_FEW  2
#define LEVEL_ONLY 6 /* when every cell holds one */

/* Visit all occupied buckets of an interval. */
static void add_interval(struct hr_heat_grid *grid, const struct hr_cell *cell, size_t column)
{
	for (uint32_t bucket = 0, n; (n = hr_sketch_next(&cell->sketch, &bucket)) > 0; bucket++) {
		size_t row = 0;
		uint64_t *count;

		if (bucket > 0)
			row = grid->below + bucket / grid->per_row - grid->first_row;
		count = &grid->counts[column * grid->rows + row];
		*count += n;
		if (*count > grid->most)
			grid->most = *count;
	}
}

/* The occupied buckets but the first, which @below tells of; without any, the one of 1 ms. False
 * when nothing is timed. */
static bool extent(const struct hr_cells *cells, int64_t first, size_t intervals, unsigned *low,
                   unsigned *high, bool *below)
{
	bool any = false;

	*below = false;

	for (size_t i = 0; i < intervals; i++) {
		const struct hr_cell *cell = hr_cells_peek(cells, first + (int64_t)i);

		if (cell == NULL)
			continue;
		for (uint32_t bucket = 0; hr_sketch_next(&cell->sketch, &bucket) > 0; bucket++) {
			if (bucket == 0) {
				*below = true;
				continue;
			}
			if (!any || bucket < *low)
				*low = bucket;
			if (!any || bucket > *high)
				*high = bucket;
			any = true;
		}
	}
	if (!any && *below) {
		*low = 1;
		while (hr_sketch_low_ns((uint16_t)(*low + 1)) <= HR_NS_PER_MS)
			++*low;
		*high = *low;
	}
	return any || *below;
}

/* Powers of two, so that rows begin where octaves do. */
static unsigned buckets_per_row(unsigned low, unsigned high, size_t rows_max)
{
	unsigned per_row = 2;

	while (high / per_row - low / per_row + 1 > rows_max)
		per_row *= 2;
	return per_row;
}

void hr_heat_grid_init(struct hr_heat_grid *grid, const struct hr_cells *cells, int64_t first,
                       size_t intervals, size_t columns_max, size_t rows_max)
{
	unsigned low = 0, high = 0, free_rows;
	bool below;

	*grid = (struct hr_heat_grid){ 0 };
	if (intervals == 0 || !extent(cells, first, intervals, &low, &high, &below))
		return;
	grid->below = below ? 1 : 0;
	grid->per_column = (intervals + columns_max - 1) / columns_max;
	grid->columns = (intervals + grid->per_column - 1) / grid->per_column;
	grid->per_row = buckets_per_row(low, high, rows_max);
	/* Free rows above and below, so that a constant is a band and not the whole canvas. */
	free_rows = high / grid->per_row - low / grid->per_row + 3;
	free_rows = free_rows < ROWS_LEAST ? (ROWS_LEAST - free_rows) / 2 + 1 : 1;
	grid->first_row = low / grid->per_row > free_rows ? low / grid->per_row - free_rows : 0;
	grid->rows = grid->below + high / grid->per_row - grid->first_row + 1 + free_rows;
	grid->counts = hr_zalloc(grid->columns * grid->rows, sizeof(*grid->counts));
	grid->known = hr_zalloc(grid->columns, sizeof(*grid->known));
	for (size_t i = 0; i < intervals; i++) {
		const struct hr_cell *cell = hr_cells_peek(cells, first + (int64_t)i);

		if (cell == NULL || cell->timed == 0)
			continue;
		grid->known[i / grid->per_column] = true;
		add_interval(grid, cell, i / grid->per_column);
	}
}

void hr_heat_grid_release(struct hr_heat_grid *grid)
{
	free(grid->counts);
	free(grid->known);
	*grid = (struct hr_heat_grid){ 0 };
}

int hr_heat_grid_level(const struct hr_heat_grid *grid, uint64_t count)
{
	if (count == 0)
		return 0;
	if (grid->most <= 1)
		return LEVEL_ONLY;
	return LEVEL_FEW + (int)lround((HR_HEAT_LEVELS - LEVEL_FEW) * log((double)count) /
	                               log((double)grid->most));
}

static double edge_ms(const struct hr_heat_grid *grid, size_t row)
{
	size_t bucket = (grid->first_row + row - grid->below) * grid->per_row;

	return (double)hr_sketch_low_ns((uint16_t)bucket) / 1e6;
}

double hr_heat_grid_low_ms(const struct hr_heat_grid *grid)
{
	return edge_ms(grid, grid->below);
}

double hr_heat_grid_high_ms(const struct hr_heat_grid *grid)
{
	return edge_ms(grid, grid->rows);
}

double hr_heat_grid_row(const struct hr_heat_grid *grid, double value_ms)
{
	if (grid->below > 0 && value_ms * 1e6 < (double)hr_sketch_low_ns(1))
		return 0.5;
	for (size_t row = grid->below; row < grid->rows; row++) {
		unsigned bucket = (unsigned)(grid->first_row + row - grid->below) * grid->per_row;

		if (value_ms >= edge_ms(grid, row + 1))
			continue;
		for (unsigned i = 0; i < grid->per_row; i++) {
			double low = (double)hr_sketch_low_ns((uint16_t)(bucket + i)) / 1e6;
			double high = (double)hr_sketch_low_ns((uint16_t)(bucket + i + 1)) / 1e6;

			if (value_ms < high)
				return (double)row +
				       ((double)i + fmax(0, value_ms - low) / (high - low)) /
				               grid->per_row;
		}
	}
	return (double)grid->rows;
}

struct run_writer {
	struct hr_str *out;
	size_t column, row;
	bool begun;
};

/* Moves are relative to the run before, which is shorter. */
static void write_run(struct run_writer *writer, size_t column, size_t row, size_t width,
                      size_t height)
{
	long dx = (long)column - (long)writer->column, dy = (long)row - (long)writer->row;

	hr_str_printf(writer->out, dy < 0 ? "%s%ld%ld" : "%s%ld %ld", writer->begun ? "m" : "M", dx,
	              dy);
	hr_str_printf(writer->out, "h%zuv%zuh-%zuz", width, height, width);
	writer->column = column;
	writer->row = row;
	writer->begun = true;
}

static int level_at(const struct hr_heat_grid *grid, size_t column, size_t row)
{
	return hr_heat_grid_level(grid, grid->counts[column * grid->rows + row]);
}

void hr_heat_grid_path(const struct hr_heat_grid *grid, int level, struct hr_str *out)
{
	struct run_writer writer = { .out = out };
	size_t rows = level == 1 ? 1 : grid->rows;

	for (size_t row = 0; row < rows; row++) {
		for (size_t from = 0, to; from < grid->columns; from = to + 1) {
			for (to = from; to < grid->columns; to++) {
				if (level == 1 ? !grid->known[to]
				               : level_at(grid, to, row) != level)
					break;
			}
			if (to > from)
				write_run(&writer, from, row, to - from,
				          level == 1 ? grid->rows : 1);
		}
	}
}
