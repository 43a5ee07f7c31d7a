/*
 * The terminal on objectives: a line each, and the gate.
 */
#include <config.h>
#include "render/text_page.h"

#include <stdlib.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/text_table.h"

static const struct hr_text_column columns[] = { { "observed", 1 }, { "target", 2 },
	                                         { "left", 3 },     { "burn", 5 },
	                                         { "of", 6 },       { "window", 7 },
	                                         { "verdict", 0 } };
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void add_row(const struct hr_text_page *page, struct hr_text_table *table, const json_t *row)
{
	const char *shown[COLUMNS] = { hr_value_get_text(json_object_get(row, "observed")),
		                       hr_json_text_at(row, "target"),
		                       hr_value_get_text(json_object_get(row, "left")),
		                       hr_value_get_text(json_object_get(row, "rate")),
		                       hr_value_get_text(json_object_get(row, "events")),
		                       hr_json_text_at(row, "window"),
		                       hr_json_text_at(row, "verdict") };
	char *texts[COLUMNS], *name = hr_text_plain(page, hr_json_text_at(row, "name"));
	const char *cells[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++) {
		texts[i] = hr_text_plain(page, shown[i] != NULL ? shown[i] : "");
		cells[i] = texts[i];
	}
	hr_text_table_add(table, name, cells);
	free(name);
	for (size_t i = 0; i < COLUMNS; i++)
		free(texts[i]);
}

void hr_text_slo(const struct hr_text_page *page)
{
	json_t *section = hr_model_slo(page->scene);
	const json_t *gate = json_object_get(section, "gate"), *row;
	struct hr_str line = { 0 };
	size_t i;

	if (section == NULL)
		return;
	if (json_array_size(json_object_get(section, "rows")) > 0) {
		struct hr_text_table *table = hr_text_table_new(columns, COLUMNS);

		json_array_foreach(json_object_get(section, "rows"), i, row)
		        add_row(page, table, row);
		hr_text_table_put(table, page->width, hr_text_ellipsis(page), page->out);
		hr_text_table_free(table);
	}
	if (json_is_object(gate)) {
		hr_str_printf(&line, "%s: %s", hr_json_text_at(gate, "word"),
		              hr_json_text_at(gate, "reason"));
		hr_text_paragraph(page, hr_str_text(&line));
	}
	hr_str_release(&line);
	json_decref(section);
}
