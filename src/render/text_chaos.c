/*
 * The terminal on experiments: outcome, sentences, and criteria before, during and after.
 */
#include <config.h>
#include "render/text_page.h"

#include "document/jsonx.h"
#include "render/model_part.h"

static const struct hr_text_field fields[] = {
	{ { "before", 1 }, "before" }, { { "during", 0 }, "during" },
	{ { "after", 2 }, "after" },   { { "worst", 3 }, "worst" },
	{ { "out", 4 }, "out" },       { { "verdict", 0 }, "verdict" },
};

void hr_text_chaos(const struct hr_text_page *page)
{
	json_t *section = hr_model_chaos(page->scene);
	const json_t *experiment, *item;
	size_t i, k;

	json_array_foreach(json_object_get(section, "experiments"), i, experiment)
	{
		struct hr_str line = { 0 };

		hr_str_printf(&line, "experiment %s: %s, %s", hr_name_at(experiment, "name"),
		              hr_word_at(experiment, "outcome"), hr_word_at(experiment, "reason"));
		hr_text_paragraph(page, hr_str_text(&line));
		hr_text_rows(page, json_object_get(experiment, "rows"), fields,
		             sizeof(fields) / sizeof(fields[0]), NULL);
		json_array_foreach(json_object_get(experiment, "sentences"), k, item)
		        hr_text_paragraph(page, hr_json_text_at(item, "text"));
		hr_str_release(&line);
	}
	json_decref(section);
}
