#include <config.h>
#include "config/config_rules.h"

#include <stdlib.h>

#include "base/input.h"
#include "config/config_list.h"
#include "config/config_read.h"

#define RULES_BYTES_MAX ((size_t)1 << 20)

static const char *const when_words[HR_WHEN_COUNT + 1] = { "already_crossed",
	                                                   "within_lead_time",
	                                                   "within_horizon",
	                                                   "little_headroom",
	                                                   "insufficient_history",
	                                                   "unreachable",
	                                                   "scenario_within_lead_time",
	                                                   "scenario_breaches",
	                                                   "over_budget",
	                                                   NULL };
static const char *const kind_words[] = { "immediate", "planned", NULL };
static const char *const priority_words[] = { "high", "medium", "low", NULL };

const char *hr_rule_kind_name(enum hr_rule_kind kind)
{
	return kind_words[kind];
}

const char *hr_rule_priority_name(const struct hr_rule *rule)
{
	return priority_words[rule->priority];
}

#define AT(member) offsetof(struct hr_rule, member)

static const struct hr_config_key rule_keys[] = {
	{ .name = "id", .type = HR_CONFIG_TEXT, .offset = AT(id) },
	{ .name = "when", .type = HR_CONFIG_WORD, .offset = AT(when), .words = when_words },
	{ .name = "kind", .type = HR_CONFIG_WORD, .offset = AT(kind), .words = kind_words },
	{ .name = "priority",
	  .type = HR_CONFIG_WORD,
	  .offset = AT(priority),
	  .words = priority_words },
	{ .name = "within", .type = HR_CONFIG_DURATION, .offset = AT(within_ns) },
	{ .name = "action", .type = HR_CONFIG_TEXT, .offset = AT(action) },
	{ .name = NULL },
};

static void read_rule(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_rule *rule = target;

	hr_config_read_object(reader, item, rule_keys, rule);
	if (json_is_object(item) &&
	    (rule->id == NULL || rule->action == NULL || json_object_get(item, "when") == NULL))
		hr_config_wrong(reader, "a rule needs \"id\", \"when\" and \"action\"");
}

static void read_rules(struct hr_config_reader *reader, json_t *list, struct hr_rules *rules)
{
	rules->items = hr_config_read_list(reader, list, HR_RULES_MAX, "a list of rules",
	                                   sizeof(struct hr_rule), &rules->count, read_rule);
}

enum hr_err hr_rules_parse(struct hr_slice text, const char *path, struct hr_rules *rules,
                           struct hr_config_errors *errors, struct hr_error *err)
{
	struct hr_config_reader reader;

	*rules = (struct hr_rules){ 0 };
	if (hr_config_reader_open(&reader, text, path, errors) > 0)
		read_rules(&reader, hr_config_reader_root(&reader, 0), rules);
	hr_config_reader_close(&reader);
	return hr_config_errors_result(errors, path, err);
}

enum hr_err hr_rules_load(const char *path, struct hr_rules *rules, struct hr_config_errors *errors,
                          struct hr_error *err)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	enum hr_err code = hr_input_open(path, &input, err);

	*rules = (struct hr_rules){ 0 };
	if (code != HR_OK)
		return code;
	code = hr_input_read_all(input, RULES_BYTES_MAX, "a table of rules", &text, err);
	hr_input_close(input);
	if (code == HR_OK)
		code = hr_rules_parse(hr_str_slice(&text), path, rules, errors, err);
	hr_str_release(&text);
	return code;
}

void hr_rules_release(struct hr_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		free(rules->items[i].id);
		free(rules->items[i].action);
	}
	free(rules->items);
	*rules = (struct hr_rules){ 0 };
}
