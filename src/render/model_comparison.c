/*
 * The comparison: what changed first, then everything.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/jsonx.h"
#include "render/comparison_rows.h"
#include "render/model_part.h"

#define CHANGED_MAX 60
#define ROWS_MAX    300
#define NOTES_MAX   10
#define SHARES_MAX  5
#define SHARE_LEAST 0.05 /* of the added time, that is worth a word */

static json_t *row_of(const struct hr_change_row *row)
{
	json_t *out = json_object();

	json_object_set_new(out, "label", hr_value_text(row->name));
	hr_object_put_text(out, "metric", row->figure);
	hr_object_put_text(out, "verdict", row->verdict);
	hr_object_put_text(out, "icon", row->icon);
	hr_object_put_text(out, "cls", row->cls);
	hr_object_put_text(out, "baseline", row->baseline);
	hr_object_put_text(out, "observed", row->observed);
	hr_object_put_text(out, "change", row->effect);
	hr_object_put_text(out, "interval", row->interval);
	hr_object_put_text(out, "since", row->since);
	hr_object_put_text(out, "severity",
	                   row->changed && strcmp(row->cls, "bad") == 0
	                           ? hr_json_text_at(row->change, "severity")
	                           : "");
	return out;
}

static void put_rows(json_t *section, const json_t *comparison)
{
	json_t *changed = json_array(), *others = json_array();
	bool has_since = false;
	size_t count, left_out = 0;
	struct hr_change_row *rows = hr_change_rows(comparison, HR_STYLE_UNICODE, &count);

	for (size_t i = 0; i < count; i++) {
		json_t *list = rows[i].changed ? changed : others;

		has_since = has_since || rows[i].since[0] != '\0';
		if (json_array_size(list) >= (rows[i].changed ? CHANGED_MAX : ROWS_MAX))
			left_out++;
		else
			json_array_append_new(list, row_of(&rows[i]));
	}
	hr_list_finish(changed);
	hr_list_finish(others);
	json_object_set_new(section, "has_changed", json_boolean(json_array_size(changed) > 0));
	json_object_set_new(section, "has_since", json_boolean(has_since));
	json_object_set_new(section, "has_others", json_boolean(json_array_size(others) > 0));
	json_object_set_new(section, "changed", changed);
	json_object_set_new(section, "others", others);
	hr_object_put(section, "left_out", hr_left_out(left_out, 0));
	free(rows);
}

static void put_notes(json_t *section, const json_t *comparison)
{
	json_t *notes = json_array();
	const json_t *note;
	size_t i;

	json_array_foreach(json_object_get(comparison, "notes"), i, note)
	{
		json_t *item = json_object();

		hr_object_put_text(item, "text", json_string_value(note));
		json_array_append_new(notes, item);
		if (json_array_size(notes) == NOTES_MAX)
			break;
	}
	hr_list_finish(notes);
	json_object_set_new(section, "notes", notes);
}

/* Copied, so that it can be sorted. */
struct share {
	const char *label;
	double ratio;
};

static int largest_first(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	return x->ratio < y->ratio ? 1 : x->ratio > y->ratio ? -1 : strcmp(x->label, y->label);
}

/* "Checkout carries 71 % of the added time" */
static void put_shares(json_t *section, const json_t *comparison)
{
	const json_t *list = json_object_get(comparison, "added_time"), *item;
	struct share *shares = hr_alloc_array(json_array_size(list) + 1, sizeof(*shares));
	json_t *out = json_array();
	size_t i, n = 0;

	json_array_foreach(list, i, item)
	{
		const char *label = hr_json_text_at(item, "label");
		double ratio = hr_stat(item, "ratio");

		if (label != NULL && ratio >= SHARE_LEAST)
			shares[n++] = (struct share){ label, ratio };
	}
	qsort(shares, n, sizeof(*shares), largest_first);
	for (i = 0; i < n && i < SHARES_MAX; i++) {
		struct hr_str text = { 0 };
		json_t *entry = json_object();

		hr_put_cut(&text, shares[i].label, HR_LABEL_SHOWN);
		hr_str_puts(&text, " carries ");
		hr_put_value(&text, shares[i].ratio, HR_QUANTITY_RATIO);
		hr_str_puts(&text, " of the added time");
		hr_object_put_text(entry, "text", hr_str_text(&text));
		json_array_append_new(out, entry);
		hr_str_release(&text);
	}
	hr_list_finish(out);
	json_object_set_new(section, "shares", out);
	free(shares);
}

/* Effects of the whole distribution, in a sentence. */
static void put_effect(json_t *section, const json_t *comparison)
{
	double delta = hr_json_number_at(comparison, "distribution.cliffs_delta");
	double distance = hr_json_number_at(comparison, "distribution.ks_distance");
	double at_ms = hr_json_number_at(comparison, "distribution.ks_at_ms");
	struct hr_str text = { 0 };

	if (!isfinite(delta) || !isfinite(distance)) {
		hr_object_put(section, "effect", NULL);
		return;
	}
	hr_str_puts(&text, "A request of this run is slower than one of the baseline ");
	hr_put_value(&text, (1 + delta) / 2, HR_QUANTITY_RATIO);
	hr_str_puts(&text, " of the time (Cliff\xe2\x80\x99s delta ");
	hr_put_fixed(&text, delta, 3);
	hr_str_putc(&text, ')');
	if (distance > 0) {
		hr_str_puts(&text, "; the shares answered in time differ most at ");
		hr_put_value(&text, at_ms, HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, ", by ");
		hr_put_value(&text, distance * 100, HR_QUANTITY_NUMBER);
		hr_str_puts(&text, "\u202fpt");
	}
	hr_object_put_text(section, "effect", hr_str_text(&text));
	hr_str_release(&text);
}

json_t *hr_model_comparison(const struct hr_scene *scene)
{
	const json_t *comparison = json_object_get(scene->document, "comparison");
	const char *refusal = hr_json_text_at(comparison, "refusal");
	char *baseline, *summary;
	json_t *section;

	if (comparison == NULL)
		return NULL;
	section = json_object();
	baseline = hr_comparison_baseline(comparison);
	summary = hr_comparison_summary(comparison);
	hr_object_put_text(section, "baseline", refusal == NULL ? baseline : "a baseline");
	hr_object_put_text(section, "summary", refusal == NULL ? summary : refusal);
	hr_object_put_text(section, "status", hr_json_text_at(comparison, "status"));
	put_notes(section, comparison);
	put_shares(section, comparison);
	put_effect(section, comparison);
	hr_model_shifts(section, comparison);
	put_rows(section, comparison);
	free(baseline);
	free(summary);
	return section;
}
