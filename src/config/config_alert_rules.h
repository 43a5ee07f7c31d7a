/*
 * The member "rules" of the section "alerts": when a figure has been out of bounds for too long.
 */
#ifndef HR_CONFIG_CONFIG_ALERT_RULES_H
#define HR_CONFIG_CONFIG_ALERT_RULES_H

#include "config/config_read.h"
#include "config/criterion.h"

#define HR_ALERT_RULES_MAX 100

enum hr_alert_condition {
	HR_ALERT_ABOVE,
	HR_ALERT_BELOW,
	HR_ALERT_CHANGE, /* away from a baseline, in either direction */
};

struct hr_alert_rule {
	char *name, *severity, *summary, *description; /* all but name may be NULL; owned */
	enum hr_alert_condition condition;
	/* What should hold; the rule fires once it was missed for criterion.for_ns. Of a change its
	 * metric and label alone, and its text says what should hold. */
	struct hr_criterion criterion;
	double change;                 /* the relative change that is borne; > 0 */
	struct hr_criterion reference; /* its limit is the baseline; text NULL = none is given */
};

struct hr_config_alert_rules {
	struct hr_alert_rule *items;
	size_t count;
};

extern const struct hr_config_key hr_config_alert_rule_keys[]; /* of one rule */
/* A custom reader into a struct hr_config_alert_rules. */
void hr_config_read_alert_rules(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_alert_rules_release(struct hr_config_alert_rules *rules);

#endif
