/*
 * The `apdex` of a configuration: the times up to which users are satisfied, and tolerate.
 */
#ifndef HR_CONFIG_CONFIG_APDEX_H
#define HR_CONFIG_CONFIG_APDEX_H

#include "config/config_read.h"

struct hr_config_apdex_rule {
	struct hr_pattern *pattern;
	int64_t satisfied_ns, tolerated_ns;
};

struct hr_config_apdex {
	int64_t satisfied_ns, tolerated_ns; /* 0 = not given */
	struct hr_config_apdex_rules {
		struct hr_config_apdex_rule *items;
		size_t count;
	} labels; /* first match wins */
};

extern const struct hr_config_key hr_config_apdex_keys[];

/* Reads the member `apdex` into a struct hr_config_apdex. */
void hr_config_read_apdex(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_apdex_release(struct hr_config_apdex *apdex);

#endif
