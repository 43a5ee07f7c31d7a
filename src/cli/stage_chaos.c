/*
 * Experiments, verified: those of the configuration, else each fault that the run was recorded
 * with.
 */
#include <config.h>
#include "cli/stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "cli/config_file.h"
#include "document/document_chaos.h"
#include "record/event_kinds.h"

/* What should hold unless something else is said. */
static const char *const default_hypothesis[] = { "availability > 99%", "error_rate < 1%",
	                                          "p95 < 500ms" };

static bool is_fault(const struct hr_run_event *event)
{
	return event->kind != NULL && strcmp(event->kind, HR_EVENT_FAULT) == 0;
}

static bool has_faults(const struct hr_run *run)
{
	for (size_t i = 0; i < run->event_count; i++)
		if (is_fault(&run->events[i]))
			return true;
	return false;
}

/* A recorded fault alone says nothing of what should hold. */
static bool wanted(const struct hr_stage_context *context)
{
	const struct hr_job *job = context->job;

	return job->config.chaos.count > 0 ||
	       (has_faults(context->run) && job->criterion_count + job->config.checks.count > 0);
}

/* The criteria of the command line, else of the configuration, else the defaults. @own says who
 * releases them. */
static struct hr_config_checks hypothesis_of(const struct hr_job *job, bool *own)
{
	struct hr_config_checks made = { 0 };

	*own = false;
	if (job->criterion_count > 0)
		return (struct hr_config_checks){ job->criteria, job->criterion_count };
	if (job->config.checks.count > 0)
		return job->config.checks;
	*own = true;
	made.items = hr_zalloc(sizeof(default_hypothesis) / sizeof(default_hypothesis[0]),
	                       sizeof(*made.items));
	for (size_t i = 0; i < sizeof(default_hypothesis) / sizeof(default_hypothesis[0]); i++)
		if (hr_criterion_parse(hr_slice_of(default_hypothesis[i]), &made.items[made.count],
		                       NULL) == HR_OK)
			made.count++;
	return made;
}

/* The same fault may have been injected several times. */
static char *name_of(const struct hr_config_chaos *made, const char *text)
{
	struct hr_str name = { 0 };
	unsigned ordinal = 1;

	hr_str_puts(&name, text);
	for (size_t i = 0; i < made->count; i++) {
		if (strcmp(made->items[i].name, hr_str_text(&name)) != 0)
			continue;
		hr_str_truncate(&name, 0);
		hr_str_printf(&name, "%s, %u", text, ++ordinal);
		i = (size_t)-1; /* again from the first */
	}
	return hr_str_detach(&name);
}

/* An experiment a fault, with the fault's times and the same hypothesis for all. */
static struct hr_config_chaos experiments_of(const struct hr_run *run,
                                             const struct hr_config_checks *hypothesis)
{
	struct hr_config_chaos made = { hr_zalloc(HR_CHAOS_MAX, sizeof(*made.items)), 0 };

	for (size_t i = 0; i < run->event_count && made.count < HR_CHAOS_MAX; i++) {
		const struct hr_run_event *event = &run->events[i];
		struct hr_chaos_experiment *one = &made.items[made.count];

		if (!is_fault(event))
			continue;
		hr_chaos_experiment_init(one);
		one->name = name_of(&made, event->text);
		one->from = (struct hr_chaos_time){ HR_CHAOS_INSTANT, event->start_ns, NULL };
		one->to = (struct hr_chaos_time){ HR_CHAOS_INSTANT, event->end_ns, NULL };
		one->hypothesis = *hypothesis;
		made.count++;
	}
	return made;
}

static void verify(struct hr_stage_context *context, const struct hr_config_chaos *chaos)
{
	struct hr_chaos_result *results = hr_zalloc(chaos->count + 1, sizeof(*results));

	for (size_t i = 0; i < chaos->count; i++) {
		hr_chaos_verify(context->run, hr_stage_total(context), &chaos->items[i],
		                context->job->read.zone, &results[i]);
		hr_chaos_check(&results[i], context->checks);
	}
	hr_document_set(context->document, "chaos", hr_document_chaos(results, chaos->count));
	for (size_t i = 0; i < chaos->count; i++)
		hr_chaos_result_release(&results[i]);
	free(results);
}

static void verify_recorded(struct hr_stage_context *context)
{
	bool own;
	struct hr_config_checks hypothesis = hypothesis_of(context->job, &own);
	struct hr_config_chaos made = experiments_of(context->run, &hypothesis);

	verify(context, &made);
	for (size_t i = 0; i < made.count; i++)
		free(made.items[i].name);
	free(made.items);
	if (own)
		hr_config_checks_release(&hypothesis);
}

static enum hr_err run(struct hr_stage_context *context, struct hr_error *err)
{
	const struct hr_config_chaos *chaos = &context->job->config.chaos;

	if (chaos->count == 0 && !has_faults(context->run))
		return hr_config_file_lacks(context->job->settings->config,
		                            "experiments (nor is an input a journal of Chaos "
		                            "Toolkit, or has objects of Litmus)",
		                            "\"chaos\"", err);
	if (chaos->count > 0)
		verify(context, chaos);
	else
		verify_recorded(context);
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
