/*
 * Text form: what speaks against the run; recorded against corrected percentiles.
 */
#include <config.h>

#include <stdlib.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/text_page.h"

#define WARNINGS_MAX 5

static void put_warnings(const struct hr_text_page *page, const json_t *model)
{
	const json_t *warnings = json_object_get(model, "warnings");
	size_t n = json_array_size(warnings);
	char *icon;

	if (n == 0)
		return;
	hr_text_line(page, "validity");
	icon = hr_text_plain(page, "\xe2\x96\xb2");
	for (size_t i = 0; i < n && i < WARNINGS_MAX; i++) {
		hr_str_printf(page->out, "  %s ", icon);
		hr_text_continue(page, hr_json_text_at(json_array_get(warnings, i), "text"), 4);
	}
	free(icon);
	if (n > WARNINGS_MAX) {
		hr_str_printf(page->out, "  and %zu more\n", n - WARNINGS_MAX);
	}
}

static void put_value(const struct hr_text_page *page, const json_t *omission, const char *figures,
                      const char *key)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_text_value(page, hr_stat(json_object_get(omission, figures), key),
	              HR_QUANTITY_DURATION_MS, text);
	hr_str_puts(page->out, text);
}

static void put_omission(const struct hr_text_page *page)
{
	const json_t *omission = hr_json_at(page->scene->document, "run.coordinated_omission");
	char rate[HR_UNIT_TEXT_SIZE];

	if (!json_is_object(omission) || !(hr_stat(omission, "rate_per_s") > 0))
		return;
	hr_text_value(page, hr_stat(omission, "rate_per_s"), HR_QUANTITY_PER_S, rate);
	hr_str_puts(page->out, "p95 ");
	put_value(page, omission, "recorded", "p95_ms");
	hr_str_puts(page->out, ", p99 ");
	put_value(page, omission, "recorded", "p99_ms");
	hr_str_puts(page->out, " as recorded; ");
	put_value(page, omission, "corrected", "p95_ms");
	hr_str_puts(page->out, " and ");
	put_value(page, omission, "corrected", "p99_ms");
	hr_str_printf(page->out, " corrected for %s meant\n", rate);
}

void hr_text_quality(const struct hr_text_page *page)
{
	json_t *model = hr_model_quality(page->scene);

	put_warnings(page, model);
	put_omission(page);
	json_decref(model);
}
