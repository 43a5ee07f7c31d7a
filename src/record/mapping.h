/*
 * Columns of a generic table (CSV or JSON lines): which column or member holds what, in which unit.
 * Made by config from the user's `mapping` object; readers only look at it.
 */
#ifndef HR_RECORD_MAPPING_H
#define HR_RECORD_MAPPING_H

#include <stdbool.h>

struct hr_time_format;
struct hr_zone;

enum hr_stamp { HR_STAMP_START, HR_STAMP_END }; /* what a time stamp marks */

enum hr_field {
	/* samples */
	HR_FIELD_TIME,
	HR_FIELD_ELAPSED,
	HR_FIELD_LABEL,
	HR_FIELD_SUCCESS,
	HR_FIELD_CODE,
	HR_FIELD_MESSAGE,
	HR_FIELD_FAILURE,
	HR_FIELD_RECEIVED,
	HR_FIELD_SENT,
	HR_FIELD_LATENCY,
	HR_FIELD_CONNECT,
	HR_FIELD_USERS,
	HR_FIELD_HOST,
	HR_FIELD_WEIGHT,
	HR_FIELD_ERRORS,
	/* observations: time and host as above */
	HR_FIELD_NAME,
	HR_FIELD_VALUE,
	HR_FIELD_UNIT,
	HR_FIELD_KIND,
	HR_FIELD_COUNT
};

/* The name of a field in configurations: "time", "elapsed", ... */
const char *hr_field_name(enum hr_field field);

struct hr_mapping {
	char *columns[HR_FIELD_COUNT]; /* column name or JSON path ("data.time"); NULL = not mapped;
	                                  owned */
	int shift[HR_FIELD_COUNT];     /* decimal shift to the record's unit for time and durations:
	                                  "ms" to ns is 6; bytes use factor 1 */
	char *time_format_text;        /* owned; NULL = by the look of the value */
	struct hr_time_format *time_format; /* owned */
	char *zone_text;                    /* "timezone" of the mapping or NULL; owned */
	struct hr_zone *zone;               /* owned or NULL */
	char *success_value; /* text that means success; NULL: true/1/ok/pass, or code 200..399 when
	                        no success column */
	char *constant_label;     /* label of every row when no label column */
	bool has_header;          /* false: columns are "1", "2", ... */
	char delimiter;           /* 0 guessed */
	enum hr_stamp time_marks; /* what the time column marks */
};

void hr_mapping_init(struct hr_mapping *mapping);
void hr_mapping_release(struct hr_mapping *mapping);
/* True when it describes observations (value is mapped) rather than samples. */
bool hr_mapping_is_series(const struct hr_mapping *mapping);

#endif
