/*
 * Checks one a line: tab-separated for the tools of a shell, JSON lines for log pipelines.
 */
#include <config.h>

#include "base/num.h"
#include "document/jsonx.h"
#include "render/escape.h"
#include "render/form_part.h"

/* Members of a check, in the order of the columns. */
static const char *const columns[] = {
	"verdict",  "kind",   "subject",  "metric", "unit",    "observed", "limit",
	"baseline", "change", "severity", "since",  "message", "id",
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void put_cell(const json_t *value, struct hr_str *out)
{
	char text[32];

	if (json_is_string(value)) {
		hr_escape_tsv(hr_slice_of(json_string_value(value)), out);
	} else if (json_is_number(value)) {
		hr_format_double(hr_round15(json_number_value(value)), text, sizeof(text));
		hr_str_puts(out, text);
	}
}

enum hr_err hr_form_tsv(const struct hr_scene *scene, const struct hr_render_options *options,
                        struct hr_str *out, struct hr_error *err)
{
	const json_t *check;
	size_t i;

	(void)options;
	(void)err;
	for (size_t c = 0; c < COLUMNS; c++)
		hr_str_printf(out, "%s%c", columns[c], c + 1 < COLUMNS ? '\t' : '\n');
	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		for (size_t c = 0; c < COLUMNS; c++) {
			put_cell(json_object_get(check, columns[c]), out);
			hr_str_putc(out, c + 1 < COLUMNS ? '\t' : '\n');
		}
	}
	return HR_OK;
}

/* Every line tells by itself which run it speaks of. */
enum hr_err hr_form_ndjson(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err)
{
	static const char *const of_run[] = { "name", "environment", "version", "started" };
	const json_t *run = json_object_get(scene->document, "run");
	json_t *check;
	size_t i;

	(void)options;
	(void)err;
	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		json_t *line = json_object();

		hr_json_set(line, "schema", json_string(HR_DOCUMENT_SCHEMA));
		for (size_t k = 0; k < sizeof(of_run) / sizeof(of_run[0]); k++)
			hr_json_set(line, of_run[k], hr_json_text(hr_json_text_at(run, of_run[k])));
		json_object_update_missing(line, check);
		hr_json_dump(line, JSON_COMPACT, out);
		hr_str_putc(out, '\n');
		json_decref(line);
	}
	return HR_OK;
}
