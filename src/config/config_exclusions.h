/*
 * Times that do not count against an objective: maintenance, once or by a rule.
 */
#ifndef HR_CONFIG_CONFIG_EXCLUSIONS_H
#define HR_CONFIG_CONFIG_EXCLUSIONS_H

#include "config/config_read.h"

extern const struct hr_config_key hr_config_exclusion_keys[]; /* of an element */
/* The list "exclusions" of an objective; @target is its struct hr_config_slo. Times without a zone
 * are in that of the reader. */
void hr_config_read_exclusions(struct hr_config_reader *reader, json_t *value, void *target);

#endif
