/*
 * May we deploy?
 */
#include <config.h>
#include "cli/stage_slo.h"

#include "document/document_slo.h"

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_job *job = context->job;
	struct hr_gate_options options = { .policy = &job->config.budget_policy,
		                           .deployment_type = job->settings->deployment_type,
		                           .allow_partial = job->settings->allow_partial };
	struct hr_slo_results results;
	struct hr_gate gate;
	enum hr_err code = hr_stage_slo_need(job, err);

	if (code != HR_OK)
		return code;
	hr_stage_slo_evaluate(context, &results);
	hr_gate_decide(&results, &options, &gate);
	hr_gate_check(&gate, &options, context->checks);
	hr_document_set(context->document, "gate", hr_document_gate(&gate, &options, &results));
	hr_gate_release(&gate);
	hr_slo_results_release(&results);
	return HR_OK;
}

static const char *const sections[] = { "gate", NULL };
static const char *const kinds[] = { "gate", NULL };

const struct hr_stage hr_stage_gate = {
	.name = "gate",
	.sections = sections,
	.kinds = kinds,
	.concern = "slo",
	.run = run,
};
