/*
 * The whole run interval by interval, as plain arrays: what rules about the course of a run look
 * at.
 */
#ifndef HR_ANALYSE_RUN_INTERVALS_H
#define HR_ANALYSE_RUN_INTERVALS_H

#include "record/run.h"

struct hr_run_intervals {
	size_t count;  /* 0 without samples that have a time */
	int64_t first; /* interval number of [0] */
	double step_s;
	double *requests;   /* that ended in the interval */
	double *mean_ms;    /* elapsed; NaN in an interval without timed requests */
	double *connect_ms; /* mean; NaN */
	double *users;      /* active, summed over hosts; NaN where none is known */
	double users_max;   /* NaN: the run knows no users */
};

/* @total  of the same run (its cells)    End with hr_run_intervals_release(). */
void hr_run_intervals_init(struct hr_run_intervals *intervals, const struct hr_run *run,
                           const struct hr_label *total);
void hr_run_intervals_release(struct hr_run_intervals *intervals);
/* Where interval @i begins. */
int64_t hr_run_intervals_start_ns(const struct hr_run_intervals *intervals,
                                  const struct hr_run *run, size_t i);

#endif
