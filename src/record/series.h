/*
 * Resource series on a grid of their own: at most HR_SERIES_POINTS points, steps of 1 s x 2^k since
 * the epoch. Counters keep the first and last raw value of each step and are differenced when read.
 */
#ifndef HR_RECORD_SERIES_H
#define HR_RECORD_SERIES_H

#include <stdint.h>

#include "base/count.h"
#include "base/int128.h"
#include "record/sample.h"

#define HR_SERIES_POINTS     10000
#define HR_SERIES_TEXT_BYTES 500 /* of a name, host or unit; longer ones are cut */
/* Values a point counts. More are not counted: only runs that are refused have them. */
#define HR_POINT_VALUES_MAX HR_COUNT_MAX

struct hr_point {
	int64_t interval;  /* floor(time / step) */
	uint64_t count;    /* at most HR_POINT_VALUES_MAX */
	hr_i128 sum_micro; /* within count x min_micro .. count x max_micro */
	int64_t min_micro, max_micro;
	int64_t first_micro, last_micro; /* by time; of equal times the smaller value is first, the
	                                    larger last */
	int64_t first_time_ns, last_time_ns;
};

struct hr_series {
	char *name, *host, *unit; /* owned, valid UTF-8, "" when absent */
	enum hr_series_kind kind;
	int64_t step_ns;
	struct hr_point *points; /* ascending by interval; only steps with values */
	size_t count, capacity;  /* capacity counts from points[0] */
	size_t before;           /* spare points in front of points[0] */
	uint64_t hash;           /* of the key, set by the run */
	size_t next;             /* of the run's series the one asked for after it: a guess */
};

void hr_series_init(struct hr_series *series, struct hr_slice name, struct hr_slice host,
                    struct hr_slice unit, enum hr_series_kind kind);
void hr_series_add(struct hr_series *series, int64_t time_ns, int64_t value_micro);
void hr_series_merge(struct hr_series *into, const struct hr_series *from);
/* Value of a point in units: mean of a gauge; rate per second of a counter since the last value of
 * the point before (NaN for the first; a value that fell was reset and counts from zero). */
double hr_series_value(const struct hr_series *series, size_t i);
/* The usual distance of two points: the median, by the starts of their steps; of less than two
 * points a step. Sorts a copy. */
int64_t hr_series_usual_ns(const struct hr_series *series);
/* How many times that a point may be away from the next, and still nothing is missing. */
#define HR_SERIES_GAP 3
void hr_series_release(struct hr_series *series);

#endif
