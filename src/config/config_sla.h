/*
 * Thresholds on a metric, as the section "slas" writes them: objectives without a budget.
 */
#ifndef HR_CONFIG_CONFIG_SLA_H
#define HR_CONFIG_CONFIG_SLA_H

#include <jansson.h>

#include "config/config_read.h"
#include "config/config_reader.h"

extern const struct hr_config_key hr_config_sla_keys[];
/* One element into a zeroed struct hr_config_slo, as a criterion. */
void hr_config_read_sla(struct hr_config_reader *reader, json_t *item, void *target);

#endif
