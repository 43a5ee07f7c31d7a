/*
 * Resource values as they were recorded, series by series: the sink of forecasts, which need more
 * series and finer times than a run keeps.
 *
 * Readings are held until there are many of them. Then the step of each series is chosen by what it
 * has, and from there on readings are added up by steps as they come: memory depends on the number
 * of steps, not of readings. Gauges may come in any order; counters must rise in time from then on.
 */
#ifndef HR_ANALYSE_READINGS_H
#define HR_ANALYSE_READINGS_H

#include "analyse/step_sums.h"
#include "base/str.h"
#include "record/sink.h"
#include "record/slots.h"

#define HR_READINGS_SERIES_MAX 100000
#define HR_READINGS_HELD       2000000 /* of all series together, at 16 bytes */
#define HR_READINGS_HELD_EACH  256     /* of a series that begins later */

struct hr_reading {
	int64_t time_ns;
	double value; /* in units */
};

struct hr_readings_series {
	char *id;   /* "host/name", or the name alone; owned, valid UTF-8 */
	char *unit; /* owned */
	enum hr_series_kind kind;
	struct hr_reading *items; /* held; none once it is settled */
	size_t count, capacity;
	bool settled;
	struct hr_step_sums sums; /* of a settled one */
};

struct hr_readings {
	struct hr_sink sink;               /* first */
	struct hr_readings_series *series; /* in the order they appear */
	size_t count, capacity;
	int64_t step_ns; /* the step that is wished for, 0 = that of each series; set before the
	                    first reading */
	size_t held_max; /* readings held; HR_READINGS_HELD */
	size_t held;
	bool is_full;     /* so many were there: series are settled early */
	uint64_t dropped; /* values of more series than are kept */
	uint64_t late;    /* values of settled counters that came out of order */
	struct hr_slots slots;
	struct hr_str key, clean; /* scratch */
};

void hr_readings_init(struct hr_readings *readings);
/* Sorts what a series holds, chooses its step (@step_ns: a wish) and adds it up; for one that is
 * settled nothing is left to do. */
void hr_readings_settle(struct hr_readings_series *series, int64_t step_ns);
void hr_readings_release(struct hr_readings *readings);

#endif
