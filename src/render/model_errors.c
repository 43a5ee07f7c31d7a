/*
 * Errors: exact texts of the run, and the most frequent five of each label.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "render/model_part.h"

#define ERROR_ROWS_MAX 50
#define LABEL_ROWS_MAX 20
#define TOP_OF_LABEL   5
#define ERROR_SHOWN    300 /* characters */
#define ERROR_SHORT    120

static json_t *text_row(const char *text, uint64_t count, const struct hr_label *total)
{
	json_t *row = json_object();
	struct hr_str cut = { 0 };

	hr_put_cut(&cut, text, ERROR_SHOWN);
	json_object_set_new(row, "error", hr_value_text(hr_str_text(&cut)));
	json_object_set_new(row, "count", hr_value_new((double)count, HR_QUANTITY_COUNT));
	json_object_set_new(row, "of_errors",
	                    hr_value_new((double)count / (double)total->errors, HR_QUANTITY_RATIO));
	json_object_set_new(row, "of_all",
	                    hr_value_new((double)count / (double)total->count, HR_QUANTITY_RATIO));
	hr_str_release(&cut);
	return row;
}

static json_t *texts(const struct hr_label *total)
{
	const struct hr_tally *tally = &total->errors_exact;
	const struct hr_tally_entry **entries = hr_tally_sorted(tally);
	json_t *rows = json_array();
	uint64_t others = tally->rest;
	size_t i;

	for (i = 0; i < tally->count; i++) {
		if (i < ERROR_ROWS_MAX)
			json_array_append_new(rows,
			                      text_row(entries[i]->text, entries[i]->count, total));
		else
			others += entries[i]->count;
	}
	free(entries);
	if (others > 0)
		json_array_append_new(rows, text_row("(other texts)", others, total));
	hr_list_finish(rows);
	return rows;
}

static int by_errors(const void *a, const void *b)
{
	const struct hr_label *x = *(const struct hr_label *const *)a;
	const struct hr_label *y = *(const struct hr_label *const *)b;

	if (x->errors != y->errors)
		return x->errors < y->errors ? 1 : -1;
	return strcmp(x->name, y->name);
}

static json_t *label_row(const struct hr_label *label)
{
	const struct hr_tally_entry **entries = hr_tally_sorted(&label->errors_exact);
	json_t *row = json_object(), *top = json_array();
	struct hr_str cut = { 0 };
	size_t i;

	hr_put_cut(&cut, hr_label_shown(label->name), HR_LABEL_SHOWN);
	json_object_set_new(row, "label", hr_value_text(hr_str_text(&cut)));
	json_object_set_new(row, "errors", hr_value_new((double)label->errors, HR_QUANTITY_COUNT));
	json_object_set_new(
	        row, "error_ratio",
	        hr_value_new((double)label->errors / (double)label->count, HR_QUANTITY_RATIO));
	for (i = 0; i < label->errors_exact.count && i < TOP_OF_LABEL; i++) {
		json_t *item = json_object();

		hr_str_truncate(&cut, 0);
		hr_put_cut(&cut, entries[i]->text, ERROR_SHORT);
		json_object_set_new(item, "error", hr_value_text(hr_str_text(&cut)));
		json_object_set_new(item, "count",
		                    hr_value_new((double)entries[i]->count, HR_QUANTITY_COUNT));
		json_array_append_new(top, item);
	}
	hr_list_finish(top);
	json_object_set_new(row, "top", top);
	hr_str_release(&cut);
	free(entries);
	return row;
}

/* *@left_out: how many are not among the rows. */
static json_t *by_label(const struct hr_run *run, json_t **left_out)
{
	const struct hr_label **sorted = hr_alloc_array(run->label_count + 1, sizeof(*sorted));
	json_t *rows = json_array();
	size_t i, count = 0;

	for (i = 0; i < run->label_count; i++)
		if (run->labels[i]->errors > 0 && run->labels[i]->errors_exact.count > 0 &&
		    run->labels[i]->kind == HR_SAMPLE_REQUEST)
			sorted[count++] = run->labels[i];
	qsort(sorted, count, sizeof(*sorted), by_errors);
	for (i = 0; i < count && i < LABEL_ROWS_MAX; i++)
		json_array_append_new(rows, label_row(sorted[i]));
	free(sorted);
	hr_list_finish(rows);
	*left_out = hr_left_out(count, LABEL_ROWS_MAX);
	return rows;
}

json_t *hr_model_errors(const struct hr_scene *scene)
{
	const struct hr_label *total = scene->total;
	json_t *section, *labels, *left_out;

	if (total->errors == 0 || total->count == 0 ||
	    (total->errors_exact.count == 0 && total->errors_exact.rest == 0))
		return NULL;
	section = json_object();
	json_object_set_new(section, "rows", texts(total));
	json_object_set_new(section, "count",
	                    hr_value_new((double)total->errors, HR_QUANTITY_COUNT));
	hr_object_put(section, "left_out", hr_left_out(total->errors_exact.count, ERROR_ROWS_MAX));
	labels = by_label(&scene->run, &left_out);
	/* With a single label the table would repeat the one above. */
	if (json_array_size(labels) == 1 && scene->run.label_count == 1)
		json_array_clear(labels);
	json_object_set_new(section, "has_labels", json_boolean(json_array_size(labels) > 0));
	json_object_set_new(section, "labels", labels);
	hr_object_put(section, "labels_left_out", left_out);
	return section;
}
