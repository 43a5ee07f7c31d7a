/*
 * Resource values as they were recorded, series by series: the sink of forecasts, which need more
 * series and finer times than a run keeps.
 */
#ifndef HR_ANALYSE_READINGS_H
#define HR_ANALYSE_READINGS_H

#include "base/str.h"
#include "record/sink.h"
#include "record/slots.h"

#define HR_READINGS_SERIES_MAX 100000
#define HR_READINGS_MAX        100000000 /* values of all series together */

struct hr_reading {
	int64_t time_ns;
	double value; /* in units */
};

struct hr_readings_series {
	char *id;   /* "host/name", or the name alone; owned, valid UTF-8 */
	char *unit; /* owned */
	enum hr_series_kind kind;
	struct hr_reading *items;
	size_t count, capacity;
};

struct hr_readings {
	struct hr_sink sink;               /* first */
	struct hr_readings_series *series; /* in the order they appear */
	size_t count, capacity;
	uint64_t total;   /* values kept */
	uint64_t dropped; /* values beyond a cap */
	struct hr_slots slots;
	struct hr_str key, clean; /* scratch */
};

void hr_readings_init(struct hr_readings *readings);
void hr_readings_release(struct hr_readings *readings);

#endif
