#include <config.h>
#include "config/config_metric.h"

#include <math.h>
#include <stdio.h>

#include "base/message.h"
#include "base/unit.h"

bool hr_config_read_change(struct hr_config_reader *reader, const json_t *value, double max,
                           double *out)
{
	double ratio = (double)NAN;
	struct hr_error error = { 0 };
	char expected[64] = "a share above 0 such as \"15%\" or 0.15";

	if (json_is_number(value))
		ratio = json_number_value(value);
	else if (!json_is_string(value) ||
	         hr_unit_parse(hr_slice_of(json_string_value(value)), HR_QUANTITY_RATIO, &ratio,
	                       &error) != HR_OK)
		ratio = (double)NAN;
	if (ratio > 0 && ratio <= max) {
		*out = ratio;
		return true;
	}
	if (ratio > max)
		snprintf(expected, sizeof(expected), "a share of at most %g", max);
	hr_config_wrong_type(reader, value, expected);
	return false;
}

const struct hr_metric *hr_config_find_metric(struct hr_config_reader *reader, const char *name,
                                              struct hr_metric *made)
{
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(name), made);
	const char *nearest;

	if (metric != NULL)
		return metric;
	nearest = hr_metric_suggest(hr_slice_of(name));
	if (nearest != NULL)
		hr_config_wrong_name(reader, "unknown metric \"%s\", did you mean \"%s\"?",
		                     hr_quoted(name).text, nearest);
	else
		hr_config_wrong_name(reader, "unknown metric \"%s\"; see `headroom help metrics`",
		                     hr_quoted(name).text);
	return NULL;
}
