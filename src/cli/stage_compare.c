/*
 * The comparison of the run with its baseline.
 */
#include <config.h>
#include "analyse/compare_policy.h"
#include "cli/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/compare_grade.h"
#include "analyse/compare.h"
#include "base/mem.h"
#include "cli/baseline_load.h"
#include "cli/load.h"
#include "document/baseline.h"
#include "document/document_comparison.h"
#include "document/stored_run.h"

/* The policy of a job, with what it borrows. */
struct policy {
	struct hr_compare_policy policy;
	struct hr_compare_rule_entry *entries;
	double goals[HR_FIGURES];
};

static bool find_figure(const char *name, enum hr_figure *out)
{
	for (enum hr_figure i = 0; i < HR_FIGURES; i++) {
		if (strcmp(hr_figure_metric(i)->name, name) != 0)
			continue;
		*out = i;
		return true;
	}
	return false;
}

/* @is_known  which of the figures the message lists; NULL: all */
static enum hr_err wrong_figure(const char *name, const char *what,
                                bool (*is_known)(enum hr_figure), struct hr_error *err)
{
	struct hr_str known = { 0 };
	enum hr_err code;

	for (enum hr_figure i = 0; i < HR_FIGURES; i++)
		if (is_known == NULL || is_known(i))
			hr_str_printf(&known, "%s%s", known.length > 0 ? ", " : "",
			              hr_figure_metric(i)->name);
	code = hr_error_set(err, HR_ECONFIG, "regression: %s %s, these %s: %s", name, what,
	                    is_known == NULL ? "are" : "do", hr_str_text(&known));
	hr_str_release(&known);
	return code;
}

static enum hr_err not_compared(const char *name, struct hr_error *err)
{
	return wrong_figure(name, "is not compared", NULL, err);
}

static enum hr_err not_graded(const char *name, struct hr_error *err)
{
	return wrong_figure(name, "has no goal", hr_compare_is_graded, err);
}

static enum hr_err init_policy(struct policy *out, const struct hr_job *job, struct hr_error *err)
{
	const struct hr_config_regression *config = &job->config.regression;
	const char *rule = job->settings->rule;

	hr_compare_policy_init(&out->policy);
	out->entries = hr_zalloc(config->thresholds.count + 1, sizeof(*out->entries));
	for (size_t i = 0; i < HR_FIGURES; i++)
		out->goals[i] = NAN;
	for (size_t i = 0; i < config->thresholds.count; i++) {
		const struct hr_config_threshold *from = &config->thresholds.items[i];
		struct hr_compare_rule_entry *to = &out->entries[i];

		if (!find_figure(from->metric, &to->figure))
			return not_compared(from->metric, err);
		to->label = from->label;
		to->threshold = from->threshold;
		to->floor = from->floor;
		to->critical = from->critical ? 1 : -1;
		to->ignore = from->ignore ? 1 : -1;
	}
	for (size_t i = 0; i < config->fixed.count; i++) {
		enum hr_figure figure;

		if (!find_figure(config->fixed.items[i].metric, &figure))
			return not_compared(config->fixed.items[i].metric, err);
		out->policy.fixed[figure] = config->fixed.items[i].value;
	}
	for (size_t i = 0; i < config->goals.count; i++) {
		enum hr_figure figure;

		if (!find_figure(config->goals.items[i].metric, &figure))
			return not_compared(config->goals.items[i].metric, err);
		if (!hr_compare_is_graded(figure))
			return not_graded(config->goals.items[i].metric, err);
		out->goals[figure] = config->goals.items[i].change;
	}
	out->policy.entries = out->entries;
	out->policy.entry_count = config->thresholds.count;
	if (config->run_variation > 0)
		out->policy.run_variation = config->run_variation;
	out->policy.control = job->settings->control != NULL ? job->settings->control
	                                                     : config->control;
	out->policy.rule = rule != NULL ? (strcmp(rule, "threshold") == 0 ? HR_RULE_THRESHOLD
	                                                                  : HR_RULE_STATISTICS)
	                                : (enum hr_compare_rule)config->rule;
	return HR_OK;
}

/* The run of the document, or with --each every FILE for itself. */
static enum hr_err load_runs(const struct hr_stage_context *context, struct hr_figure_list *out,
                             struct hr_error *err)
{
	const struct hr_job *job = context->job;
	bool each = job->settings->each || job->settings->paired;
	enum hr_err code = HR_OK;

	if (!each || job->input_count < 2)
		return hr_figure_list_add_own(out, job, context->document, true, err);
	for (size_t i = 0; code == HR_OK && i < job->input_count; i++) {
		json_t *document = NULL;

		code = hr_load_one(job, job->inputs[i].path, true, &document, err);
		if (code == HR_OK)
			code = hr_figure_list_add(out, document, job->inputs[i].path, true, err);
		json_decref(document);
	}
	return code;
}

static enum hr_err check_pairs(const struct hr_compare_input *input, struct hr_error *err)
{
	if (!input->paired || input->run_count == input->baseline_count)
		return HR_OK;
	return hr_error_set(err, HR_EINVAL,
	                    "--paired needs as many baseline runs as files: found %zu and %zu",
	                    input->baseline_count, input->run_count);
}

static void write_out(struct hr_stage_context *context, const struct hr_compare_input *input,
                      const struct hr_comparison *comparison, const struct policy *policy,
                      const struct hr_loaded_baseline *baseline)
{
	const struct hr_document_comparison_options options = {
		.provisional = baseline->provisional,
		.graded = context->job->settings->grade ||
		          context->job->config.regression.goals.count > 0,
		.goals = policy->goals,
	};

	hr_comparison_check(comparison, input, context->checks);
	hr_document_set(context->document, "comparison",
	                hr_document_comparison(comparison, input, &options));
	hr_document_set_settings(context->document, "compare",
	                         hr_document_compare_settings(&policy->policy));
}

static enum hr_err compare_loaded(struct hr_stage_context *context,
                                  const struct hr_figure_list *runs, struct policy *policy,
                                  struct hr_error *err)
{
	char id[HR_STORED_RUN_ID_BYTES];
	struct hr_loaded_baseline baseline;
	struct hr_compare_input input = { 0 };
	struct hr_comparison comparison;
	enum hr_err code;

	hr_stored_run_id(context->document, id);
	code = hr_baseline_load_all(context->job, &runs->items[0], id, &baseline, err);
	/* Fixed values stand in only where no run does. */
	policy->policy.has_fixed = context->job->config.regression.fixed.count > 0 &&
	                           baseline.runs.count == 0;
	for (size_t i = 0; !policy->policy.has_fixed && i < HR_FIGURES; i++)
		policy->policy.fixed[i] = NAN;
	input.runs = runs->items;
	input.run_count = runs->count;
	input.baselines = baseline.runs.items;
	input.baseline_count = baseline.runs.count;
	/* Enough baseline runs show by themselves how much runs vary. */
	if (baseline.runs.count < HR_BASELINE_PROVISIONAL) {
		input.history = baseline.history.items;
		input.history_count = baseline.history.count;
	}
	input.timeline = baseline.history.items;
	input.timeline_count = baseline.history.count;
	input.baseline_name = baseline.name;
	input.missing_baseline = baseline.missing;
	input.paired = context->job->settings->paired;
	input.policy = &policy->policy;
	if (code == HR_OK)
		code = check_pairs(&input, err);
	if (code == HR_OK) {
		hr_compare(&input, &comparison);
		write_out(context, &input, &comparison, policy, &baseline);
		hr_comparison_release(&comparison);
	}
	hr_loaded_baseline_release(&baseline);
	return code;
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	struct hr_figure_list runs = { 0 };
	struct policy policy = { 0 };
	enum hr_err code = init_policy(&policy, context->job, err);

	if (code == HR_OK)
		code = load_runs(context, &runs, err);
	if (code == HR_OK)
		code = compare_loaded(context, &runs, &policy, err);
	hr_figure_list_release(&runs);
	free(policy.entries);
	return code;
}

static bool wanted(const struct hr_stage_context *context)
{
	return hr_baseline_is_named(context->job, context->run->environment);
}

static const char *const sections[] = { "comparison", NULL };
static const char *const kinds[] = { "regression", NULL };

const struct hr_stage hr_stage_compare = {
	.name = "compare",
	.sections = sections,
	.kinds = kinds,
	.concern = "regression",
	.wanted = wanted,
	.run = run,
};
