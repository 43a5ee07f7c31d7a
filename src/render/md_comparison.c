/*
 * The comparison in Markdown: what changed as a table, the rest behind a fold.
 */
#include <config.h>
#include "render/md_comparison.h"

#include <stdlib.h>

#include "render/comparison_rows.h"
#include "render/escape.h"
#include "render/model_part.h"

#define CELL_CHARACTERS 120

static void put_cell(struct hr_str *row, const char *text)
{
	struct hr_str cut = { 0 };

	hr_put_cut(&cut, text, CELL_CHARACTERS);
	hr_str_puts(row, "| ");
	hr_escape_markdown(hr_str_slice(&cut), row);
	hr_str_putc(row, ' ');
	hr_str_release(&cut);
}

static void put_row(struct hr_str *row, const struct hr_change_row *change)
{
	hr_str_printf(row, "| %s ", change->icon);
	put_cell(row, change->figure);
	put_cell(row, change->name);
	put_cell(row, change->baseline);
	put_cell(row, change->observed);
	put_cell(row, change->effect[0] != '\0' ? change->effect : change->verdict);
	put_cell(row, change->interval);
	hr_str_puts(row, "|\n");
}

/* Rows of one kind; gives how many did not fit into @room bytes of output. */
static size_t put_rows(const struct hr_change_row *rows, size_t count, bool changed, size_t room,
                       struct hr_str *out)
{
	struct hr_str row = { 0 };
	size_t left_out = 0;

	hr_str_puts(out,
	            "\n| | metric | label | baseline | this run | change | 95\u202f% interval |\n"
	            "|---|---|---|---:|---:|---:|---:|\n");
	for (size_t i = 0; i < count; i++) {
		if (rows[i].changed != changed)
			continue;
		hr_str_truncate(&row, 0);
		put_row(&row, &rows[i]);
		if (left_out > 0 || out->length + row.length > room)
			left_out++;
		else
			hr_str_add_slice(out, hr_str_slice(&row));
	}
	if (left_out > 0)
		hr_str_printf(out, "\n%zu more in the report.\n", left_out);
	hr_str_release(&row);
	return left_out;
}

static size_t count_changed(const struct hr_change_row *rows, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += rows[i].changed;
	return n;
}

void hr_md_comparison(const struct hr_scene *scene, size_t room, struct hr_str *out)
{
	const json_t *comparison = json_object_get(scene->document, "comparison");
	size_t count, changed;
	struct hr_change_row *rows = hr_change_rows(comparison, HR_STYLE_UNICODE, &count);
	char *baseline, *summary;

	if (rows == NULL)
		return;
	baseline = hr_comparison_baseline(comparison);
	summary = hr_comparison_summary(comparison);
	hr_str_puts(out, "\nCompared with ");
	hr_escape_markdown(hr_slice_of(baseline), out);
	hr_str_printf(out, ": %s.\n", summary);
	changed = count_changed(rows, count);
	if (changed > 0)
		put_rows(rows, count, true, room, out);
	if (changed < count) {
		hr_str_puts(out, "\n<details><summary>What did not change, or cannot be "
		                 "told</summary>\n");
		put_rows(rows, count, false, room, out);
		hr_str_puts(out, "\n</details>\n");
	}
	free(rows);
	free(baseline);
	free(summary);
}
