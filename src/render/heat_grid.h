/*
 * Counts by time and response time: the sketches of a label's intervals on a grid of cells, few
 * enough to draw. Rows are whole sketch buckets, so no count is spread or guessed; all rows are
 * equally high, which within an octave is linear rather than logarithmic (0.09 octave at most).
 * Times of nothing, which lie infinitely far down on such an axis, have a row of their own below
 * it.
 */
#ifndef HR_RENDER_HEAT_GRID_H
#define HR_RENDER_HEAT_GRID_H

#include <stdbool.h>

#include "base/str.h"
#include "record/cells.h"

struct hr_heat_grid {
	size_t columns, rows;
	size_t per_column;  /* intervals in a column; the last may hold fewer */
	unsigned per_row;   /* sketch buckets in a row */
	unsigned first_row; /* row below + r covers buckets (first_row + r) * per_row .. + per_row -
	                       1 */
	size_t below; /* 1 when row 0 is for the first bucket alone, all times below 1 us; else 0 */
	uint64_t *counts; /* columns x rows, by column; owned */
	bool *known;      /* columns with any timed sample; owned */
	uint64_t most;    /* largest count */
};

/* @first, @intervals: the part of the cells' grid to show. Gives a grid of at most the stated size;
 * rows is 0 when nothing is timed. */
void hr_heat_grid_init(struct hr_heat_grid *grid, const struct hr_cells *cells, int64_t first,
                       size_t intervals, size_t columns_max, size_t rows_max);
void hr_heat_grid_release(struct hr_heat_grid *grid);
/* Heat level 2 .. 9 of a count, by its logarithm; 0 for none. (Level 1 is for empty cells.) */
int hr_heat_grid_level(const struct hr_heat_grid *grid, uint64_t count);
/* Row coordinate of a time: 0 is the lower edge of row 0, the middle of row 0 for what is below 1
 * us when that has its row. */
double hr_heat_grid_row(const struct hr_heat_grid *grid, double value_ms);
/* Times at the edges of the grid, the row below aside. */
double hr_heat_grid_low_ms(const struct hr_heat_grid *grid);
double hr_heat_grid_high_ms(const struct hr_heat_grid *grid);
/*
 * Path data of all cells of a level: one unit square a cell, rows upwards, neighbours in time
 * joined. Level 1: the columns that are known, over all rows.
 */
void hr_heat_grid_path(const struct hr_heat_grid *grid, int level, struct hr_str *out);

#endif
