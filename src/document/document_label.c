#include <config.h>
#include "document/document_label.h"

#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "document/jsonx.h"
#include "record/words.h"

/* Of what a label has checks. */
static const char *const label_kinds[] = { "criterion", "regression", "trend" };
static const char *const no_kinds[] = { NULL };

static bool is(const json_t *object, const char *key, const char *text)
{
	const char *value = hr_json_text_at(object, key);

	return value != NULL && strcmp(value, text) == 0;
}

/* A document from elsewhere may lack any member. */
static void take(const json_t *from, json_t *to, const char *key, const char *new_key)
{
	json_t *value = json_object_get(from, key);

	if (value != NULL)
		hr_json_set(to, new_key, json_incref(value));
}

/* Items of @list whose members @key and, unless it is NULL, @other say so. */
static json_t *items_of(json_t *list, const char *key, const char *text, const char *other,
                        const char *other_text)
{
	json_t *out = json_array(), *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		if (is(item, key, text) && (other == NULL || is(item, other, other_text)))
			hr_json_append(out, json_incref(item));
	}
	return out;
}

static json_t *stats_of(json_t *run, const char *label, bool transaction)
{
	json_t *list = json_object_get(run, transaction ? "transactions" : "labels"), *stats;
	size_t i;

	json_array_foreach(list, i, stats)
	{
		if (is(stats, "label", label))
			return stats;
	}
	return NULL;
}

static json_t *intervals_of(const json_t *run, const char *label, bool transaction)
{
	json_t *whole = json_object_get(run, "intervals"), *intervals, *labels, *cells;

	if (!json_is_object(whole))
		return json_null();
	intervals = json_copy(whole);
	labels = items_of(json_object_get(whole, "labels"), "label", label, "kind",
	                  transaction ? "transaction" : "request");
	cells = json_array_get(labels, 0);
	if (transaction && cells != NULL) {
		json_t *request = json_copy(cells);

		hr_json_set(request, "kind", json_string("request"));
		json_array_clear(labels);
		hr_json_append(labels, request);
	}
	hr_json_set(intervals, "labels", labels);
	hr_json_set(intervals, "codes", json_array());
	return intervals;
}

static json_t *run_of(json_t *whole, json_t *stats, const char *label, bool transaction)
{
	static const char *const lists[] = { "inputs",    "diagnostics", "transactions",
		                             "resources", "sli",         "errors" };
	static const char *const absent[] = { "plan", "quality", "coordinated_omission", "totals",
		                              "inputs_left_out" };
	const char *name = hr_json_text_at(whole, "name");
	struct hr_str text = { 0 };
	json_t *run = json_copy(whole), *labels = json_array(), *total = json_copy(stats);

	hr_str_puts(&text, label);
	if (name != NULL)
		hr_str_printf(&text, " \u00b7 %s", name);
	hr_json_set(run, "name", hr_json_text(hr_str_text(&text)));
	hr_str_release(&text);
	hr_json_append(labels, json_incref(stats));
	hr_json_set(run, "labels", labels);
	/* Sums to build it from again would be those of one more label. */
	json_object_del(total, "exact");
	hr_json_set(total, "label", json_string(HR_TOTAL));
	hr_json_set(run, "total", total);
	hr_json_set(run, "samples", json_integer(0));
	if (is(stats, "source", "samples"))
		take(stats, run, "count", "samples");
	hr_json_set(run, "observations", json_integer(0));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		hr_json_set(run, lists[i], json_array());
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		hr_json_set(run, absent[i], json_null());
	hr_json_set(run, "intervals", intervals_of(whole, label, transaction));
	return run;
}

/* How many of @changes have each of the verdicts that @whole counts. */
static json_t *summary_of(json_t *whole, json_t *changes)
{
	json_t *summary = json_object(), *value;
	const char *verdict;

	json_object_foreach(whole, verdict, value)
	{
		json_t *same = items_of(changes, "verdict", verdict, NULL, NULL);

		hr_json_set(summary, verdict, json_integer((json_int_t)json_array_size(same)));
		json_decref(same);
	}
	return summary;
}

static json_t *comparison_of(json_t *whole, const char *label, bool transaction)
{
	const char *kind = transaction ? "transaction" : "request";
	json_t *comparison = json_copy(whole);
	json_t *changes = items_of(json_object_get(whole, "changes"), "label", label, "kind", kind);
	json_t *labels = items_of(json_object_get(whole, "labels"), "label", label, "kind", kind);
	json_t *effect = json_array_get(labels, 0);

	hr_json_set(comparison, "summary", summary_of(json_object_get(whole, "summary"), changes));
	hr_json_set(comparison, "changes", changes);
	hr_json_set(comparison, "notes", json_array());
	hr_json_set(comparison, "added_time", json_array());
	/* What stands for the whole run is this label's; without it the table of labels says less.
	 */
	hr_json_set(comparison, "distribution", effect != NULL ? json_copy(effect) : json_null());
	hr_json_set(comparison, "labels", labels);
	return comparison;
}

static json_t *trend_of(json_t *whole, const char *label)
{
	json_t *trend = json_copy(whole);
	json_t *events = items_of(json_object_get(whole, "events"), "label", label, NULL, NULL);
	json_t *groups = json_array(), *event;
	size_t i;

	json_array_foreach(events, i, event)
	{
		const char *id = hr_json_text_at(event, "group");
		json_t *group = items_of(json_object_get(whole, "groups"), "id",
		                         id != NULL ? id : "", NULL, NULL);
		json_t *known = items_of(groups, "id", id != NULL ? id : "", NULL, NULL);

		if (json_array_size(known) == 0)
			json_array_extend(groups, group);
		json_decref(known);
		json_decref(group);
	}
	hr_json_set(trend, "series",
	            items_of(json_object_get(whole, "series"), "label", label, NULL, NULL));
	hr_json_set(trend, "events", events);
	hr_json_set(trend, "groups", groups);
	return trend;
}

static json_t *checks_of(const json_t *document, const char *label)
{
	json_t *out = json_array(), *check;
	size_t k;

	for (size_t i = 0; i < sizeof(label_kinds) / sizeof(label_kinds[0]); i++) {
		json_t *checks = items_of(json_object_get(document, "checks"), "subject", label,
		                          "kind", label_kinds[i]);

		json_array_foreach(checks, k, check)
		{
			if (!is(check, "subject_kind", HR_TOTAL))
				hr_json_append(out, json_incref(check));
		}
		json_decref(checks);
	}
	return out;
}

json_t *hr_document_of_label(const json_t *document, const char *label, bool transaction)
{
	static const char *const kept[] = { "schema", "tool", "generated", "seed", "settings" };
	json_t *run = json_object_get(document, "run"), *stats = stats_of(run, label, transaction);
	json_t *comparison = json_object_get(document, "comparison");
	json_t *trend = json_object_get(document, "trend"), *out;
	struct hr_checks none = { 0 };

	if (stats == NULL)
		return NULL;
	out = json_object();
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		take(document, out, kept[i], kept[i]);
	hr_json_set(out, "run", run_of(run, stats, label, transaction));
	if (json_is_object(comparison) && hr_json_text_at(comparison, "refusal") == NULL)
		hr_json_set(out, "comparison", comparison_of(comparison, label, transaction));
	/* In a history the name of the total is the total's. */
	if (json_is_object(trend) && strcmp(label, HR_TOTAL) != 0)
		hr_json_set(out, "trend", trend_of(trend, label));
	hr_json_set(out, "checks", checks_of(document, label));
	/* Sorts them, and says the verdict. */
	hr_document_set_checks(out, no_kinds, &none);
	return out;
}
