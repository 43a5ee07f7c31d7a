/*
 * The terminal on reliability: grade and score, the sentences of the page, parts and incidents.
 */
#include <config.h>
#include "render/text_page.h"

#include "document/jsonx.h"
#include "render/model_part.h"

static const struct hr_text_field part_fields[] = {
	{ { "score", 0 }, "score" },
	{ { "weight", 1 }, "weight" },
	{ { "by", 3 }, "objective" },
	{ { "consumed", 2 }, "consumed" },
};
static const struct hr_text_field incident_fields[] = {
	{ { "severity", 2 }, "severity" },      { { "began", 1 }, "start" },
	{ { "acknowledged", 3 }, "responded" }, { { "resolved", 0 }, "resolved" },
	{ { "overlaps", 4 }, "overlaps" },
};

void hr_text_reliability(const struct hr_text_page *page)
{
	json_t *section = hr_model_reliability(page->scene);
	const json_t *scorecard = json_object_get(section, "scorecard"), *item;
	struct hr_str line = { 0 };
	size_t i;

	if (section == NULL)
		return;
	if (json_is_object(scorecard)) {
		hr_str_printf(&line, "reliability: grade %s, score %s of 100: %s",
		              hr_json_text_at(scorecard, "grade"),
		              hr_value_get_text(json_object_get(scorecard, "total")),
		              hr_json_text_at(scorecard, "why"));
		hr_text_paragraph(page, hr_str_text(&line));
		hr_text_rows(page, json_object_get(scorecard, "rows"), part_fields,
		             sizeof(part_fields) / sizeof(part_fields[0]), NULL);
	}
	json_array_foreach(json_object_get(section, "sentences"), i, item)
	        hr_text_paragraph(page, hr_json_text_at(item, "text"));
	hr_text_rows(page, json_object_get(section, "incidents"), incident_fields,
	             sizeof(incident_fields) / sizeof(incident_fields[0]), "title");
	hr_str_release(&line);
	json_decref(section);
}
