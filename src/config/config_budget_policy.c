/* What follows from a budget. */
#include <config.h>
#include "config/config_budget_policy.h"

#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "config/config_list.h"
#include "config/config_share.h"

#define LONG_MAX_S  (HR_SLO_DAYS_MAX * INT64_C(86400))
#define SHORT_PARTS 12 /* a short window is a twelfth of the long one */
#define EVENTS_MAX  1e15

/* --- burn rate rules --- */

static void read_seconds(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t length_ns;

	if (!hr_config_read_duration(reader, value, &length_ns))
		return;
	if (length_ns % HR_NS_PER_S != 0 || length_ns / HR_NS_PER_S > LONG_MAX_S)
		hr_config_wrong_type(reader, value,
		                     "whole seconds, at most \"" HR_DIGITS(HR_SLO_DAYS_MAX) "d\"");
	else
		*(int64_t *)target = length_ns / HR_NS_PER_S;
}

static void read_factor(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_factor(reader, value, target);
}

static void read_percent(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_percent(reader, value, target);
}

static void read_min_events(struct hr_config_reader *reader, json_t *value, void *target)
{
	if (json_is_integer(value) && json_integer_value(value) >= 0 &&
	    json_number_value(value) <= EVENTS_MAX)
		*(uint64_t *)target = (uint64_t)json_integer_value(value);
	else
		hr_config_wrong_type(reader, value, "a whole number of events");
}

#define OF_RULE(member) offsetof(struct hr_burn_rule, member)
#define OF_STEP(member) offsetof(struct hr_budget_step, member)
#define CUSTOM(key, place, function, types)                                                        \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_CUSTOM, .offset = place, .read = function,          \
		.form = types                                                                      \
	}

static const struct hr_config_key rule_keys[] = {
	CUSTOM("window", OF_RULE(long_s), read_seconds, "string"),
	CUSTOM("short", OF_RULE(short_s), read_seconds, "string"),
	CUSTOM("threshold", OF_RULE(threshold), read_factor, "number string"),
	CUSTOM("budget", OF_RULE(budget), read_percent, "number string"),
	CUSTOM("for", OF_RULE(for_s), read_seconds, "string"),
	CUSTOM("min_events", OF_RULE(min_events), read_min_events, "integer"),
	{ .name = "severity", .type = HR_CONFIG_TEXT, .offset = OF_RULE(severity) },
	{ .name = "action", .type = HR_CONFIG_TEXT, .offset = OF_RULE(action) },
	{ .name = NULL },
};

static void read_rule(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_burn_rule *rule = target;
	bool has_threshold, has_budget;

	rule->min_events = HR_BURN_MIN_EVENTS;
	hr_config_read_object(reader, item, rule_keys, rule);
	if (!json_is_object(item))
		return;
	has_threshold = json_object_get(item, "threshold") != NULL;
	has_budget = json_object_get(item, "budget") != NULL;
	if (json_object_get(item, "window") == NULL)
		hr_config_wrong(reader, "found no \"window\" of the rule, such as \"1h\"");
	if (has_threshold == has_budget)
		hr_config_wrong(reader,
		                "found %s, expected either \"threshold\" (a burn rate such as "
		                "14.4) or \"budget\" (the part used in the window, "
		                "such as \"2%%\")",
		                has_threshold ? "both" : "neither");
	if (rule->short_s == 0)
		rule->short_s = rule->long_s / SHORT_PARTS > 0 ? rule->long_s / SHORT_PARTS : 1;
	if (rule->long_s > 0 && rule->short_s > rule->long_s)
		hr_config_wrong(reader, "the short window is longer than the long one");
}

static void read_rules(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_budget_policy *policy = target;

	policy->rules = hr_config_read_list(reader, value, HR_BURN_RULES_MAX,
	                                    "a list of burn rate rules", sizeof(*policy->rules),
	                                    &policy->rule_count, read_rule);
}

/* --- steps --- */

static const struct hr_config_key step_keys[] = {
	CUSTOM("remaining", OF_STEP(remaining), read_percent, "number string"),
	{ .name = "action", .type = HR_CONFIG_TEXT, .offset = OF_STEP(action) },
	{ .name = "message", .type = HR_CONFIG_TEXT, .offset = OF_STEP(message) },
	{ .name = NULL },
};

static void read_step(struct hr_config_reader *reader, json_t *item, void *target)
{
	hr_config_read_object(reader, item, step_keys, target);
	if (!json_is_object(item))
		return;
	if (json_object_get(item, "remaining") == NULL)
		hr_config_wrong(reader, "found no \"remaining\" of the step, such as \"10%%\"");
	if (json_object_get(item, "action") == NULL)
		hr_config_wrong(reader, "found no \"action\" of the step");
}

static int by_remaining(const void *left, const void *right)
{
	const struct hr_budget_step *a = left, *b = right;

	return a->remaining.den == 0 || b->remaining.den == 0
	               ? 0
	               : hr_fraction_compare(a->remaining.num, a->remaining.den, b->remaining);
}

static void read_steps(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_budget_policy *policy = target;

	policy->steps = hr_config_read_list(reader, value, HR_BUDGET_STEPS_MAX, "a list of steps",
	                                    sizeof(*policy->steps), &policy->step_count, read_step);
	if (policy->step_count > 1)
		qsort(policy->steps, policy->step_count, sizeof(*policy->steps), by_remaining);
}

static const struct hr_config_key exhaustion_keys[] = {
	{ .name = "thresholds",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_steps,
	  .keys = step_keys,
	  .list = true },
	{ .name = NULL },
};

/* --- the gate --- */

static void read_exception(struct hr_config_reader *reader, json_t *item, void *target)
{
	hr_config_read_text(reader, item, target);
}

static void release_exceptions(struct hr_budget_gate *gate)
{
	for (size_t i = 0; i < gate->exception_count; i++)
		free(gate->exceptions[i]);
	free(gate->exceptions);
	gate->exceptions = NULL;
	gate->exception_count = 0;
}

static void read_exceptions(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_budget_gate *gate = &((struct hr_budget_policy *)target)->gate;

	release_exceptions(gate);
	gate->exceptions = hr_config_read_list(
	        reader, value, HR_GATE_EXCEPTIONS_MAX, "a list of kinds of deployment",
	        sizeof(*gate->exceptions), &gate->exception_count, read_exception);
}

#define OF_GATE(member) offsetof(struct hr_budget_policy, gate.member)

static const struct hr_config_key require_keys[] = {
	CUSTOM("minimum_remaining", OF_GATE(minimum_remaining), read_percent, "number string"),
	{ .name = "exceptions",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_exceptions,
	  .form = "array" },
	{ .name = NULL },
};

static const struct hr_config_key gate_keys[] = {
	{ .name = "require_error_budget", .type = HR_CONFIG_OBJECT, .keys = require_keys },
	{ .name = "exceptions",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_exceptions,
	  .form = "array" },
	{ .name = NULL },
};

const struct hr_config_key hr_config_budget_policy_keys[] = {
	{ .name = "burn_rate_alerts",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_rules,
	  .keys = rule_keys,
	  .list = true },
	{ .name = "error_budget_exhaustion", .type = HR_CONFIG_OBJECT, .keys = exhaustion_keys },
	{ .name = "deployment_gates", .type = HR_CONFIG_OBJECT, .keys = gate_keys },
	{ .name = NULL },
};

void hr_config_read_budget_policy(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_budget_policy *policy = target;

	policy->given = true;
	hr_config_read_object(reader, value, hr_config_budget_policy_keys, policy);
}

/* --- defaults --- */

static const struct {
	int64_t long_s, short_s;
	uint64_t percent;
	const char *severity, *action;
} default_rules[] = {
	/* Site Reliability Workbook, chapter 5, table 5-8, and the ticket over three days */
	{ 3600, 300, 2, "critical", "page_oncall" },
	{ 21600, 1800, 5, "high", "alert_team" },
	{ 86400, 7200, 10, "medium", "create_ticket" },
	{ 259200, 21600, 10, "medium", "create_ticket" },
};

static const struct {
	uint64_t percent;
	const char *action;
} default_steps[] = {
	{ 0, "incident_response" },
	{ 5, "freeze_all_deployments" },
	{ 10, "freeze_risky_deployments" },
};

#define DEFAULT_RULES   (sizeof(default_rules) / sizeof(default_rules[0]))
#define DEFAULT_STEPS   (sizeof(default_steps) / sizeof(default_steps[0]))
#define DEFAULT_MINIMUM 10

void hr_budget_policy_finish(struct hr_budget_policy *policy)
{
	if (policy->rules == NULL) {
		policy->rules = hr_zalloc(DEFAULT_RULES, sizeof(*policy->rules));
		policy->rule_count = DEFAULT_RULES;
		for (size_t i = 0; i < DEFAULT_RULES; i++)
			policy->rules[i] = (struct hr_burn_rule){
				.severity = hr_strdup(default_rules[i].severity),
				.action = hr_strdup(default_rules[i].action),
				.long_s = default_rules[i].long_s,
				.short_s = default_rules[i].short_s,
				.budget = hr_fraction_of(default_rules[i].percent, 100),
				.min_events = HR_BURN_MIN_EVENTS,
			};
	}
	if (policy->steps == NULL) {
		policy->steps = hr_zalloc(DEFAULT_STEPS, sizeof(*policy->steps));
		policy->step_count = DEFAULT_STEPS;
		for (size_t i = 0; i < DEFAULT_STEPS; i++)
			policy->steps[i] = (struct hr_budget_step){
				.remaining = hr_fraction_of(default_steps[i].percent, 100),
				.action = hr_strdup(default_steps[i].action),
			};
	}
	if (policy->gate.minimum_remaining.den == 0)
		policy->gate.minimum_remaining = hr_fraction_of(DEFAULT_MINIMUM, 100);
}

void hr_burn_rules_release(struct hr_burn_rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rules[i].severity);
		free(rules[i].action);
	}
	free(rules);
}

void hr_budget_policy_release(struct hr_budget_policy *policy)
{
	hr_burn_rules_release(policy->rules, policy->rule_count);
	for (size_t i = 0; i < policy->step_count; i++) {
		free(policy->steps[i].action);
		free(policy->steps[i].message);
	}
	release_exceptions(&policy->gate);
	free(policy->steps);
	*policy = (struct hr_budget_policy){ 0 };
}
