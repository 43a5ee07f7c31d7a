/*
 * The statistics table: requests, sub-results and transactions in groups of their own; what changed
 * against the baseline first, then the worst p95. Other orders are ranks written as three digits in
 * base 6, which the style sheet turns into `order` (report without script).
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/jsonx.h"
#include "render/label_change.h"
#include "render/model.h"
#include "render/model_part.h"
#include "render/sparkline.h"
#include "render/timeline.h"

#define RANK_BASE    6
#define TREND_POINTS 24
#define TREND_WIDTH  72
#define TREND_HEIGHT 18
#define TREND_ROWS   24 /* tables longer than this go without, for size */

_Static_assert(HR_MODEL_ROWS_MAX <= RANK_BASE * RANK_BASE * RANK_BASE, "ranks have three digits");

enum shape { SHAPE_COUNT, SHAPE_PERCENT, SHAPE_TIME, SHAPE_NUMBER, SHAPE_SCORE };

static const struct column {
	const char *name, *key, *title;
	enum shape shape;
	const char *unit;
} columns[] = {
	{ "count", "count", "requests", SHAPE_COUNT, "" },
	{ "errors", "errors", "errors", SHAPE_COUNT, "" },
	{ "error_ratio", "error_ratio", "errors", SHAPE_PERCENT, "%" },
	{ "mean", "mean_ms", "mean", SHAPE_TIME, "ms" },
	{ "min", "min_ms", "min", SHAPE_TIME, "ms" },
	{ "p50", "p50_ms", "p50", SHAPE_TIME, "ms" },
	{ "p90", "p90_ms", "p90", SHAPE_TIME, "ms" },
	{ "p95", "p95_ms", "p95", SHAPE_TIME, "ms" },
	{ "p99", "p99_ms", "p99", SHAPE_TIME, "ms" },
	{ "max", "max_ms", "max", SHAPE_TIME, "ms" },
	{ "throughput", "throughput_per_s", "rate", SHAPE_NUMBER, "1/s" },
	{ "received", "received_kib_per_s", "received", SHAPE_NUMBER, "KiB/s" },
	{ "sent", "sent_kib_per_s", "sent", SHAPE_NUMBER, "KiB/s" },
	{ "apdex", "apdex", "APDEX", SHAPE_SCORE, "" },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

/* How the columns of one table are shown, decided once over all its rows. */
struct layout {
	bool shown[COLUMNS];
	int decimals[COLUMNS];
	double scale[COLUMNS];
	const char *unit[COLUMNS];
};

/* By requests, errors, name, p95. */
#define ORDERS 4

struct row {
	const json_t *stats;
	const struct hr_label *label;       /* may be NULL */
	const struct hr_change_row *change; /* the gravest; NULL */
	size_t rank[ORDERS];
};

struct table {
	struct row *rows;
	size_t count;
};

static int decimals_of(enum shape shape, const double *values, size_t count)
{
	int decimals = hr_decimals_for(values, count);
	size_t i;

	if (shape == SHAPE_COUNT || shape == SHAPE_SCORE)
		return shape == SHAPE_COUNT ? 0 : 2;
	/* 99.6 % of errors must not look like all of them. */
	for (i = 0; shape == SHAPE_PERCENT && decimals == 0 && i < count; i++)
		if (isfinite(values[i]) && floor(values[i]) < values[i])
			return 1;
	return decimals;
}

static bool has_change(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].change != NULL)
			return true;
	return false;
}

/* What a page has no room for beside the change stays in the CSV file. */
static bool gives_way(const struct column *column)
{
	static const char *const names[] = { "min", "received", "sent" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(column->name, names[i]) == 0)
			return true;
	return false;
}

static struct layout layout_of(const struct row *rows, size_t count, const json_t *total,
                               bool changed)
{
	struct layout layout;
	double *values = hr_alloc_array(count + 1, sizeof(*values));
	bool micro = false;
	size_t c, i;

	for (c = 0; c < COLUMNS; c++) {
		for (i = 0; i < count; i++)
			values[i] = hr_stat(rows[i].stats, columns[c].key);
		values[count] = total != NULL ? hr_stat(total, columns[c].key) : (double)NAN;
		layout.shown[c] = false;
		layout.scale[c] = columns[c].shape == SHAPE_PERCENT ? 100 : 1;
		layout.unit[c] = columns[c].unit;
		if (columns[c].shape == SHAPE_TIME && strcmp(columns[c].name, "p50") == 0)
			micro = hr_decimals_for(values, count + 1) > 2;
		for (i = 0; i <= count; i++) {
			layout.shown[c] = layout.shown[c] || (isfinite(values[i]) &&
			                                      !(changed && gives_way(&columns[c])));
			values[i] *= layout.scale[c];
		}
		layout.decimals[c] = decimals_of(columns[c].shape, values, count + 1);
	}
	for (c = 0; micro && c < COLUMNS; c++) {
		if (columns[c].shape != SHAPE_TIME)
			continue;
		layout.scale[c] = 1000;
		layout.unit[c] = "\xc2\xb5s";
		layout.decimals[c] = layout.decimals[c] > 2 ? 1 : 0;
	}
	free(values);
	return layout;
}

static json_t *cells_of(json_t *row, const json_t *stats, const struct layout *layout)
{
	json_t *cells = json_array();
	size_t c;

	for (c = 0; c < COLUMNS; c++) {
		double raw = hr_stat(stats, columns[c].key);
		json_t *value = hr_value_fixed(raw, layout->scale[c], layout->decimals[c],
		                               layout->unit[c]);
		bool is_error = strncmp(columns[c].name, "err", 3) == 0;

		if (is_error && raw > 0)
			hr_value_set_class(value, "bad");
		else if (is_error && isfinite(raw)) {
			hr_object_put_text(value, "text", "0");
			hr_value_set_class(value, "zero");
		} else if (!isfinite(raw))
			hr_value_set_class(value, "zero");
		json_object_set(row, columns[c].name, value);
		if (layout->shown[c])
			json_array_append_new(cells, value);
		else
			json_decref(value);
	}
	hr_list_finish(cells);
	return cells;
}

static json_t *columns_of(const struct layout *layout)
{
	json_t *list = json_array();
	size_t c;

	for (c = 0; c < COLUMNS; c++)
		if (layout->shown[c])
			json_array_append_new(
			        list, json_pack("{s:s, s:s, s:s}", "name", columns[c].name, "title",
			                        columns[c].title, "unit", layout->unit[c]));
	hr_list_finish(list);
	return list;
}

static void put_name(json_t *row, const json_t *stats)
{
	const char *name = hr_json_text_at(stats, "label");
	struct hr_str cut = { 0 };
	json_t *value;

	hr_put_cut(&cut, hr_label_shown(name), HR_LABEL_SHOWN);
	value = hr_value_text(hr_str_text(&cut));
	hr_object_put_text(value, "raw", name != NULL ? name : "");
	json_object_set_new(row, "label", value);
	hr_str_release(&cut);
}

/* The course of p95 over the run; false when there is none to draw. */
static bool put_trend(json_t *row, const struct hr_label *label, const struct hr_scene *scene)
{
	struct hr_timeline timeline;
	struct hr_str path = { 0 };
	double *values;

	if (label == NULL || label->cells.count < 2 ||
	    !hr_timeline_init(&timeline, scene, TREND_POINTS))
		return false;
	values = hr_alloc_array(timeline.count, sizeof(*values));
	hr_timeline_quantiles(&timeline, label, 0.95, values);
	hr_sparkline_path(values, timeline.count, TREND_WIDTH, TREND_HEIGHT, &path);
	if (path.length > 0)
		hr_object_put_text(row, "trend", hr_str_text(&path));
	hr_str_release(&path);
	free(values);
	return json_is_string(json_object_get(row, "trend"));
}

/* Three digits for each of the other orders: "a3 b1 e4 ..."; zero is the style sheet's default. */
static void put_ranks(json_t *json, const struct row *row)
{
	static const char letters[ORDERS][4] = { "abc", "def", "gij", "klm" };
	struct hr_str text = { 0 };

	for (size_t s = 0; s < ORDERS; s++) {
		size_t part = RANK_BASE * RANK_BASE;

		for (const char *letter = letters[s]; *letter != '\0';
		     letter++, part /= RANK_BASE) {
			size_t digit = row->rank[s] / part % RANK_BASE;

			if (digit > 0)
				hr_str_printf(&text, " %c%zu", *letter, digit);
		}
	}
	hr_object_put_text(json, "ranks", hr_str_text(&text));
	hr_str_release(&text);
}

static double order_key(const struct row *row, const char *key)
{
	double value = hr_stat(row->stats, key);

	return isfinite(value) ? value : -1;
}

static int by_key(const struct row *a, const struct row *b, const char *key)
{
	double x = order_key(a, key), y = order_key(b, key);

	if (x < y || x > y)
		return x < y ? 1 : -1;
	return strcmp(hr_json_text_at(a->stats, "label"), hr_json_text_at(b->stats, "label"));
}

static int by_p95(const void *a, const void *b)
{
	return by_key(a, b, "p95_ms");
}

static int by_change(const struct row *a, const struct row *b)
{
	return hr_label_change_rank(a->change) - hr_label_change_rank(b->change);
}

static int by_gravity(const void *a, const void *b)
{
	int order = by_change(a, b);

	return order != 0 ? order : by_p95(a, b);
}

static int by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = by_change(x, y);
	double s = order_key(x, "mean_ms") * order_key(x, "count");
	double t = order_key(y, "mean_ms") * order_key(y, "count");

	if (order != 0)
		return order;
	if (s < t || s > t)
		return s < t ? 1 : -1;
	return by_p95(a, b);
}

static int by_count(const void *a, const void *b)
{
	return by_key(*(const struct row *const *)a, *(const struct row *const *)b, "count");
}

static int by_errors(const void *a, const void *b)
{
	return by_key(*(const struct row *const *)a, *(const struct row *const *)b, "errors");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(hr_json_text_at((*(const struct row *const *)a)->stats, "label"),
	              hr_json_text_at((*(const struct row *const *)b)->stats, "label"));
}

static int by_p95_of(const void *a, const void *b)
{
	return by_p95(*(const struct row *const *)a, *(const struct row *const *)b);
}

static void rank(struct row *rows, size_t count)
{
	static int (*const orders[ORDERS])(const void *, const void *) = { by_count, by_errors,
		                                                           by_name, by_p95_of };
	struct row **sorted = hr_alloc_array(count + 1, sizeof(struct row *));
	size_t s, i;

	for (s = 0; s < ORDERS; s++) {
		for (i = 0; i < count; i++)
			sorted[i] = &rows[i];
		qsort(sorted, count, sizeof(struct row *), orders[s]);
		for (i = 0; i < count; i++)
			sorted[i]->rank[s] = i;
	}
	free(sorted);
}

/* *trended is set when the row has a course; courses are drawn only with @with_trend. */
static json_t *row_of(const struct row *row, const struct layout *layout,
                      const struct hr_scene *scene, bool with_trend, bool *trended)
{
	json_t *json = json_object();

	put_name(json, row->stats);
	json_object_set_new(json, "cells", cells_of(json, row->stats, layout));
	hr_object_put_text(json, "cls", hr_stat(row->stats, "errors") > 0 ? "" : " clean");
	hr_object_put(json, "change",
	              row->change != NULL ? hr_label_change_model(row->change) : NULL);
	put_ranks(json, row);
	hr_object_put(json, "trend", NULL);
	hr_object_put(json, "page", NULL);
	if (with_trend && put_trend(json, row->label, scene))
		*trended = true;
	return json;
}

static json_t *total_of(const struct hr_scene *scene, const json_t *total,
                        const struct layout *layout)
{
	json_t *sum = json_object();

	json_object_set_new(sum, "label", hr_value_text(scene->total->name));
	json_object_set_new(sum, "cells", cells_of(sum, total, layout));
	return sum;
}

static void put_controls(json_t *group, const struct row *rows, size_t shown)
{
	size_t i, dirty = 0, changed = 0;

	for (i = 0; i < shown; i++) {
		dirty += hr_stat(rows[i].stats, "errors") > 0;
		changed += rows[i].change != NULL;
	}
	json_object_set_new(group, "sortable", json_boolean(shown > 2));
	json_object_set_new(group, "changed", json_boolean(changed > 0));
	json_object_set_new(group, "filter_errors",
	                    json_boolean(shown > 4 && dirty > 0 && dirty < shown));
	json_object_set_new(group, "filter_changed",
	                    json_boolean(shown > 4 && changed > 0 && changed < shown));
	json_object_set_new(group, "filterable",
	                    json_boolean(json_is_true(json_object_get(group, "filter_errors")) ||
	                                 json_is_true(json_object_get(group, "filter_changed"))));
}

/* @total may be NULL. Takes over nothing of @table. */
static json_t *group_of(const struct hr_scene *scene, struct table *table, const char *name,
                        const char *title, const json_t *total)
{
	size_t i, shown = table->count < HR_MODEL_ROWS_MAX ? table->count : HR_MODEL_ROWS_MAX;
	bool with_trend = shown <= TREND_ROWS && scene->total->cells.count > 2, trended = false;
	bool changed;
	json_t *group, *rows;
	struct layout layout;

	if (table->count == 0)
		return NULL;
	qsort(table->rows, table->count, sizeof(*table->rows), by_time);
	qsort(table->rows, shown, sizeof(*table->rows), by_gravity);
	rank(table->rows, shown);
	changed = has_change(table->rows, shown);
	layout = layout_of(table->rows, shown, total, changed);
	group = json_object();
	rows = json_array();
	for (i = 0; i < shown; i++)
		json_array_append_new(
		        rows, row_of(&table->rows[i], &layout, scene, with_trend, &trended));
	hr_list_finish(rows);
	hr_object_put_text(group, "name", name);
	hr_object_put_text(group, "title", title);
	put_controls(group, table->rows, shown);
	json_object_set_new(group, "columns", columns_of(&layout));
	json_object_set_new(
	        group, "column_count",
	        json_integer((json_int_t)json_array_size(json_object_get(group, "columns")) +
	                     trended + changed));
	json_object_set_new(group, "trended", json_boolean(trended));
	json_object_set_new(group, "rows", rows);
	json_object_set_new(group, "count", hr_value_new((double)table->count, HR_QUANTITY_COUNT));
	hr_object_put(group, "left_out", hr_left_out(table->count, shown));
	hr_object_put(group, "total",
	              total != NULL && table->count > 1 ? total_of(scene, total, &layout) : NULL);
	return group;
}

/* Rows of a list of STATS whose sub-result mark is @subs. */
static struct table table_of(const struct hr_scene *scene, const json_t *list,
                             enum hr_sample_kind kind, bool subs,
                             const struct hr_label_changes *changes)
{
	size_t i, n = json_array_size(list);
	struct table table = { hr_zalloc(n + 1, sizeof(struct row)), 0 };

	for (i = 0; i < n; i++) {
		struct row *row = &table.rows[table.count];

		row->stats = json_array_get(list, i);
		row->label = hr_stats_label(scene, row->stats, kind);
		if (hr_json_text_at(row->stats, "label") != NULL &&
		    (row->label != NULL && row->label->sub_result) == subs) {
			row->change = hr_label_change(changes,
			                              hr_json_text_at(row->stats, "label"));
			table.count++;
		}
	}
	return table;
}

json_t *hr_model_labels(const struct hr_scene *scene)
{
	const json_t *run = json_object_get(scene->document, "run");
	const json_t *labels = json_object_get(run, "labels");
	const json_t *total = json_object_get(run, "total");
	struct table requests, subs, transactions;
	struct hr_label_changes changes;
	json_t *groups = json_array(), *section = NULL;
	bool has_total = hr_stat(total, "count") > 0;
	json_t *group;

	hr_label_changes_init(&changes, json_object_get(scene->document, "comparison"));
	requests = table_of(scene, labels, HR_SAMPLE_REQUEST, false, &changes);
	subs = table_of(scene, labels, HR_SAMPLE_REQUEST, true, &changes);
	transactions = table_of(scene, json_object_get(run, "transactions"), HR_SAMPLE_TRANSACTION,
	                        false, &changes);
	group = group_of(scene, &requests, "requests", "Requests", has_total ? total : NULL);
	if (group != NULL)
		json_array_append_new(groups, group);
	group = group_of(scene, &subs, "subs", "Sub-results", NULL);
	if (group != NULL)
		json_array_append_new(groups, group);
	group = group_of(scene, &transactions, "transactions", "Transactions", NULL);
	if (group != NULL)
		json_array_append_new(groups, group);
	free(requests.rows);
	free(subs.rows);
	free(transactions.rows);
	hr_label_changes_release(&changes);
	if (json_array_size(groups) > 0) {
		section = json_object();
		hr_list_finish(groups);
		json_object_set_new(section, "several", json_boolean(json_array_size(groups) > 1));
		json_object_set_new(section, "subs_apart",
		                    json_boolean(scene->options.sub_results_apart));
		json_object_set(section, "groups", groups);
	}
	json_decref(groups);
	return section;
}
