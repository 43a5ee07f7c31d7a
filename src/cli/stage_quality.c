/*
 * Test validity: run for every document that holds samples.
 */
#include <config.h>
#include "cli/stage.h"

#include <math.h>

#include "analyse/run_quality.h"
#include "document/document_quality.h"
#include "document/jsonx.h"
#include "summarize/select.h"

/* Figures of tools that kept no samples, and resource values alone, have no course to judge. */
static bool wanted(const struct hr_stage_context *context)
{
	return hr_stage_total(context)->source != HR_SOURCE_AGGREGATE &&
	       hr_stage_total(context)->count > 0;
}

static void set_settings(const struct hr_stage_context *context,
                         const struct hr_declared_options *options)
{
	const struct hr_config_declared *declared = options->declared;
	json_t *out;

	if (isnan(options->rate_per_s) && !(declared->rate_per_s > 0) && !(declared->users > 0) &&
	    declared->duration_ns == 0 && declared->mix.count == 0)
		return; /* nothing was set */
	out = json_object();
	hr_json_set(out, "rate_per_s",
	            hr_json_real(options->rate_per_s > 0    ? options->rate_per_s
	                         : declared->rate_per_s > 0 ? declared->rate_per_s
	                                                    : (double)NAN));
	hr_json_set(out, "users",
	            hr_json_real(declared->users > 0 ? declared->users : (double)NAN));
	hr_json_set(out, "duration_s",
	            hr_json_real(declared->duration_ns > 0
	                                 ? (double)declared->duration_ns / (double)HR_NS_PER_S
	                                 : (double)NAN));
	hr_document_set_settings(context->document, "quality", out);
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_job *job = context->job;
	const struct hr_filter *filter = &job->summarize.filter;
	struct hr_declared_options options = {
		.declared = &job->config.declared,
		.rate_per_s = job->rate_per_s,
		.windowed = job->document.window_from_ns != HR_INSTANT_NONE ||
		            job->document.window_to_ns != HR_INSTANT_NONE,
		.selected = filter->include_count > 0 || filter->exclude_count > 0 ||
		            job->summarize.label_map != NULL,
	};
	struct hr_run_quality quality;

	(void)err;
	hr_run_quality_check(context->run, hr_stage_total(context), &options, job->document.method,
	                     &quality, context->checks);
	hr_document_set_quality(context->document, &quality);
	set_settings(context, &options);
	hr_run_quality_release(&quality);
	return HR_OK;
}

static const char *const sections[] = { NULL };
static const char *const kinds[] = { HR_RUN_QUALITY_KIND, NULL };

const struct hr_stage hr_stage_quality = {
	.name = "quality",
	.sections = sections,
	.kinds = kinds,
	.concern = "quality",
	.belongs_to_run = true,
	.wanted = wanted,
	.run = run,
};
