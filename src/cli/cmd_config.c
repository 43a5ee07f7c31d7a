/*
 * headroom config: start, check and show a configuration; its schema.
 */
#include <config.h>
#include "cli/commands.h"

#include <inttypes.h>
#include <stdlib.h>

#include "analyse/burn.h"
#include "base/output.h"
#include "cli/action.h"
#include "cli/config_init.h"
#include "cli/load.h"
#include "config/config_schema.h"
#include "document/document.h"

static enum hr_err write_json(json_t *value, const struct hr_settings *settings,
                              struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code;

	hr_document_dump(value, &text);
	json_decref(value);
	code = hr_output_file(settings->output != NULL ? settings->output : "-",
	                      hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err schema(const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	(void)status;
	return write_json(hr_config_schema(), settings, err);
}

static enum hr_err init(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_job job;
	struct hr_run run;
	enum hr_err code = hr_job_init(&job, settings, err);

	if (code == HR_OK) {
		code = hr_load_run(&job, &run, err);
		if (code == HR_OK) {
			*status = run.sample_count > 0 ? HR_EXIT_PASS : HR_EXIT_INCONCLUSIVE;
			code = write_json(hr_config_init(&job, &run), settings, err);
		}
		hr_run_release(&run);
	}
	hr_job_release(&job);
	return code;
}

/* --- check --- */

/* What is no fault, but seldom meant. */
static void lint(const struct hr_config *config, const char *path, struct hr_str *out)
{
	for (size_t i = 0; i < config->slos.count; i++) {
		const struct hr_config_slo *slo = &config->slos.items[i];
		double target = hr_fraction_value(slo->target);

		if (slo->type == HR_SLI_THRESHOLD) {
			if (strcmp(slo->criterion.metric.name, "mean") == 0)
				hr_str_printf(
				        out,
				        "%s: warning: %s is about a mean, which hides the slow "
				        "requests: a percentile says more\n",
				        path, slo->name);
			continue;
		}
		if (slo->target.num == slo->target.den)
			hr_str_printf(out,
			              "%s: warning: %s allows no failure at all: there is no error "
			              "budget, and one failure misses it\n",
			              path, slo->name);
		else if (slo->expected_events_per_day > 0 &&
		         slo->window.kind == HR_SLO_WINDOW_ROLLING &&
		         slo->expected_events_per_day * (double)slo->window.length_s / 86400 *
		                         (1 - target) <
		                 1)
			hr_str_printf(out,
			              "%s: warning: %s expects fewer events in %s than one failure "
			              "needs: a single one uses the whole budget\n",
			              path, slo->name, slo->window.text);
	}
	if (config->budget_policy.given && config->slos.count == 0)
		hr_str_printf(out, "%s: warning: there is an error_budget_policy, but no slos\n",
		              path);
}

/* Thresholds that no outage can reach are faults of the rule, unless they are the defaults. */
static size_t check_rules(const struct hr_config *config, const char *path, struct hr_str *out)
{
	size_t faults = 0;

	for (size_t i = 0; config->budget_policy.given && i < config->slos.count; i++) {
		const struct hr_config_slo *slo = &config->slos.items[i];
		double most = 1 / (1 - hr_fraction_value(slo->target));

		for (size_t j = 0;
		     slo->type != HR_SLI_THRESHOLD && j < config->budget_policy.rule_count; j++) {
			const struct hr_burn_rule *rule = &config->budget_policy.rules[j];
			int64_t window_s = slo->window.kind == HR_SLO_WINDOW_ROLLING
			                           ? slo->window.length_s
			                           : slo->projection_s;
			double threshold = hr_fraction_value(hr_burn_threshold(rule, window_s));

			if (threshold < most)
				continue;
			faults++;
			hr_str_printf(
			        out,
			        "%s: /error_budget_policy/burn_rate_alerts/%zu: a burn rate of "
			        "%.6g is never exceeded by %s, whose most is %.6g\n",
			        path, j, threshold, slo->name, most);
		}
	}
	return faults;
}

static enum hr_err check_one(const char *path, struct hr_str *out, size_t *faults,
                             struct hr_error *err)
{
	struct hr_config config;
	struct hr_config_errors errors = { 0 };
	struct hr_error inner = { 0 };
	enum hr_err code = hr_config_load(path, &config, &errors, &inner);
	size_t found = errors.count + errors.omitted;

	hr_config_errors_format(&errors, path, out);
	if (code == HR_OK) {
		found += check_rules(&config, path, out);
		lint(&config, path, out);
		if (found == 0)
			hr_str_printf(out,
			              "%s: ok: %zu objectives, %zu criteria, %zu alert rules\n",
			              path, config.slos.count, config.checks.count,
			              config.alerts.rules.count);
	}
	*faults += found;
	hr_config_errors_release(&errors);
	hr_config_release(&config);
	if (code != HR_OK && found == 0) {
		*err = inner;
		return code;
	}
	return HR_OK;
}

static enum hr_err check(const struct hr_settings *settings, enum hr_exit *status,
                         struct hr_error *err)
{
	struct hr_str out = { 0 };
	size_t faults = 0;
	enum hr_err code = HR_OK;

	if (settings->operands.count == 0)
		return hr_error_set(err, HR_EINVAL, "config check takes configuration files");
	for (size_t i = 0; code == HR_OK && i < settings->operands.count; i++)
		code = check_one(settings->operands.items[i], &out, &faults, err);
	if (code == HR_OK)
		code = hr_output_file("-", hr_str_slice(&out), err);
	if (faults > 0)
		*status = HR_EXIT_TROUBLE;
	hr_str_release(&out);
	return code;
}

/* --- show --- */

static void show_slo(const struct hr_config_slo *slo, const struct hr_budget_policy *policy,
                     struct hr_str *out)
{
	int64_t window_s = slo->window.kind == HR_SLO_WINDOW_ROLLING ? slo->window.length_s
	                                                             : slo->projection_s;

	hr_str_printf(out, "%s\n", slo->name);
	if (slo->type == HR_SLI_THRESHOLD) {
		hr_str_printf(out, "  criterion  %s\n", slo->criterion.text);
		return;
	}
	hr_str_printf(out, "  type       %s\n  counts     %s\n", hr_sli_type_name(slo->type),
	              slo->definition);
	hr_str_printf(out, "  target     %.10g %%\n", 100 * hr_fraction_value(slo->target));
	hr_str_printf(out, "  window     %s, %s", slo->window.text,
	              hr_budget_method_name(slo->method));
	if (slo->method != HR_BUDGET_OCCURRENCES)
		hr_str_printf(out, " of %" PRId64 " s", slo->slice_s);
	hr_str_puts(out, "\n  alerts    ");
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct hr_burn_rule *rule = &policy->rules[i];

		hr_str_printf(out, "%s burn rate > %.6g over %" PRId64 " s and %" PRId64 " s",
		              i > 0 ? ";" : "",
		              hr_fraction_value(hr_burn_threshold(rule, window_s)), rule->long_s,
		              rule->short_s);
	}
	hr_str_putc(out, '\n');
}

static enum hr_err show(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_config config;
	struct hr_config_errors errors = { 0 };
	struct hr_str out = { 0 };
	enum hr_err code;

	(void)status;
	if (settings->operands.count != 1)
		return hr_error_set(err, HR_EINVAL, "config show takes one configuration file");
	code = hr_config_load(settings->operands.items[0], &config, &errors, err);
	if (code == HR_OK) {
		for (size_t i = 0; i < config.slos.count; i++)
			show_slo(&config.slos.items[i], &config.budget_policy, &out);
		for (size_t i = 0; i < config.checks.count; i++)
			hr_str_printf(&out, "check %s\n", config.checks.items[i].text);
		for (size_t i = 0; i < config.alerts.rules.count; i++)
			hr_str_printf(&out, "alert %s unless %s\n",
			              config.alerts.rules.items[i].name,
			              config.alerts.rules.items[i].criterion.text);
		code = hr_output_file("-", hr_str_slice(&out), err);
	}
	hr_str_release(&out);
	hr_config_errors_release(&errors);
	hr_config_release(&config);
	return code;
}

static const struct hr_action actions[] = {
	{ "init", init },     { "check", check }, { "show", show },
	{ "schema", schema }, { NULL, NULL },
};

static enum hr_err config(const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	return hr_action_run("config", actions, settings, status, err);
}

const struct hr_command hr_command_config = {
	.name = "config",
	.summary = "start, check and show a configuration; its schema",
	.operands = "init FILE ... | check CONFIG ... | show CONFIG | schema",
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(IDENTITY) | HR_GROUP(READ) | HR_GROUP(SELECT) |
	          HR_GROUP(STATISTICS) | HR_GROUP(OUTPUT_PATH),
	.details = "init makes a configuration from recordings, with targets that they support.\n",
	.run = config,
};
