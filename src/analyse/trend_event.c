/*
 * Events of a trend: who they are, what they belong to, what caused them.
 */
#include <config.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/trend_part.h"
#include "base/digest.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"

static void add_key(struct hr_str *key, const char *text)
{
	hr_str_puts(key, text != NULL ? text : "");
	hr_str_putc(key, '\0');
}

static const char *direction_of(const struct hr_trend_event *event)
{
	return event->change.change > 0 ? "up" : "down";
}

/* What names a run: its id in the store, else when it started, else its place. */
static void add_run_key(struct hr_str *key, const struct hr_history *history, size_t row)
{
	const struct hr_history_run *run = &history->runs[row];

	if (run->id != NULL)
		add_key(key, run->id);
	else if (run->started_ns != HR_INSTANT_NONE)
		hr_str_printf(key, "%" PRId64, run->started_ns);
	else
		hr_str_printf(key, "#%zu", row);
}

static void put_id(struct hr_str *key, char id[HR_TREND_ID_BYTES])
{
	snprintf(id, HR_TREND_ID_BYTES, "%016" PRIx64, hr_digest64(hr_str_slice(key)));
	hr_str_release(key);
}

void hr_trend_event_id(const struct hr_trend *trend, struct hr_trend_event *event)
{
	const struct hr_history_series *series = &trend->history->series[event->series];
	struct hr_str key = { 0 };

	add_key(&key, trend->history->runs[event->change.index].environment);
	add_key(&key, series->label);
	add_key(&key, series->metric);
	add_key(&key, direction_of(event));
	if (event->change.kind == HR_TREND_DRIFT)
		add_key(&key, "drift"); /* it has no first run that would stay the first */
	else
		add_run_key(&key, trend->history, event->change.index);
	put_id(&key, event->id);
}

static int by_row_and_name(const void *left, const void *right, void *context)
{
	const struct hr_trend_event *a = left, *b = right;
	const struct hr_history *history = context;
	int order;

	if (a->change.index != b->change.index)
		return a->change.index < b->change.index ? -1 : 1;
	order = strcmp(history->series[a->series].label, history->series[b->series].label);
	return order != 0 ? order
	                  : strcmp(history->series[a->series].metric,
	                           history->series[b->series].metric);
}

void hr_trend_sort_events(struct hr_trend *trend)
{
	struct hr_history history = *trend->history; /* the comparison takes no const */

	if (trend->event_count > 1)
		qsort_r(trend->events, trend->event_count, sizeof(*trend->events), by_row_and_name,
		        &history);
}

/* The row of a run of an earlier analysis; the count of runs when it is gone. */
static size_t row_of(const struct hr_history *history, const struct hr_trend_known *known)
{
	for (size_t row = 0; row < history->run_count; row++) {
		const struct hr_history_run *run = &history->runs[row];

		if (run->id != NULL && known->run != NULL && strcmp(run->id, known->run) == 0)
			return row;
	}
	for (size_t row = 0; row < history->run_count; row++)
		if (known->started_ns != HR_INSTANT_NONE &&
		    history->runs[row].started_ns >= known->started_ns)
			return row;
	return history->run_count;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

const struct hr_trend_known *hr_trend_find_known(const struct hr_trend *trend,
                                                 const struct hr_trend_event *event,
                                                 const struct hr_trend_options *options)
{
	const struct hr_history *history = trend->history;
	const struct hr_history_series *series = &history->series[event->series];

	for (size_t i = 0; i < options->known_count; i++) {
		const struct hr_trend_known *known = &options->known[i];
		size_t row, here = event->change.index;

		if (strcmp(known->id, event->id) == 0)
			return known;
		if (!same(known->label, series->label) || !same(known->metric, series->metric) ||
		    known->worse != event->worse || known->better != event->better ||
		    !same(known->environment, history->runs[here].environment) ||
		    event->change.kind == HR_TREND_DRIFT)
			continue;
		row = row_of(history, known);
		if (row < history->run_count &&
		    (row > here ? row - here : here - row) <= HR_TREND_SAME_RUNS)
			return known;
	}
	return NULL;
}

/* --- the control --- */

/* When a change may have happened: after the last run before it, before the first one after it,
 * and a run to either side. */
struct span {
	int64_t from_ns, to_ns;
};

static struct span span_of(const struct hr_history *history, size_t low, size_t high)
{
	size_t last = history->run_count - 1;

	return (struct span){
		history->runs[low >= 2 ? low - 2 : 0].started_ns,
		history->runs[high < last ? high + 1 : last].started_ns,
	};
}

/* The same way, and at least half as far. */
static bool moves_likewise(double event, double control)
{
	return (event > 0) == (control > 0) && fabs(log1p(control)) >= 0.5 * fabs(log1p(event));
}

static bool control_shows(const struct hr_history *history, const struct hr_history_series *about,
                          const struct hr_trend_series *control, const struct hr_trend *trend,
                          const struct hr_trend_event *event)
{
	struct span here = span_of(trend->history, event->change.low, event->change.high);

	if (strcmp(about->metric, trend->history->series[event->series].metric) != 0)
		return false;
	for (size_t i = 0; i < control->count; i++) {
		const struct hr_trend_change *change = &control->changes[i];
		struct span there = span_of(history, control->rows[change->low],
		                            control->rows[change->high]);

		if (moves_likewise(event->change.change, change->change) &&
		    there.from_ns <= here.to_ns && here.from_ns <= there.to_ns)
			return true;
	}
	return false;
}

static void find_in_history(struct hr_trend *trend, const struct hr_history *history,
                            const struct hr_trend_series *controls, const char *label)
{
	for (size_t e = 0; e < trend->event_count; e++) {
		struct hr_trend_event *event = &trend->events[e];

		if (event->change.kind == HR_TREND_DRIFT)
			continue;
		for (size_t i = 0; i < history->series_count && !event->machine; i++) {
			const struct hr_history_series *about = &history->series[i];

			if (label == NULL || strcmp(about->label, label) == 0)
				event->machine = control_shows(history, about, &controls[i], trend,
				                               event);
		}
	}
}

void hr_trend_find_machine(struct hr_trend *trend, const struct hr_trend_options *options)
{
	const struct hr_history *other = options->control_history,
	                        *history = other != NULL ? other : trend->history;
	struct hr_trend_series *controls;

	if (history->run_count == 0 || (other == NULL && options->control == NULL))
		return;
	controls = hr_zalloc(history->series_count + 1, sizeof(*controls));
	for (size_t i = 0; i < history->series_count; i++) {
		if (other == NULL) /* borrowed, not released */
			controls[i] = trend->results[i].series;
		else
			hr_trend_series_analyse(&history->series[i], history->series[i].values,
			                        history->run_count, &options->series, &controls[i]);
	}
	find_in_history(trend, history, controls, other == NULL ? options->control : NULL);
	for (size_t i = 0; other != NULL && i < history->series_count; i++)
		hr_trend_series_release(&controls[i]);
	free(controls);
}

/* --- groups --- */

static bool belongs(const struct hr_trend_group *group, const struct hr_trend_event *event)
{
	return event->change.index <= group->first + HR_TREND_GROUP_RUNS &&
	       group->worse == event->worse && group->better == event->better &&
	       group->machine == event->machine;
}

static void join(struct hr_trend *trend, struct hr_trend_group *group, size_t e)
{
	struct hr_trend_event *event = &trend->events[e];
	const struct hr_trend_event *lead = &trend->events[group->lead];

	event->group = (size_t)(group - trend->groups);
	group->count++;
	if (fabs(log1p(event->change.change)) > fabs(log1p(lead->change.change)))
		group->lead = e;
	if (event->state < group->state)
		group->state = event->state;
}

static void name_group(const struct hr_trend *trend, struct hr_trend_group *group)
{
	struct hr_str key = { 0 };

	add_key(&key, "group");
	add_key(&key, trend->history->runs[group->first].environment);
	add_key(&key, direction_of(&trend->events[group->lead]));
	add_key(&key, group->worse ? "worse" : group->better ? "better" : "");
	add_run_key(&key, trend->history, group->first);
	put_id(&key, group->id);
}

/* Events are in order of rows, so a group's first run is its first event's. */
void hr_trend_group_events(struct hr_trend *trend)
{
	trend->groups = hr_zalloc(trend->event_count + 1, sizeof(*trend->groups));
	for (size_t e = 0; e < trend->event_count; e++) {
		const struct hr_trend_event *event = &trend->events[e];
		size_t k = trend->group_count;

		while (k > 0 && !belongs(&trend->groups[k - 1], event))
			k--;
		if (k == 0) {
			k = ++trend->group_count;
			trend->groups[k - 1] = (struct hr_trend_group){
				.first = event->change.index,
				.lead = e,
				.worse = event->worse,
				.better = event->better,
				.machine = event->machine,
				.state = event->state,
			};
		}
		join(trend, &trend->groups[k - 1], e);
	}
	for (size_t k = 0; k < trend->group_count; k++)
		name_group(trend, &trend->groups[k]);
}
