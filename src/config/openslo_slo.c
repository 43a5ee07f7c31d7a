/* SLO objects: a window, a method and objectives over one indicator. */
#include <config.h>
#include "config/openslo_slo.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "config/config_share.h"

#define MINUTE_S 60

/* --- the frame of a spec --- */

struct spec {
	char *description, *service, *indicator_reference;
	json_t *indicator, *window, *objectives, *policies;
	int method;
	bool has_method;
};

static void read_method(struct hr_config_reader *reader, json_t *value, void *target)
{
	static const char *const methods[] = { "Occurrences", "Timeslices", "RatioTimeslices",
		                               NULL };
	struct spec *spec = target;

	spec->has_method = hr_config_read_word(reader, value, methods, &spec->method);
}

#define OF_SPEC(member) offsetof(struct spec, member)
#define KEPT(key, member)                                                                          \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_CUSTOM, .offset = OF_SPEC(member),                  \
		.read = hr_openslo_keep                                                            \
	}

static const struct hr_config_key spec_keys[] = {
	{ .name = "description", .type = HR_CONFIG_TEXT, .offset = OF_SPEC(description) },
	{ .name = "service", .type = HR_CONFIG_TEXT, .offset = OF_SPEC(service) },
	{ .name = "indicatorRef", .type = HR_CONFIG_TEXT, .offset = OF_SPEC(indicator_reference) },
	{ .name = "budgetingMethod", .type = HR_CONFIG_CUSTOM, .read = read_method },
	KEPT("indicator", indicator),
	KEPT("timeWindow", window),
	KEPT("objectives", objectives),
	KEPT("alertPolicies", policies),
	{ .name = NULL },
};

/* --- an objective --- */

enum operator{ OP_LTE, OP_GTE, OP_LT, OP_GT };

struct objective {
	char *display;
	int op;
	bool has_op;
	json_t *value;
	struct hr_fraction target, slice_target;
	int64_t slice_s;
};

static void read_operator(struct hr_config_reader *reader, json_t *value, void *target)
{
	static const char *const names[] = { "lte", "gte", "lt", "gt", NULL };
	struct objective *objective = target;

	objective->has_op = hr_config_read_word(reader, value, names, &objective->op);
}

static void read_value(struct hr_config_reader *reader, json_t *value, void *target)
{
	if (json_is_number(value) && json_number_value(value) >= 0)
		*(json_t **)target = value;
	else
		hr_config_wrong_type(reader, value, "a number from 0");
}

/* A ratio, from above 0 to below 1; of time slices also 1. */
static bool read_ratio(struct hr_config_reader *reader, json_t *value, bool whole,
                       struct hr_fraction *out)
{
	double number = json_is_number(value) ? json_number_value(value) : -1;

	if (whole && number == 1) {
		*out = (struct hr_fraction){ 1, 1 };
		return true;
	}
	if (number > 0 && number < 1)
		return hr_config_read_share(reader, value, out);
	hr_config_wrong_type(reader, value, "a ratio such as 0.999");
	return false;
}

static void read_target(struct hr_config_reader *reader, json_t *value, void *target)
{
	read_ratio(reader, value, false, target);
}

static void read_slice_target(struct hr_config_reader *reader, json_t *value, void *target)
{
	read_ratio(reader, value, true, target);
}

static void read_target_percent(struct hr_config_reader *reader, json_t *value, void *target)
{
	double number = json_is_number(value) ? json_number_value(value) : -1;

	if (number > 0 && number < 100)
		hr_config_read_percent(reader, value, target);
	else
		hr_config_wrong_type(reader, value,
		                     "a percentage above 0 and below 100, such as 99.9");
}

/* A number counts minutes. */
static void read_slice(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t *seconds = target;

	if (json_is_integer(value) && json_integer_value(value) > 0 &&
	    json_integer_value(value) <= 10000)
		*seconds = json_integer_value(value) * MINUTE_S;
	else
		hr_openslo_read_length(reader, value, seconds);
}

#define OF_OBJECTIVE(member) offsetof(struct objective, member)

static const struct hr_config_key objective_keys[] = {
	{ .name = "displayName", .type = HR_CONFIG_TEXT, .offset = OF_OBJECTIVE(display) },
	{ .name = "op", .type = HR_CONFIG_CUSTOM, .read = read_operator },
	{ .name = "value",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_OBJECTIVE(value),
	  .read = read_value },
	{ .name = "target",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_OBJECTIVE(target),
	  .read = read_target },
	{ .name = "targetPercent",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_OBJECTIVE(target),
	  .read = read_target_percent },
	{ .name = "timeSliceTarget",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_OBJECTIVE(slice_target),
	  .read = read_slice_target },
	{ .name = "timeSliceWindow",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_OBJECTIVE(slice_s),
	  .read = read_slice },
	{ .name = NULL },
};

/* The number as it is written. */
static const char *number_text(const json_t *value, char out[32])
{
	size_t n = json_is_integer(value) ? (size_t)snprintf(out, 32, "%" JSON_INTEGER_FORMAT,
	                                                     json_integer_value(value))
	                                  : hr_format_double(json_real_value(value), out, 32);

	out[n < 31 ? n : 31] = '\0';
	return out;
}

/* A threshold on the times of requests: the fraction of requests that keep to it. */
static void set_times(const struct hr_openslo_indicator *indicator,
                      const struct objective *objective, struct hr_config_slo *slo)
{
	static const char *const fields[] = { [HR_OPENSLO_ELAPSED] = "elapsed",
		                              [HR_OPENSLO_LATENCY] = "latency",
		                              [HR_OPENSLO_CONNECT] = "connect" };
	static const char *const signs[] = { "<=", ">=", "<", ">" };
	struct hr_str good = { 0 };
	char number[32];

	hr_str_printf(&good, "success && %s %s %s%s", fields[indicator->metric],
	              signs[objective->op], number_text(objective->value, number),
	              hr_openslo_units[indicator->unit]);
	slo->good_text = hr_str_detach(&good);
}

/* Throughput and age are about slices of time, and have one direction that is good. */
static bool set_sliced(struct hr_config_reader *reader,
                       const struct hr_openslo_indicator *indicator,
                       const struct objective *objective, struct hr_config_slo *slo)
{
	bool throughput = indicator->metric == HR_OPENSLO_THROUGHPUT;
	double number = json_number_value(objective->value);
	struct hr_fraction exact;
	char text[32];
	size_t mark;

	if (objective->op != (throughput ? OP_GTE : OP_LTE)) {
		mark = hr_config_enter(reader, "op");
		hr_config_wrong(reader, "expected \"%s\" for the metric \"%s\"",
		                throughput ? "gte" : "lte", throughput ? "throughput" : "age");
		hr_config_leave(reader, mark);
		return false;
	}
	if (throughput && number > 0 &&
	    hr_fraction_parse(hr_slice_of(number_text(objective->value, text)), 0, &exact)) {
		slo->type = HR_SLI_THROUGHPUT;
		slo->min_per_s = exact;
		return true;
	}
	if (!throughput && json_is_integer(objective->value) && number >= 1 && number <= 1e7) {
		slo->type = HR_SLI_FRESHNESS;
		slo->max_age_s = json_integer_value(objective->value);
		return true;
	}
	mark = hr_config_enter(reader, "value");
	hr_config_wrong_type(reader, objective->value,
	                     throughput ? "events a second, above 0" : "whole seconds, from 1");
	hr_config_leave(reader, mark);
	return false;
}

static bool set_indicator(struct hr_config_reader *reader,
                          const struct hr_openslo_indicator *indicator,
                          const struct objective *objective, struct hr_config_slo *slo)
{
	struct hr_str good = { 0 };

	slo->valid_text = indicator->valid != NULL ? hr_strdup(indicator->valid) : NULL;
	if (indicator->metric == HR_OPENSLO_RATIO) {
		if (indicator->bad != NULL)
			hr_str_printf(&good, "not (%s)", indicator->bad);
		else
			hr_str_puts(&good, indicator->good != NULL ? indicator->good : "true");
		slo->good_text = hr_str_detach(&good);
		return true;
	}
	if (!objective->has_op || objective->value == NULL) {
		hr_config_wrong(reader,
		                "found no \"op\" or no \"value\", which a thresholdMetric needs");
		return false;
	}
	if (indicator->metric >= HR_OPENSLO_THROUGHPUT)
		return set_sliced(reader, indicator, objective, slo);
	set_times(indicator, objective, slo);
	return true;
}

static void set_name(const struct hr_openslo_object *object, const struct objective *objective,
                     size_t index, size_t count, struct hr_config_slo *slo)
{
	struct hr_str name = { 0 };

	hr_str_puts(&name, object->name);
	if (count > 1 && objective->display != NULL)
		hr_str_printf(&name, ": %s", objective->display);
	else if (count > 1)
		hr_str_printf(&name, ": %zu", index + 1);
	slo->name = hr_str_detach(&name);
}

/* What all objectives of an SLO share. */
struct shared {
	const struct hr_openslo_object *object;
	const struct hr_openslo_indicator *indicator; /* NULL when it cannot be used */
	const struct spec *spec;
	struct hr_config_slo window; /* its window and zone */
	struct hr_burn_rule *rules;
	size_t rule_count;
};

static void reject_twin(struct hr_config_reader *reader, const struct hr_config_slos *slos,
                        const char *name)
{
	for (size_t i = 0; i < slos->count; i++)
		if (strcmp(slos->items[i].name, name) == 0)
			hr_config_wrong(reader, "found a second objective called \"%s\"",
			                hr_quoted(name).text);
}

static void read_objective(struct hr_openslo *all, const struct shared *shared, json_t *value,
                           size_t index, size_t count, struct hr_config_slos *slos)
{
	struct hr_config_reader *reader = all->reader;
	struct objective objective = { 0 };
	struct hr_config_slo slo;
	size_t before = reader->errors->count + reader->errors->omitted;
	bool fine;

	hr_config_slo_init(&slo);
	hr_config_read_object(reader, value, objective_keys, &objective);
	if (json_is_object(value) && (json_object_get(value, "target") != NULL) ==
	                                     (json_object_get(value, "targetPercent") != NULL))
		hr_config_wrong(reader,
		                "found %s, expected one of \"target\" and \"targetPercent\"",
		                json_object_get(value, "target") != NULL ? "both" : "neither");
	set_name(shared->object, &objective, index, count, &slo);
	slo.description = hr_strdup(shared->spec->description != NULL ? shared->spec->description
	                            : shared->object->display != NULL ? shared->object->display
	                                                              : slo.name);
	slo.target = objective.target;
	slo.slice_target = objective.slice_target;
	slo.slice_s = objective.slice_s;
	slo.window = shared->window.window;
	slo.method = (enum hr_budget_method)shared->spec->method;
	if (shared->window.timezone != NULL) {
		slo.timezone = hr_strdup(shared->window.timezone);
		if (hr_zone_open(hr_slice_of(slo.timezone), &slo.zone, NULL) != HR_OK)
			slo.zone = NULL;
	}
	hr_openslo_add_rules(shared->rules, shared->rule_count, &slo.rules, &slo.rule_count);
	reject_twin(reader, slos, slo.name);
	fine = shared->indicator != NULL &&
	       set_indicator(reader, shared->indicator, &objective, &slo) &&
	       reader->errors->count + reader->errors->omitted == before &&
	       hr_config_slo_finish(reader, &slo);
	if (!fine)
		hr_config_slo_release(&slo);
	else if (!hr_config_slos_add(slos, &slo))
		hr_config_wrong(reader, "more than %d objectives", HR_CONFIG_SLOS_MAX);
	free(objective.display);
}

/* --- the parts of a spec --- */

/* By name or in place; NULL when it cannot be used. @own is of the caller. */
static const struct hr_openslo_indicator *read_indicator(struct hr_openslo *all,
                                                         const struct spec *spec,
                                                         struct hr_openslo_indicator *own)
{
	struct hr_config_reader *reader = all->reader;
	const struct hr_openslo_object *object;
	const struct hr_openslo_indicator *out = own;
	json_t *inner;
	size_t mark, spec_mark;

	if ((spec->indicator != NULL) == (spec->indicator_reference != NULL)) {
		hr_config_wrong(reader,
		                "found %s, expected one of \"indicator\" and \"indicatorRef\"",
		                spec->indicator != NULL ? "both" : "neither");
		return NULL;
	}
	mark = hr_config_enter(reader, spec->indicator != NULL ? "indicator" : "indicatorRef");
	if (spec->indicator != NULL) {
		inner = hr_openslo_inline(all, spec->indicator, "SLI");
		if (inner != NULL) {
			spec_mark = hr_config_enter(reader, "spec");
			hr_openslo_read_indicator(all, inner, own);
			hr_config_leave(reader, spec_mark);
		}
	} else {
		object = hr_openslo_find(all, HR_OPENSLO_SLI, spec->indicator_reference);
		out = object != NULL ? &object->indicator : NULL;
	}
	hr_config_leave(reader, mark);
	return out != NULL && out->fine ? out : NULL;
}

static void read_policies(struct hr_openslo *all, json_t *list, struct shared *shared)
{
	struct hr_config_reader *reader = all->reader;
	size_t mark = hr_config_enter(reader, "alertPolicies"), i;
	json_t *entry;

	if (!json_is_array(list))
		hr_config_wrong_type(reader, list, "a list of alert policies");
	json_array_foreach(list, i, entry)
	{
		size_t inner = hr_config_enter_index(reader, i), at;
		const char *name = json_string_value(json_object_get(entry, "alertPolicyRef"));

		/* both forms are about: a name in an object, and the name alone */
		if (json_is_string(entry))
			name = json_string_value(entry);
		if (name != NULL) {
			const struct hr_openslo_object *object;

			at = json_is_string(entry) ? reader->pointer.length
			                           : hr_config_enter(reader, "alertPolicyRef");
			object = hr_openslo_find(all, HR_OPENSLO_POLICY, name);
			hr_config_leave(reader, at);
			if (object != NULL)
				hr_openslo_add_rules(object->rules, object->rule_count,
				                     &shared->rules, &shared->rule_count);
		} else {
			json_t *spec = hr_openslo_inline(all, entry, "AlertPolicy");

			if (spec != NULL) {
				at = hr_config_enter(reader, "spec");
				hr_openslo_read_policy(all, spec, &shared->rules,
				                       &shared->rule_count);
				hr_config_leave(reader, at);
			}
		}
		hr_config_leave(reader, inner);
	}
	hr_config_leave(reader, mark);
}

static void read_objectives(struct hr_openslo *all, const struct shared *shared,
                            struct hr_config_slos *slos)
{
	struct hr_config_reader *reader = all->reader;
	json_t *list = shared->spec->objectives, *entry;
	size_t mark = hr_config_enter(reader, "objectives"), i;

	if (!json_is_array(list) || json_array_size(list) == 0)
		hr_config_wrong_type(reader, list, "a list of objectives");
	json_array_foreach(list, i, entry)
	{
		size_t inner = hr_config_enter_index(reader, i);

		read_objective(all, shared, entry, i, json_array_size(list), slos);
		hr_config_leave(reader, inner);
	}
	hr_config_leave(reader, mark);
}

/* The first service gives its name to what is reported. */
static void take_service(struct spec *spec, char **name)
{
	if (name == NULL || *name != NULL || spec->service == NULL)
		return;
	*name = spec->service;
	spec->service = NULL;
}

void hr_openslo_read_slo(struct hr_openslo *all, const struct hr_openslo_object *object,
                         struct hr_config_slos *slos, char **service_name)
{
	struct hr_config_reader *reader = all->reader;
	struct spec spec = { 0 };
	struct shared shared = { .object = object, .spec = &spec };
	struct hr_openslo_indicator own = { 0 };

	hr_config_slo_init(&shared.window);
	hr_config_read_object(reader, object->spec, spec_keys, &spec);
	if (json_is_object(object->spec)) {
		if (json_object_get(object->spec, "budgetingMethod") == NULL)
			hr_config_wrong(reader, "found no \"budgetingMethod\"");
		if (spec.window != NULL)
			hr_openslo_read_windows(reader, spec.window, &shared.window);
		shared.indicator = read_indicator(all, &spec, &own);
		if (spec.policies != NULL)
			read_policies(all, spec.policies, &shared);
		if (spec.objectives != NULL)
			read_objectives(all, &shared, slos);
		else
			hr_config_wrong(reader, "found no \"objectives\"");
	}
	take_service(&spec, service_name);
	hr_config_slo_release(&shared.window);
	hr_openslo_indicator_release(&own);
	hr_burn_rules_release(shared.rules, shared.rule_count);
	free(spec.description);
	free(spec.service);
	free(spec.indicator_reference);
}
