/*
 * Lists of criteria in a configuration.
 */
#ifndef HR_CONFIG_CONFIG_CRITERIA_H
#define HR_CONFIG_CONFIG_CRITERIA_H

#include <jansson.h>
#include <stddef.h>

#include "config/config_reader.h"

struct hr_criterion;

struct hr_config_checks {
	struct hr_criterion *items; /* owned */
	size_t count;
};

/* A custom reader into a struct hr_config_checks: a list of texts. */
void hr_config_read_checks(struct hr_config_reader *reader, json_t *value, void *target);
/* A custom reader into a char *: a metric or the name of a resource. */
void hr_config_read_judged(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_checks_release(struct hr_config_checks *checks);

#endif
