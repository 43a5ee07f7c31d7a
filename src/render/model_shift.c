/*
 * Which requests got slower, and which of each: the shift of quantiles by label.
 */
#include <config.h>

#include <math.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "stats/cliffs_delta.h"

#define LABELS_MAX 20
#define NOTABLE    0.1 /* a shift that gets a colour */

static const struct {
	double p;
	const char *name;
} shown[] = { { 0.1, "p10" },  { 0.5, "p50" },  { 0.9, "p90" },
	      { 0.95, "p95" }, { 0.99, "p99" }, { 0.999, "p99.9" } };
#define SHOWN (sizeof(shown) / sizeof(shown[0]))

static double shift_at(const json_t *shift, double p)
{
	const json_t *point;
	size_t i;

	json_array_foreach(shift, i, point)
	{
		if (fabs(hr_stat(point, "p") - p) < 1e-9)
			return hr_stat(point, "change");
	}
	return (double)NAN;
}

/* "+12.3 %", true minus. */
static json_t *cell_of(double change)
{
	json_t *cell = hr_value_fixed(change, 100, 1, " %");
	struct hr_str text = { 0 };

	if (change > 0 && isfinite(change)) {
		hr_str_printf(&text, "+%s", hr_value_get_text(cell));
		hr_object_put_text(cell, "text", hr_str_text(&text));
	}
	hr_value_set_class(cell, change >= NOTABLE ? "bad" : change <= -NOTABLE ? "good" : "");
	hr_str_release(&text);
	return cell;
}

/* Of the first labels, does one have requests enough beyond it? A column of dashes says nothing. */
static bool is_known(const json_t *labels, double p)
{
	const json_t *label;
	size_t i;

	json_array_foreach(labels, i, label)
	{
		if (i < LABELS_MAX && isfinite(shift_at(json_object_get(label, "shift"), p)))
			return true;
	}
	return false;
}

static json_t *row_of(const json_t *label, const bool *known)
{
	double delta = hr_stat(label, "cliffs_delta");
	json_t *row = json_object(), *cells = json_array();

	for (size_t i = 0; i < SHOWN; i++)
		if (known[i])
			json_array_append_new(
			        cells,
			        cell_of(shift_at(json_object_get(label, "shift"), shown[i].p)));
	hr_list_finish(cells);
	json_object_set_new(row, "label",
	                    hr_value_text(hr_label_shown(hr_json_text_at(label, "label"))));
	json_object_set_new(row, "delta", hr_value_fixed(delta, 1, 3, ""));
	hr_object_put_text(row, "size", hr_cliffs_delta_word(delta));
	json_object_set_new(row, "cells", cells);
	return row;
}

void hr_model_shifts(json_t *section, const json_t *comparison)
{
	const json_t *labels = json_object_get(comparison, "labels"), *label;
	json_t *rows = json_array(), *columns = json_array();
	bool known[SHOWN];
	size_t i;

	for (i = 0; i < SHOWN; i++) {
		json_t *column;

		known[i] = is_known(labels, shown[i].p);
		if (!known[i])
			continue;
		column = json_object();
		hr_object_put_text(column, "name", shown[i].name);
		json_array_append_new(columns, column);
	}
	json_array_foreach(labels, i, label)
	{
		if (i < LABELS_MAX)
			json_array_append_new(rows, row_of(label, known));
	}
	hr_list_finish(columns);
	hr_list_finish(rows);
	json_object_set_new(section, "has_shifts", json_boolean(json_array_size(rows) > 0));
	json_object_set_new(section, "quantiles", columns);
	json_object_set_new(section, "shifts", rows);
}
