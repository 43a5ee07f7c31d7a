#include <config.h>
#include "config/config_capacity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/pattern.h"
#include "base/unit.h"
#include "config/config_list.h"
#include "config/config_quantity.h"
#include "model/demand_model.h"
#include "model/scenario.h"

#define DAY_NS     (86400 * HR_NS_PER_S)
#define WARN_RATIO 0.8 /* of the limit, unless given */

static const char *const tier_words[] = { "low", "standard", "critical", NULL };
static const char *const kind_words[] = { "growth", "event", "viral", NULL };
static const char *const preset_words[] = { "balanced", "aggressive", "conservative", NULL };

const char *hr_tier_name(enum hr_tier tier)
{
	return tier_words[tier];
}

const char *hr_unit_source_name(enum hr_unit_source source)
{
	static const char *const names[] = { "none", "given", "from-stress", "from-usl",
		                             "from-regression" };

	return names[source];
}

const char *hr_unit_scaling_name(enum hr_unit_scaling scaling)
{
	static const char *const names[] = { "linear", "given", "from-usl" };

	return names[scaling];
}

/* --- single values --- */

static void read_span(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t span_ns;

	if (!hr_config_read_duration(reader, value, &span_ns))
		return;
	if (span_ns > HR_CAPACITY_DAYS_MAX * DAY_NS)
		hr_config_wrong(reader, "at most %dd are planned", HR_CAPACITY_DAYS_MAX);
	else
		*(int64_t *)target = span_ns;
}

static void read_margin(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_margin(reader, value, target);
}

static void read_ratio(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_ratio(reader, value, target);
}

static void read_count(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 0, 1e6, target);
}

static void read_growth(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_growth(reader, value, target);
}

static void read_instant(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_instant(reader, value, target);
}

static void read_tier(struct hr_config_reader *reader, json_t *value, void *target)
{
	int word = HR_TIER_STANDARD;

	if (hr_config_read_word(reader, value, tier_words, &word))
		*(enum hr_tier *)target = (enum hr_tier)word;
}

static void read_kind(struct hr_config_reader *reader, json_t *value, void *target)
{
	int word = HR_SCENARIO_GROWTH;

	if (hr_config_read_word(reader, value, kind_words, &word))
		*(enum hr_scenario_kind *)target = (enum hr_scenario_kind)word;
}

static void read_preset(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_word(reader, value, preset_words, target);
}

/* --- resources --- */

/* "85%" is a ratio, 450 an amount in the unit of the series. */
static void read_bound(struct hr_config_reader *reader, json_t *value, double *out, bool *is_ratio)
{
	const char *text = json_string_value(value);

	*is_ratio = text != NULL && strchr(text, '%') != NULL;
	if (*is_ratio)
		hr_config_read_margin(reader, value, out);
	else
		hr_config_read_number(reader, value, -1e15, 1e15, out);
}

static void read_limit(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_capacity_resource *resource = target;

	read_bound(reader, value, &resource->limit, &resource->limit_is_ratio);
}

static void read_warn(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_capacity_resource *resource = target;

	read_bound(reader, value, &resource->warn, &resource->warn_is_ratio);
}

static void read_of(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 1e-9, 1e15, target);
}

static void read_resource_metric(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_capacity_resource *resource = target;

	if (hr_config_read_text(reader, value, &resource->metric_text))
		hr_config_read_pattern(reader, resource->metric_text, &resource->metric);
}

static void read_resource_tier(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_capacity_resource *resource = target;

	resource->has_tier = true;
	read_tier(reader, value, &resource->tier);
}

#define OF_RESOURCE(member) offsetof(struct hr_capacity_resource, member)

static const struct hr_config_key resource_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_RESOURCE(name) },
	{ .name = "metric", .type = HR_CONFIG_CUSTOM, .read = read_resource_metric },
	{ .name = "limit", .type = HR_CONFIG_CUSTOM, .read = read_limit },
	{ .name = "warn", .type = HR_CONFIG_CUSTOM, .read = read_warn },
	{ .name = "of", .type = HR_CONFIG_CUSTOM, .offset = OF_RESOURCE(of), .read = read_of },
	{ .name = "lead_time",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_RESOURCE(lead_time_ns),
	  .read = read_span },
	{ .name = "tier", .type = HR_CONFIG_CUSTOM, .read = read_resource_tier },
	{ .name = NULL },
};

static void read_resource(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_capacity_resource *resource = target;

	resource->limit = resource->warn = resource->of = (double)NAN;
	resource->lead_time_ns = -1;
	hr_config_read_object(reader, item, resource_keys, resource);
	if (json_is_object(item) &&
	    (json_object_get(item, "metric") == NULL || json_object_get(item, "limit") == NULL))
		hr_config_wrong(reader, "expected both \"metric\" and \"limit\"");
	if (isnan(resource->warn)) {
		resource->warn = resource->limit * WARN_RATIO;
		resource->warn_is_ratio = resource->limit_is_ratio;
	}
}

static void read_resources(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_capacity *capacity = target;

	capacity->resources = hr_config_read_list(
	        reader, value, HR_CAPACITY_RESOURCES_MAX,
	        "a list of resources, [{\"metric\": \"cpu\", \"limit\": \"85%\"}]",
	        sizeof(struct hr_capacity_resource), &capacity->resource_count, read_resource);
}

static bool read_model(struct hr_config_reader *reader, json_t *item, void *target)
{
	char **name = target;

	if (!hr_config_read_text(reader, item, name))
		return false;
	if (!hr_demand_model_is_known(*name))
		hr_config_wrong(reader,
		                "unknown model \"%s\", expected trend, auto or a method of "
		                "headroom forecast",
		                hr_quoted(*name).text);
	return true;
}

static void read_models(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_capacity *capacity = target;

	capacity->models = hr_config_read_good(
	        reader, value, HR_DEMAND_MODELS_MAX, "a list of models, [\"auto\"]",
	        sizeof(*capacity->models), &capacity->model_count, read_model);
}

static void read_demand(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_capacity *capacity = target;

	if (hr_config_read_text(reader, value, &capacity->demand_text))
		hr_config_read_pattern(reader, capacity->demand_text, &capacity->demand);
}

/* --- the unit --- */

static void read_unit_capacity(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_capacity_unit *unit = target;
	const char *text = json_string_value(value);

	for (int source = HR_UNIT_FROM_STRESS; text != NULL && source <= HR_UNIT_FROM_REGRESSION;
	     source++) {
		if (strcmp(text, hr_unit_source_name((enum hr_unit_source)source)) == 0) {
			unit->source = (enum hr_unit_source)source;
			return;
		}
	}
	if (text == NULL ||
	    hr_unit_parse(hr_slice_of(text), HR_QUANTITY_PER_S, &unit->capacity_per_s, NULL) !=
	            HR_OK ||
	    !(unit->capacity_per_s > 0))
		hr_config_wrong_type(reader, value,
		                     "a rate such as \"120/s\", or \"from-stress\", \"from-usl\", "
		                     "\"from-regression\"");
	else
		unit->source = HR_UNIT_GIVEN;
}

static void read_coefficient(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 0, 1, target);
}

#define OF_UNIT(member) offsetof(struct hr_capacity_unit, member)

static const struct hr_config_key law_keys[] = {
	{ .name = "alpha",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_UNIT(alpha),
	  .read = read_coefficient },
	{ .name = "beta",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_UNIT(beta),
	  .read = read_coefficient },
	{ .name = NULL },
};

static void read_scaling(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_capacity_unit *unit = target;
	const char *text = json_string_value(value);

	if (json_is_object(value)) {
		unit->scaling = HR_SCALING_GIVEN;
		hr_config_read_object(reader, value, law_keys, unit);
		return;
	}
	unit->scaling = text != NULL && strcmp(text, "from-usl") == 0 ? HR_SCALING_FROM_USL
	                                                              : HR_SCALING_LINEAR;
	if (text == NULL || strcmp(text, hr_unit_scaling_name(unit->scaling)) != 0)
		hr_config_wrong_type(reader, value,
		                     "\"linear\", \"from-usl\", or {\"alpha\": 0.02, "
		                     "\"beta\": 0.0005}");
}

static const struct hr_config_key unit_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_UNIT(name) },
	{ .name = "count", .type = HR_CONFIG_CUSTOM, .offset = OF_UNIT(count), .read = read_count },
	{ .name = "tested",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_UNIT(tested),
	  .read = read_count },
	{ .name = "capacity", .type = HR_CONFIG_CUSTOM, .read = read_unit_capacity },
	{ .name = "scaling", .type = HR_CONFIG_CUSTOM, .read = read_scaling },
	{ .name = "max_utilization",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_UNIT(max_utilization),
	  .read = read_ratio },
	{ .name = NULL },
};

static void read_unit(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_object(reader, value, unit_keys, target);
}

/* --- scenarios --- */

#define OF_SCENARIO(member) offsetof(struct hr_scenario, member)

static const struct hr_config_key scenario_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_SCENARIO(name) },
	{ .name = "type",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(kind),
	  .read = read_kind },
	{ .name = "growth",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(growth_per_month),
	  .read = read_growth },
	{ .name = "multiplier",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(multiplier),
	  .read = read_count },
	{ .name = "start",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(start_ns),
	  .read = read_instant },
	{ .name = "duration",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(duration_ns),
	  .read = read_span },
	{ .name = "ramp",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(ramp_ns),
	  .read = read_span },
	{ .name = "doubling",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(doubling_ns),
	  .read = read_span },
	{ .name = "cap", .type = HR_CONFIG_CUSTOM, .offset = OF_SCENARIO(cap), .read = read_count },
	{ .name = NULL },
};

/* Seven days to double, at most fifty times; ten times for three days. */
static void init_scenario(struct hr_scenario *scenario)
{
	*scenario = (struct hr_scenario){ .kind = HR_SCENARIO_GROWTH,
		                          .multiplier = 10,
		                          .start_ns = HR_INSTANT_NONE,
		                          .duration_ns = 3 * DAY_NS,
		                          .doubling_ns = 7 * DAY_NS,
		                          .cap = 50 };
}

static void check_scenario(struct hr_config_reader *reader, const struct hr_scenario *scenario)
{
	if (scenario->kind == HR_SCENARIO_EVENT && scenario->start_ns == HR_INSTANT_NONE)
		hr_config_wrong(reader, "an event needs a \"start\", such as \"2026-11-27\"");
	else if (scenario->kind == HR_SCENARIO_VIRAL && !(scenario->cap > 1))
		hr_config_wrong(reader, "the \"cap\" of viral growth must be above 1");
}

/* Without a growth of their own, "moderate" and "high" mean 5 and 15 % a month. */
static void name_scenario(struct hr_scenario *scenario, bool has_growth)
{
	static const struct {
		const char *name;
		double growth;
	} known[] = { { "moderate", 0.05 }, { "high", 0.15 } };

	if (scenario->name == NULL)
		scenario->name = hr_strdup(kind_words[scenario->kind]);
	for (size_t i = 0; !has_growth && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(scenario->name, known[i].name) == 0)
			scenario->growth_per_month = known[i].growth;
}

static void read_scenario(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_scenario *scenario = target;

	init_scenario(scenario);
	hr_config_read_object(reader, item, scenario_keys, scenario);
	name_scenario(scenario, json_object_get(item, "growth") != NULL);
	check_scenario(reader, scenario);
}

static void read_scenarios(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_capacity *capacity = target;

	capacity->scenarios = hr_config_read_list(reader, value, HR_CAPACITY_SCENARIOS_MAX,
	                                          "a list of scenarios", sizeof(struct hr_scenario),
	                                          &capacity->scenario_count, read_scenario);
}

/* --- autoscaling --- */

#define AT(member) offsetof(struct hr_config_capacity, member)

static const struct hr_config_key autoscale_keys[] = {
	{ .name = "preset", .type = HR_CONFIG_CUSTOM, .offset = AT(preset), .read = read_preset },
	{ .name = "startup",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(startup_ns),
	  .read = read_span },
	{ .name = NULL },
};

const struct hr_config_key hr_config_capacity_keys[] = {
	{ .name = "history",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(history_ns),
	  .read = read_span },
	{ .name = "horizon",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(horizon_ns),
	  .read = read_span },
	{ .name = "season", .type = HR_CONFIG_CUSTOM, .offset = AT(season_ns), .read = read_span },
	{ .name = "lead_time",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(lead_time_ns),
	  .read = read_span },
	{ .name = "resources", .type = HR_CONFIG_CUSTOM, .read = read_resources },
	{ .name = "demand", .type = HR_CONFIG_CUSTOM, .read = read_demand },
	{ .name = "models", .type = HR_CONFIG_CUSTOM, .read = read_models },
	{ .name = "unit", .type = HR_CONFIG_CUSTOM, .offset = AT(unit), .read = read_unit },
	{ .name = "safety_margin",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(safety_margin),
	  .read = read_margin },
	{ .name = "redundancy",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(redundancy),
	  .read = read_count },
	{ .name = "tier", .type = HR_CONFIG_CUSTOM, .offset = AT(tier), .read = read_tier },
	{ .name = "scenarios", .type = HR_CONFIG_CUSTOM, .read = read_scenarios },
	{ .name = "autoscale", .type = HR_CONFIG_OBJECT, .keys = autoscale_keys },
	{ .name = "rules", .type = HR_CONFIG_TEXT, .offset = AT(rules) },
	{ .name = NULL },
};

void hr_config_read_capacity(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_capacity *capacity = target;

	*capacity = (struct hr_config_capacity){
		.given = true,
		.horizon_ns = 90 * DAY_NS,
		.season_ns = 7 * DAY_NS,
		.lead_time_ns = 14 * DAY_NS,
		.unit = { .count = 1, .tested = 1, .max_utilization = 0.7 },
		.safety_margin = 0.2,
		.tier = HR_TIER_STANDARD,
		.startup_ns = 120 * HR_NS_PER_S,
	};
	hr_config_read_object(reader, value, hr_config_capacity_keys, capacity);
	if (capacity->scenario_count == 0) {
		free(capacity->scenarios);
		capacity->scenarios = hr_zalloc(1, sizeof(*capacity->scenarios));
		init_scenario(&capacity->scenarios[0]);
		capacity->scenarios[0].name = hr_strdup("baseline");
		capacity->scenario_count = 1;
	}
}

void hr_config_capacity_release(struct hr_config_capacity *capacity)
{
	for (size_t i = 0; i < capacity->resource_count; i++) {
		free(capacity->resources[i].name);
		free(capacity->resources[i].metric_text);
		hr_pattern_free(capacity->resources[i].metric);
	}
	free(capacity->resources);
	for (size_t i = 0; i < capacity->scenario_count; i++)
		free(capacity->scenarios[i].name);
	free(capacity->scenarios);
	free(capacity->demand_text);
	hr_pattern_free(capacity->demand);
	free(capacity->unit.name);
	free(capacity->rules);
	for (size_t i = 0; i < capacity->model_count; i++)
		free(capacity->models[i]);
	free(capacity->models);
	*capacity = (struct hr_config_capacity){ 0 };
}
