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
#include "stats/array.h"
#include "stats/quantile.h"

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
static void add_run_key(struct hr_str *key, const struct hr_run_table *history, size_t row)
{
	const struct hr_table_run *run = &history->runs[row];

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
	const struct hr_table_series *series = &trend->history->series[event->series];
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
	const struct hr_run_table *history = context;
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
	struct hr_run_table history = *trend->history; /* the comparison takes no const */

	if (trend->event_count > 1)
		qsort_r(trend->events, trend->event_count, sizeof(*trend->events), by_row_and_name,
		        &history);
}

/* The row of a run of an earlier analysis; the count of runs when it is gone. */
static size_t row_of(const struct hr_run_table *history, const struct hr_trend_known *known)
{
	for (size_t row = 0; row < history->run_count; row++) {
		const struct hr_table_run *run = &history->runs[row];

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
	const struct hr_run_table *history = trend->history;
	const struct hr_table_series *series = &history->series[event->series];

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

#define CONTROL_RUNS 2 /* on each side, to say anything */

/* Spans of time on both sides of an event. */
struct spans {
	int64_t from_ns, middle_ns, to_ns; /* to_ns included */
};

/* Thirty runs on each side at most, within the regimes. */
static struct spans spans_of(const struct hr_trend *trend, const struct hr_trend_event *event)
{
	const struct hr_table_run *runs = trend->history->runs;
	size_t index = event->change.index,
	       near = index > HR_TREND_SETTLED ? index - HR_TREND_SETTLED : 0,
	       first = event->before_first > near ? event->before_first : near,
	       last = event->after_last < index + HR_TREND_SETTLED ? event->after_last
	                                                           : index + HR_TREND_SETTLED;

	return (struct spans){ runs[first].started_ns, runs[index].started_ns,
		               runs[last].started_ns };
}

/* Logarithms of a control's values between two instants, @to_ns not included. Gives their number.
 */
static size_t take_between(const struct hr_run_table *history, const struct hr_table_series *series,
                           int64_t from_ns, int64_t to_ns, double *logs)
{
	size_t count = 0;

	for (size_t row = 0; row < history->run_count; row++) {
		int64_t started_ns = history->runs[row].started_ns;

		if (started_ns >= from_ns && started_ns < to_ns && hr_table_value(series, row) > 0)
			logs[count++] = log(hr_table_value(series, row));
	}
	return count;
}

/*
 * Does one control explain a change by @own (a logarithm)? It does when it moved the same way, at
 * least half as far; or when it jumped about by as much itself (interquartile range), so that the
 * change cannot be laid at the product's door.
 */
static bool control_explains(const struct hr_run_table *history,
                             const struct hr_table_series *series, const struct spans *spans,
                             double own)
{
	double *logs = hr_alloc_array(2 * history->run_count + 1, sizeof(*logs)), move, range;
	size_t before = take_between(history, series, spans->from_ns, spans->middle_ns, logs),
	       after = take_between(history, series, spans->middle_ns, spans->to_ns + 1,
	                            logs + before),
	       count = before + after;

	if (before < CONTROL_RUNS || after < CONTROL_RUNS) {
		free(logs);
		return false;
	}
	move = hr_doubles_median(logs + before, after) - hr_doubles_median(logs, before);
	hr_doubles_sort(logs, count);
	range = hr_quantile_sorted(logs, count, 0.75, HR_QUANTILE_R7) -
	        hr_quantile_sorted(logs, count, 0.25, HR_QUANTILE_R7);
	free(logs);
	return ((move > 0) == (own > 0) && fabs(move) >= fabs(own) / 2) || range >= fabs(own);
}

/*
 * Over the very spans of time that the event's regimes cover, so a control that runs on other days
 * will do. Of several series of it, half must agree.
 * @label  of the control in @history; NULL: all of it is control
 */
static bool control_moves(const struct hr_run_table *history, const char *label,
                          const struct hr_trend *trend, const struct hr_trend_event *event)
{
	const char *metric = trend->history->series[event->series].metric;
	struct spans spans = spans_of(trend, event);
	double own = log1p(event->change.change);
	size_t count = 0, agree = 0;

	if (spans.middle_ns == HR_INSTANT_NONE || !isfinite(own))
		return false;
	for (size_t i = 0; i < history->series_count; i++) {
		const struct hr_table_series *series = &history->series[i];

		if (strcmp(series->metric, metric) != 0 ||
		    (label != NULL && strcmp(series->label, label) != 0))
			continue;
		count++;
		agree += control_explains(history, series, &spans, own);
	}
	return agree > 0 && 2 * agree >= count;
}

void hr_trend_find_machine(struct hr_trend *trend, const struct hr_trend_options *options)
{
	const struct hr_run_table *other = options->control_history;

	if (other == NULL && options->control == NULL)
		return;
	for (size_t e = 0; e < trend->event_count; e++) {
		struct hr_trend_event *event = &trend->events[e];

		if (event->change.kind != HR_TREND_DRIFT)
			event->machine = other != NULL
			                         ? control_moves(other, NULL, trend, event)
			                         : control_moves(trend->history, options->control,
			                                         trend, event);
	}
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
