/* Alert policies and their conditions as burn rate rules. */
#include <config.h>
#include "config/openslo_part.h"

#include <stdlib.h>

#include "base/mem.h"
#include "config/config_list.h"
#include "config/config_share.h"

#define POLICY_ENTRIES_MAX 20

/* --- conditions --- */

struct condition {
	char *severity;
	json_t *condition;
};

static const struct hr_config_key condition_keys[] = {
	{ .name = "description", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = "severity",
	  .type = HR_CONFIG_TEXT,
	  .offset = offsetof(struct condition, severity) },
	{ .name = "condition",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct condition, condition),
	  .read = hr_openslo_keep },
	{ .name = NULL },
};

static void read_kind(struct hr_config_reader *reader, json_t *value, void *target)
{
	static const char *const kinds[] = { "burnrate", NULL };
	int word;

	(void)target;
	hr_config_read_word(reader, value, kinds, &word);
}

/* A rule fires above its threshold. */
static void read_operator(struct hr_config_reader *reader, json_t *value, void *target)
{
	static const char *const operators[] = { "gt", "gte", "lt", "lte", NULL };
	int word;

	if (!hr_config_read_word(reader, value, operators, &word))
		return;
	if (word >= 2)
		hr_config_wrong(reader,
		                "found \"%s\": a burn rate below a threshold is no alarm, "
		                "expected \"gt\" or \"gte\"",
		                operators[word]);
	((struct hr_burn_rule *)target)->or_equal = word == 1;
}

static void read_threshold(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_factor(reader, value, &((struct hr_burn_rule *)target)->threshold);
}

static void read_lookback(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_openslo_read_length(reader, value, &((struct hr_burn_rule *)target)->long_s);
}

/* "0m" is none. */
static void read_delay(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_burn_rule *rule = target;
	const char *text = json_string_value(value);

	if (text == NULL || text[0] != '0')
		hr_openslo_read_length(reader, value, &rule->for_s);
}

static const struct hr_config_key rate_keys[] = {
	{ .name = "kind", .type = HR_CONFIG_CUSTOM, .read = read_kind },
	{ .name = "op", .type = HR_CONFIG_CUSTOM, .read = read_operator },
	{ .name = "threshold", .type = HR_CONFIG_CUSTOM, .read = read_threshold },
	{ .name = "lookbackWindow", .type = HR_CONFIG_CUSTOM, .read = read_lookback },
	{ .name = "alertAfter", .type = HR_CONFIG_CUSTOM, .read = read_delay },
	{ .name = NULL },
};

static void need(struct hr_config_reader *reader, const json_t *object, const char *name)
{
	if (json_object_get(object, name) == NULL)
		hr_config_wrong(reader, "found no \"%s\"", name);
}

void hr_openslo_read_condition(struct hr_openslo *all, json_t *spec, struct hr_burn_rule *out)
{
	struct hr_config_reader *reader = all->reader;
	struct condition condition = { 0 };
	struct hr_burn_rule rule = { .min_events = HR_BURN_MIN_EVENTS };
	size_t before = reader->errors->count + reader->errors->omitted, mark;

	hr_config_read_object(reader, spec, condition_keys, &condition);
	if (json_is_object(spec)) {
		need(reader, spec, "severity");
		need(reader, spec, "condition");
	}
	if (condition.condition != NULL) {
		mark = hr_config_enter(reader, "condition");
		hr_config_read_object(reader, condition.condition, rate_keys, &rule);
		if (json_is_object(condition.condition)) {
			need(reader, condition.condition, "op");
			need(reader, condition.condition, "threshold");
			need(reader, condition.condition, "lookbackWindow");
		}
		hr_config_leave(reader, mark);
	}
	rule.severity = condition.severity;
	rule.short_s = rule.long_s; /* OpenSLO looks back over one window */
	if (reader->errors->count + reader->errors->omitted > before)
		rule.long_s = 0;
	*out = rule;
}

/* --- policies --- */

void hr_openslo_add_rules(const struct hr_burn_rule *from, size_t from_count,
                          struct hr_burn_rule **rules, size_t *count)
{
	for (size_t i = 0; i < from_count; i++) {
		struct hr_burn_rule *rule;

		if (from[i].long_s == 0 || *count == HR_BURN_RULES_MAX)
			continue;
		*rules = hr_realloc_array(*rules, *count + 1, sizeof(**rules));
		rule = &(*rules)[(*count)++];
		*rule = from[i];
		rule->severity = from[i].severity != NULL ? hr_strdup(from[i].severity) : NULL;
		rule->action = from[i].action != NULL ? hr_strdup(from[i].action) : NULL;
	}
}

struct policy {
	json_t *conditions, *targets;
};

static void read_flag(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)target;
	if (!json_is_boolean(value))
		hr_config_wrong_type(reader, value, "true or false");
}

/* Alerts are replayed over what was recorded: they begin and end there, whoever is told. */
static void read_no_data(struct hr_config_reader *reader, json_t *value, void *target)
{
	read_flag(reader, value, target);
	if (json_is_true(value))
		hr_config_warn(reader, "missing data are a state of the objective here "
		                       "(\"no_data\", coverage), not an alert");
}

static const struct hr_config_key policy_keys[] = {
	{ .name = "description", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = "alertWhenNoData", .type = HR_CONFIG_CUSTOM, .read = read_no_data },
	{ .name = "alertWhenResolved", .type = HR_CONFIG_CUSTOM, .read = read_flag },
	{ .name = "alertWhenBreaching", .type = HR_CONFIG_CUSTOM, .read = read_flag },
	{ .name = "conditions",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct policy, conditions),
	  .read = hr_openslo_keep },
	{ .name = "notificationTargets",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct policy, targets),
	  .read = hr_openslo_keep },
	{ .name = NULL },
};

/* The entry's reference, by name; else NULL, and nothing reported. */
static const char *reference_of(const json_t *entry, const char *key)
{
	return json_string_value(json_object_get(entry, key));
}

static void read_one_condition(struct hr_openslo *all, json_t *entry, struct hr_burn_rule **rules,
                               size_t *count)
{
	struct hr_config_reader *reader = all->reader;
	const char *name = reference_of(entry, "conditionRef");
	size_t mark;

	if (name != NULL) {
		const struct hr_openslo_object *object;

		mark = hr_config_enter(reader, "conditionRef");
		object = hr_openslo_find(all, HR_OPENSLO_CONDITION, name);
		hr_config_leave(reader, mark);
		if (object != NULL)
			hr_openslo_add_rules(&object->rule, 1, rules, count);
	} else {
		struct hr_burn_rule rule = { 0 };
		json_t *spec = hr_openslo_inline(all, entry, "AlertCondition");

		if (spec == NULL)
			return;
		mark = hr_config_enter(reader, "spec");
		hr_openslo_read_condition(all, spec, &rule);
		hr_config_leave(reader, mark);
		hr_openslo_add_rules(&rule, 1, rules, count);
		free(rule.severity);
	}
}

static void read_one_target(struct hr_openslo *all, json_t *entry)
{
	const char *name = reference_of(entry, "targetRef");
	size_t mark;

	if (name == NULL) {
		hr_openslo_inline(all, entry, "AlertNotificationTarget");
		return;
	}
	mark = hr_config_enter(all->reader, "targetRef");
	hr_openslo_find(all, HR_OPENSLO_TARGET, name);
	hr_config_leave(all->reader, mark);
}

/* Elements of a list under a member, each entered. */
static void each_of(struct hr_openslo *all, const char *name, json_t *list,
                    struct hr_burn_rule **rules, size_t *count)
{
	struct hr_config_reader *reader = all->reader;
	size_t mark = hr_config_enter(reader, name), i;
	json_t *entry;

	if (hr_config_is_list(reader, list, POLICY_ENTRIES_MAX, "a list"))
		json_array_foreach(list, i, entry)
		{
			size_t inner = hr_config_enter_index(reader, i);

			if (!json_is_object(entry))
				hr_config_wrong_type(reader, entry, "an object");
			else if (rules != NULL)
				read_one_condition(all, entry, rules, count);
			else
				read_one_target(all, entry);
			hr_config_leave(reader, inner);
		}
	hr_config_leave(reader, mark);
}

void hr_openslo_read_policy(struct hr_openslo *all, json_t *spec, struct hr_burn_rule **rules,
                            size_t *count)
{
	struct hr_config_reader *reader = all->reader;
	struct policy policy = { 0 };

	hr_config_read_object(reader, spec, policy_keys, &policy);
	if (policy.conditions != NULL)
		each_of(all, "conditions", policy.conditions, rules, count);
	else if (json_is_object(spec))
		need(reader, spec, "conditions");
	if (policy.targets != NULL)
		each_of(all, "notificationTargets", policy.targets, NULL, NULL);
	if (json_is_object(spec) && json_is_false(json_object_get(spec, "alertWhenBreaching"))) {
		size_t mark = hr_config_enter(reader, "alertWhenBreaching");

		hr_config_warn(reader, "rules are replayed all the same");
		hr_config_leave(reader, mark);
	}
}
