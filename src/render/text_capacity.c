/*
 * The terminal on capacity: the sentences of the page, scenarios and resources as tables.
 */
#include <config.h>
#include "render/text_page.h"

#include "document/jsonx.h"
#include "render/model_part.h"

static const struct hr_text_field scenario_columns[] = {
	{ { "peak", 2 }, "peak" },         { { "units in use", 1 }, "state" },
	{ { "expected", 3 }, "expected" }, { { "order by", 0 }, "order_by" },
	{ { "units", 0 }, "units" },       { { "a month", 1 }, "cost" },
};
static const struct hr_text_field resource_columns[] = {
	{ { "limit", 4 }, "limit" },       { { "now", 2 }, "p95" },
	{ { "headroom", 1 }, "headroom" }, { { "state", 0 }, "state" },
	{ { "earliest", 3 }, "earliest" }, { { "expected", 2 }, "expected" },
	{ { "order by", 1 }, "order_by" },
};

void hr_text_capacity(const struct hr_text_page *page)
{
	json_t *section = hr_model_capacity(page->scene);
	const json_t *item;
	size_t i;

	if (section == NULL)
		return;
	hr_text_rows(page, json_object_get(section, "rows"), resource_columns,
	             sizeof(resource_columns) / sizeof(resource_columns[0]), "host");
	hr_text_rows(page, json_object_get(section, "scenarios"), scenario_columns,
	             sizeof(scenario_columns) / sizeof(scenario_columns[0]), NULL);
	json_array_foreach(json_object_get(section, "sentences"), i, item)
	        hr_text_paragraph(page, hr_json_text_at(item, "text"));
	json_array_foreach(json_object_get(section, "advice"), i, item)
	{
		struct hr_str line = { 0 };

		hr_str_printf(&line, "%s, by %s: %s", hr_word_at(item, "kind"),
		              hr_value_get_text(json_object_get(item, "by")),
		              hr_word_at(item, "text"));
		hr_text_paragraph(page, hr_str_text(&line));
		hr_str_release(&line);
	}
	json_decref(section);
}
