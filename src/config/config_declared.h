/*
 * What a run was meant to be: `plan` and `declared` of a configuration. The report sets it beside
 * what was observed.
 */
#ifndef HR_CONFIG_CONFIG_DECLARED_H
#define HR_CONFIG_CONFIG_DECLARED_H

#include <stdint.h>

#include "config/config_read.h"

/* A part of the mix: requests whose label matches are to be weight / sum of weights of all. */
struct hr_config_mix_part {
	struct hr_pattern *pattern;
	double weight; /* > 0 */
};

struct hr_config_declared {
	double rate_per_s;   /* of all requests; 0 = not given */
	int64_t duration_ns; /* 0 */
	double users;        /* 0 */
	struct hr_config_mix {
		struct hr_config_mix_part *items;
		size_t count;
	} mix; /* first match wins */
};

extern const struct hr_config_key hr_config_declared_keys[]; /* into a struct hr_config_declared */
void hr_config_declared_release(struct hr_config_declared *declared);

#endif
