/* When the fault was, and what the events of the run tell of the experiment. */
#include <config.h>

#include <string.h>

#include "analyse/chaos_part.h"
#include "base/instant.h"
#include "base/mem.h"
#include "record/event_kinds.h"

static bool is(const char *text, const char *wanted)
{
	return text != NULL && strcmp(text, wanted) == 0;
}

static int64_t instant_of(const struct hr_run *run, const struct hr_chaos_time *time, bool end)
{
	int64_t at_ns;

	switch (time->kind) {
	case HR_CHAOS_INSTANT:
		return time->ns;
	case HR_CHAOS_OFFSET:
		return run->start_ns == HR_INSTANT_NONE ||
		                       __builtin_add_overflow(run->start_ns, time->ns, &at_ns)
		               ? HR_INSTANT_NONE
		               : at_ns;
	case HR_CHAOS_MARKER:
		for (size_t i = 0; i < run->event_count; i++) {
			const struct hr_run_event *event = &run->events[i];

			if (is(event->text, time->marker) || is(event->kind, time->marker))
				return end ? event->end_ns : event->start_ns;
		}
		break;
	case HR_CHAOS_UNSET:
		break;
	}
	return HR_INSTANT_NONE;
}

/* The fault of that name, else the first. */
static const struct hr_run_event *fault_of(const struct hr_run *run, const char *name)
{
	const struct hr_run_event *first = NULL;

	for (size_t i = 0; i < run->event_count; i++) {
		const struct hr_run_event *event = &run->events[i];

		if (!is(event->kind, HR_EVENT_FAULT))
			continue;
		if (is(event->text, name))
			return event;
		if (first == NULL)
			first = event;
	}
	return first;
}

bool hr_chaos_find_windows(const struct hr_run *run, struct hr_chaos_result *result)
{
	const struct hr_chaos_experiment *experiment = result->experiment;

	if (experiment->from.kind == HR_CHAOS_UNSET && experiment->to.kind == HR_CHAOS_UNSET) {
		const struct hr_run_event *fault = fault_of(run, experiment->name);

		result->start_ns = fault != NULL ? fault->start_ns : HR_INSTANT_NONE;
		result->end_ns = fault != NULL ? fault->end_ns : HR_INSTANT_NONE;
	} else {
		result->start_ns = instant_of(run, &experiment->from, false);
		result->end_ns = instant_of(run, &experiment->to, true);
	}
	if (result->start_ns == HR_INSTANT_NONE || result->end_ns == HR_INSTANT_NONE ||
	    result->end_ns <= result->start_ns)
		return false;
	if (__builtin_sub_overflow(result->start_ns, experiment->before_ns, &result->before_ns))
		result->before_ns = INT64_MIN + 1; /* HR_INSTANT_NONE is no instant */
	if (__builtin_add_overflow(result->end_ns, experiment->after_ns, &result->after_ns))
		result->after_ns = INT64_MAX;
	return true;
}

/* Of several experiments in one run each has the events that touch its own windows. */
static bool touches(const struct hr_chaos_result *result, const struct hr_run_event *event)
{
	return event->end_ns >= result->before_ns && event->start_ns <= result->after_ns;
}

/* "NAME: what its tool said" */
static const char *told_of(const struct hr_run_event *event)
{
	const char *colon = strstr(event->text, ": ");

	return colon != NULL ? colon + 2 : event->text;
}

void hr_chaos_find_probes(const struct hr_run *run, struct hr_chaos_result *result)
{
	result->probes = hr_zalloc(HR_CHAOS_PROBES_MAX, sizeof(*result->probes));
	for (size_t i = 0; i < run->event_count; i++) {
		const struct hr_run_event *event = &run->events[i];
		bool passed = is(event->kind, HR_EVENT_PROBE_PASSED);

		if (event->text == NULL || !touches(result, event))
			continue;
		if (is(event->kind, HR_EVENT_EXPERIMENT) && result->told == NULL)
			result->told = told_of(event);
		if ((passed || is(event->kind, HR_EVENT_PROBE_FAILED)) &&
		    result->probe_count < HR_CHAOS_PROBES_MAX)
			result->probes[result->probe_count++] = (struct hr_chaos_probe){
				event->text, event->start_ns, passed
			};
	}
}
