/*
 * The section `regression` of the configuration: what a comparison is held to.
 */
#ifndef HR_CONFIG_CONFIG_REGRESSION_H
#define HR_CONFIG_CONFIG_REGRESSION_H

#include <stdbool.h>

#include "config/config_read.h"

/* One metric, of every label or of those that match. Numbers are NaN where nothing is said. */
struct hr_config_threshold {
	struct hr_pattern *label; /* owned; NULL = every row */
	char *metric;             /* a name of the metric table; owned */
	double threshold;         /* relative change, > 0 */
	double floor;             /* in the metric's unit */
	bool critical, ignore;
};

struct hr_config_goal {
	char *metric;
	double change; /* relative, of the good side, > 0 */
};

struct hr_config_regression {
	bool present;
	struct hr_config_thresholds {
		struct hr_config_threshold *items;
		size_t count, capacity;
	} thresholds;   /* of every row first, then of labels, in the order of the file */
	char *control;  /* label; NULL */
	char *baseline; /* name in the history or file; NULL */
	struct hr_config_baselines {
		struct hr_config_baseline {
			char *environment, *name;
		} * items;
		size_t count;
	} environments; /* baseline by environment */
	struct hr_config_fixed {
		struct hr_config_fixed_value {
			char *metric;
			double value; /* in the metric's unit */
		} * items;
		size_t count;
	} fixed; /* baseline of fixed values, of the total */
	struct hr_config_goals {
		struct hr_config_goal *items;
		size_t count;
	} goals;
	int rule;             /* 0 statistics, 1 threshold */
	double run_variation; /* relative; 0 = not given */
};

extern const struct hr_config_key hr_config_regression_keys[];
/* The section's reader, for the table of config.c. */
void hr_config_read_regression(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_regression_release(struct hr_config_regression *regression);

#endif
