/*
 * Documents as render, explain and trend take them: whatever a document says, each output form,
 * chart and table of it is made or refused with a reason. The first byte chooses which.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/utf8.h"
#include "render/explain_regression.h"
#include "render/explain_steps.h"
#include "document/document.h"
#include "document/document_history.h"
#include "document/stored_run.h"
#include "render/chart.h"
#include "render/form.h"
#include "render/form_tables.h"

static void draw(const struct hr_scene *scene, size_t which)
{
	static const struct hr_render_options options = { .standalone = true, .columns = 80 };
	struct hr_error err = { 0 };
	struct hr_str out = { 0 };
	size_t charts = 0;

	while (hr_charts[charts] != NULL)
		charts++;
	which %= hr_form_count + hr_table_count + charts;
	if (which < hr_form_count) {
		if (hr_forms[which].render(scene, &options, &out, &err) != HR_OK)
			fuzz_require(err.text[0] != '\0');
	} else if (which < hr_form_count + hr_table_count) {
		hr_tables[which - hr_form_count].write(scene, &out);
	} else {
		const struct hr_chart *chart = hr_charts[which - hr_form_count - hr_table_count];

		if (chart->has_data(scene))
			hr_chart_standalone(scene, chart, &out);
	}
	fuzz_require(hr_utf8_valid(hr_str_slice(&out)));
	hr_str_release(&out);
}

static void explain(const json_t *document)
{
	const json_t *check;
	struct hr_str out = { 0 };
	size_t i;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		hr_explain_regression(check, &out);
		hr_explain_steps(check, "R6", &out);
	}
	hr_str_release(&out);
}

static void look_back(const json_t *document)
{
	struct hr_run_table history = { 0 };
	char id[HR_STORED_RUN_ID_BYTES];

	hr_stored_run_id(document, id);
	hr_document_to_history(document, id, hr_trend_metrics, &history);
	hr_run_table_release(&history);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_error err = { 0 };
	struct hr_scene scene;
	json_t *document;

	if (size == 0)
		return 0;
	setenv("SOURCE_DATE_EPOCH", "1763600000", 1);
	if (hr_document_parse((struct hr_slice){ (const char *)data + 1, size - 1 }, "fuzz",
	                      &document, &err) != HR_OK)
		return 0;
	explain(document);
	look_back(document);
	if (hr_scene_init(&scene, document, &err) == HR_OK) {
		draw(&scene, data[0]);
		hr_scene_release(&scene);
	} else {
		fuzz_require(err.text[0] != '\0');
	}
	json_decref(document);
	return 0;
}
