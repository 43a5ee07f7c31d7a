#include <config.h>
#include "config/config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "config/config_sla.h"
#include "config/openslo.h"

#define SECOND INT64_C(1000000000)

/* --- values with a meaning of their own --- */

static void read_zone(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config *config = target;
	struct hr_error error = { 0 };

	if (hr_config_read_text(reader, value, &config->timezone_text) && config->zone == NULL &&
	    hr_zone_open(hr_slice_of(config->timezone_text), &config->zone, &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
}

/* Times may stand before the zone that they are read in. */
static void open_zone(struct hr_config_reader *reader, json_t *root, struct hr_config *config)
{
	const json_t *zone = json_object_get(root, "timezone");

	if (config->zone == NULL && json_is_string(zone) &&
	    hr_zone_open(hr_slice_of(json_string_value(zone)), &config->zone, NULL) != HR_OK)
		config->zone = NULL;
	reader->zone = config->zone;
}

const char *const hr_config_profiles[] = { "nightly", "weekly", "monthly", "quarterly", NULL };

static void read_profile(struct hr_config_reader *reader, json_t *value, void *target)
{
	char **profile = target;
	int word;

	if (hr_config_read_word(reader, value, hr_config_profiles, &word)) {
		free(*profile);
		*profile = hr_strdup(hr_config_profiles[word]);
	}
}

static void read_interval(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t interval_ns;

	if (!hr_config_read_duration(reader, value, &interval_ns))
		return;
	if (interval_ns < SECOND || interval_ns % SECOND != 0)
		hr_config_wrong_type(reader, value, "a whole number of seconds, at least \"1s\"");
	else
		*(int64_t *)target = interval_ns;
}

static void read_quantile(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config *config = target;
	struct hr_error error = { 0 };

	if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "\"R6\", \"R7\" or \"nearest\"");
		return;
	}
	config->has_quantile = hr_quantile_method_parse(hr_slice_of(json_string_value(value)),
	                                                &config->quantile, &error) == HR_OK;
	if (!config->has_quantile)
		hr_config_wrong(reader, "%s", error.text);
}

/* --- the table of keys --- */

#define AT(member) offsetof(struct hr_config, member)

static void read_declared(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_object(reader, value, hr_config_declared_keys, target);
}

const struct hr_config_key hr_config_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = AT(name) },
	{ .name = "environment", .type = HR_CONFIG_TEXT, .offset = AT(environment) },
	{ .name = "version", .type = HR_CONFIG_TEXT, .offset = AT(version) },
	{ .name = "workload", .type = HR_CONFIG_TEXT, .offset = AT(workload) },
	{ .name = "history", .type = HR_CONFIG_TEXT, .offset = AT(history) },
	{ .name = "profile",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(profile),
	  .read = read_profile },
	{ .name = "inputs",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(inputs),
	  .read = hr_config_read_inputs,
	  .form = "array" },
	{ .name = "mappings",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(mappings),
	  .read = hr_config_read_mappings,
	  .form = "object" },
	{ .name = "checks",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(checks),
	  .read = hr_config_read_checks,
	  .form = "array" },
	{ .name = "plan", .type = HR_CONFIG_TEXTS, .offset = AT(plans) },
	{ .name = "declared",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(declared),
	  .read = read_declared,
	  .keys = hr_config_declared_keys },
	{ .name = "interval",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(interval_ns),
	  .read = read_interval,
	  .form = "string" },
	{ .name = "quantile", .type = HR_CONFIG_CUSTOM, .read = read_quantile, .form = "string" },
	{ .name = "apdex",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(apdex),
	  .read = hr_config_read_apdex,
	  .keys = hr_config_apdex_keys },
	{ .name = "labels",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(labels),
	  .read = hr_config_read_labels,
	  .keys = hr_config_label_keys },
	{ .name = "capacity",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(capacity),
	  .read = hr_config_read_capacity,
	  .keys = hr_config_capacity_keys },
	{ .name = "cost",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(cost),
	  .read = hr_config_read_cost,
	  .keys = hr_config_cost_keys },
	{ .name = "stability",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(stability),
	  .keys = hr_config_stability_keys,
	  .read = hr_config_read_stability },
	{ .name = "stress",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(stress),
	  .read = hr_config_read_stress,
	  .keys = hr_config_stress_keys },
	{ .name = "regression",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(regression),
	  .read = hr_config_read_regression,
	  .keys = hr_config_regression_keys },
	{ .name = "trend",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(trend),
	  .read = hr_config_read_trend,
	  .keys = hr_config_trend_keys },
	{ .name = "slos",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(slos),
	  .read = hr_config_read_slos,
	  .keys = hr_config_slo_keys,
	  .or_keys = hr_config_sla_keys,
	  .list = true },
	{ .name = "slas",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(slos),
	  .read = hr_config_read_slas,
	  .keys = hr_config_sla_keys,
	  .list = true },
	{ .name = "error_budget_policy",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(budget_policy),
	  .read = hr_config_read_budget_policy,
	  .keys = hr_config_budget_policy_keys },
	{ .name = "reliability",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(reliability),
	  .read = hr_config_read_reliability,
	  .keys = hr_config_reliability_keys },
	{ .name = "incidents",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(reliability),
	  .read = hr_config_read_incidents,
	  .keys = hr_config_incident_keys,
	  .list = true },
	{ .name = "chaos",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(chaos),
	  .read = hr_config_read_chaos,
	  .keys = hr_config_chaos_keys,
	  .list = true },
	{ .name = "duration", .type = HR_CONFIG_DURATION, .offset = AT(load_plan.duration_ns) },
	{ .name = "targets",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(load_plan),
	  .read = hr_config_read_targets,
	  .keys = hr_config_target_keys,
	  .list = true },
	{ .name = "scenarios",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(load_plan),
	  .read = hr_config_read_scenarios,
	  .keys = hr_config_scenario_keys,
	  .list = true },
	{ .name = "timezone", .type = HR_CONFIG_CUSTOM, .read = read_zone, .form = "string" },
	{ .name = "alerts",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(alerts),
	  .read = hr_config_read_alerts,
	  .keys = hr_config_alerts_keys },
	{ .name = NULL },
};

/* --- the file --- */

/* A document that was given in the place of a configuration. */
static bool is_document(const json_t *root)
{
	const char *schema = json_string_value(json_object_get(root, "schema"));

	return schema != NULL && strncmp(schema, "headroom/", strlen("headroom/")) == 0;
}

static enum hr_err read_text(struct hr_slice text, const char *path, struct hr_config *config,
                             const struct hr_config_key *keys, struct hr_config_errors *errors,
                             struct hr_error *err)
{
	struct hr_config_reader reader;
	size_t documents = hr_config_reader_open(&reader, text, path, errors);

	if (documents > 0 && hr_openslo_is(hr_config_reader_root(&reader, 0))) {
		hr_openslo_read(&reader, documents, &config->slos, &config->name);
	} else if (documents > 0 && is_document(hr_config_reader_root(&reader, 0))) {
		hr_config_wrong(&reader, "this is a headroom document, expected a configuration: "
		                         "headroom config init writes one");
	} else if (documents > 0) {
		open_zone(&reader, hr_config_reader_root(&reader, 0), config);
		hr_config_read_object(&reader, hr_config_reader_root(&reader, 0), keys, config);
		hr_config_inputs_resolve(&reader, &config->inputs, &config->mappings);
		if (documents > 1) {
			hr_config_reader_root(&reader, 1);
			hr_config_wrong(&reader, "found a second document, expected one: only "
			                         "OpenSLO objects may be several");
		}
	}
	hr_budget_policy_finish(&config->budget_policy);
	hr_config_reader_close(&reader);
	return hr_config_errors_result(errors, path, err);
}

enum hr_err hr_config_parse(struct hr_slice text, const char *path, struct hr_config *config,
                            struct hr_config_errors *errors, struct hr_error *err)
{
	enum hr_err code;

	*config = (struct hr_config){ .path = hr_strdup(path),
		                      .stability = HR_CONFIG_STABILITY_INIT,
		                      .stress = HR_CONFIG_STRESS_INIT,
		                      .reliability = HR_CONFIG_RELIABILITY_INIT };
	code = read_text(text, path, config, hr_config_keys, errors, err);
	if (code == HR_OK)
		hr_config_load_plan_declare(&config->load_plan, &config->declared);
	return code;
}

static void ignore_text(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)target;
	if (!json_is_string(value))
		hr_config_wrong_type(reader, value, "a text");
}

static void replace_policy(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_budget_policy_release(target);
	hr_config_read_budget_policy(reader, value, target);
}

static void replace_alerts(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_alerts_release(target);
	hr_config_read_alerts(reader, value, target);
}

static const struct hr_config_key sla_keys[] = {
	{ .name = "name", .type = HR_CONFIG_CUSTOM, .read = ignore_text },
	{ .name = "slos",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(slos),
	  .read = hr_config_read_slos },
	{ .name = "slas",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(slos),
	  .read = hr_config_read_slas },
	{ .name = "error_budget_policy",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(budget_policy),
	  .read = replace_policy },
	{ .name = "alerts",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(alerts),
	  .read = replace_alerts },
	{ .name = NULL },
};

enum hr_err hr_config_add_slas(struct hr_slice text, const char *path, struct hr_config *config,
                               struct hr_config_errors *errors, struct hr_error *err)
{
	return read_text(text, path, config, sla_keys, errors, err);
}

void hr_config_release(struct hr_config *config)
{
	free(config->path);
	free(config->name);
	free(config->environment);
	free(config->version);
	free(config->workload);
	free(config->history);
	free(config->profile);
	free(config->timezone_text);
	hr_zone_free(config->zone);
	hr_config_texts_release(&config->plans);
	hr_config_declared_release(&config->declared);
	hr_config_inputs_release(&config->inputs);
	hr_config_mappings_release(&config->mappings);
	hr_config_checks_release(&config->checks);
	hr_config_stability_release(&config->stability);
	hr_config_stress_release(&config->stress);
	hr_config_capacity_release(&config->capacity);
	hr_config_cost_release(&config->cost);
	hr_config_slos_release(&config->slos);
	hr_budget_policy_release(&config->budget_policy);
	hr_config_load_plan_release(&config->load_plan);
	hr_config_reliability_release(&config->reliability);
	hr_config_chaos_release(&config->chaos);
	hr_config_apdex_release(&config->apdex);
	hr_config_labels_release(&config->labels);
	hr_config_alerts_release(&config->alerts);
	hr_config_regression_release(&config->regression);
	hr_config_trend_release(&config->trend);
	*config = (struct hr_config){ 0 };
}

const struct hr_mapping *hr_config_find_mapping(const struct hr_config *config, const char *name)
{
	return hr_config_mappings_find(&config->mappings, name);
}
