/*
 * The section "stability": a spike of load and how soon it is over, an endurance test and what may
 * creep in it.
 */
#ifndef HR_CONFIG_CONFIG_STABILITY_H
#define HR_CONFIG_CONFIG_STABILITY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "config/config_chaos.h"
#include "config/config_read.h"
#include "config/config_reader.h"

/* From the best to the worst, so that a word can be compared. */
enum hr_rating { HR_RATING_POOR, HR_RATING_FAIR, HR_RATING_GOOD, HR_RATING_EXCELLENT };
extern const char *const hr_rating_words[]; /* by rating, NULL-terminated */

struct hr_config_spike {
	struct hr_chaos_time from, to; /* both unset: where the load stands out */
	int64_t before_ns, after_ns, recovery_within_ns, stable_for_ns;
	double tolerance_ratio;         /* how much slower than before counts as back */
	struct hr_config_checks limits; /* during the spike; none given: the default */
};

struct hr_config_endurance {
	double max_drift_ratio;           /* over the whole run */
	double max_growth_ratio;          /* of memory */
	struct hr_config_patterns memory; /* names of series; none: well-known names */
	int min_rating;                   /* enum hr_rating */
};

/* Start from HR_CONFIG_STABILITY_INIT. */
struct hr_config_stability {
	bool given, spike_given, endurance_given;
	struct hr_config_spike spike;
	struct hr_config_endurance endurance;
};

#define HR_CONFIG_STABILITY_INIT                                                                   \
	{                                                                                          \
		.spike = { .before_ns = INT64_C(120000000000),                                     \
			   .after_ns = INT64_C(300000000000),                                      \
			   .recovery_within_ns = INT64_C(120000000000),                            \
			   .stable_for_ns = INT64_C(30000000000),                                  \
			   .tolerance_ratio = 0.2 },                                               \
		.endurance = { .max_drift_ratio = 0.1,                                             \
			       .max_growth_ratio = 0.05,                                           \
			       .min_rating = HR_RATING_FAIR },                                     \
	}

extern const struct hr_config_key hr_config_stability_keys[];
/* A custom reader into a struct hr_config_stability. */
void hr_config_read_stability(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_stability_release(struct hr_config_stability *stability);

#endif
