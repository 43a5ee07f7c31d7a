/*
 * The terminal on a stress test: the sentences of the page, and the steps as a table.
 */
#include <config.h>
#include "render/text_page.h"

#include <stdlib.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/text_table.h"

static const struct hr_text_column columns[] = { { "successful", 1 }, { "errors", 3 },
	                                         { "p50", 5 },        { "p95", 2 },
	                                         { "p99", 6 },        { "in flight", 7 },
	                                         { "verdict", 0 } };
static const char *const keys[] = { "throughput", "errors", "p50", "p95", "p99", "in_system" };
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))
#define FIGURES (sizeof(keys) / sizeof(keys[0]))

static void add_row(const struct hr_text_page *page, struct hr_text_table *table, const json_t *row)
{
	char *texts[COLUMNS], *load;
	const char *cells[COLUMNS];
	struct hr_str name = { 0 };

	for (size_t i = 0; i < COLUMNS; i++) {
		texts[i] = hr_text_plain(
		        page, i < FIGURES ? hr_value_get_text(json_object_get(row, keys[i]))
		                          : hr_json_text_at(row, "verdict"));
		cells[i] = texts[i];
	}
	hr_str_printf(&name, "%s users", hr_value_get_text(json_object_get(row, "load")));
	load = hr_text_plain(page, hr_str_text(&name));
	hr_text_table_add(table, load, cells);
	free(load);
	hr_str_release(&name);
	for (size_t i = 0; i < COLUMNS; i++)
		free(texts[i]);
}

void hr_text_stress(const struct hr_text_page *page)
{
	json_t *section = hr_model_stress(page->scene);
	const json_t *row;
	struct hr_text_table *table;
	size_t i;

	if (section == NULL)
		return;
	table = hr_text_table_new(columns, COLUMNS);
	json_array_foreach(json_object_get(section, "rows"), i, row) add_row(page, table, row);
	hr_text_table_put(table, page->width, hr_text_ellipsis(page), page->out);
	hr_text_table_free(table);
	json_array_foreach(json_object_get(section, "sentences"), i, row)
	        hr_text_paragraph(page, hr_json_text_at(row, "text"));
	json_decref(section);
}
