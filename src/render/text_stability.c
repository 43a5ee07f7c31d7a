/*
 * The terminal on stability: the spike in sentences, what creeps as a table.
 */
#include <config.h>
#include "render/text_page.h"

#include "document/jsonx.h"
#include "render/model_part.h"

static const struct hr_text_field fields[] = {
	{ { "median", 3 }, "level" },    { { "slope", 2 }, "per_h" },
	{ { "over all", 0 }, "change" }, { { "95 % interval", 1 }, "interval" },
	{ { "verdict", 0 }, "verdict" },
};

static void put_spike(const struct hr_text_page *page, const json_t *spike)
{
	const json_t *item;
	struct hr_str line = { 0 };
	size_t i;

	if (!json_is_object(spike))
		return;
	hr_str_printf(&line, "spike of load %s: %s", hr_word_at(spike, "word"),
	              hr_word_at(spike, "reason"));
	hr_text_paragraph(page, hr_str_text(&line));
	json_array_foreach(json_object_get(spike, "sentences"), i, item)
	        hr_text_paragraph(page, hr_json_text_at(item, "text"));
	hr_str_release(&line);
}

static void put_endurance(const struct hr_text_page *page, const json_t *endurance)
{
	struct hr_str line = { 0 };

	if (hr_json_text_at(endurance, "rating") != NULL)
		hr_str_printf(&line, "stability %s: %s", hr_json_text_at(endurance, "rating"),
		              hr_word_at(endurance, "text"));
	else if (hr_json_text_at(endurance, "unknown") != NULL)
		hr_str_printf(&line, "endurance cannot be judged: %s",
		              hr_json_text_at(endurance, "unknown"));
	if (line.length > 0)
		hr_text_paragraph(page, hr_str_text(&line));
	hr_text_rows(page, json_object_get(endurance, "rows"), fields,
	             sizeof(fields) / sizeof(fields[0]), "host");
	hr_str_release(&line);
}

void hr_text_stability(const struct hr_text_page *page)
{
	json_t *section = hr_model_stability(page->scene);

	if (section == NULL)
		return;
	put_spike(page, json_object_get(section, "spike"));
	put_endurance(page, json_object_get(section, "endurance"));
	json_decref(section);
}
