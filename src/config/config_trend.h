/*
 * The section `trend` of the configuration: what a history is looked at for.
 */
#ifndef HR_CONFIG_CONFIG_TREND_H
#define HR_CONFIG_CONFIG_TREND_H

#include "config/config_read.h"

struct hr_config_trend {
	struct hr_config_texts metrics; /* names of the metric table, each known; none: the usual */
	double min_effect;              /* relative, > 0; 0 = not given */
	char *reference;                /* version, id or date of the pinned runs; NULL */
	char *control;                  /* label or file that shows the machine; NULL */
};

/* The section's reader, for the table of config.c, and its keys, for the schema. */
void hr_config_read_trend(struct hr_config_reader *reader, json_t *value, void *target);
extern const struct hr_config_key hr_config_trend_keys[];
void hr_config_trend_release(struct hr_config_trend *trend);

#endif
