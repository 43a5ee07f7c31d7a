/*
 * The `inputs` of a configuration: the recordings it is about.
 */
#ifndef HR_CONFIG_CONFIG_INPUTS_H
#define HR_CONFIG_CONFIG_INPUTS_H

#include <jansson.h>
#include <stddef.h>

#include "config/config_mapping.h"
#include "config/config_reader.h"

struct hr_config_input {
	char *path;                       /* or a glob, relative to the caller's folder */
	char *format;                     /* a name of hr_formats; NULL = by the look */
	char *mapping_name;               /* NULL = none */
	const struct hr_mapping *mapping; /* in the configuration's mappings; NULL = none */
};

struct hr_config_inputs {
	struct hr_config_input *items;
	size_t count;
};

/* Reads the member `inputs` into a struct hr_config_inputs. */
void hr_config_read_inputs(struct hr_config_reader *reader, json_t *value, void *target);
/* Mappings may be defined after the inputs that use them, so names are resolved at the end.
 * @mappings  must stay as long as the inputs */
void hr_config_inputs_resolve(struct hr_config_reader *reader, struct hr_config_inputs *inputs,
                              const struct hr_config_mappings *mappings);
void hr_config_inputs_release(struct hr_config_inputs *inputs);

#endif
