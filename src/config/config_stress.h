/*
 * The section "stress": how steps of load are found and what breaks a system.
 */
#ifndef HR_CONFIG_CONFIG_STRESS_H
#define HR_CONFIG_CONFIG_STRESS_H

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config_criteria.h"
#include "config/config_read.h"
#include "config/config_reader.h"

#define HR_LOAD_PHASES_MAX 200

/* A step as declared: steps follow each other from the start of the run. */
struct hr_load_phase {
	char *name;                    /* NULL = none; owned */
	double load;                   /* active users; NaN = as recorded */
	int64_t duration_ns, pause_ns; /* the pause after it belongs to no step */
};

/* Start from HR_CONFIG_STRESS_INIT. */
struct hr_config_stress {
	bool given;
	struct hr_config_checks break_if; /* none given: the default rules */
	struct hr_load_phase *steps;      /* owned */
	size_t step_count;
	int64_t settle_ns;
	double graceful_ratio;
	double min_load, min_load_met; /* NaN = nothing is required */
};

#define HR_CONFIG_STRESS_INIT                                                                      \
	{                                                                                          \
		.graceful_ratio = 0.9, .min_load = (double)NAN, .min_load_met = (double)NAN        \
	}

/* The rules that break a system unless something else is said; NULL-terminated texts. */
extern const char *const hr_stress_break_rules[];

extern const struct hr_config_key hr_config_stress_keys[];
/* A custom reader into a struct hr_config_stress. */
void hr_config_read_stress(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_stress_release(struct hr_config_stress *stress);

#endif
