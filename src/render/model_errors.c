/*
 * Errors: those of the run with a few exact texts, and the most frequent five of each label.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "render/error_groups.h"
#include "render/model_part.h"

#define ERROR_ROWS_MAX 50
#define EXAMPLES_MAX   5 /* exact texts of a row */
#define LABEL_ROWS_MAX 20
#define TOP_OF_LABEL   5
#define ERROR_SHOWN    300 /* characters */
#define ERROR_SHORT    120

/* A few of the exact texts of a row, and how many more there are. */
static void put_examples(json_t *row, const struct hr_error_group *group)
{
	json_t *examples = json_array();
	struct hr_str text = { 0 };
	size_t i, shown = 0;

	if (hr_error_group_is_folded(group)) {
		hr_error_group_put_wordings(group, true, &text);
		shown = group->wordings < EXAMPLES_MAX ? group->wordings : EXAMPLES_MAX;
	}
	hr_object_put(row, "wordings", text.length > 0 ? hr_value_text(hr_str_text(&text)) : NULL);
	for (i = 0; i < shown; i++) {
		json_t *example = json_object();

		hr_str_truncate(&text, 0);
		hr_put_cut(&text, group->members[i]->text, ERROR_SHOWN);
		json_object_set_new(example, "error", hr_value_text(hr_str_text(&text)));
		json_object_set_new(
		        example, "count",
		        hr_value_new((double)group->members[i]->count, HR_QUANTITY_COUNT));
		json_array_append_new(examples, example);
	}
	hr_list_finish(examples);
	json_object_set_new(row, "has_examples", json_boolean(shown > 0));
	json_object_set_new(row, "examples", examples);
	hr_object_put(row, "examples_left_out",
	              shown > 0 ? hr_left_out(group->wordings, EXAMPLES_MAX) : NULL);
	hr_str_release(&text);
}

static json_t *text_row(const struct hr_error_group *group, const struct hr_label *total)
{
	double count = (double)group->count;
	json_t *row = json_object();
	struct hr_str cut = { 0 };

	hr_put_cut(&cut, group->text, ERROR_SHOWN);
	json_object_set_new(row, "error", hr_value_text(hr_str_text(&cut)));
	json_object_set_new(row, "count", hr_value_new(count, HR_QUANTITY_COUNT));
	json_object_set_new(row, "of_errors",
	                    hr_value_new(count / (double)total->errors, HR_QUANTITY_RATIO));
	json_object_set_new(row, "of_all",
	                    hr_value_new(count / (double)total->count, HR_QUANTITY_RATIO));
	put_examples(row, group);
	hr_str_release(&cut);
	return row;
}

static json_t *texts(const struct hr_error_groups *groups, const struct hr_label *total)
{
	static char text[] = "(other texts)", nothing[] = "";
	struct hr_error_group others = { .text = text, .varies = nothing, .wordings = 1 };
	json_t *rows = json_array();
	size_t i;

	others.count = groups->rest;
	for (i = 0; i < groups->count; i++) {
		if (i < ERROR_ROWS_MAX)
			json_array_append_new(rows, text_row(&groups->groups[i], total));
		else
			others.count += groups->groups[i].count;
	}
	if (others.count > 0)
		json_array_append_new(rows, text_row(&others, total));
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
	json_t *row = json_object(), *top = json_array();
	struct hr_error_groups groups;
	struct hr_str cut = { 0 };
	size_t i;

	hr_put_cut(&cut, hr_label_shown(label->name), HR_LABEL_SHOWN);
	json_object_set_new(row, "label", hr_value_text(hr_str_text(&cut)));
	json_object_set_new(row, "errors", hr_value_new((double)label->errors, HR_QUANTITY_COUNT));
	json_object_set_new(
	        row, "error_ratio",
	        hr_value_new((double)label->errors / (double)label->count, HR_QUANTITY_RATIO));
	hr_error_groups_init(&groups, label);
	for (i = 0; i < groups.count && i < TOP_OF_LABEL; i++) {
		json_t *item = json_object();

		hr_str_truncate(&cut, 0);
		hr_put_cut(&cut, groups.groups[i].text, ERROR_SHORT);
		json_object_set_new(item, "error", hr_value_text(hr_str_text(&cut)));
		json_object_set_new(
		        item, "count",
		        hr_value_new((double)groups.groups[i].count, HR_QUANTITY_COUNT));
		json_array_append_new(top, item);
	}
	hr_error_groups_release(&groups);
	hr_list_finish(top);
	json_object_set_new(row, "top", top);
	hr_str_release(&cut);
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
	struct hr_error_groups groups;
	json_t *section, *labels, *left_out;

	if (total->errors == 0 || total->count == 0 ||
	    (total->errors_exact.count == 0 && total->errors_exact.rest == 0))
		return NULL;
	section = json_object();
	hr_error_groups_init(&groups, total);
	json_object_set_new(section, "rows", texts(&groups, total));
	json_object_set_new(section, "count",
	                    hr_value_new((double)total->errors, HR_QUANTITY_COUNT));
	hr_object_put(section, "left_out", hr_left_out(groups.count, ERROR_ROWS_MAX));
	hr_error_groups_release(&groups);
	labels = by_label(&scene->run, &left_out);
	/* With a single label the table would repeat the one above. */
	if (json_array_size(labels) == 1 && scene->run.label_count == 1)
		json_array_clear(labels);
	json_object_set_new(section, "has_labels", json_boolean(json_array_size(labels) > 0));
	json_object_set_new(section, "labels", labels);
	hr_object_put(section, "labels_left_out", left_out);
	return section;
}
