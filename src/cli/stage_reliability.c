/*
 * Outages, mean times, score and grade.
 */
#include <config.h>
#include "cli/stage_slo.h"

#include "base/calendar.h"
#include "base/message.h"
#include "cli/config_file.h"
#include "document/document_reliability.h"

static bool wanted(const struct hr_stage_context *context)
{
	return context->job->config.reliability.given;
}

/* The window: from the first event or incident to the last event or end of an incident. An incident
 * log knows of a time of which nothing was recorded: its window may be given. */
static bool find_window(const struct hr_stage_context *context, int64_t *start_s, int64_t *end_s)
{
	int64_t as_of_s = context->job->as_of_s;
	const struct hr_config_reliability *config = &context->job->config.reliability;
	const struct hr_run *run = context->run;
	bool any = run->start_ns != HR_INSTANT_NONE && run->end_ns != HR_INSTANT_NONE;

	if (any) {
		*start_s = hr_floor_div(run->start_ns, HR_NS_PER_S);
		*end_s = hr_floor_div(run->end_ns, HR_NS_PER_S) + 1;
	}
	for (size_t i = 0; i < config->incident_count && !any; i++) {
		const struct hr_incident *incident = &config->incidents[i];

		*start_s = i == 0 || incident->start_s < *start_s ? incident->start_s : *start_s;
		if (incident->end_s != HR_INCIDENT_UNKNOWN && (i == 0 || incident->end_s > *end_s))
			*end_s = incident->end_s;
	}
	if (as_of_s != HR_SLI_SECOND_NONE)
		*end_s = as_of_s;
	if (config->window_s > 0 && config->incident_count > 0 && *end_s != 0)
		*start_s = *end_s - config->window_s;
	return *end_s > *start_s;
}

/* The traffic that outages are found in: the first ratio objective's. */
static const struct hr_sli *traffic_of(const struct hr_stage_context *context)
{
	const struct hr_config_slos *slos = &context->job->config.slos;

	for (size_t i = 0; i < slos->count; i++)
		if (slos->items[i].type == HR_SLI_RATIO)
			return hr_slis_find(&context->run->slis, slos->items[i].definition);
	return NULL;
}

static enum hr_err nothing_to_judge(const struct hr_job *job, bool has_source, struct hr_error *err)
{
	if (has_source && job->as_of_s != HR_SLI_SECOND_NONE)
		return hr_error_set(err, HR_EINVAL, "--as-of: '%s' is before all that was recorded",
		                    hr_quoted(job->settings->as_of).text);
	return hr_config_file_lacks(job->settings->config, "outages to find",
	                            "\"incidents\" (or an objective of the type \"ratio\", "
	                            "with its recordings)",
	                            err);
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_config_reliability *config = &context->job->config.reliability;
	const struct hr_sli *traffic = traffic_of(context);
	bool has_source = config->incident_count > 0 || traffic != NULL;
	struct hr_slo_results slos;
	struct hr_sli_series series = { 0 };
	struct hr_reliability result;
	int64_t start_s = 0, end_s = 0;

	hr_stage_slo_evaluate(context, &slos);
	if (!find_window(context, &start_s, &end_s) || !has_source) {
		hr_slo_results_release(&slos);
		return nothing_to_judge(context->job, has_source, err);
	}
	if (traffic != NULL)
		hr_sli_series_init(&series, traffic, start_s, end_s, NULL);
	hr_reliability_evaluate(config, &slos, traffic != NULL ? &series : NULL, start_s, end_s,
	                        &result);
	hr_reliability_check(&result, config, context->checks);
	hr_document_set(context->document, "reliability", hr_document_reliability(&result, config));
	hr_document_set(context->document, "incidents", hr_document_incidents(config, end_s));
	hr_reliability_release(&result);
	hr_sli_series_release(&series);
	hr_slo_results_release(&slos);
	return HR_OK;
}

static const char *const sections[] = { "reliability", "incidents", NULL };
static const char *const kinds[] = { "reliability", NULL };

const struct hr_stage hr_stage_reliability = {
	.name = "reliability",
	.sections = sections,
	.kinds = kinds,
	.concern = "slo",
	.wanted = wanted,
	.run = run,
};
