/*
 * The member "load" of a scenario: how the level of load changes over time. A level is a number of
 * users in the closed model, requests a second in the open one.
 */
#ifndef HR_CONFIG_CONFIG_LOAD_SHAPE_H
#define HR_CONFIG_CONFIG_LOAD_SHAPE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "config/config_criteria.h"
#include "config/config_read.h"
#include "config/config_reader.h"

#define HR_LOAD_LEVEL_MAX 1e6
#define HR_LOAD_STEPS_CAP 200

enum hr_load_shape {
	HR_LOAD_CONSTANT, /* the scenario's level for its duration; "soak" is the same, for long */
	HR_LOAD_SOAK,
	HR_LOAD_RAMP,   /* from one level to another */
	HR_LOAD_STEPS,  /* level by level, until the break rule */
	HR_LOAD_SPIKE,  /* base, peak, base */
	HR_LOAD_PHASES, /* as listed */
};

/* A phase, or a step of a list of levels. */
struct hr_load_stage {
	char *name;   /* NULL = none; owned */
	double level; /* NaN = not given */
	bool share;   /* the level is a ratio of the scenario's */
	int64_t duration_ns, ramp_ns, pause_ns;
};

/* Start from HR_CONFIG_LOAD_INIT; numbers that are not given are NaN, durations 0. */
struct hr_config_load {
	bool given;
	int shape; /* enum hr_load_shape */
	double from, to, by;
	double base, peak;
	int64_t hold_ns, pause_ns, ramp_ns, before_ns, after_ns;
	struct hr_load_stage *stages; /* of steps and phases; owned */
	size_t stage_count;
	struct hr_config_checks break_if; /* none given: the default rules */
};

#define HR_CONFIG_LOAD_INIT                                                                        \
	{                                                                                          \
		.from = (double)NAN, .to = (double)NAN, .by = (double)NAN, .base = (double)NAN,    \
		.peak = (double)NAN                                                                \
	}

/* Requests a second, "100" or "100/s", up to HR_LOAD_LEVEL_MAX; false for anything else. */
bool hr_load_rate_parse(struct hr_slice text, double *out);

extern const struct hr_config_key hr_config_load_keys[];
/* A custom reader into a struct hr_config_load. */
void hr_config_read_load(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_load_release(struct hr_config_load *load);

#endif
