#include <config.h>
#include "render/form.h"
#include "render/text_page.h"

#include <stdlib.h>
#include <string.h>

#include "document/jsonx.h"
#include "record/words.h"
#include "render/comparison_rows.h"
#include "render/model_part.h"
#include "render/text_table.h"

#define CHANGED_MAX 20
#define NOTES_MAX   5

/* A mark in the terminal's own characters. */
static const char *mark(const struct hr_text_page *page, const struct hr_change_row *row)
{
	static const char *const ascii[][2] = { { "bad", "x" }, { "warn", "!" }, { "good", "=" } };

	if (page->options->unicode)
		return row->icon;
	for (size_t i = 0; i < sizeof(ascii) / sizeof(ascii[0]); i++)
		if (strcmp(ascii[i][0], row->cls) == 0)
			return ascii[i][1];
	return row->icon;
}

static void add_row(const struct hr_text_page *page, struct hr_text_table *table,
                    const struct hr_change_row *row)
{
	const char *cells[] = { row->baseline, row->observed, row->effect, row->interval };
	char *label = hr_text_plain(page, row->name);
	struct hr_str name = { 0 };

	hr_str_printf(&name, "%s %s%s%s", mark(page, row), row->figure,
	              row->figure[0] != '\0' ? " " : "", label);
	if (row->observed[0] == '\0')
		cells[2] = row->verdict;
	hr_text_table_add(table, hr_str_text(&name), cells);
	hr_str_release(&name);
	free(label);
}

/* It moves with the throughput, whose row stands above. */
static bool is_traffic(const struct hr_change_row *row)
{
	return strcmp(row->metric, "received_kib_per_s") == 0 ||
	       strcmp(row->metric, "sent_kib_per_s") == 0;
}

/* What changed, then the rest of the total. */
static void put_table(const struct hr_text_page *page, const json_t *comparison)
{
	static const struct hr_text_column columns[] = {
		{ "baseline", 1 }, { "this run", 0 }, { "change", 0 }, { "95 % interval", 2 }
	};
	enum hr_unit_style style = page->options->unicode ? HR_STYLE_UNICODE : HR_STYLE_ASCII;
	struct hr_text_table *table = hr_text_table_new(columns, 4);
	size_t count, changed = 0;
	struct hr_change_row *rows = hr_change_rows(comparison, style, &count);

	for (size_t i = 0; i < count; i++) {
		if (rows[i].changed && changed++ >= CHANGED_MAX)
			continue;
		if (rows[i].changed || (rows[i].total && !is_traffic(&rows[i])))
			add_row(page, table, &rows[i]);
	}
	hr_text_table_put(table, page->width, hr_text_ellipsis(page), page->out);
	if (changed > CHANGED_MAX)
		hr_str_printf(page->out, "(%zu more changes: -f html or -f json)\n",
		              changed - CHANGED_MAX);
	hr_text_table_free(table);
	free(rows);
}

static void put_grades(const struct hr_text_page *page, const json_t *grades)
{
	const json_t *grade;
	size_t i;

	json_array_foreach(grades, i, grade)
	{
		const char *word = hr_json_text_at(grade, "grade");
		struct hr_str line = { 0 };

		hr_str_printf(&line, "grade of %s: %s",
		              hr_metric_words(hr_name_at(grade, "metric")),
		              word != NULL ? word : "not known");
		if (word != NULL)
			hr_str_printf(&line, " (%+.3g %%, goal %.3g %% %s)",
			              hr_json_number_at(grade, "improvement") * 100,
			              hr_json_number_at(grade, "goal") * 100,
			              json_is_true(json_object_get(grade, "reached"))
			                      ? "reached"
			                      : "not reached");
		hr_text_line(page, hr_str_text(&line));
		hr_str_release(&line);
	}
}

void hr_text_comparison(const struct hr_text_page *page)
{
	const json_t *comparison = json_object_get(page->scene->document, "comparison");
	const json_t *notes = json_object_get(comparison, "notes"), *note;
	struct hr_str line = { 0 };
	char *baseline, *summary;
	size_t i;

	if (comparison == NULL || hr_json_text_at(comparison, "refusal") != NULL)
		return;
	baseline = hr_comparison_baseline(comparison);
	summary = hr_comparison_summary(comparison);
	hr_str_printf(&line, "compared with %s: %s", baseline, summary);
	hr_text_paragraph(page, hr_str_text(&line));
	put_table(page, comparison);
	put_grades(page, json_object_get(comparison, "grades"));
	json_array_foreach(notes, i, note)
	{
		if (i == NOTES_MAX)
			break;
		hr_str_truncate(&line, 0);
		hr_str_printf(&line, "note: %s",
		              json_is_string(note) ? json_string_value(note) : "not known");
		hr_text_paragraph(page, hr_str_text(&line));
	}
	hr_str_release(&line);
	free(baseline);
	free(summary);
}
