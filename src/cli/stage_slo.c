/*
 * Objectives of the configuration: budgets, burn rates, alerts.
 */
#include <config.h>
#include "cli/stage_slo.h"

#include "cli/baseline_load.h"
#include "cli/config_file.h"
#include "document/document_slo.h"
#include "document/jsonx.h"
#include "document/stored_run.h"

void hr_stage_slo_evaluate(const struct hr_stage_context *context, struct hr_slo_results *out)
{
	const struct hr_job *job = context->job;
	struct hr_slo_options options = { .slos = &job->config.slos,
		                          .policy = &job->config.budget_policy,
		                          .zone = job->read.zone,
		                          .as_of_s = job->as_of_s,
		                          .total = hr_stage_total(context),
		                          .method = job->document.method };

	*out = (struct hr_slo_results){ 0 };
	hr_slo_evaluate(context->run, &options, out);
}

enum hr_err hr_stage_slo_need(const struct hr_job *job, struct hr_error *err)
{
	if (job->config.slos.count > 0 || job->config.alerts.rules.count > 0)
		return HR_OK;
	return hr_config_file_lacks(job->settings->config, "objectives", "\"slos\" or \"slas\"",
	                            err);
}

static bool wanted(const struct hr_stage_context *context)
{
	return context->job->config.slos.count > 0 || context->job->config.alerts.rules.count > 0;
}

/* What rules are held against that say no baseline: the runs that -b or the configuration names,
 * else its fixed values. */
static enum hr_err load_baseline(struct hr_stage_context *context, struct hr_loaded_baseline *out,
                                 struct hr_error *err)
{
	const struct hr_job *job = context->job;
	struct hr_figure_list own = { 0 };
	char id[HR_STORED_RUN_ID_BYTES];
	enum hr_err code;

	if (!hr_alerts_need_baseline(&job->config.alerts.rules) ||
	    !hr_baseline_is_named(job, context->run->environment))
		return HR_OK;
	code = hr_figure_list_add_own(&own, job, context->document, false, err);
	hr_stored_run_id(context->document, id);
	if (code == HR_OK)
		code = hr_baseline_load_all(job, &own.items[0], id, out, err);
	hr_figure_list_release(&own);
	return code;
}

static enum hr_err set_alerts(struct hr_stage_context *context,
                              const struct hr_slo_results *results, struct hr_error *err)
{
	const struct hr_config *config = &context->job->config;
	struct hr_loaded_baseline loaded = { 0 };
	struct hr_alert_results replayed;
	enum hr_err code = load_baseline(context, &loaded, err);

	if (code == HR_OK) {
		const struct hr_alert_baselines baselines = { loaded.runs.items, loaded.runs.count,
			                                      &config->regression.fixed };

		hr_alerts_replay(context->run, hr_stage_total(context), &config->alerts.rules,
		                 &baselines, &replayed);
		hr_alerts_check(&replayed, context->run, context->checks);
		hr_document_set(context->document, "alerts",
		                hr_document_alerts(results, &replayed));
		hr_alert_results_release(&replayed);
	}
	hr_loaded_baseline_release(&loaded);
	return code;
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	struct hr_slo_results results;
	json_t *settings;
	enum hr_err code = hr_stage_slo_need(context->job, err);

	if (code != HR_OK)
		return code;
	hr_stage_slo_evaluate(context, &results);
	hr_slo_check(&results, context->checks);
	hr_document_set(context->document, "slo",
	                hr_document_slo(&results, &context->job->config.budget_policy));
	code = set_alerts(context, &results, err);
	settings = json_object();
	hr_json_set(settings, "objectives", hr_json_u64(results.count));
	hr_json_set(settings, "zone", hr_json_text(hr_zone_name(context->job->read.zone)));
	hr_document_set_settings(context->document, "slo", settings);
	hr_slo_results_release(&results);
	return code;
}

static const char *const sections[] = { "slo", "alerts", NULL };
static const char *const kinds[] = { "slo", "alert", NULL };

const struct hr_stage hr_stage_slo = {
	.name = "slo",
	.sections = sections,
	.kinds = kinds,
	.concern = "slo",
	.wanted = wanted,
	.run = run,
};
