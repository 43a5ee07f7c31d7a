/*
 * The section "capacity": resources and their limits, demand, units, scenarios.
 */
#ifndef HR_CONFIG_CONFIG_CAPACITY_H
#define HR_CONFIG_CONFIG_CAPACITY_H

#include "config/config_read.h"

struct hr_scenario;

#define HR_CAPACITY_RESOURCES_MAX 100
#define HR_CAPACITY_SCENARIOS_MAX 20
#define HR_CAPACITY_DAYS_MAX      3650 /* of a history, a horizon, a season, a lead time */

enum hr_tier { HR_TIER_LOW, HR_TIER_STANDARD, HR_TIER_CRITICAL };
const char *hr_tier_name(enum hr_tier tier);

/* A limit of all series whose name matches. */
struct hr_capacity_resource {
	char *name;
	char *metric_text;
	struct hr_pattern *metric; /* of the names of series */
	double limit, warn; /* a ratio of `of` when relative, else in the unit of the series */
	bool limit_is_ratio, warn_is_ratio;
	double of;            /* what a ratio is of; NaN: of 100 in %, else of 1 */
	int64_t lead_time_ns; /* -1: that of the section */
	enum hr_tier tier;
	bool has_tier;
};

enum hr_unit_source {
	HR_UNIT_NONE,
	HR_UNIT_GIVEN,
	HR_UNIT_FROM_STRESS,
	HR_UNIT_FROM_USL,
	HR_UNIT_FROM_REGRESSION,
};
const char *hr_unit_source_name(enum hr_unit_source source);

/* How throughput grows with units. */
enum hr_unit_scaling {
	HR_SCALING_LINEAR,
	HR_SCALING_GIVEN,    /* contention and coherency of the Universal Scalability Law */
	HR_SCALING_FROM_USL, /* the loads of the stress test's steps are numbers of units */
};
const char *hr_unit_scaling_name(enum hr_unit_scaling scaling);

struct hr_capacity_unit {
	char *name;
	double count;  /* units in use now */
	double tested; /* units that the stress test ran on */
	enum hr_unit_source source;
	double capacity_per_s;  /* given */
	double max_utilization; /* ratio that a unit is planned for */
	enum hr_unit_scaling scaling;
	double alpha, beta; /* with HR_SCALING_GIVEN */
};

enum hr_autoscale_preset {
	HR_AUTOSCALE_BALANCED,
	HR_AUTOSCALE_AGGRESSIVE,
	HR_AUTOSCALE_CONSERVATIVE
};

struct hr_config_capacity {
	bool given;
	int64_t history_ns, horizon_ns, season_ns, lead_time_ns;
	struct hr_capacity_resource *resources;
	size_t resource_count;
	char *demand_text;
	struct hr_pattern *demand; /* of the names of series; NULL = none */
	struct hr_capacity_unit unit;
	double safety_margin;
	double redundancy; /* units */
	enum hr_tier tier;
	struct hr_scenario *scenarios;
	size_t scenario_count;
	char **models; /* names that hr_demand_model_is_known(); none = the default */
	size_t model_count;
	char *rules;        /* path of the table of recommendations; NULL = the one installed */
	int64_t startup_ns; /* until a new unit serves */
	int preset;         /* enum hr_autoscale_preset */
};

extern const struct hr_config_key hr_config_capacity_keys[];
/* A custom reader into a struct hr_config_capacity; sets the defaults, too. */
void hr_config_read_capacity(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_capacity_release(struct hr_config_capacity *capacity);

#endif
