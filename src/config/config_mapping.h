/*
 * The `mappings` of a configuration: columns of generic tables, their units and time forms.
 */
#ifndef HR_CONFIG_CONFIG_MAPPING_H
#define HR_CONFIG_CONFIG_MAPPING_H

#include "config/config.h"

/* Reads the member `mappings` into a struct hr_config_mappings. */
void hr_config_read_mappings(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_mappings_release(struct hr_config_mappings *mappings);

#endif
