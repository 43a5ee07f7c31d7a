/*
 * How long the capacity lasts.
 */
#include <config.h>
#include "base/pattern.h"
#include "cli/stage.h"

#include <stdlib.h>

#include "analyse/capacity.h"
#include "base/data_dir.h"
#include "base/log.h"
#include "base/output.h"
#include "cli/config_file.h"
#include "cli/fleet.h"
#include "document/capacity_rows.h"
#include "document/document_capacity.h"

struct collector {
	struct hr_capacity capacity;
	const struct hr_config_capacity *config;
};

static void take(const struct hr_daily *daily, void *context)
{
	struct collector *collector = context;

	hr_capacity_add(&collector->capacity, collector->config, daily);
}

/* The load itself, where the configuration asks for it and no series is called so. */
static void take_load(const struct hr_stage_context *context, struct collector *collector)
{
	const struct hr_config_capacity *config = collector->config;
	struct hr_daily daily;

	if (collector->capacity.demand.known || config->demand == NULL ||
	    !hr_pattern_match(config->demand, HR_SLICE_LITERAL(HR_DAILY_LOAD)))
		return;
	hr_daily_of_load(context->run, hr_stage_total(context), &daily);
	take(&daily, collector);
	hr_daily_release(&daily);
}

static bool wanted(const struct hr_stage_context *context)
{
	return context->job->config.capacity.given;
}

static enum hr_err write_rows(const struct hr_capacity *capacity, const char *path,
                              struct hr_error *err)
{
	struct hr_str rows = { 0 };
	enum hr_err code;

	if (path == NULL)
		return HR_OK;
	hr_capacity_rows(capacity, &rows);
	code = hr_output_file(path, hr_str_slice(&rows), err);
	hr_str_release(&rows);
	return code;
}

/* Of the configuration, else of the environment, else the one installed, which may be missing. */
static enum hr_err load_rules(const struct hr_job *job, struct hr_rules *rules,
                              struct hr_error *err)
{
	const char *given = job->config.capacity.rules != NULL ? job->config.capacity.rules
	                                                       : getenv("HEADROOM_RULES");
	struct hr_config_errors errors = { 0 };
	struct hr_error ignored = { 0 };
	struct hr_str path = { 0 };
	enum hr_err code;

	if (given != NULL)
		hr_str_puts(&path, given);
	else
		hr_data_path("capacity-rules.json", &path);
	code = hr_rules_load(hr_str_text(&path), rules, &errors, given != NULL ? err : &ignored);

	if (code == HR_EIO && given == NULL) {
		hr_log(HR_LOG_WARNING, "no recommendations: %s: %s", ignored.source, ignored.text);
		code = HR_OK;
	} else if (code != HR_OK && given == NULL) {
		hr_error_set(err, code, "%s: %s", ignored.source, ignored.text);
	}
	hr_config_errors_release(&errors);
	hr_str_release(&path);
	return code;
}

static void write_section(struct hr_stage_context *context, const struct collector *collector,
                          const struct hr_rules *rules)
{
	const struct hr_config_cost *cost = &context->job->config.cost;
	json_t *section = hr_document_capacity(&collector->capacity, collector->config, cost);
	json_t *settings = hr_document_capacity_settings(collector->config,
	                                                 collector->capacity.seed);
	struct hr_advice advice;

	hr_advice_give(rules, &collector->capacity, cost, &advice);
	json_object_set_new(section, "recommendations", hr_document_advice(&advice));
	hr_advice_release(&advice);
	hr_document_set(context->document, "capacity", section);
	hr_document_set_settings(context->document, "capacity", settings);
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_job *job = context->job;
	const struct hr_config_cost *cost = &job->config.cost;
	struct collector collector = { .config = &job->config.capacity };
	struct hr_capacity_measured measured = hr_document_capacity_measured(context->document);
	struct hr_rules rules = { 0 };
	enum hr_err code;

	if (!job->config.capacity.given)
		return hr_config_file_lacks(job->settings->config, "capacity plan",
		                            "\"capacity\" (resources with their limits, or demand)",
		                            err);
	hr_capacity_begin(&collector.capacity, collector.config, job->seed);
	code = load_rules(job, &rules, err);
	if (code == HR_OK)
		code = hr_fleet_each(job, context->run, take, &collector, err);
	if (code == HR_OK) {
		take_load(context, &collector);
		hr_capacity_end(&collector.capacity, collector.config, cost, &measured);
		hr_capacity_check(&collector.capacity, collector.config, cost, context->checks);
		write_section(context, &collector, &rules);
		code = write_rows(&collector.capacity, job->settings->rows, err);
	}
	hr_rules_release(&rules);
	hr_capacity_release(&collector.capacity);
	return code;
}

static const char *const sections[] = { "capacity", NULL };
static const char *const kinds[] = { "capacity", NULL };

const struct hr_stage hr_stage_capacity = {
	.name = "capacity",
	.sections = sections,
	.kinds = kinds,
	.concern = "capacity",
	.wanted = wanted,
	.run = run,
};
