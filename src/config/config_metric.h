/*
 * Metrics, and relative changes of them, in a configuration.
 */
#ifndef HR_CONFIG_CONFIG_METRIC_H
#define HR_CONFIG_CONFIG_METRIC_H

#include <jansson.h>

#include "config/config_reader.h"
#include "record/metric.h"

/* A relative change above 0 and at most @max: 0.15 or "15%". False when reported. */
bool hr_config_read_change(struct hr_config_reader *reader, const json_t *value, double max,
                           double *out);
/*
 * hr_config_find_metric - a metric by its name or an alias; unknown ones are reported, with the
 * nearest name.
 * @made  filled, and given, for a percentile that is not in the table
 */
const struct hr_metric *hr_config_find_metric(struct hr_config_reader *reader, const char *name,
                                              struct hr_metric *made);

#endif
