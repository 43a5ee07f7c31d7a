/*
 * Inside of the run: the grid of intervals and what follows when it changes.
 */
#ifndef HR_RECORD_GRID_H
#define HR_RECORD_GRID_H

#include "record/run.h"

/* Coarsen (or, when forced, cut) until the limits hold: after a label or an interval was added. */
void hr_grid_fit(struct hr_run *run);
/* The first interval that a forced grid of so many labels has room for when @last is its last. */
int64_t hr_grid_forced_first(int64_t last, size_t labels);
/* Widen to hold @first .. @last in the run's own numbers, then fit. */
void hr_grid_widen(struct hr_run *run, int64_t first, int64_t last);
/* Join cells and tracks so that an interval covers @factor of the old ones. */
void hr_grid_coarsen(struct hr_run *run, int64_t factor);
/* Note requests that ended before what a forced grid holds. */
void hr_grid_count_outside(struct hr_run *run, uint64_t weight);
/* Recompute first and last from the cells of all labels. */
void hr_grid_shrink(struct hr_run *run);

static inline bool hr_grid_is_empty(const struct hr_grid *grid)
{
	return grid->first > grid->last;
}

#endif
