#include <config.h>
#include "document/document_trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/zone.h"
#include "document/document.h"
#include "document/jsonx.h"

static const char *direction(bool worse, bool better)
{
	return worse ? "worse" : better ? "better" : "other";
}

static json_t *place(size_t row)
{
	return json_integer((json_int_t)row);
}

static json_t *write_runs(const struct hr_run_table *history)
{
	json_t *out = json_array();

	for (size_t row = 0; row < history->run_count; row++) {
		const struct hr_table_run *run = &history->runs[row];
		json_t *item = json_object();

		hr_json_set(item, "id", hr_json_text(run->id));
		hr_json_set(item, "started", hr_json_instant(run->started_ns));
		hr_json_set(item, "version", hr_json_text(run->version));
		hr_json_append(out, item);
	}
	return out;
}

static json_t *write_event(const struct hr_trend *trend, const struct hr_trend_event *event)
{
	const struct hr_run_table *history = trend->history;
	const struct hr_table_series *series = &history->series[event->series];
	const struct hr_trend_change *change = &event->change;
	size_t before = change->index > 0 ? change->index - 1 : 0;
	struct hr_str message = { 0 };
	json_t *out = json_object(), *range = json_array();

	hr_json_set(out, "id", json_string(event->id));
	hr_json_set(out, "group", json_string(trend->groups[event->group].id));
	hr_json_set(out, "label", hr_json_text(series->label));
	hr_json_set(out, "metric", hr_json_text(series->metric));
	hr_json_set(out, "kind", json_string(hr_trend_kind_name(change->kind)));
	hr_json_set(out, "direction", json_string(direction(event->worse, event->better)));
	hr_json_set(out, "state", json_string(hr_trend_state_name(event->state)));
	hr_json_set(out, "significant", json_boolean(event->significant));
	hr_json_set(out, "cause", event->machine ? json_string("machine") : json_null());
	hr_json_set(out, "run", place(change->index));
	hr_json_append(range, place(change->low));
	hr_json_append(range, place(change->high));
	hr_json_set(out, "range", range);
	hr_json_set(out, "since", hr_json_instant(history->runs[change->index].started_ns));
	hr_json_set(out, "version", hr_json_text(history->runs[change->index].version));
	hr_json_set(out, "version_before", hr_json_text(history->runs[before].version));
	hr_json_set(out, "runs_since", place(event->age));
	hr_json_set(out, "before", hr_json_real(change->before));
	hr_json_set(out, "after", hr_json_real(change->after));
	hr_json_set(out, "change", hr_json_real(change->change));
	hr_json_set(out, "interval", hr_json_interval(change->change_low, change->change_high));
	hr_json_set(out, "p", hr_json_real(change->p));
	hr_json_set(out, "p_adjusted", hr_json_real(event->q));
	hr_json_set(out, "p_ranks", hr_json_real(change->p_ranks));
	hr_trend_put_event(trend, event, &message);
	hr_json_set(out, "message", hr_json_text(hr_str_text(&message)));
	hr_str_release(&message);
	return out;
}

static json_t *write_group(const struct hr_trend *trend, size_t k)
{
	const struct hr_trend_group *group = &trend->groups[k];
	const struct hr_trend_event *lead = &trend->events[group->lead];
	const struct hr_table_run *first = &trend->history->runs[group->first];
	json_t *out = json_object();

	hr_json_set(out, "id", json_string(group->id));
	hr_json_set(out, "run", place(group->first));
	hr_json_set(out, "since", hr_json_instant(first->started_ns));
	hr_json_set(out, "version", hr_json_text(first->version));
	hr_json_set(out, "direction", json_string(direction(group->worse, group->better)));
	hr_json_set(out, "state", json_string(hr_trend_state_name(group->state)));
	hr_json_set(out, "cause", group->machine ? json_string("machine") : json_null());
	hr_json_set(out, "events", place(group->count));
	hr_json_set(out, "lead", json_string(lead->id));
	return out;
}

static json_t *write_tail(const struct hr_trend_series *series)
{
	static const char *const names[] = { "like_before", "suspect", "left" };
	json_t *out;

	if (series->n < HR_TREND_RUNS_MIN)
		return json_null();
	out = json_object();
	hr_json_set(out, "state", json_string(names[series->tail]));
	hr_json_set(out, "change", hr_json_real(series->tail_change));
	hr_json_set(out, "limit", hr_json_real(series->tail_limit));
	return out;
}

static json_t *write_reference(const struct hr_trend_result *result)
{
	json_t *out;

	if (isnan(result->reference))
		return json_null();
	out = json_object();
	hr_json_set(out, "level", hr_json_real(result->reference));
	hr_json_set(out, "change", hr_json_real(result->reference_change));
	hr_json_set(out, "interval",
	            hr_json_interval(result->reference_low, result->reference_high));
	hr_json_set(out, "crept", json_boolean(result->crept));
	return out;
}

/* "degrading", "improving", "stable", "unknown"; of metrics without a direction "rising". */
static const char *label_of(const struct hr_table_series *about,
                            const struct hr_trend_series *series)
{
	bool up = series->label == HR_TREND_UP;

	if (series->label == HR_TREND_UNKNOWN)
		return "unknown";
	if (series->label == HR_TREND_STABLE)
		return "stable";
	if (!about->directed)
		return up ? "rising" : "falling";
	return up == (about->better == HR_BETTER_LOWER) ? "degrading" : "improving";
}

/* Values by run, null where there is none; what was set aside by its places. */
static void write_values(const struct hr_run_table *history, const struct hr_table_series *about,
                         const struct hr_trend_series *series, json_t *out)
{
	json_t *values = json_array(), *spikes = json_array(), *excluded = json_array();
	size_t next = 0;

	for (size_t row = 0; row < history->run_count; row++) {
		bool counts = next < series->n && series->rows[next] == row;

		hr_json_append(values, hr_json_real(hr_table_value(about, row)));
		if (!counts && !isnan(hr_table_value(about, row)))
			hr_json_append(excluded, place(row));
		if (counts && series->spike[next])
			hr_json_append(spikes, place(row));
		next += counts;
	}
	hr_json_set(out, "values", values);
	hr_json_set(out, "outliers", spikes);
	hr_json_set(out, "excluded", excluded);
}

/* The regimes that the events of a series leave: [first run, level]. */
static json_t *write_regimes(const struct hr_trend *trend, size_t i)
{
	const struct hr_trend_series *series = &trend->results[i].series;
	json_t *out = json_array();

	if (series->n < HR_TREND_RUNS_MIN || series->may_drift)
		return out;
	for (size_t k = 0; k <= series->count; k++) {
		json_t *item = json_object();
		size_t first = k > 0 ? series->changes[k - 1].index : 0;
		double level = k < series->count ? series->changes[k].before
		               : k > 0           ? series->changes[k - 1].after
		                                 : series->level;

		hr_json_set(item, "first", place(series->rows[first]));
		hr_json_set(item, "level", hr_json_real(level));
		hr_json_append(out, item);
	}
	return out;
}

static json_t *write_series(const struct hr_trend *trend, size_t i, bool with_values)
{
	const struct hr_table_series *about = &trend->history->series[i];
	const struct hr_trend_result *result = &trend->results[i];
	json_t *out = json_object();

	hr_json_set(out, "label", hr_json_text(about->label));
	hr_json_set(out, "metric", hr_json_text(about->metric));
	hr_json_set(out, "better",
	            about->directed
	                    ? json_string(about->better == HR_BETTER_LOWER ? "lower" : "higher")
	                    : json_null());
	hr_json_set(out, "verdict", json_string(hr_trend_verdict_name(result->verdict)));
	hr_json_set(out, "trend", json_string(label_of(about, &result->series)));
	hr_json_set(out, "by_halves", json_boolean(result->series.by_halves));
	hr_json_set(out, "runs", place(result->series.n));
	hr_json_set(out, "failed_runs", place(result->failed_runs));
	hr_json_set(out, "thin_runs", place(result->thin_runs));
	hr_json_set(out, "level", hr_json_real(result->series.level));
	hr_json_set(out, "spread_ratio", hr_json_real(result->series.spread));
	hr_json_set(out, "p_trend", hr_json_real(result->series.p_trend));
	hr_json_set(out, "newest", write_tail(&result->series));
	hr_json_set(out, "reference", write_reference(result));
	hr_json_set(out, "event",
	            result->newest != NULL ? json_string(result->newest->id) : json_null());
	hr_json_set(out, "regimes", with_values ? write_regimes(trend, i) : json_null());
	if (with_values) {
		write_values(trend->history, about, &result->series, out);
		return out;
	}
	hr_json_set(out, "values", json_null());
	hr_json_set(out, "outliers", json_null());
	hr_json_set(out, "excluded", json_null());
	return out;
}

/* Which series are worth their values: with events, then of the total, then as many as fit. */
static bool *choose_shown(const struct hr_trend *trend)
{
	size_t n = trend->history->series_count, shown = 0;
	bool *chosen = hr_zalloc(n + 1, sizeof(*chosen));

	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < n && shown < HR_DOCUMENT_TREND_SERIES; i++) {
			const struct hr_trend_result *result = &trend->results[i];
			bool total = strcmp(trend->history->series[i].label, HR_TREND_TOTAL) == 0,
			     fits = round == 0
			                    ? result->series.count > 0 || result->series.may_drift
			            : round == 1 ? total
			                         : true;

			if (!fits || chosen[i])
				continue;
			chosen[i] = true;
			shown++;
		}
	return chosen;
}

json_t *hr_document_write_trend(const struct hr_trend *trend,
                                const struct hr_trend_left_out *left_out)
{
	json_t *out = json_object(), *series = json_array(), *events = json_array(),
	       *groups = json_array();
	bool *shown = choose_shown(trend);

	for (size_t i = 0; i < trend->history->series_count; i++)
		if (!trend->history->series[i].hidden)
			hr_json_append(series, write_series(trend, i, shown[i]));
	for (size_t i = 0; i < trend->event_count; i++)
		hr_json_append(events, write_event(trend, &trend->events[i]));
	for (size_t k = 0; k < trend->group_count; k++)
		hr_json_append(groups, write_group(trend, k));
	hr_json_set(out, "runs", write_runs(trend->history));
	hr_json_set(out, "other_environment", place(left_out->environment));
	hr_json_set(out, "other_workload", place(left_out->workload));
	hr_json_set(out, "older", place(left_out->older));
	hr_json_set(out, "series_dropped", place(trend->history->dropped));
	hr_json_set(out, "series_tested", place(trend->tested));
	hr_json_set(out, "reference_runs", place(trend->reference_runs));
	hr_json_set(out, "groups", groups);
	hr_json_set(out, "events", events);
	hr_json_set(out, "series", series);
	free(shown);
	return out;
}

/* --- events in the store --- */

static char *text_copy(const json_t *event, const char *key)
{
	const char *text = hr_json_text_at(event, key);

	return text != NULL ? hr_strdup(text) : NULL;
}

static bool is(const json_t *event, const char *key, const char *text)
{
	const char *value = hr_json_text_at(event, key);

	return value != NULL && strcmp(value, text) == 0;
}

static void read_known(const json_t *event, const char *id, struct hr_trend_known *out)
{
	const char *since = hr_json_text_at(event, "since");

	*out = (struct hr_trend_known){
		.label = text_copy(event, "label"),
		.metric = text_copy(event, "metric"),
		.run = text_copy(event, "run"),
		.environment = text_copy(event, "environment"),
		.worse = is(event, "direction", "worse"),
		.better = is(event, "direction", "better"),
		.acknowledged = is(event, "state", "acknowledged"),
		.started_ns = HR_INSTANT_NONE,
	};
	if (since == NULL ||
	    hr_instant_parse(hr_slice_of(since), hr_zone_utc(), &out->started_ns, NULL) != HR_OK)
		out->started_ns = HR_INSTANT_NONE;
	strncpy(out->id, id, sizeof(out->id) - 1);
}

enum hr_err hr_trend_known_load(const struct hr_store *store, struct hr_trend_known **known,
                                size_t *count, struct hr_error *err)
{
	struct hr_store_names names;
	enum hr_err code = hr_store_list(store, HR_STORE_EVENTS, &names, err);

	*count = 0;
	*known = hr_zalloc(names.count + 1, sizeof(**known));
	for (size_t i = 0; code == HR_OK && i < names.count; i++) {
		json_t *event = NULL;

		if (strlen(names.items[i]) != HR_TREND_ID_BYTES - 1)
			continue;
		code = hr_store_load(store, HR_STORE_EVENTS, names.items[i], &event, err);
		if (code == HR_OK)
			read_known(event, names.items[i], &(*known)[(*count)++]);
		json_decref(event);
	}
	hr_store_names_release(&names);
	return code;
}

void hr_trend_known_free(struct hr_trend_known *known, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(known[i].label);
		free(known[i].metric);
		free(known[i].run);
		free(known[i].environment);
	}
	free(known);
}

enum hr_err hr_trend_event_save(struct hr_store *store, const struct hr_trend *trend,
                                const struct hr_trend_event *event, bool acknowledged,
                                struct hr_error *err)
{
	const struct hr_table_series *series = &trend->history->series[event->series];
	const struct hr_table_run *run = &trend->history->runs[event->change.index];
	json_t *out = json_object();
	struct hr_str text = { 0 };
	enum hr_err code;

	hr_json_set(out, "schema", json_string(HR_DOCUMENT_SCHEMA));
	hr_json_set(out, "id", json_string(event->id));
	hr_json_set(out, "environment", hr_json_text(run->environment));
	hr_json_set(out, "label", hr_json_text(series->label));
	hr_json_set(out, "metric", hr_json_text(series->metric));
	hr_json_set(out, "direction", json_string(direction(event->worse, event->better)));
	hr_json_set(out, "kind", json_string(hr_trend_kind_name(event->change.kind)));
	hr_json_set(out, "run", hr_json_text(run->id));
	hr_json_set(out, "since", hr_json_instant(run->started_ns));
	hr_json_set(out, "version", hr_json_text(run->version));
	hr_json_set(out, "before", hr_json_real(event->change.before));
	hr_json_set(out, "after", hr_json_real(event->change.after));
	hr_json_set(out, "state", json_string(acknowledged ? "acknowledged" : "open"));
	hr_document_dump(out, &text);
	code = hr_store_write(store, HR_STORE_EVENTS, event->id, hr_str_slice(&text), err);
	hr_str_release(&text);
	json_decref(out);
	return code;
}
