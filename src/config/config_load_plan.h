/*
 * The sections "targets", "scenarios" and "duration": the load that a test declares. Read so that a
 * configuration of a load test runs unchanged, and kept as intent to compare with what was
 * recorded.
 */
#ifndef HR_CONFIG_CONFIG_LOAD_PLAN_H
#define HR_CONFIG_CONFIG_LOAD_PLAN_H

#include "config/config_read.h"

struct hr_plan_request {
	char *name;
	double weight; /* NaN = not given */
};

struct hr_plan_scenario {
	char *name;
	double concurrency; /* NaN = not given */
	int64_t duration_ns, warmup_ns;
	struct hr_plan_request *requests;
	size_t request_count;
};

struct hr_config_load_plan {
	int64_t duration_ns;
	size_t target_count;
	struct hr_plan_scenario *scenarios;
	size_t scenario_count;
};

extern const struct hr_config_key hr_config_target_keys[];
extern const struct hr_config_key hr_config_scenario_keys[];
/* Custom readers into a struct hr_config_load_plan. */
void hr_config_read_targets(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_read_scenarios(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_load_plan_release(struct hr_config_load_plan *plan);

#endif
