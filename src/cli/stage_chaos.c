/*
 * Experiments of the configuration, verified.
 */
#include <config.h>
#include "cli/stage.h"

#include <stdlib.h>

#include "base/mem.h"
#include "document/document_chaos.h"

static bool wanted(const struct hr_stage_context *context)
{
	return context->job->config.chaos.count > 0;
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_config_chaos *chaos = &context->job->config.chaos;
	struct hr_chaos_result *results;

	if (chaos->count == 0)
		return hr_error_set(err, HR_ECONFIG,
		                    "no experiments: give a configuration with \"chaos\" by -c");
	results = hr_zalloc(chaos->count, sizeof(*results));
	for (size_t i = 0; i < chaos->count; i++) {
		hr_chaos_verify(context->run, hr_stage_total(context), &chaos->items[i],
		                context->job->read.zone, &results[i]);
		hr_chaos_check(&results[i], context->checks);
	}
	hr_document_set(context->document, "chaos", hr_document_chaos(results, chaos->count));
	for (size_t i = 0; i < chaos->count; i++)
		hr_chaos_result_release(&results[i]);
	free(results);
	return HR_OK;
}

static const char *const sections[] = { "chaos", NULL };
static const char *const kinds[] = { "chaos", NULL };

const struct hr_stage hr_stage_chaos = {
	.name = "chaos",
	.sections = sections,
	.kinds = kinds,
	.concern = "slo",
	.wanted = wanted,
	.run = run,
};
