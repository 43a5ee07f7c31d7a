/*
 * The terminal on capacity: the sentences of the page, scenarios and resources as tables.
 */
#include <config.h>
#include "render/text_page.h"

#include <stdlib.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/text_table.h"

struct column {
	struct hr_text_column column;
	const char *key; /* a value, or a text of the row */
};

static const struct column scenario_columns[] = {
	{ { "peak", 2 }, "peak" },         { { "units in use", 1 }, "state" },
	{ { "expected", 3 }, "expected" }, { { "order by", 0 }, "order_by" },
	{ { "units", 0 }, "units" },       { { "a month", 1 }, "cost" },
};
static const struct column resource_columns[] = {
	{ { "limit", 4 }, "limit" },       { { "now", 2 }, "p95" },
	{ { "headroom", 1 }, "headroom" }, { { "state", 0 }, "state" },
	{ { "earliest", 3 }, "earliest" }, { { "expected", 2 }, "expected" },
	{ { "order by", 1 }, "order_by" },
};

static const char *cell_of(const json_t *row, const char *key)
{
	const json_t *value = json_object_get(row, key);

	return json_is_string(value) ? json_string_value(value) : hr_value_get_text(value);
}

static void put_table(const struct hr_text_page *page, const json_t *rows,
                      const struct column *columns, size_t count, const char *second)
{
	struct hr_text_column titles[HR_TEXT_COLUMNS_MAX];
	struct hr_text_table *table;
	const json_t *row;
	size_t i, c;

	if (json_array_size(rows) == 0)
		return;
	for (c = 0; c < count; c++)
		titles[c] = columns[c].column;
	table = hr_text_table_new(titles, count);
	json_array_foreach(rows, i, row)
	{
		char *texts[HR_TEXT_COLUMNS_MAX], *label;
		const char *cells[HR_TEXT_COLUMNS_MAX];
		struct hr_str name = { 0 };

		for (c = 0; c < count; c++)
			cells[c] = texts[c] = hr_text_plain(page, cell_of(row, columns[c].key));
		hr_str_puts(&name, cell_of(row, "name"));
		if (second != NULL && *cell_of(row, second) != '\0')
			hr_str_printf(&name, " %s", cell_of(row, second));
		label = hr_text_plain(page, hr_str_text(&name));
		hr_text_table_add(table, label, cells);
		free(label);
		hr_str_release(&name);
		for (c = 0; c < count; c++)
			free(texts[c]);
	}
	hr_text_table_put(table, page->width, hr_text_ellipsis(page), page->out);
	hr_text_table_free(table);
}

void hr_text_capacity(const struct hr_text_page *page)
{
	json_t *section = hr_model_capacity(page->scene);
	const json_t *item;
	size_t i;

	if (section == NULL)
		return;
	put_table(page, json_object_get(section, "rows"), resource_columns,
	          sizeof(resource_columns) / sizeof(resource_columns[0]), "host");
	put_table(page, json_object_get(section, "scenarios"), scenario_columns,
	          sizeof(scenario_columns) / sizeof(scenario_columns[0]), NULL);
	json_array_foreach(json_object_get(section, "sentences"), i, item)
	        hr_text_paragraph(page, hr_json_text_at(item, "text"));
	json_array_foreach(json_object_get(section, "advice"), i, item)
	{
		struct hr_str line = { 0 };

		hr_str_printf(&line, "%s, by %s: %s", hr_json_text_at(item, "kind"),
		              hr_value_get_text(json_object_get(item, "by")),
		              hr_json_text_at(item, "text"));
		hr_text_paragraph(page, hr_str_text(&line));
		hr_str_release(&line);
	}
	json_decref(section);
}
