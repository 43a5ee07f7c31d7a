#include <config.h>
#include "record/mapping.h"

#include <stdlib.h>

#include "base/instant.h"
#include "base/zone.h"

static const char *const field_names[HR_FIELD_COUNT] = {
	[HR_FIELD_TIME] = "time",       [HR_FIELD_ELAPSED] = "elapsed",
	[HR_FIELD_LABEL] = "label",     [HR_FIELD_SUCCESS] = "success",
	[HR_FIELD_CODE] = "code",       [HR_FIELD_MESSAGE] = "message",
	[HR_FIELD_FAILURE] = "failure", [HR_FIELD_RECEIVED] = "received",
	[HR_FIELD_SENT] = "sent",       [HR_FIELD_LATENCY] = "latency",
	[HR_FIELD_CONNECT] = "connect", [HR_FIELD_USERS] = "users",
	[HR_FIELD_HOST] = "host",       [HR_FIELD_WEIGHT] = "weight",
	[HR_FIELD_ERRORS] = "errors",   [HR_FIELD_NAME] = "name",
	[HR_FIELD_VALUE] = "value",     [HR_FIELD_UNIT] = "unit",
	[HR_FIELD_KIND] = "kind",
};

const char *hr_field_name(enum hr_field field)
{
	return field_names[field];
}

void hr_mapping_init(struct hr_mapping *mapping)
{
	*mapping = (struct hr_mapping){ .has_header = true, .time_marks = HR_STAMP_START };
	mapping->shift[HR_FIELD_ELAPSED] = 6;
	mapping->shift[HR_FIELD_LATENCY] = 6;
	mapping->shift[HR_FIELD_CONNECT] = 6;
}

void hr_mapping_release(struct hr_mapping *mapping)
{
	for (size_t i = 0; i < HR_FIELD_COUNT; i++)
		free(mapping->columns[i]);
	free(mapping->time_format_text);
	hr_time_format_free(mapping->time_format);
	free(mapping->zone_text);
	hr_zone_free(mapping->zone);
	free(mapping->success_value);
	free(mapping->constant_label);
	hr_mapping_init(mapping);
}

bool hr_mapping_is_series(const struct hr_mapping *mapping)
{
	return mapping->columns[HR_FIELD_VALUE] != NULL;
}
