#include <config.h>
#include "document/folded_figures.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/precision.h"
#include "base/mem.h"
#include "base/num.h"
#include "document/jsonx.h"
#include "record/metric.h"

#define FIGURE_DIGITS 7
#define ERROR_DIGITS  3
#define NAME_BYTES    48

/* The columns; each figure has one, and one for its error. */
enum column { LABEL, KIND, COUNT, ERRORS, DISPERSION, FIRST_FIGURE };

static void column_name(size_t column, char out[NAME_BYTES])
{
	static const char *const names[] = { "label", "kind", "count", "errors",
		                             "error_dispersion" };
	size_t figure = (column - FIRST_FIGURE) / 2;

	if (column < FIRST_FIGURE)
		snprintf(out, NAME_BYTES, "%s", names[column]);
	else if ((column - FIRST_FIGURE) % 2 == 0)
		snprintf(out, NAME_BYTES, "%s", hr_figure_metric((enum hr_figure)figure)->key);
	else
		snprintf(out, NAME_BYTES, "%s_error",
		         hr_figure_metric((enum hr_figure)figure)->name);
}

/* --- writing --- */

static double error_of(const json_t *precision, enum hr_figure figure)
{
	const json_t *bounds = json_object_get(precision, hr_figure_metric(figure)->key);
	double batches = hr_json_number_at(precision, "batches");

	if (figure >= HR_FIGURE_THROUGHPUT)
		return hr_json_number_at(precision, "throughput_error");
	if (json_array_size(bounds) != 2 || !(batches >= 0 && batches < 1e6))
		return (double)NAN;
	return hr_precision_error(json_number_value(json_array_get(bounds, 0)),
	                          json_number_value(json_array_get(bounds, 1)), (size_t)batches);
}

static json_t *rounded(double value, int digits)
{
	return hr_json_real(isfinite(value) ? hr_round_significant(value, digits) : value);
}

static json_t *copy_of(const json_t *stats, const char *key)
{
	json_t *value = json_object_get(stats, key);

	return value != NULL ? json_incref(value) : json_null();
}

static json_t *write_row(const json_t *stats, enum hr_row_kind kind)
{
	const json_t *precision = json_object_get(stats, "precision");
	json_t *row = json_array();

	hr_json_append(row, copy_of(stats, "label"));
	hr_json_append(row, json_string(hr_row_kind_name(kind)));
	hr_json_append(row, copy_of(stats, "count"));
	hr_json_append(row, copy_of(stats, "errors"));
	hr_json_append(row,
	               rounded(hr_json_number_at(precision, "error_dispersion"), ERROR_DIGITS));
	for (enum hr_figure i = 0; i < HR_FIGURES; i++) {
		hr_json_append(row, rounded(hr_json_number_at(stats, hr_figure_metric(i)->key),
		                            FIGURE_DIGITS));
		hr_json_append(row, rounded(error_of(precision, i), ERROR_DIGITS));
	}
	return row;
}

static json_t *write_head(void)
{
	json_t *row = json_array();
	char name[NAME_BYTES];

	for (size_t i = 0; i < HR_FOLDED_COLUMNS; i++) {
		column_name(i, name);
		hr_json_append(row, json_string(name));
	}
	return row;
}

/* A label that is to stand in the table. */
struct entry {
	const json_t *stats;
	enum hr_row_kind kind;
	size_t place;
	double count;
};

struct entries {
	struct entry *items;
	size_t count, capacity;
};

static int most_requests_first(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->count < b->count || a->count > b->count)
		return a->count > b->count ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

static int in_order(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return a->place < b->place ? -1 : 1;
}

static void collect(const json_t *list, enum hr_row_kind kind, const struct hr_run *kept,
                    struct entries *out)
{
	enum hr_sample_kind of = kind == HR_ROW_TRANSACTION ? HR_SAMPLE_TRANSACTION
	                                                    : HR_SAMPLE_REQUEST;
	const json_t *stats;
	size_t i;

	json_array_foreach(list, i, stats)
	{
		const char *label = hr_json_text_at(stats, "label");

		if (label == NULL || strcmp(label, HR_OTHER_LABEL) == 0 ||
		    hr_run_find(kept, hr_slice_of(label), of) != NULL)
			continue;
		out->items = hr_grow(out->items, out->count, &out->capacity, sizeof(*out->items));
		out->items[out->count] = (struct entry){ stats, kind, out->count,
			                                 hr_json_number_at(stats, "count") };
		out->count++;
	}
}

json_t *hr_folded_write(const json_t *document, const struct hr_run *kept, size_t most)
{
	struct entries entries = { 0 };
	json_t *table;

	collect(hr_json_at(document, "run.labels"), HR_ROW_REQUEST, kept, &entries);
	collect(hr_json_at(document, "run.transactions"), HR_ROW_TRANSACTION, kept, &entries);
	if (entries.count > most) {
		qsort(entries.items, entries.count, sizeof(*entries.items), most_requests_first);
		entries.count = most;
		qsort(entries.items, most, sizeof(*entries.items), in_order);
	}
	table = entries.count > 0 ? json_array() : json_null();
	if (entries.count > 0)
		hr_json_append(table, write_head());
	for (size_t i = 0; i < entries.count; i++)
		hr_json_append(table, write_row(entries.items[i].stats, entries.items[i].kind));
	free(entries.items);
	return table;
}

/* --- reading --- */

static size_t find_column(const json_t *head, const char *name)
{
	const json_t *item;
	size_t i;

	json_array_foreach(head, i, item)
	{
		const char *text = json_string_value(item);

		if (text != NULL && strcmp(text, name) == 0)
			return i;
	}
	return SIZE_MAX;
}

void hr_folded_open(const json_t *document, struct hr_folded *out)
{
	const json_t *head;
	char name[NAME_BYTES];

	*out = (struct hr_folded){ .table = hr_json_at(document, "run.figures") };
	if (json_array_size(out->table) < 2)
		return;
	out->count = json_array_size(out->table) - 1;
	head = json_array_get(out->table, 0);
	for (size_t i = 0; i < HR_FOLDED_COLUMNS; i++) {
		column_name(i, name);
		out->columns[i] = find_column(head, name);
	}
}

static double number_at(const struct hr_folded *folded, const json_t *row, size_t column)
{
	const json_t *value = json_array_get(row, folded->columns[column]);

	return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static const char *text_at(const struct hr_folded *folded, const json_t *row, size_t column)
{
	return json_string_value(json_array_get(row, folded->columns[column]));
}

bool hr_folded_row(const struct hr_folded *folded, size_t i, struct hr_folded_row *out)
{
	const json_t *row = json_array_get(folded->table, i + 1);
	const char *kind = text_at(folded, row, KIND);

	out->label = text_at(folded, row, LABEL);
	out->kind = kind != NULL && strcmp(kind, hr_row_kind_name(HR_ROW_TRANSACTION)) == 0
	                    ? HR_ROW_TRANSACTION
	                    : HR_ROW_REQUEST;
	out->count = number_at(folded, row, COUNT);
	out->errors = number_at(folded, row, ERRORS);
	out->dispersion = number_at(folded, row, DISPERSION);
	for (size_t k = 0; k < HR_FIGURES; k++)
		out->figures[k] = (struct hr_figure_value){
			number_at(folded, row, FIRST_FIGURE + 2 * k),
			number_at(folded, row, FIRST_FIGURE + 2 * k + 1),
		};
	return out->label != NULL;
}
