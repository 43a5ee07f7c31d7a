/*
 * headroom config: start, check and show a configuration; its schema.
 */
#include <config.h>
#include "analyse/burn.h"
#include "cli/commands.h"

#include <inttypes.h>
#include <stdlib.h>

#include "analyse/slo.h"
#include "base/output.h"
#include "cli/action.h"
#include "cli/suggest_objectives.h"
#include "config/config.h"
#include "config/config_schema.h"
#include "config/locate.h"
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

/* --- check --- */

static void remark(const struct hr_config_slo *slo, const char *path, const char *text,
                   struct hr_str *out)
{
	hr_str_printf(out, "%s:%" PRIu64 ":%" PRIu64 ": warning: %s %s\n", path, slo->place.line,
	              slo->place.column, slo->name, text);
}

/* Events that a window can be expected to have; 0 = nobody says. */
static double expected_events(const struct hr_config_slo *slo)
{
	return slo->expected_events_per_day * (double)hr_slo_budget_window_s(slo, NULL) / 86400;
}

static void lint_threshold(const struct hr_config_slo *slo, const char *path, struct hr_str *out)
{
	if (slo->criterion.resource != NULL)
		remark(slo, path,
		       "is about the use of a resource, which users do not feel: "
		       "objectives are best about requests, "
		       "and limits of resources belong to \"checks\" or \"capacity\"",
		       out);
	else if (strcmp(slo->criterion.metric.name, "mean") == 0)
		remark(slo, path,
		       "is about a mean, which hides the slow requests: a percentile says more",
		       out);
	else if (strcmp(slo->criterion.metric.name, "max") == 0)
		remark(slo, path,
		       "is about a maximum, which one request decides and which grows with their "
		       "number: a percentile says more",
		       out);
}

/* What is no fault, but seldom meant. */
static void lint_slo(const struct hr_config_slo *slo, const char *path, struct hr_str *out)
{
	double allowed = 1 - hr_fraction_value(slo->target);
	bool whole = slo->target.num == slo->target.den;

	if (whole)
		remark(slo, path,
		       "allows no failure at all: "
		       "there is no error budget, and one failure misses it",
		       out);
	else if (slo->expected_events_per_day > 0 && expected_events(slo) * allowed < 1)
		remark(slo, path,
		       "expects fewer events in its window than one failure needs: a single one "
		       "uses the whole budget",
		       out);
	else if (slo->confidence > 0 && slo->expected_events_per_day > 0 &&
	         slo->method == HR_BUDGET_OCCURRENCES &&
	         expected_events(slo) < (double)hr_budget_events_needed(
	                                        hr_fraction_value(slo->target), slo->confidence))
		remark(slo, path,
		       "expects too few events in its window to show its target, even without a "
		       "failure: it will stay inconclusive",
		       out);
	if (!whole && allowed > 0.1 && slo->type != HR_SLI_LATENCY &&
	    slo->method == HR_BUDGET_OCCURRENCES)
		remark(slo, path, "lets more than one request in ten fail, which users will feel",
		       out);
	if ((slo->type == HR_SLI_THROUGHPUT || slo->type == HR_SLI_FRESHNESS) &&
	    slo->no_data == HR_NO_DATA_GOOD)
		remark(slo, path,
		       "counts slices without any event as good, so a dead service meets it", out);
}

static void lint(const struct hr_config *config, const char *path, struct hr_str *out)
{
	for (size_t i = 0; i < config->slos.count; i++) {
		const struct hr_config_slo *slo = &config->slos.items[i];

		if (slo->type == HR_SLI_THRESHOLD)
			lint_threshold(slo, path, out);
		else
			lint_slo(slo, path, out);
	}
	if (config->budget_policy.given && config->slos.count == 0)
		hr_str_printf(out, "%s: warning: there is an error_budget_policy, but no slos\n",
		              path);
}

/* A threshold that no outage can reach. The most is 1 / (1 - target), exactly. */
static bool is_out_of_reach(struct hr_fraction threshold, struct hr_fraction target)
{
	struct hr_fraction allowed = hr_fraction_complement(target);

	return allowed.num == 0 ||
	       (hr_u128)threshold.num * allowed.num >= (hr_u128)threshold.den * allowed.den;
}

static bool has_own_rules(const struct hr_config *config, const struct hr_config_slo *slo)
{
	return slo->type != HR_SLI_THRESHOLD && slo->target.num != slo->target.den &&
	       (slo->rule_count > 0 || config->budget_policy.given);
}

/* They are faults of the rule, unless they are the defaults. */
static size_t check_rules(const struct hr_config *config, const char *path, struct hr_str *out)
{
	size_t faults = 0;

	for (size_t i = 0; i < config->slos.count; i++) {
		const struct hr_config_slo *slo = &config->slos.items[i];
		size_t count;
		const struct hr_burn_rule *rules = hr_config_slo_rules(slo, &config->budget_policy,
		                                                       &count);

		for (size_t j = 0; has_own_rules(config, slo) && j < count; j++) {
			struct hr_fraction threshold = hr_burn_threshold(
			        &rules[j], hr_slo_budget_window_s(slo, NULL));

			if (!is_out_of_reach(threshold, slo->target))
				continue;
			faults++;
			hr_str_printf(
			        out,
			        "%s:%" PRIu64 ":%" PRIu64
			        ": burn rate rule %zu: a burn rate of %.6g is never exceeded by "
			        "%s, whose most is %.6g\n",
			        path, slo->place.line, slo->place.column, j + 1,
			        hr_fraction_value(threshold), slo->name,
			        1 / hr_fraction_value(hr_fraction_complement(slo->target)));
		}
	}
	return faults;
}

/* What the rules of a configuration can never say, whatever is recorded: they are no faults, for
 * other objectives may share them. */
static void lint_rules(const struct hr_config *config, const char *path, struct hr_str *out)
{
	for (size_t i = 0; i < config->slos.count; i++) {
		const struct hr_config_slo *slo = &config->slos.items[i];
		bool sliced = slo->method != HR_BUDGET_OCCURRENCES;
		size_t count;
		const struct hr_burn_rule *rules = hr_config_slo_rules(slo, &config->budget_policy,
		                                                       &count);

		for (size_t j = 0; has_own_rules(config, slo) && j < count; j++) {
			struct hr_str text = { 0 };

			if (hr_burn_is_too_long(&rules[j], hr_slo_budget_window_s(slo, NULL)))
				hr_str_printf(&text,
				              "has burn rate rule %zu, which can never fire: its "
				              "long window, over which a share of the budget is "
				              "asked for, is longer than the objective's",
				              j + 1);
			else if (sliced && rules[j].short_s < slo->slice_s)
				hr_str_printf(&text,
				              "has burn rate rule %zu, which cannot be judged: its "
				              "short window is shorter than a slice",
				              j + 1);
			if (text.length > 0)
				remark(slo, path, hr_str_text(&text), out);
			hr_str_release(&text);
		}
	}
}

static void put_count(size_t count, const char *what, struct hr_str *out)
{
	hr_str_printf(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static void put_ok(const char *path, const struct hr_config *config, struct hr_str *out)
{
	hr_str_printf(out, "%s: ok: ", path);
	put_count(config->slos.count, "objective", out);
	hr_str_printf(out, ", %zu %s, ", config->checks.count,
	              config->checks.count == 1 ? "criterion" : "criteria");
	put_count(config->alerts.rules.count, "alert rule", out);
	hr_str_putc(out, '\n');
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
	hr_config_warnings_format(&errors, path, out);
	if (code == HR_OK) {
		found += check_rules(&config, path, out);
		lint(&config, path, out);
		lint_rules(&config, path, out);
		if (found == 0)
			put_ok(path, &config, out);
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
	int64_t window_s = hr_slo_budget_window_s(slo, NULL);
	size_t count;
	const struct hr_burn_rule *rules = hr_config_slo_rules(slo, policy, &count);

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
	for (size_t i = 0; i < count; i++) {
		const struct hr_burn_rule *rule = &rules[i];

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
	{ "init", hr_suggest_objectives, false },
	{ "check", check, false },
	{ "show", show, false },
	{ "schema", schema, true },
	{ NULL, NULL, false },
};

const struct hr_command hr_command_config = {
	.name = "config",
	.summary = "start, check and show a configuration; its schema",
	.operands = "init FILE ... | check CONFIG ... | show CONFIG | schema",
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(IDENTITY) | HR_GROUP(READ) | HR_GROUP(SELECT) |
	          HR_GROUP(STATISTICS) | HR_GROUP(OUTPUT_PATH),
	.details = "init makes a configuration from recordings, with targets that they support.\n",
	.actions = actions,
};
