/*
 * A resource by days: of each day the largest and the smallest hour. What is read hour by hour is
 * folded at once, so that a fleet of tens of thousands of series fits into memory.
 */
#ifndef HR_ANALYSE_DAILY_H
#define HR_ANALYSE_DAILY_H

#include <stddef.h>
#include <stdint.h>

#include "record/run.h"
#include "record/series.h"

#define HR_DAILY_MAX 3660 /* days kept of a series, the latest */

struct hr_daily {
	char *name, *host, *unit; /* owned */
	int64_t first;            /* day of peaks[0], days since the epoch in UTC */
	size_t count;
	float *peaks, *lows; /* means of hours; NaN on days without values */
	size_t capacity;
	/* The hour that is being added up. */
	int64_t hour;
	double sum, weight;
	double last;       /* value of the last hour; NaN before the first */
	int64_t end_ns;    /* of the last hour */
	double ramp_per_s; /* the steepest relative rise from hour to hour */
};

void hr_daily_init(struct hr_daily *daily, const char *name, const char *host, const char *unit);
/* The value of a moment, counted @weight times; times ascend, but for ones within an hour. */
void hr_daily_add(struct hr_daily *daily, int64_t time_ns, double value, double weight);
/* Close the last hour; nothing may be added afterwards. */
void hr_daily_finish(struct hr_daily *daily);
/* All points of a series (counters as rates), finished. @daily is initialised by the call. */
void hr_daily_of_series(const struct hr_series *series, struct hr_daily *daily);
/*
 * hr_daily_of_load - the requests of a run per second, as a series HR_DAILY_LOAD without host.
 * From its intervals: where those are longer than an hour, so is what counts as one. Intervals
 * without requests are taken as not recorded. @daily is initialised by the call.
 */
void hr_daily_of_load(const struct hr_run *run, const struct hr_label *total,
                      struct hr_daily *daily);
#define HR_DAILY_LOAD "throughput"
/* Sum by days, for series of several hosts; days that one lacks are NaN only when all lack them. */
void hr_daily_sum(struct hr_daily *into, const struct hr_daily *from);
/* Peaks of the last @days days (all with 0) as doubles, oldest first; gives their number. @out
 * holds HR_DAILY_MAX. */
size_t hr_daily_peaks(const struct hr_daily *daily, size_t days, double *out);
void hr_daily_release(struct hr_daily *daily);

#endif
