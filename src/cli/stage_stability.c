/*
 * A spike of load and how soon it was over, or what creeps in an endurance test.
 */
#include <config.h>
#include "cli/stage.h"

#include "document/document_stability.h"
#include "document/jsonx.h"

static bool wanted(const struct hr_stage_context *context)
{
	return context->job->config.stability.given;
}

static void set_settings(struct hr_stage_context *context, const struct hr_config_stability *config)
{
	json_t *settings = json_object();

	hr_json_set(settings, "tolerance_ratio", hr_json_real(config->spike.tolerance_ratio));
	hr_json_set(settings, "max_drift_ratio", hr_json_real(config->endurance.max_drift_ratio));
	hr_json_set(settings, "max_growth_ratio", hr_json_real(config->endurance.max_growth_ratio));
	hr_json_set(settings, "min_rating",
	            json_string(hr_rating_words[config->endurance.min_rating]));
	hr_document_set_settings(context->document, "stability", settings);
}

/* A run is one or the other unless both are asked for: of one with a spike it is no news that its
 * times are not steady. */
static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	static const struct hr_config_stability defaults = HR_CONFIG_STABILITY_INIT;
	const struct hr_config_stability *config = context->job->config.stability.given
	                                                   ? &context->job->config.stability
	                                                   : &defaults;
	struct hr_spike spike = { 0 };
	struct hr_endurance endurance = { 0 };
	bool has_spike = false, has_endurance;

	(void)err;
	if (config->spike_given || !config->endurance_given) {
		hr_spike_find(context->run, hr_stage_total(context), &config->spike,
		              context->job->read.zone, &spike);
		has_spike = spike.source != HR_SPIKE_NONE;
	}
	has_endurance = config->endurance_given || !has_spike;
	if (has_spike)
		hr_spike_check(&spike, context->checks);
	if (has_endurance) {
		hr_endurance_judge(context->run, hr_stage_total(context), &config->endurance,
		                   &endurance);
		hr_endurance_check(&endurance, &config->endurance, context->checks);
	}
	hr_document_set(context->document, "stability",
	                hr_document_stability(has_spike ? &spike : NULL,
	                                      has_endurance ? &endurance : NULL));
	set_settings(context, config);
	hr_spike_release(&spike);
	hr_endurance_release(&endurance);
	return HR_OK;
}

static const char *const sections[] = { "stability", NULL };
static const char *const kinds[] = { "stability", NULL };

const struct hr_stage hr_stage_stability = {
	.name = "stability",
	.sections = sections,
	.kinds = kinds,
	.concern = "capacity",
	.wanted = wanted,
	.run = run,
};
