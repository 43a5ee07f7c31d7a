#include <config.h>
#include "analyse/trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/trend_part.h"
#include "base/instant.h"
#include "base/mem.h"
#include "stats/array.h"
#include "stats/false_discovery.h"
#include "stats/hodges_lehmann.h"
#include "stats/woodruff.h"

static bool same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

void hr_trend_comparable(struct hr_run_table *history, size_t *other_environment,
                         size_t *other_workload, size_t *older)
{
	size_t n = history->run_count, kept = 0;
	bool *keep = hr_zalloc(n + 1, sizeof(*keep));

	*other_environment = *other_workload = *older = 0;
	for (size_t row = n; row-- > 0;) {
		const struct hr_table_run *run = &history->runs[row],
		                          *newest = &history->runs[n - 1];

		if (!same_text(run->environment, newest->environment))
			++*other_environment;
		else if (!same_text(run->workload, newest->workload))
			++*other_workload;
		else if (kept >= HR_RUN_TABLE_MAX)
			++*older;
		else
			keep[row] = ++kept > 0;
	}
	hr_run_table_keep(history, keep);
	free(keep);
}

/* --- which values count --- */

static bool is_error_ratio(const struct hr_table_series *series)
{
	return series->quantity == HR_QUANTITY_RATIO && strcmp(series->metric, "error_ratio") == 0;
}

/*
 * A run of a label that failed far more often than usual says nothing about times and rates, fast
 * or slow. What is usual is the median, for which outages are too rare.
 */
static double failure_limit(const struct hr_table_series *errors, size_t n)
{
	double *known = hr_alloc_array(n + 1, sizeof(*known)), usual;
	size_t count = 0;

	for (size_t row = 0; row < n; row++)
		if (!isnan(hr_table_value(errors, row)))
			known[count++] = hr_table_value(errors, row);
	usual = hr_doubles_median(known, count);
	free(known);
	return count > 0 ? usual + HR_TREND_FAILED : (double)INFINITY;
}

/* The probability that a percentile's name says; 0 of other metrics. */
static double percentile_of(const char *metric)
{
	struct hr_metric made;
	const struct hr_metric *found = hr_metric_find(hr_slice_of(metric), &made);

	return found != NULL ? found->p : 0;
}

static void choose_values(const struct hr_run_table *history, const struct hr_table_series *series,
                          struct hr_trend_result *result, double *values)
{
	const struct hr_table_series *errors = is_error_ratio(series)
	                                               ? NULL
	                                               : hr_run_table_find(history, series->label,
	                                                                   "error_ratio");
	double limit = errors != NULL ? failure_limit(errors, history->run_count)
	                              : (double)INFINITY,
	       p = percentile_of(series->metric), needed = p > 0 ? hr_quantile_count_needed(p) : 0;

	for (size_t row = 0; row < history->run_count; row++) {
		values[row] = hr_table_value(series, row);
		if (isnan(values[row]))
			continue;
		if (errors != NULL && hr_table_value(errors, row) > limit) {
			values[row] = (double)NAN;
			result->failed_runs++;
		} else if (hr_table_count_at(series, row) < needed) {
			values[row] = (double)NAN;
			result->thin_runs++;
		}
	}
}

/* --- the family of tests --- */

/* A series' strongest evidence for any change it would report. */
static double smallest_p(const struct hr_trend_series *series)
{
	double p = 1;

	for (size_t i = 0; i < series->count; i++)
		p = fmin(p, series->changes[i].p);
	return p;
}

/* Adjusted values of the steps and of the trends, NaN where a series had too few runs for a test.
 */
static void adjust(struct hr_trend *trend, double *steps, double *drifts)
{
	size_t n = trend->history->series_count;

	for (size_t i = 0; i < n; i++) {
		const struct hr_trend_series *series = &trend->results[i].series;
		bool tested = series->n >= HR_TREND_RUNS_MIN;

		steps[i] = tested ? smallest_p(series) : (double)NAN;
		drifts[i] = tested ? series->p_trend : (double)NAN;
	}
	trend->tested = hr_false_discovery(steps, n, steps);
	hr_false_discovery(drifts, n, drifts);
}

/* --- events --- */

/* @k  of the series' changes; count of them: the drift */
static void add_event(struct hr_trend *trend, size_t series_index, size_t k, double q, double rate)
{
	const struct hr_table_series *about = &trend->history->series[series_index];
	const struct hr_trend_series *series = &trend->results[series_index].series;
	bool drift = k == series->count;
	const struct hr_trend_change *change = drift ? &series->drift : &series->changes[k];
	size_t first = drift || k == 0 ? 0 : series->changes[k - 1].index,
	       end = drift || k + 1 == series->count ? series->n : series->changes[k + 1].index;
	bool up = change->change > 0;
	struct hr_trend_event *event;

	trend->events = hr_grow(trend->events, trend->event_count, &trend->event_capacity,
	                        sizeof(*trend->events));
	event = &trend->events[trend->event_count++];
	*event = (struct hr_trend_event){
		.series = series_index,
		.change = *change,
		.worse = about->directed && up == (about->better == HR_BETTER_LOWER),
		.better = about->directed && up == (about->better == HR_BETTER_HIGHER),
		.q = q,
		.significant = q <= rate,
		.age = series->n - change->index,
		.before_first = series->rows[first],
		.after_last = series->rows[end - 1],
	};
	event->change.index = series->rows[change->index];
	event->change.low = series->rows[change->low];
	event->change.high = series->rows[change->high];
	hr_trend_event_id(trend, event);
}

static void collect_events(struct hr_trend *trend, const struct hr_trend_options *options)
{
	size_t n = trend->history->series_count;
	double *steps = hr_alloc_array(n, sizeof(*steps)),
	       *drifts = hr_alloc_array(n, sizeof(*drifts));

	adjust(trend, steps, drifts);
	for (size_t i = 0; i < n; i++) {
		struct hr_trend_series *series = &trend->results[i].series;

		if (series->may_drift && !(drifts[i] <= options->rate))
			series->may_drift = false;
		if (series->may_drift) {
			add_event(trend, i, series->count, drifts[i], options->rate);
			continue;
		}
		for (size_t k = 0; k < series->count; k++)
			add_event(trend, i, k, steps[i], options->rate);
	}
	free(steps);
	free(drifts);
}

/* Is the level of today what it was before the event, within what matters? */
static bool has_returned(const struct hr_trend *trend, const struct hr_trend_event *event,
                         double min_effect)
{
	const struct hr_trend_series *series = &trend->results[event->series].series;
	double now = series->count > 0 ? series->changes[series->count - 1].after : series->level,
	       before = event->change.before, away = now - before;

	if (event->change.kind == HR_TREND_DRIFT || series->count == 0)
		return false;
	if (series->rows[series->changes[series->count - 1].index] == event->change.index)
		return false; /* nothing came after it */
	if (fabs(away) <= min_effect * fmax(fabs(before), fabs(now)))
		return true;
	return (away > 0) != (event->change.change > 0);
}

static void decide_states(struct hr_trend *trend, const struct hr_trend_options *options)
{
	for (size_t i = 0; i < trend->event_count; i++) {
		struct hr_trend_event *event = &trend->events[i];
		const struct hr_trend_known *known = hr_trend_find_known(trend, event, options);

		if (known != NULL) {
			memcpy(event->id, known->id, sizeof(event->id));
			event->significant = true;
		}
		if (has_returned(trend, event, options->series.min_effect))
			event->state = HR_EVENT_RETURNED;
		else if (known != NULL && known->acknowledged)
			event->state = HR_EVENT_ACKNOWLEDGED;
		else if (event->age > HR_TREND_SETTLED && event->change.kind != HR_TREND_DRIFT)
			event->state = HR_EVENT_SETTLED;
	}
}

/* --- the pinned reference --- */

static bool is_pinned(const struct hr_table_run *run, const char *reference)
{
	char started[HR_INSTANT_TEXT_SIZE] = "";

	if (run->started_ns != HR_INSTANT_NONE)
		hr_instant_format(run->started_ns, hr_zone_utc(), started);
	return same_text(run->version, reference) || same_text(run->id, reference) ||
	       strncmp(started, reference, strlen(reference)) == 0;
}

static void compare_with_reference(struct hr_trend *trend, size_t i, const bool *pinned,
                                   const struct hr_trend_options *options)
{
	struct hr_trend_result *result = &trend->results[i];
	const struct hr_trend_series *series = &result->series;
	size_t count = 0, first = series->regime_first;
	double *values = hr_alloc_array(series->n + 1, sizeof(*values)), limit;
	struct hr_shift ratio;

	if (series->n - first > HR_TREND_RECENT) /* while it creeps, older runs lag behind */
		first = series->n - HR_TREND_RECENT;
	for (size_t k = 0; k < first; k++)
		if (pinned[series->rows[k]] && series->values[k] > 0)
			values[count++] = series->values[k];
	result->reference = hr_doubles_median(values, count);
	if (count > HR_TREND_SETTLED)
		count = HR_TREND_SETTLED;
	for (size_t k = first; count > 0 && k < series->n; k++)
		if (!(series->values[k] > 0))
			count = 0;
	if (count > 0 && first < series->n) {
		ratio = hr_hodges_lehmann_ratio(series->values + first, series->n - first, values,
		                                count, HR_TREND_CONFIDENCE);
		result->reference_change = ratio.estimate - 1;
		result->reference_low = ratio.low - 1;
		result->reference_high = ratio.high - 1;
		limit = options->series.min_effect;
		result->crept = result->reference_low > limit ||
		                result->reference_high < 1 / (1 + limit) - 1;
	}
	free(values);
}

static void pin(struct hr_trend *trend, const struct hr_trend_options *options)
{
	const struct hr_run_table *history = trend->history;
	bool *pinned;

	for (size_t i = 0; i < history->series_count; i++)
		trend->results[i].reference = trend->results[i].reference_change =
		        trend->results[i].reference_low = trend->results[i]
		                                                  .reference_high = (double)NAN;
	if (options->reference == NULL)
		return;
	pinned = hr_zalloc(history->run_count + 1, sizeof(*pinned));
	for (size_t row = 0; row < history->run_count; row++) {
		pinned[row] = is_pinned(&history->runs[row], options->reference);
		trend->reference_runs += pinned[row];
	}
	for (size_t i = 0; i < history->series_count; i++)
		if (trend->results[i].series.n > 0)
			compare_with_reference(trend, i, pinned, options);
	free(pinned);
}

/* --- verdicts --- */

static enum hr_trend_verdict verdict_of_event(const struct hr_trend_event *event)
{
	if (event->machine)
		return HR_TREND_MACHINE;
	if (event->worse)
		return event->state == HR_EVENT_ACKNOWLEDGED ? HR_TREND_KNOWN : HR_TREND_REGRESSED;
	return event->better ? HR_TREND_IMPROVED : HR_TREND_CHANGED;
}

static bool is_live(const struct hr_trend_event *event)
{
	return event->significant &&
	       (event->state == HR_EVENT_OPEN || event->state == HR_EVENT_ACKNOWLEDGED);
}

/* Of the live events of a series: an open regression before anything else, else the newest. */
static void choose_newest(struct hr_trend *trend)
{
	for (size_t i = 0; i < trend->event_count; i++) {
		struct hr_trend_event *event = &trend->events[i];
		struct hr_trend_result *result = &trend->results[event->series];

		if (!is_live(event))
			continue;
		if (result->newest == NULL || verdict_of_event(event) == HR_TREND_REGRESSED ||
		    verdict_of_event(result->newest) != HR_TREND_REGRESSED)
			result->newest = event;
	}
}

static enum hr_trend_verdict verdict_of(const struct hr_trend *trend, size_t i)
{
	const struct hr_trend_result *result = &trend->results[i];
	const struct hr_table_series *about = &trend->history->series[i];
	const struct hr_trend_series *series = &result->series;
	size_t last = trend->history->run_count - 1;
	bool up;

	if (series->n == 0)
		return HR_TREND_NO_DATA;
	if (isnan(hr_table_value(about, last)) && trend->history->run_count > 1)
		return HR_TREND_VANISHED;
	if (series->n == 1)
		return HR_TREND_ONE_RUN;
	if (series->n < HR_TREND_RUNS_MIN)
		return HR_TREND_FEW_RUNS;
	if (result->newest != NULL)
		return verdict_of_event(result->newest);
	up = result->reference_change > 0;
	if (result->crept && about->directed)
		return up == (about->better == HR_BETTER_LOWER) ? HR_TREND_REGRESSED
		                                                : HR_TREND_IMPROVED;
	if (series->tail == HR_TAIL_SUSPECT && about->directed &&
	    (series->tail_change > 0) == (about->better == HR_BETTER_LOWER))
		return HR_TREND_SUSPECT;
	return HR_TREND_UNCHANGED;
}

void hr_trend_analyse(const struct hr_run_table *history, const struct hr_trend_options *options,
                      struct hr_trend *out)
{
	double *values = hr_alloc_array(history->run_count + 1, sizeof(*values));

	*out = (struct hr_trend){ .history = history, .min_effect = options->series.min_effect };
	out->results = hr_zalloc(history->series_count + 1, sizeof(*out->results));
	for (size_t i = 0; i < history->series_count; i++) {
		if (history->series[i].hidden)
			continue;
		choose_values(history, &history->series[i], &out->results[i], values);
		hr_trend_series_analyse(&history->series[i], values, history->run_count,
		                        &options->series, &out->results[i].series);
	}
	free(values);
	collect_events(out, options);
	hr_trend_sort_events(out);
	decide_states(out, options);
	hr_trend_find_machine(out, options);
	hr_trend_group_events(out);
	pin(out, options);
	choose_newest(out);
	for (size_t i = 0; i < history->series_count; i++)
		out->results[i].verdict = verdict_of(out, i);
}

void hr_trend_release(struct hr_trend *trend)
{
	for (size_t i = 0; trend->results != NULL && i < trend->history->series_count; i++)
		hr_trend_series_release(&trend->results[i].series);
	free(trend->results);
	free(trend->events);
	free(trend->groups);
	*trend = (struct hr_trend){ 0 };
}
