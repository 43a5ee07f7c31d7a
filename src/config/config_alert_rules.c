/* Threshold alerts. */
#include <config.h>
#include "config/config_alert_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "config/config_criteria.h"
#include "config/config_list.h"

/* A rule as written: the metric, which side is bad, and where. */
struct rule {
	struct hr_alert_rule *out;
	char *metric, *label, *host, *threshold, *baseline;
	int condition;
};

/* In the order of enum hr_alert_condition. */
static const char *const conditions[] = { "above", "below", "change", NULL };

static void read_threshold(struct hr_config_reader *reader, json_t *value, void *target)
{
	char number[32];
	char **text = target;

	if (json_is_string(value)) {
		hr_config_read_text(reader, value, text);
	} else if (json_is_number(value)) {
		hr_format_double(json_number_value(value), number, sizeof(number));
		free(*text);
		*text = hr_strdup(number);
	} else {
		hr_config_wrong_type(reader, value, "a value with its unit, such as \"5%\"");
	}
}

#define OF_RULE(member) offsetof(struct hr_alert_rule, member)
#define OF_RAW(member)  offsetof(struct rule, member)

static const struct hr_config_key outer_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_RULE(name) },
	{ .name = "severity", .type = HR_CONFIG_TEXT, .offset = OF_RULE(severity) },
	{ .name = "summary", .type = HR_CONFIG_TEXT, .offset = OF_RULE(summary) },
	{ .name = "description", .type = HR_CONFIG_TEXT, .offset = OF_RULE(description) },
	{ .name = NULL },
};

/* The texts of the rule itself, by the table above. */
static void read_outer(struct hr_config_reader *reader, json_t *value, void *target)
{
	const char *name = strrchr(hr_str_text(&reader->pointer), '/') + 1;

	for (const struct hr_config_key *key = outer_keys; key->name != NULL; key++)
		if (strcmp(key->name, name) == 0)
			hr_config_read_text(reader, value,
			                    (char **)(void *)((char *)((struct rule *)target)->out +
			                                      key->offset));
}

static void read_for(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_duration(reader, value, &((struct rule *)target)->out->criterion.for_ns);
}

const struct hr_config_key hr_config_alert_rule_keys[] = {
	{ .name = "name", .type = HR_CONFIG_CUSTOM, .read = read_outer, .form = "string" },
	{ .name = "severity", .type = HR_CONFIG_CUSTOM, .read = read_outer, .form = "string" },
	{ .name = "summary", .type = HR_CONFIG_CUSTOM, .read = read_outer, .form = "string" },
	{ .name = "description", .type = HR_CONFIG_CUSTOM, .read = read_outer, .form = "string" },
	{ .name = "metric",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_RAW(metric),
	  .read = hr_config_read_judged,
	  .form = "string" },
	{ .name = "label", .type = HR_CONFIG_TEXT, .offset = OF_RAW(label) },
	{ .name = "host", .type = HR_CONFIG_TEXT, .offset = OF_RAW(host) },
	{ .name = "condition",
	  .type = HR_CONFIG_WORD,
	  .offset = OF_RAW(condition),
	  .words = conditions },
	{ .name = "threshold",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_RAW(threshold),
	  .read = read_threshold },
	{ .name = "baseline",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_RAW(baseline),
	  .read = read_threshold },
	{ .name = "for", .type = HR_CONFIG_CUSTOM, .read = read_for, .form = "string" },
	{ .name = NULL },
};

/* A label of requests, or the host of a resource. */
static const char *where(const struct rule *rule)
{
	return rule->label != NULL ? rule->label : rule->host;
}

static bool make(struct hr_config_reader *reader, const struct rule *rule, const char *op,
                 const char *value, struct hr_criterion *out)
{
	struct hr_error error = { 0 };

	if (hr_criterion_make(rule->metric, where(rule), op, value, out, &error) == HR_OK)
		return true;
	hr_config_wrong(reader, "%s", error.text);
	return false;
}

/* "throughput of x within 20% of 1000/s" */
static void set_text(const struct rule *rule)
{
	struct hr_criterion *criterion = &rule->out->criterion;
	struct hr_str text = { 0 };

	hr_str_puts(&text, criterion->metric.name);
	if (criterion->label != NULL)
		hr_str_printf(&text, " of %s", criterion->label);
	hr_str_printf(&text, " within %s of %s", rule->threshold,
	              rule->baseline != NULL ? rule->baseline : "its baseline");
	free(criterion->text);
	criterion->text = hr_str_detach(&text);
}

/* Of a change the criterion names what is watched, with a limit that nobody asks for. */
static void set_change(struct hr_config_reader *reader, struct rule *rule)
{
	struct hr_alert_rule *out = rule->out;
	struct hr_error error = { 0 };

	if (hr_unit_parse(hr_slice_of(rule->threshold), HR_QUANTITY_RATIO, &out->change, &error) !=
	            HR_OK ||
	    !(out->change > 0)) {
		hr_config_wrong(reader,
		                "the threshold of a change is a share above 0 such as \"20%%\", "
		                "not \"%s\"",
		                hr_quoted(rule->threshold).text);
		return;
	}
	if (hr_criterion_make(rule->metric, where(rule), "=", "0", &out->criterion, NULL) ==
	            HR_OK ||
	    make(reader, rule, "=", "0ms", &out->criterion))
		set_text(rule);
}

/* "error_rate above 5%" asks for "error_rate <= 5%". */
static void set_criterion(struct hr_config_reader *reader, struct rule *rule)
{
	struct hr_alert_rule *out = rule->out;
	int64_t for_ns = out->criterion.for_ns;

	out->condition = (enum hr_alert_condition)rule->condition;
	if (rule->baseline != NULL && !make(reader, rule, "=", rule->baseline, &out->reference))
		return;
	if (out->condition == HR_ALERT_CHANGE)
		set_change(reader, rule);
	else
		make(reader, rule, out->condition == HR_ALERT_ABOVE ? "<=" : ">=", rule->threshold,
		     &out->criterion);
	out->criterion.for_ns = for_ns;
}

static void read_rule(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct rule rule = { .out = target };
	size_t before = reader->errors->count + reader->errors->omitted;

	hr_config_read_object(reader, item, hr_config_alert_rule_keys, &rule);
	if (reader->errors->count + reader->errors->omitted == before) {
		if (rule.out->name == NULL)
			hr_config_wrong(reader, "found no \"name\" of the rule");
		if (rule.metric == NULL || rule.threshold == NULL)
			hr_config_wrong(reader, "found no \"%s\" of the rule",
			                rule.metric == NULL ? "metric" : "threshold");
		else if (rule.label != NULL && rule.host != NULL)
			hr_config_wrong(reader, "found \"label\" and \"host\": a rule is about "
			                        "requests or about a resource");
		else
			set_criterion(reader, &rule);
	}
	free(rule.metric);
	free(rule.label);
	free(rule.host);
	free(rule.threshold);
	free(rule.baseline);
}

void hr_config_read_alert_rules(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_alert_rules *rules = target;

	rules->items = hr_config_read_list(reader, value, HR_ALERT_RULES_MAX,
	                                   "a list of alert rules", sizeof(*rules->items),
	                                   &rules->count, read_rule);
}

void hr_config_alert_rules_release(struct hr_config_alert_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		free(rules->items[i].name);
		free(rules->items[i].severity);
		free(rules->items[i].summary);
		free(rules->items[i].description);
		hr_criterion_release(&rules->items[i].criterion);
		hr_criterion_release(&rules->items[i].reference);
	}
	free(rules->items);
	*rules = (struct hr_config_alert_rules){ 0 };
}
