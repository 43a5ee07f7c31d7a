/*
 * The steady state of a run: where the warm-up ends and the ramp-down begins.
 */
#ifndef HR_ANALYSE_STEADY_H
#define HR_ANALYSE_STEADY_H

#include "analyse/run_intervals.h"

#define HR_STEADY_BATCHES_MIN 10   /* fewer say nothing about where a transient ends */
#define HR_STEADY_MATERIAL    0.05 /* a mean that differs less is the same for practical purposes */
#define HR_STEADY_SHARE_MIN   0.25 /* of the run: a shorter plateau is a step, not its state */
#define HR_STEADY_PLATEAU     0.95 /* of the most users: below, the load still grows or ends */

struct hr_steady {
	bool found;
	size_t first, last;     /* intervals of the window, both included */
	const char *reason;     /* why there is none; NULL when found */
	size_t warm_up;         /* intervals cut at the start because of times or throughput */
	double warm_up_mean_ms; /* of the requests in them; NaN */
	double steady_mean_ms;  /* of those in the window */
	double warm_up_requests, all_requests;
};

/*
 * hr_mser5 - where the transient of a series ends, by the Marginal Standard Error Rule over batch
 * means of five (White, Simulation 69(6), 1997; Spratt, MSER-5): the d that minimises the sum of
 * squares of what follows d about its mean, over the square of its number.
 * @values  finite, @count of them; a series of less than 50 is taken in smaller batches
 * @cut     set to the number of values to leave out at the start
 * Returns false when there are too few values, or when the minimum lies in the second half (@cut
 * says where): then the series settles too late, if at all. Cost: linear.
 */
bool hr_mser5(const double *values, size_t count, size_t *cut);

/*
 * hr_steady_find - the window in which the run was steady: from where mean time and throughput have
 * settled (MSER-5) and the users have reached HR_STEADY_PLATEAU of their most, to where they last
 * are there. The first and the last interval, which the run fills in part only, are never in it.
 */
void hr_steady_find(const struct hr_run_intervals *intervals, struct hr_steady *out);

#endif
