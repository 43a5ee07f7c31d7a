/*
 * The trend section: what changed over the runs of the history, one row a series, changes first.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "document/jsonx.h"
#include "base/shown.h"
#include "render/model_part.h"
#include "render/sparkline.h"
#include "render/trend_view.h"

#define ROWS_MAX     60
#define CHANGES_MAX  200
#define SPARK_POINTS 60
#define SPARK_WIDTH  100.0
#define SPARK_HEIGHT 20.0

static const struct look {
	const char *verdict, *word, *icon, *cls;
} looks[] = {
	{ "regressed", "regressed", "\u2716", "bad" },
	{ "suspect", "suspect", "\u25b2", "warn" },
	{ "machine", "the machine", "\u25b2", "warn" },
	{ "known", "known", "\u25cb", "neutral" },
	{ "vanished", "vanished", "\u25b2", "warn" },
	{ "improved", "improved", "\u2714", "good" },
	{ "changed", "changed", "\u25cf", "neutral" },
	{ "unchanged", "unchanged", "~", "neutral" },
	{ "few_runs", "too few runs", "?", "neutral" },
	{ "one_run", "one run", "?", "neutral" },
	{ "no_data", "no data", "?", "neutral" },
};

static const struct look *look_of(const json_t *series)
{
	const char *verdict = hr_json_text_at(series, "verdict");
	size_t last = sizeof(looks) / sizeof(looks[0]) - 1;

	for (size_t i = 0; verdict != NULL && i < last; i++)
		if (strcmp(looks[i].verdict, verdict) == 0)
			return &looks[i];
	return &looks[last];
}

static json_t *spark_of(const struct hr_trend_view *view, const json_t *series)
{
	double *values = hr_trend_view_values(view, series, false), reduced[SPARK_POINTS];
	struct hr_str path = { 0 };
	json_t *spark = json_null();

	if (values != NULL) {
		size_t n = hr_sparkline_reduce(values, json_array_size(view->runs), reduced,
		                               SPARK_POINTS);

		hr_sparkline_path(reduced, n, SPARK_WIDTH, SPARK_HEIGHT, &path);
		if (path.length > 0)
			spark = json_string(hr_str_text(&path));
	}
	hr_str_release(&path);
	free(values);
	return spark;
}

/* "+15.7 % (+13.6 % to +17.7 %)" */
static json_t *change_of(const json_t *event)
{
	double change = hr_json_number_at(event, "change");
	const json_t *interval = json_object_get(event, "interval");
	struct hr_str text = { 0 };
	json_t *value;

	if (event == NULL)
		return json_null();
	if (isfinite(change)) {
		hr_str_puts(&text, change > 0 ? "+" : "");
		hr_put_value(&text, change, HR_QUANTITY_RATIO);
	} else {
		hr_str_puts(&text, "from 0");
	}
	if (json_is_array(interval)) {
		for (size_t i = 0; i < 2; i++) {
			double bound = json_number_value(json_array_get(interval, i));

			hr_str_puts(&text, i == 0 ? " (" : " to ");
			hr_str_puts(&text, bound > 0 ? "+" : "");
			hr_put_value(&text, bound, HR_QUANTITY_RATIO);
		}
		hr_str_putc(&text, ')');
	}
	value = hr_value_text(hr_str_text(&text));
	hr_str_release(&text);
	return value;
}

/* The level of a series is that of its runs so far; a change of the newest few is not yet in it. */
static double level_of(const json_t *series, const json_t *event)
{
	const char *kind = hr_json_text_at(event, "kind");

	if (kind != NULL && strcmp(kind, "tail") == 0)
		return hr_stat(event, "after");
	return hr_stat(series, "level");
}

static json_t *row_of(const struct hr_trend_view *view, const json_t *series)
{
	const struct look *look = look_of(series);
	const json_t *event = hr_trend_view_event(view, series);
	enum hr_quantity quantity = hr_trend_view_quantity(series);
	struct hr_str name = { 0 }, since = { 0 };
	json_t *row = json_object();

	hr_trend_view_name(series, &name);
	hr_object_put_text(row, "name", hr_str_text(&name));
	hr_object_put_text(row, "verdict", look->word);
	hr_object_put_text(row, "icon", look->icon);
	hr_object_put_text(row, "cls", look->cls);
	hr_object_put_text(row, "trend", hr_json_text_at(series, "trend"));
	json_object_set_new(row, "level", hr_value_new(level_of(series, event), quantity));
	json_object_set_new(row, "change", change_of(event));
	if (event != NULL)
		hr_trend_view_put_since(event, &since);
	hr_object_put_text(row, "since", event != NULL ? hr_str_text(&since) : NULL);
	hr_object_put_text(row, "event", event != NULL ? hr_json_text_at(event, "id") : NULL);
	hr_object_put_text(row, "message",
	                   event != NULL ? hr_json_text_at(event, "message") : NULL);
	hr_object_put(row, "spark", spark_of(view, series));
	hr_str_release(&name);
	hr_str_release(&since);
	return row;
}

static void add_sentence(json_t *list, struct hr_str *text)
{
	json_t *item = json_object();

	hr_object_put_text(item, "text", hr_str_text(text));
	json_array_append_new(list, item);
	hr_str_truncate(text, 0);
}

static void add_left_out(json_t *list, const json_t *trend, const char *key, const char *why)
{
	double runs = hr_json_number_at(trend, key);
	struct hr_str text = { 0 };

	if (runs > 0) {
		hr_put_count(&text, (uint64_t)runs, "run", "runs");
		hr_str_printf(&text, " %s.", why);
		add_sentence(list, &text);
	}
	hr_str_release(&text);
}

/* An event or a group of them. */
static bool is_of_machine(const json_t *event)
{
	const char *cause = hr_json_text_at(event, "cause");

	return cause != NULL && strcmp(cause, "machine") == 0;
}

/* "12 changes at once since 2026-11-08 (version 4.4): event 1f..." */
static void add_groups(json_t *list, const json_t *trend)
{
	const json_t *group;
	struct hr_str text = { 0 };
	size_t i;

	json_array_foreach(json_object_get(trend, "groups"), i, group)
	{
		const char *state = hr_json_text_at(group, "state"),
		           *direction = hr_json_text_at(group, "direction");

		if (state == NULL || direction == NULL ||
		    (strcmp(state, "open") != 0 && strcmp(state, "acknowledged") != 0))
			continue;
		hr_put_figure_count(&text, hr_json_number_at(group, "events"), "series", "series");
		hr_str_printf(&text, " %s since ",
		              strcmp(direction, "worse") == 0    ? "worse"
		              : strcmp(direction, "better") == 0 ? "better"
		                                                 : "changed");
		hr_trend_view_put_since(group, &text);
		if (is_of_machine(group))
			hr_str_puts(&text, ", as the control is: the machine");
		hr_str_printf(&text, " (%s, id %s).", state, hr_name_at(group, "id"));
		add_sentence(list, &text);
	}
	hr_str_release(&text);
}

static json_t *happened(const json_t *event)
{
	const char *direction = hr_json_text_at(event, "direction"),
	           *started = hr_json_text_at(event, "since");
	struct hr_str since = { 0 }, name = { 0 };
	json_t *out = json_object();

	hr_str_puts(&since, hr_shown_day(started).text); /* the message says more */
	hr_trend_view_name(event, &name);
	hr_object_put_text(out, "since", hr_str_text(&since));
	hr_object_put_text(out, "name", hr_str_text(&name));
	hr_object_put_text(out, "message", hr_json_text_at(event, "message"));
	hr_object_put_text(out, "state", hr_json_text_at(event, "state"));
	hr_object_put_text(out, "cls",
	                   is_of_machine(event) || direction == NULL ? "warn"
	                   : strcmp(direction, "worse") == 0         ? "bad"
	                   : strcmp(direction, "better") == 0        ? "good"
	                                                             : "");
	hr_str_release(&since);
	hr_str_release(&name);
	return out;
}

/* Every change that counts, the newest first: what is settled or has returned, too. */
static void put_changes(json_t *section, const json_t *trend)
{
	const json_t *events = json_object_get(trend, "events");
	json_t *list = json_array();
	size_t significant = 0;

	for (size_t i = json_array_size(events); i-- > 0;) {
		const json_t *event = json_array_get(events, i);

		if (!json_is_true(json_object_get(event, "significant")))
			continue;
		if (++significant <= CHANGES_MAX)
			json_array_append_new(list, happened(event));
	}
	hr_list_finish(list);
	json_object_set_new(section, "has_changes", json_boolean(significant > 0));
	json_object_set_new(section, "changes", list);
	hr_object_put(section, "changes_left_out", hr_left_out(significant, CHANGES_MAX));
}

bool hr_check_is_of_trend(const struct hr_scene *scene, const char *kind)
{
	return kind != NULL && strcmp(kind, "trend") == 0 &&
	       json_array_size(hr_json_at(scene->document, "trend.runs")) >= 2;
}

/* What changed, and the series of all requests; the others are folded away. */
static bool is_telling(const struct hr_trend_view *view, const json_t *series)
{
	const char *label = hr_json_text_at(series, "label");

	return hr_trend_view_event(view, series) != NULL ||
	       (label != NULL && strcmp(label, "total") == 0);
}

/* section.key is {title, rows}, null without rows. Takes @rows. */
static void put_table(json_t *section, const char *key, json_t *rows)
{
	struct hr_str title = { 0 };
	json_t *table;

	if (json_array_size(rows) == 0) {
		json_decref(rows);
		hr_object_put(section, key, NULL);
		return;
	}
	table = json_object();
	hr_put_count(&title, json_array_size(rows), "series", "series");
	hr_str_puts(&title, strcmp(key, "others") == 0 ? " of single labels that did not change"
	                                               : " that changed, or of all requests");
	hr_object_put_text(table, "title", hr_str_text(&title));
	hr_list_finish(rows);
	json_object_set_new(table, "rows", rows);
	json_object_set_new(section, key, table);
	hr_str_release(&title);
}

json_t *hr_model_trend(const struct hr_scene *scene)
{
	struct hr_trend_view view;
	json_t *section, *rows, *others, *sentences;
	struct hr_str text = { 0 };

	if (!hr_trend_view_init(&view, scene))
		return NULL;
	section = json_object();
	rows = json_array();
	others = json_array();
	sentences = json_array();
	hr_put_count(&text, json_array_size(view.runs), "run", "runs");
	hr_str_puts(&text, " of the same environment and workload.");
	add_sentence(sentences, &text);
	hr_str_release(&text);
	add_groups(sentences, view.trend);
	add_left_out(sentences, view.trend, "other_environment",
	             "of another environment are left out");
	add_left_out(sentences, view.trend, "other_workload", "of another workload are left out");
	add_left_out(sentences, view.trend, "older", "are older than those looked at");
	for (size_t i = 0; i < view.count && i < ROWS_MAX; i++)
		json_array_append_new(is_telling(&view, view.series[i]) ? rows : others,
		                      row_of(&view, view.series[i]));
	put_table(section, "told", rows);
	put_table(section, "others", others);
	json_object_set_new(section, "sentences", sentences);
	put_changes(section, view.trend);
	hr_object_put(section, "left_out", hr_left_out(view.count, ROWS_MAX));
	hr_trend_view_release(&view);
	return section;
}
