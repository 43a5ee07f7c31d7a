/* Objectives. */
#include <config.h>
#include "config/config_slo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "config/config_exclusions.h"
#include "config/config_share.h"
#include "config/expression.h"

#define DAY_S      INT64_C(86400)
#define WINDOW_MAX (HR_SLO_DAYS_MAX * DAY_S)
#define GAP_S      3600
#define SLICE_S    60
#define PROJECTION (30 * DAY_S)

static const char *const type_names[] = { "ratio",     "latency",   "throughput",
	                                  "freshness", "threshold", NULL };
static const char *const method_names[] = { "occurrences", "timeslices", "ratio-timeslices", NULL };
static const char *const no_data_names[] = { "default", "ignore", "good", "bad", NULL };
static const char *const scope_names[] = { "requests", "transactions", NULL };
static const char *const failure_names[] = { "bad", "exclude", NULL };

const char *hr_sli_type_name(enum hr_sli_type type)
{
	return type_names[type];
}

const char *hr_budget_method_name(enum hr_budget_method method)
{
	return method_names[method];
}

/* --- single values --- */

static const struct {
	const char *text;
	enum hr_calendar_unit unit;
} calendar_windows[] = {
	{ "day", HR_CALENDAR_DAY },     { "week", HR_CALENDAR_WEEK },
	{ "month", HR_CALENDAR_MONTH }, { "quarter", HR_CALENDAR_QUARTER },
	{ "year", HR_CALENDAR_YEAR },   { "1M", HR_CALENDAR_MONTH },
	{ "1Q", HR_CALENDAR_QUARTER },  { "1Y", HR_CALENDAR_YEAR },
};

enum hr_err hr_slo_window_parse(const char *text, struct hr_slo_window *out, struct hr_error *err)
{
	int64_t length_ns;

	*out = (struct hr_slo_window){ .kind = HR_SLO_WINDOW_RUN };
	snprintf(out->text, sizeof(out->text), "%s", text);
	if (strcmp(text, "run") == 0)
		return HR_OK;
	for (size_t i = 0; i < sizeof(calendar_windows) / sizeof(calendar_windows[0]); i++)
		if (strcmp(text, calendar_windows[i].text) == 0) {
			out->kind = HR_SLO_WINDOW_CALENDAR;
			out->unit = calendar_windows[i].unit;
			return HR_OK;
		}
	out->kind = HR_SLO_WINDOW_ROLLING;
	if (strlen(text) >= sizeof(out->text) ||
	    hr_duration_parse(hr_slice_of(text), &length_ns, NULL) != HR_OK)
		return hr_error_set(
		        err, HR_EPARSE,
		        "found the window \"%s\", expected \"run\", "
		        "a rolling one such as \"30d\", or \"day\", \"week\", \"month\", "
		        "\"quarter\", \"year\"",
		        hr_quoted(text).text);
	out->length_s = length_ns / HR_NS_PER_S;
	if (out->length_s < 1 || length_ns % HR_NS_PER_S != 0 || out->length_s > WINDOW_MAX)
		return hr_error_set(err, HR_EPARSE,
		                    "a window has whole seconds, 1s to %dd, not \"%s\"",
		                    HR_SLO_DAYS_MAX, hr_quoted(text).text);
	return HR_OK;
}

static void read_window(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_error error = { 0 };

	if (!json_is_string(value))
		hr_config_wrong_type(reader, value,
		                     "a window such as \"run\", \"30d\" or \"month\"");
	else if (hr_slo_window_parse(json_string_value(value), target, &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
}

static void read_target(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_share(reader, value, target);
}

/* Whole seconds above 0. */
static void read_seconds(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t length_ns;

	if (!hr_config_read_duration(reader, value, &length_ns))
		return;
	if (length_ns < HR_NS_PER_S || length_ns % HR_NS_PER_S != 0 ||
	    length_ns / HR_NS_PER_S > WINDOW_MAX)
		hr_config_wrong_type(
		        reader, value,
		        "whole seconds, from \"1s\" to \"" HR_DIGITS(HR_SLO_DAYS_MAX) "d\"");
	else
		*(int64_t *)target = length_ns / HR_NS_PER_S;
}

static void read_events(struct hr_config_reader *reader, json_t *value, void *target)
{
	double number = json_is_number(value) ? json_number_value(value) : -1;

	if (number > 0 && number < 1e15)
		*(double *)target = number;
	else
		hr_config_wrong_type(reader, value, "a number of events above 0");
}

static void read_confidence(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_fraction share;

	if (json_is_string(value) && strcmp(json_string_value(value), "point") == 0) {
		*(double *)target = 0;
		return;
	}
	if (!hr_config_read_share(reader, value, &share))
		return;
	if (hr_fraction_value(share) < 0.5 || share.num == share.den)
		hr_config_wrong_type(reader, value,
		                     "\"point\", or a share from 50 % to below 100 %");
	else
		*(double *)target = hr_fraction_value(share);
}

/* "1000/s", "50/min", "10/h": exactly, as events a second. */
static void read_rate(struct hr_config_reader *reader, json_t *value, void *target)
{
	static const struct {
		const char *text;
		uint64_t seconds;
	} units[] = { { "/s", 1 }, { "/min", 60 }, { "/m", 60 }, { "/h", 3600 }, { "/d", 86400 } };
	struct hr_slice text = { 0 };
	struct hr_fraction number;

	if (json_is_string(value))
		text = hr_slice_trim(hr_slice_of(json_string_value(value)));
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t n = strlen(units[i].text);
		struct hr_slice head = { text.ptr, text.length - n };

		if (text.length <= n || memcmp(text.ptr + head.length, units[i].text, n) != 0 ||
		    !hr_fraction_parse(hr_slice_trim(head), 0, &number) || number.num == 0)
			continue;
		if (hr_fraction_multiply(number, (struct hr_fraction){ 1, units[i].seconds },
		                         target))
			return;
	}
	hr_config_wrong_type(reader, value, "a rate with its unit, such as \"1000/s\"");
}

void hr_config_read_filter(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_predicate probe;
	struct hr_error error = { 0 };
	char **text = target;

	if (!hr_config_read_text(reader, value, text))
		return;
	if (hr_expression_compile(hr_slice_of(*text), &probe, &error) == HR_OK) {
		hr_predicate_release(&probe);
		return;
	}
	hr_config_wrong(reader, "%s", error.text);
	free(*text);
	*text = NULL;
}

static void read_threshold(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_slo *slo = target;

	if (!hr_config_read_duration(reader, value, &slo->threshold_ns))
		return;
	free(slo->threshold_text);
	slo->threshold_text = hr_strdup(json_string_value(value));
}

static void read_failures(struct hr_config_reader *reader, json_t *value, void *target)
{
	int word;

	if (hr_config_read_word(reader, value, failure_names, &word))
		*(bool *)target = word == 1;
}

static void read_criterion(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_error error = { 0 };
	struct hr_criterion *criterion = target;

	hr_criterion_release(criterion);
	if (!json_is_string(value))
		hr_config_wrong_type(reader, value, "a criterion such as \"p95 < 500ms\"");
	else if (hr_criterion_parse(hr_slice_of(json_string_value(value)), criterion, &error) !=
	         HR_OK)
		hr_config_wrong(reader, "%s", error.text);
}

/* The zone is open already, for the times before it. */
static void read_slo_zone(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_slo *slo = target;
	struct hr_error error = { 0 };
	struct hr_zone *zone;

	if (!hr_config_read_text(reader, value, &slo->timezone) || slo->zone != NULL)
		return;
	if (hr_zone_open(hr_slice_of(slo->timezone), &zone, &error) == HR_OK)
		hr_zone_free(zone);
	else
		hr_config_wrong(reader, "%s", error.text);
}

/* --- what an objective is made of --- */

#define OF_SLO(member) offsetof(struct hr_config_slo, member)
#define CUSTOM(key, member, function, types)                                                       \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_CUSTOM, .offset = OF_SLO(member), .read = function, \
		.form = types                                                                      \
	}

static const struct hr_config_key sli_keys[] = {
	{ .name = "type", .type = HR_CONFIG_WORD, .offset = OF_SLO(type), .words = type_names },
	{ .name = "scope", .type = HR_CONFIG_WORD, .offset = OF_SLO(scope), .words = scope_names },
	CUSTOM("valid", valid_text, hr_config_read_filter, "string"),
	CUSTOM("good", good_text, hr_config_read_filter, "string"),
	{ .name = "threshold", .type = HR_CONFIG_CUSTOM, .read = read_threshold, .form = "string" },
	CUSTOM("count_failures", exclude_failures, read_failures, "string"),
	CUSTOM("min", min_per_s, read_rate, "string"),
	CUSTOM("max_age", max_age_s, read_seconds, "string"),
	CUSTOM("slice", slice_s, read_seconds, "string"),
	CUSTOM("criterion", criterion, read_criterion, "string"),
	{ .name = NULL },
};

/* "metric" and "objective" are those of an sla. */
const struct hr_config_key hr_config_slo_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_SLO(name) },
	{ .name = "description", .type = HR_CONFIG_TEXT, .offset = OF_SLO(description) },
	{ .name = "severity", .type = HR_CONFIG_TEXT, .offset = OF_SLO(severity) },
	{ .name = "sli", .type = HR_CONFIG_OBJECT, .keys = sli_keys },
	CUSTOM("target", target, read_target, "number string"),
	CUSTOM("window", window, read_window, "string"),
	{ .name = "method",
	  .type = HR_CONFIG_WORD,
	  .offset = OF_SLO(method),
	  .words = method_names },
	CUSTOM("slice", slice_s, read_seconds, "string"),
	CUSTOM("slice_target", slice_target, read_target, "number string"),
	{ .name = "no_data",
	  .type = HR_CONFIG_WORD,
	  .offset = OF_SLO(no_data),
	  .words = no_data_names },
	CUSTOM("expected_events_per_day", expected_events_per_day, read_events, "number"),
	CUSTOM("min_coverage", min_coverage, read_target, "number string"),
	CUSTOM("max_gap", max_gap_s, read_seconds, "string"),
	CUSTOM("projection", projection_s, read_seconds, "string"),
	CUSTOM("confidence", confidence, read_confidence, "number string"),
	{ .name = "timezone", .type = HR_CONFIG_CUSTOM, .read = read_slo_zone, .form = "string" },
	{ .name = "exclude",
	  .type = HR_CONFIG_CUSTOM,
	  .read = hr_config_read_exclusions,
	  .keys = hr_config_exclusion_keys,
	  .list = true },
	{ .name = NULL },
};

void hr_config_slo_init(struct hr_config_slo *slo)
{
	*slo = (struct hr_config_slo){
		.window = { .text = "run" },
		.method = HR_BUDGET_METHOD_DEFAULT,
		.min_coverage = { 9, 10 },
		.max_gap_s = GAP_S,
		.projection_s = PROJECTION,
		.confidence = 0.95,
	};
}

static void set_filter(char **text, const char *first, const char *second, struct hr_str *scratch)
{
	hr_str_truncate(scratch, 0);
	if (first != NULL && second != NULL)
		hr_str_printf(scratch, "(%s) && %s", first, second);
	else
		hr_str_puts(scratch, first != NULL ? first : second != NULL ? second : "true");
	*text = hr_strdup(hr_str_text(scratch));
}

/* The two questions, from what was written and what the type adds. */
static bool compile(struct hr_config_reader *reader, struct hr_config_slo *slo)
{
	struct hr_str scratch = { 0 }, latency = { 0 };
	struct hr_error error = { 0 };
	char *valid, *good;
	bool fine;

	hr_str_printf(&latency, "success && elapsed <= %s",
	              slo->threshold_text != NULL ? slo->threshold_text : "0");
	set_filter(&valid, slo->valid_text,
	           slo->type == HR_SLI_LATENCY && slo->exclude_failures ? "success" : NULL,
	           &scratch);
	if (slo->type == HR_SLI_LATENCY)
		set_filter(&good, slo->good_text, hr_str_text(&latency), &scratch);
	else if (slo->type == HR_SLI_THROUGHPUT)
		set_filter(&good, slo->good_text, NULL, &scratch);
	else
		set_filter(&good, slo->good_text != NULL ? slo->good_text : "success", NULL,
		           &scratch);
	fine = hr_expression_compile(hr_slice_of(valid), &slo->valid, &error) == HR_OK &&
	       hr_expression_compile(hr_slice_of(good), &slo->good, &error) == HR_OK;
	if (!fine)
		hr_config_wrong(reader, "%s", error.text);
	hr_str_truncate(&scratch, 0);
	hr_str_printf(&scratch, "%s; valid: %s; good: %s", scope_names[slo->scope], valid, good);
	slo->definition = hr_str_detach(&scratch);
	free(valid);
	free(good);
	hr_str_release(&latency);
	return fine;
}

/* What a type cannot do without. */
static bool has_needed(struct hr_config_reader *reader, const struct hr_config_slo *slo)
{
	const struct {
		const char *name;
		bool given;
	} needed[] = { [HR_SLI_RATIO] = { NULL, true },
		       [HR_SLI_LATENCY] = { "threshold", slo->threshold_text != NULL },
		       [HR_SLI_THROUGHPUT] = { "min", slo->min_per_s.den > 0 },
		       [HR_SLI_FRESHNESS] = { "max_age", slo->max_age_s > 0 },
		       [HR_SLI_THRESHOLD] = { "criterion", slo->criterion.text != NULL } };
	bool fine = needed[slo->type].given;

	if (!fine)
		hr_config_wrong(reader, "found no \"%s\", which an sli of type \"%s\" needs",
		                needed[slo->type].name, type_names[slo->type]);
	if (slo->type != HR_SLI_THRESHOLD && slo->target.den == 0) {
		hr_config_wrong(reader, "found no \"target\", expected a share such as \"99.9%%\"");
		fine = false;
	}
	return fine;
}

bool hr_config_slo_finish(struct hr_config_reader *reader, struct hr_config_slo *slo)
{
	bool sliced = slo->type == HR_SLI_THROUGHPUT || slo->type == HR_SLI_FRESHNESS;

	slo->place = hr_config_place(reader);
	slo->home = slo->zone != NULL ? slo->zone : reader->zone;
	if (slo->name == NULL) {
		hr_config_wrong(reader, "found no \"name\" of the objective");
		return false;
	}
	if (!has_needed(reader, slo))
		return false;
	if (sliced && slo->method != HR_BUDGET_METHOD_DEFAULT &&
	    slo->method != HR_BUDGET_TIMESLICES) {
		hr_config_wrong(reader,
		                "an sli of type \"%s\" is about time: its method is \"timeslices\"",
		                type_names[slo->type]);
		return false;
	}
	if (slo->method == HR_BUDGET_METHOD_DEFAULT)
		slo->method = sliced ? HR_BUDGET_TIMESLICES : HR_BUDGET_OCCURRENCES;
	if (slo->slice_s == 0)
		slo->slice_s = SLICE_S;
	if (slo->slice_target.den == 0)
		slo->slice_target = slo->target;
	if (slo->no_data == HR_NO_DATA_DEFAULT)
		slo->no_data = sliced ? HR_NO_DATA_BAD : HR_NO_DATA_IGNORE;
	return slo->type == HR_SLI_THRESHOLD || compile(reader, slo);
}

const struct hr_burn_rule *hr_config_slo_rules(const struct hr_config_slo *slo,
                                               const struct hr_budget_policy *policy, size_t *count)
{
	*count = slo->rule_count > 0 ? slo->rule_count : policy->rule_count;
	return slo->rule_count > 0 ? slo->rules : policy->rules;
}

void hr_config_slo_release(struct hr_config_slo *slo)
{
	free(slo->name);
	free(slo->description);
	free(slo->severity);
	free(slo->valid_text);
	free(slo->good_text);
	free(slo->threshold_text);
	free(slo->definition);
	free(slo->exclusions);
	free(slo->timezone);
	hr_zone_free(slo->zone);
	hr_burn_rules_release(slo->rules, slo->rule_count);
	hr_predicate_release(&slo->valid);
	hr_predicate_release(&slo->good);
	hr_criterion_release(&slo->criterion);
}

void hr_config_slos_release(struct hr_config_slos *slos)
{
	for (size_t i = 0; i < slos->count; i++)
		hr_config_slo_release(&slos->items[i]);
	free(slos->items);
	*slos = (struct hr_config_slos){ 0 };
}
