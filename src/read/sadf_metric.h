/*
 * What sysstat's sadf calls the things it measures, in JSON (-j) and in tables (-d), and what they
 * are called here: one table for both, so that both give the same series. Sources: the manuals
 * sadf(1) and sar(1).
 */
#ifndef HR_READ_SADF_METRIC_H
#define HR_READ_SADF_METRIC_H

#include <stdbool.h>

#include "read/reader.h"

enum hr_sadf_activity {
	HR_SADF_CPU,
	HR_SADF_INTERRUPTS,
	HR_SADF_TASKS,
	HR_SADF_SWAPPING,
	HR_SADF_PAGING,
	HR_SADF_IO,
	HR_SADF_MEMORY,
	HR_SADF_HUGEPAGES,
	HR_SADF_KERNEL,
	HR_SADF_QUEUE,
	HR_SADF_DISK,
	HR_SADF_NETWORK,
	HR_SADF_NETWORK_ERRORS,
	HR_SADF_SOCKETS,
	HR_SADF_TCP,
	HR_SADF_TCP_ERRORS,
	HR_SADF_UDP,
	HR_SADF_FREQUENCY,
	HR_SADF_FAN,
	HR_SADF_TEMPERATURE,
	HR_SADF_VOLTAGE,
	HR_SADF_FILESYSTEM,
	HR_SADF_PRESSURE_CPU,
	HR_SADF_PRESSURE_IO,
	HR_SADF_PRESSURE_MEMORY,
	HR_SADF_ACTIVITIES
};

struct hr_sadf_metric {
	enum hr_sadf_activity activity;
	const char *member; /* in JSON */
	const char *column; /* in tables */
	const char *name;   /* of the series, behind the activity and the device */
	const char *unit;
	int64_t factor;      /* of the file's value to the unit */
	const char *instead; /* JSON member that, where it is there, says the same better */
};

/* The activity of a JSON section; false when it is not read. */
bool hr_sadf_section(const char *section, enum hr_sadf_activity *out);
/* NULL when it is not read. */
const struct hr_sadf_metric *hr_sadf_by_member(enum hr_sadf_activity activity, const char *member);
/*
 * hr_sadf_by_column - the meaning of a column.
 * @device  the name of the last column that says which device ("CPU", "DEV"); NULL none
 * @near  where the column beside it belongs, looked at first; HR_SADF_ACTIVITIES unknown
 */
const struct hr_sadf_metric *hr_sadf_by_column(struct hr_slice column, const char *device,
                                               enum hr_sadf_activity near);
/* The canonical name of a column that says which device a row is of; NULL when it is none. */
const char *hr_sadf_device_column(struct hr_slice column);

/* Where and when the values are from. */
struct hr_sadf_row {
	int64_t time_ns;
	struct hr_slice host;
	uint64_t line;
	struct hr_str name; /* scratch; released by the reader */
};

/*
 * hr_sadf_push - one value as an observation, or counted as rejected. Of single processors only
 * the idle time is kept, and of interrupts only the sum: a machine with many processors has else
 * thousands of series that nobody looks at.
 * @device  "all", "0", "sda", "eth0"; empty where the activity has none
 * @value   as text
 */
void hr_sadf_push(struct hr_read_context *context, struct hr_sadf_row *row,
                  const struct hr_sadf_metric *metric, struct hr_slice device,
                  struct hr_slice value);
/* "2019-04-18 13:20:19" and the zone's name, "UTC" or local (then @zone), or epoch seconds. */
bool hr_sadf_time(struct hr_slice text, struct hr_slice zone_name, const struct hr_zone *zone,
                  int64_t *out);

#endif
