/*
 * The breaking point and the scaling of a load test in steps.
 */
#include <config.h>
#include "cli/stage.h"

#include <stdlib.h>

#include "analyse/stress.h"
#include "base/mem.h"
#include "document/document_stress.h"

struct rules {
	struct hr_criterion *items;
	size_t count;
};

static void release_rules(struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		hr_criterion_release(&rules->items[i]);
	free(rules->items);
}

static enum hr_err parse_rules(const char *const *texts, size_t count, struct rules *out,
                               struct hr_error *err)
{
	enum hr_err code = HR_OK;

	out->items = hr_zalloc(count + 1, sizeof(*out->items));
	for (size_t i = 0; code == HR_OK && i < count; i++) {
		code = hr_criterion_parse(hr_slice_of(texts[i]), &out->items[i], err);
		if (code == HR_OK)
			out->count++;
	}
	hr_error_locate(err, "--break-if");
	return code;
}

/* Of the command line, else the configuration, else the defaults; @made owns what is not
 * configured. */
static enum hr_err set_break_rules(const struct hr_job *job, const struct hr_config_stress *config,
                                   struct rules *made, struct hr_stress_criteria *out,
                                   struct hr_error *err)
{
	const struct hr_texts *given = &job->settings->break_if;
	enum hr_err code = HR_OK;

	if (given->count > 0) {
		code = parse_rules((const char *const *)given->items, given->count, made, err);
	} else if (config->break_if.count > 0) {
		*out = (struct hr_stress_criteria){ config->break_if.items,
			                            config->break_if.count };
		return HR_OK;
	} else {
		code = parse_rules(hr_stress_break_rules, 2, made, err);
	}
	*out = (struct hr_stress_criteria){ made->items, made->count };
	return code;
}

static bool wanted(const struct hr_stage_context *context)
{
	return context->job->config.stress.given;
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	static const struct hr_config_stress defaults = HR_CONFIG_STRESS_INIT;
	const struct hr_job *job = context->job;
	const struct hr_config_stress *config = job->config.stress.given ? &job->config.stress
	                                                                 : &defaults;
	struct hr_stress_options options = {
		.phases = config->steps,
		.phase_count = config->step_count,
		.settle_ns = config->settle_ns,
		.meets = { { job->criteria, job->criterion_count },
		           { job->config.checks.items, job->config.checks.count } },
		.slos = &job->config.slos,
		.graceful_ratio = config->graceful_ratio,
		.min_load = config->min_load,
		.min_load_met = config->min_load_met,
		.method = job->document.method,
		.sub_results_apart = job->document.sub_results_apart,
	};
	struct rules made = { 0 };
	struct hr_stress stress;
	enum hr_err code = set_break_rules(job, config, &made, &options.break_if, err);

	if (code == HR_OK) {
		hr_stress_find(context->run, &options, &stress);
		hr_stress_check(&stress, &options, context->checks);
		hr_document_set(context->document, "stress", hr_document_stress(&stress, &options));
		hr_document_set_settings(context->document, "stress",
		                         hr_document_stress_settings(&options));
		hr_stress_release(&stress);
	}
	release_rules(&made);
	return code;
}

static const char *const sections[] = { "stress", NULL };
static const char *const kinds[] = { "stress", NULL };

const struct hr_stage hr_stage_stress = {
	.name = "stress",
	.sections = sections,
	.kinds = kinds,
	.concern = "capacity",
	.wanted = wanted,
	.run = run,
};
