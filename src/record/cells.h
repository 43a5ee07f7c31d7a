/*
 * Interval cells of one label: what happened in each interval of the run's grid. A sample belongs
 * to the interval in which it ended. Cells are merged in place when the interval doubles.
 */
#ifndef HR_RECORD_CELLS_H
#define HR_RECORD_CELLS_H

#include <stdint.h>

#include "base/int128.h"
#include "stats/moments.h"
#include "stats/sketch.h"

struct hr_cell {
	uint64_t count, errors; /* requests that ended here; of these failed */
	uint64_t timed; /* of these with a known elapsed time: those in sum, min, max, sketch */
	hr_u128 sum_ns; /* of elapsed times, successes and failures */
	int64_t min_ns, max_ns;
	uint64_t latency_count, connect_count; /* samples that carry the figure */
	hr_u128 latency_sum_ns, connect_sum_ns;
	uint64_t received_bytes, sent_bytes;
	struct hr_sketch sketch; /* of elapsed times */
};

/* Interval numbers are floor(instant / step), so they count from the epoch. Zero-initialised is
 * empty. */
struct hr_cells {
	struct hr_cell *cells; /* intervals first .. first + count - 1 */
	int64_t first;
	size_t count, capacity, before; /* see record/lane.h */
};

/* The cell of an interval, made when missing (the array grows at either end). */
struct hr_cell *hr_cells_at(struct hr_cells *cells, int64_t interval);
/* NULL outside. */
const struct hr_cell *hr_cells_peek(const struct hr_cells *cells, int64_t interval);
/* One elapsed time counted @weight times: timed, sum, min, max and sketch. */
void hr_cell_add_time(struct hr_cell *cell, int64_t value_ns, uint32_t weight);
/* The same of many but for the sketch. @moments  theirs */
void hr_cell_add_moments(struct hr_cell *cell, const struct hr_moments *moments);
/* The quantile of the cell's sketch, kept within the exact extremes of its times: a bucket's middle
 * may lie outside. In ms; NaN without timed requests. @p in 0..1. */
double hr_cell_quantile_ms(const struct hr_cell *cell, double p);
void hr_cell_merge(struct hr_cell *into, const struct hr_cell *from);
/* An interval of @into covers @factor of @from's; what would go to intervals below @floor is
 * dropped. Gives the number of requests dropped. */
uint64_t hr_cells_merge_coarser(struct hr_cells *into, const struct hr_cells *from, int64_t factor,
                                int64_t floor);
/* The same; @from is empty then. */
uint64_t hr_cells_take_coarser(struct hr_cells *into, struct hr_cells *from, int64_t factor,
                               int64_t floor);
/* How many octaves the sketches of @a and @b (NULL: none) keep once they are merged, an interval of
 * which covers @a_factor of @a's and @b_factor of @b's, and those before @floor are dropped. */
uint64_t hr_cells_octaves(const struct hr_cells *a, int64_t a_factor, const struct hr_cells *b,
                          int64_t b_factor, int64_t floor);
/* Join cells so that each covers @factor of the old intervals. */
void hr_cells_coarsen(struct hr_cells *cells, int64_t factor);
/* Forget the cells outside @first .. @last, and empty ones at both ends. Gives the number of
 * requests forgotten. */
uint64_t hr_cells_keep(struct hr_cells *cells, int64_t first, int64_t last);
void hr_cells_release(struct hr_cells *cells);

#endif
