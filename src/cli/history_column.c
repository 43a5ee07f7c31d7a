#include <config.h>
#include "cli/history_column.h"

#include <string.h>

#define NAME_BYTES 64 /* of a column, as compared */

/* Lower case, letters, digits and % only: "90% Line" and "90%_line" are one name. */
static void normalise(struct hr_slice name, char out[NAME_BYTES])
{
	size_t n = 0;

	name = hr_slice_skip_bom(name);
	for (size_t i = 0; i < name.length && n + 1 < NAME_BYTES; i++) {
		char c = name.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '%')
			out[n++] = c;
	}
	out[n] = '\0';
}

static const struct {
	const char *name; /* normalised */
	enum hr_column_role role;
	const char *metric;
} known_names[] = {
	{ "date", HR_ROLE_TIME, NULL },
	{ "time", HR_ROLE_TIME, NULL },
	{ "timestamp", HR_ROLE_TIME, NULL },
	{ "started", HR_ROLE_TIME, NULL },
	{ "datetime", HR_ROLE_TIME, NULL },
	{ "version", HR_ROLE_VERSION, NULL },
	{ "commit", HR_ROLE_VERSION, NULL },
	{ "revision", HR_ROLE_VERSION, NULL },
	{ "build", HR_ROLE_VERSION, NULL },
	{ "run", HR_ROLE_RUN, NULL },
	{ "environment", HR_ROLE_ENVIRONMENT, NULL },
	{ "workload", HR_ROLE_WORKLOAD, NULL },
	{ "label", HR_ROLE_LABEL, NULL },
	{ "90%line", HR_ROLE_METRIC, "p90" },
	{ "95%line", HR_ROLE_METRIC, "p95" },
	{ "99%line", HR_ROLE_METRIC, "p99" },
	{ "error%", HR_ROLE_METRIC, "error_ratio" },
	{ "errorrate", HR_ROLE_METRIC, "error_ratio" },
	{ "stddev", HR_ROLE_METRIC, "stddev" },
	{ "receivedkbsec", HR_ROLE_METRIC, "received_kib_per_s" },
	{ "sentkbsec", HR_ROLE_METRIC, "sent_kib_per_s" },
};

static bool names_metric(const struct hr_metric *metric, const char *name)
{
	char own[NAME_BYTES];
	const char *alias = metric->alias;

	normalise(hr_slice_of(metric->name), own);
	if (strcmp(own, name) == 0)
		return true;
	normalise(hr_slice_of(metric->key), own);
	if (strcmp(own, name) == 0)
		return true;
	while (alias != NULL && *alias != '\0') {
		size_t length = strcspn(alias, " ");

		normalise((struct hr_slice){ alias, length }, own);
		if (strcmp(own, name) == 0)
			return true;
		alias += length;
		alias += strspn(alias, " ");
	}
	return false;
}

void hr_history_column_recognise(struct hr_slice name, struct hr_history_column *column)
{
	char normal[NAME_BYTES];

	normalise(name, normal);
	column->percent = strchr(normal, '%') != NULL;
	for (size_t i = 0; i < sizeof(known_names) / sizeof(known_names[0]); i++) {
		if (strcmp(known_names[i].name, normal) != 0)
			continue;
		column->role = known_names[i].role;
		if (known_names[i].metric != NULL)
			column->metric = hr_metric_find(hr_slice_of(known_names[i].metric), NULL);
		return;
	}
	for (size_t i = 0; i < hr_metric_count; i++) {
		if (!names_metric(&hr_metrics[i], normal))
			continue;
		column->role = HR_ROLE_METRIC;
		column->metric = &hr_metrics[i];
		return;
	}
}
