/*
 * The section "error_budget_policy": when a budget burns too fast, what happens as it runs out, and
 * when it closes the gate for deployments.
 */
#ifndef HR_CONFIG_CONFIG_BUDGET_POLICY_H
#define HR_CONFIG_CONFIG_BUDGET_POLICY_H

#include "base/fraction.h"
#include "config/config_read.h"

#define HR_SLO_DAYS_MAX 388 /* of a window and of what looks back */

#define HR_BURN_RULES_MAX      20
#define HR_BUDGET_STEPS_MAX    20
#define HR_GATE_EXCEPTIONS_MAX 50
#define HR_BURN_MIN_EVENTS     30

/* Fires while burn(long) and burn(short) are both above the threshold. */
struct hr_burn_rule {
	char *severity, *action; /* NULL when not given; owned */
	int64_t long_s, short_s;
	struct hr_fraction threshold; /* of the burn rate; 0/0 = from the budget */
	struct hr_fraction budget;    /* part of the budget used in the long window; 0/0 = none */
	int64_t for_s;                /* it must hold so long before it fires */
	uint64_t min_events;          /* valid events in the long window */
	bool or_equal;                /* fires at the threshold as well */
};

/* What to do once no more than this part of the budget remains. */
struct hr_budget_step {
	struct hr_fraction remaining;
	char *action, *message; /* owned */
};

struct hr_budget_policy {
	bool given;
	struct hr_burn_rule *rules; /* the four of the SRE Workbook when none are given */
	size_t rule_count;
	struct hr_budget_step *steps; /* the least remaining first */
	size_t step_count;
	struct hr_budget_gate {
		struct hr_fraction minimum_remaining;
		char **exceptions; /* kinds of deployment that always pass; owned */
		size_t exception_count;
	} gate;
};

extern const struct hr_config_key hr_config_budget_policy_keys[];
/* A custom reader into a struct hr_budget_policy. */
void hr_config_read_budget_policy(struct hr_config_reader *reader, json_t *value, void *target);
/* Defaults for all that is not given. */
void hr_budget_policy_finish(struct hr_budget_policy *policy);
void hr_budget_policy_release(struct hr_budget_policy *policy);
void hr_burn_rules_release(struct hr_burn_rule *rules, size_t count);

#endif
