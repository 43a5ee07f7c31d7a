/*
 * What a column of a table of runs means, by its name.
 */
#ifndef HR_CLI_HISTORY_COLUMN_H
#define HR_CLI_HISTORY_COLUMN_H

#include <stdbool.h>

#include "base/slice.h"
#include "record/metric.h"

enum hr_column_role {
	HR_ROLE_NONE, /* its name says nothing */
	HR_ROLE_TIME,
	HR_ROLE_VERSION,
	HR_ROLE_RUN,
	HR_ROLE_ENVIRONMENT,
	HR_ROLE_WORKLOAD,
	HR_ROLE_LABEL,
	HR_ROLE_METRIC,    /* of the metric table */
	HR_ROLE_NUMBER,    /* a metric nobody knows */
	HR_ROLE_DIMENSION, /* part of the label */
};

struct hr_history_column {
	const char *name; /* as written */
	enum hr_column_role role;
	const struct hr_metric *metric; /* of HR_ROLE_METRIC, else NULL */
	bool percent;                   /* the header says %, so do the values */
};

/*
 * hr_history_column_recognise - set the role, metric and percent of @column by its name.
 * @name  of any case and with any signs: "90% Line" and "90%_line" are one name. Names, keys and
 *        aliases of the metric table, and those of JMeter's own tables, are known. One that is not
 *        leaves the role as it is; HR_ROLE_NUMBER and HR_ROLE_DIMENSION no name has.
 */
void hr_history_column_recognise(struct hr_slice name, struct hr_history_column *column);

#endif
