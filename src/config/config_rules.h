/*
 * The table of recommendations: what to do when, one JSON list of rules in a file of its own.
 */
#ifndef HR_CONFIG_CONFIG_RULES_H
#define HR_CONFIG_CONFIG_RULES_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "config/config_reader.h"

#define HR_RULES_MAX 200

enum hr_when {
	HR_WHEN_ALREADY_CROSSED,
	HR_WHEN_WITHIN_LEAD_TIME,
	HR_WHEN_WITHIN_HORIZON,
	HR_WHEN_LITTLE_HEADROOM,
	HR_WHEN_INSUFFICIENT_HISTORY,
	HR_WHEN_UNREACHABLE,
	HR_WHEN_SCENARIO_WITHIN_LEAD_TIME,
	HR_WHEN_SCENARIO_BREACHES,
	HR_WHEN_OVER_BUDGET,
	HR_WHEN_COUNT
};

enum hr_rule_kind { HR_RULE_IMMEDIATE, HR_RULE_PLANNED };
const char *hr_rule_kind_name(enum hr_rule_kind kind);

struct hr_rule {
	char *id;
	int when;          /* enum hr_when */
	int kind;          /* enum hr_rule_kind */
	int priority;      /* 0 high, 1 medium, 2 low */
	int64_t within_ns; /* of an immediate one */
	char *action;      /* with facts in braces */
};
const char *hr_rule_priority_name(const struct hr_rule *rule);

struct hr_rules {
	struct hr_rule *items;
	size_t count;
};

/*
 * hr_rules_parse - a table from its text. @rules ends with hr_rules_release(), also after an error.
 * Errors: HR_ECONFIG with the first fault; the others are in @errors.
 */
enum hr_err hr_rules_parse(struct hr_slice text, const char *path, struct hr_rules *rules,
                           struct hr_config_errors *errors, struct hr_error *err) HR_MUST_CHECK;
/* The same from a file. Further errors: HR_EIO, HR_ELIMIT. */
enum hr_err hr_rules_load(const char *path, struct hr_rules *rules, struct hr_config_errors *errors,
                          struct hr_error *err) HR_MUST_CHECK;
void hr_rules_release(struct hr_rules *rules);

#endif
