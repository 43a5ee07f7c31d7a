/*
 * The checks of the document: what was asked, what was found, in the order of their gravity.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "base/shown.h"
#include "document/jsonx.h"
#include "record/metric.h"
#include "render/model_part.h"

static const struct mark {
	const char *verdict, *word, *icon, *cls;
} marks[] = {
	{ "fail", "failed", "\xe2\x9c\x96", "bad" },
	{ "warn", "warning", "\xe2\x96\xb2", "warn" },
	{ "inconclusive", "inconclusive", "?", "warn" },
	{ "pass", "passed", "\xe2\x9c\x94", "good" },
};
#define MARKS (sizeof(marks) / sizeof(marks[0]))
/* As many rows are shown without folding. */
#define ROWS_OPEN 8

static size_t mark_of(const char *verdict)
{
	size_t i;

	for (i = 0; i < MARKS; i++)
		if (verdict != NULL && strcmp(marks[i].verdict, verdict) == 0)
			return i;
	return 2;
}

json_t *hr_verdict_mark(const char *verdict)
{
	const struct mark *mark = &marks[mark_of(verdict)];

	return json_pack("{s:s, s:s, s:s}", "word", mark->word, "icon", mark->icon, "cls",
	                 mark->cls);
}

json_t *hr_check_value(const json_t *check, const char *key)
{
	const char *name = hr_json_text_at(check, "metric");
	const char *unit = hr_json_text_at(check, "unit");
	double value = hr_stat(check, key);
	const struct hr_metric *metric = NULL;
	struct hr_metric made;
	enum hr_quantity quantity = hr_quantity_of_unit(unit);

	if (unit != NULL && strcmp(unit, "s") == 0) {
		json_t *shown = hr_value_new(value, HR_QUANTITY_NUMBER);

		/* Nothing is nothing in seconds, too. */
		hr_object_put_text(shown, "text",
		                   fabs(value) > 0 ? hr_shown_seconds(value).text : "0\u202fs");
		return shown;
	}
	/* The unit first: the latency of an objective is a ratio, not a time. */
	if (quantity != HR_QUANTITY_NUMBER)
		return hr_value_new(value, quantity);
	if (name != NULL)
		metric = hr_metric_find(hr_slice_of(name), &made);
	if (metric != NULL)
		return hr_value_new(value, metric->quantity);
	return hr_value_in(value, unit);
}

bool hr_check_is_of_comparison(const struct hr_scene *scene, const char *kind)
{
	const json_t *comparison = json_object_get(scene->document, "comparison");

	return kind != NULL && strcmp(kind, "regression") == 0 && comparison != NULL &&
	       json_array_size(json_object_get(comparison, "changes")) > 0;
}

static json_t *row_of(const json_t *check)
{
	json_t *row = json_object();
	struct hr_str name = { 0 };

	hr_check_put_name(check, &name);
	json_object_set_new(row, "verdict", hr_verdict_mark(hr_json_text_at(check, "verdict")));
	json_object_set_new(row, "name", hr_value_text(hr_str_text(&name)));
	json_object_set_new(row, "kind", hr_value_text(hr_json_text_at(check, "kind")));
	json_object_set_new(row, "id", hr_value_text(hr_json_text_at(check, "id")));
	json_object_set_new(row, "observed", hr_check_value(check, "observed"));
	json_object_set_new(row, "limit", hr_check_value(check, "limit"));
	json_object_set_new(row, "message", hr_value_text(hr_json_text_at(check, "message")));
	json_object_set_new(row, "required",
	                    json_boolean(json_is_true(json_object_get(check, "required"))));
	hr_str_release(&name);
	return row;
}

/* Rows of the checks with marks from @first to @last. */
static json_t *rows_of(const struct hr_scene *scene, size_t first, size_t last)
{
	const json_t *checks = json_object_get(scene->document, "checks");
	size_t i, n = json_array_size(checks);
	json_t *rows = json_array();

	for (size_t m = first; m <= last; m++) {
		for (i = 0; i < n; i++) {
			const json_t *check = json_array_get(checks, i);

			if (mark_of(hr_json_text_at(check, "verdict")) == m &&
			    !hr_check_is_quality(check) &&
			    !hr_check_is_of_comparison(scene, hr_json_text_at(check, "kind")) &&
			    !hr_check_is_of_trend(scene, hr_json_text_at(check, "kind")))
				json_array_append_new(rows, row_of(check));
		}
	}
	return rows;
}

static json_t *table_of(const char *title, json_t *rows)
{
	json_t *table = json_object();

	hr_object_put_text(table, "title", title);
	hr_list_finish(rows);
	json_object_set_new(table, "rows", rows);
	return table;
}

/* Sections that list checks of their own, in the order of the page. */
static const struct place {
	const char *anchor, *title;
	bool (*lists)(const struct hr_scene *scene, const char *kind);
} places[] = {
	{ "comparison", "Comparison", hr_check_is_of_comparison },
	{ "trend", "History", hr_check_is_of_trend },
};
#define PLACES (sizeof(places) / sizeof(places[0]))

static size_t failed_in(const struct hr_scene *scene, const struct place *place)
{
	const json_t *check;
	size_t i, failed = 0;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		failed += mark_of(hr_json_text_at(check, "verdict")) == 0 &&
		          place->lists(scene, hr_json_text_at(check, "kind"));
	}
	return failed;
}

/* "12 under History": checks that failed and are not in the table. */
static json_t *elsewhere(const struct hr_scene *scene)
{
	json_t *list = json_array();

	for (size_t k = 0; k < PLACES; k++) {
		size_t failed = failed_in(scene, &places[k]);
		struct hr_str text = { 0 };
		json_t *item;

		if (failed == 0)
			continue;
		hr_put_value(&text, (double)failed, HR_QUANTITY_COUNT);
		hr_str_printf(&text, " under %s", places[k].title);
		item = json_object();
		hr_object_put_text(item, "text", hr_str_text(&text));
		hr_object_put_text(item, "href", places[k].anchor);
		hr_object_put_text(item, "page", "");
		json_array_append_new(list, item);
		hr_str_release(&text);
	}
	hr_list_finish(list);
	return list;
}

static void put_elsewhere(json_t *section, const struct hr_scene *scene)
{
	json_t *list = elsewhere(scene);

	hr_object_put(section, "has_elsewhere", json_boolean(json_array_size(list) > 0));
	hr_object_put(section, "elsewhere", list);
}

/* What passed is folded away where it would hide what did not. */
json_t *hr_model_checks(const struct hr_scene *scene)
{
	json_t *rows = rows_of(scene, 0, MARKS - 2), *passed = rows_of(scene, MARKS - 1, MARKS - 1);
	size_t others = json_array_size(rows), good = json_array_size(passed);
	json_t *section = NULL;

	if (others + good == 0) {
		json_decref(rows);
		json_decref(passed);
	} else if (others == 0 || others + good <= ROWS_OPEN) {
		json_array_extend(rows, passed);
		json_decref(passed);
		section = table_of("Checks", rows);
		hr_object_put(section, "passed", NULL);
	} else {
		struct hr_str title = { 0 };

		hr_put_count(&title, good, "check", "checks");
		hr_str_puts(&title, " passed");
		section = table_of("Checks", rows);
		hr_object_put(section, "passed",
		              good > 0 ? table_of(hr_str_text(&title), passed) : NULL);
		if (good == 0)
			json_decref(passed);
		hr_str_release(&title);
	}
	if (section != NULL)
		put_elsewhere(section, scene);
	return section;
}
