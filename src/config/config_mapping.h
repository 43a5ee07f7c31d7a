/*
 * The `mappings` of a configuration: columns of generic tables, their units and time forms.
 */
#ifndef HR_CONFIG_CONFIG_MAPPING_H
#define HR_CONFIG_CONFIG_MAPPING_H

#include <jansson.h>
#include <stddef.h>

#include "config/config_reader.h"
#include "record/mapping.h"

struct hr_config_mapping {
	char *name;
	struct hr_mapping mapping;
};

/* In the order of the file. */
struct hr_config_mappings {
	struct hr_config_mapping *items;
	size_t count;
};

/* Reads the member `mappings` into a struct hr_config_mappings. */
void hr_config_read_mappings(struct hr_config_reader *reader, json_t *value, void *target);
/* NULL when there is none of that name. */
const struct hr_mapping *hr_config_mappings_find(const struct hr_config_mappings *mappings,
                                                 const char *name);
void hr_config_mappings_release(struct hr_config_mappings *mappings);

#endif
