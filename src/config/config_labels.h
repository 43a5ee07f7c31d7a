/*
 * The `labels` of a configuration: which of them count, and what they are called.
 */
#ifndef HR_CONFIG_CONFIG_LABELS_H
#define HR_CONFIG_CONFIG_LABELS_H

#include "config/config_read.h"

struct hr_config_label_rule {
	struct hr_pattern *pattern;
	char *name;
};

struct hr_config_labels {
	struct hr_config_label_rules {
		struct hr_config_label_rule *items;
		size_t count;
	} map; /* first match wins */
	struct hr_config_patterns include, exclude, transactions;
};

extern const struct hr_config_key hr_config_label_keys[];

/* Reads the member `labels` into a struct hr_config_labels. */
void hr_config_read_labels(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_labels_release(struct hr_config_labels *labels);

#endif
