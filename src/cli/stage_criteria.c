/*
 * Criteria of the command line and the configuration, checked against the run.
 */
#include <config.h>
#include "cli/stage.h"

#include "analyse/criteria.h"

static bool wanted(const struct hr_stage_context *context)
{
	(void)context;
	return true; /* no criteria: no checks */
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_job *job = context->job;
	const struct hr_config_checks *configured = &job->config.checks;
	enum hr_quantile_method method = job->document.method;

	(void)err;
	hr_criteria_check(job->criteria, job->criterion_count, context->run,
	                  hr_stage_total(context), method, context->checks);
	hr_criteria_check(configured->items, configured->count, context->run,
	                  hr_stage_total(context), method, context->checks);
	return HR_OK;
}

static const char *const sections[] = { NULL };
static const char *const kinds[] = { "criterion", NULL };

const struct hr_stage hr_stage_criteria = {
	.name = "criteria",
	.sections = sections,
	.kinds = kinds,
	.belongs_to_run = true,
	.wanted = wanted,
	.run = run,
};
