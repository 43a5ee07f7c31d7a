/*
 * The JSON Schema of configurations, made from the tables that read them.
 */
#ifndef HR_CONFIG_CONFIG_SCHEMA_H
#define HR_CONFIG_CONFIG_SCHEMA_H

#include <jansson.h>

/* JSON Schema (draft 2020-12) for editors; gives a reference. */
json_t *hr_config_schema(void);

#endif
