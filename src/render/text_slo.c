/*
 * The terminal on objectives: a line each, rules and what they would have done, and the gate.
 */
#include <config.h>
#include "render/text_page.h"

#include "document/jsonx.h"
#include "render/model_part.h"

static const struct hr_text_field objectives[] = {
	{ { "observed", 1 }, "observed" }, { { "target", 2 }, "target" },
	{ { "left", 3 }, "left" },         { { "burn", 5 }, "rate" },
	{ { "of", 6 }, "events" },         { { "window", 7 }, "window" },
	{ { "verdict", 0 }, "verdict" },
};

static const struct hr_text_field rules[] = {
	{ { "alert over", 1 }, "window" }, { { "and", 5 }, "short" },
	{ { "above", 2 }, "threshold" },   { { "fired", 1 }, "fired" },
	{ { "used", 4 }, "used" },         { { "state", 0 }, "state" },
};

static const struct hr_text_field alerts[] = {
	{ { "alert unless", 2 }, "criterion" },
	{ { "for", 3 }, "for" },
	{ { "fired", 1 }, "fired" },
	{ { "worst", 1 }, "worst" },
	{ { "first", 4 }, "since" },
	{ { "state", 0 }, "state" },
};

#define COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))

void hr_text_slo(const struct hr_text_page *page)
{
	json_t *section = hr_model_slo(page->scene);
	const json_t *gate = json_object_get(section, "gate"), *item;
	struct hr_str line = { 0 };
	size_t i;

	if (section == NULL)
		return;
	hr_text_rows(page, json_object_get(section, "rows"), objectives, COUNT(objectives), NULL);
	hr_text_rows(page, json_object_get(section, "rules"), rules, COUNT(rules), NULL);
	json_array_foreach(json_object_get(section, "never"), i, item)
	        hr_text_paragraph(page, hr_json_text_at(item, "text"));
	hr_text_rows(page, json_object_get(section, "alerts"), alerts, COUNT(alerts), NULL);
	if (json_is_object(gate)) {
		hr_str_printf(&line, "%s: %s", hr_json_text_at(gate, "word"),
		              hr_word_at(gate, "reason"));
		hr_text_paragraph(page, hr_str_text(&line));
	}
	hr_str_release(&line);
	json_decref(section);
}
