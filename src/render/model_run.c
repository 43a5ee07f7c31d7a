/*
 * The head of the page: what was tested, when, how long.
 */
#include <config.h>

#include <string.h>

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/model_part.h"

static void put_name(json_t *section, const struct hr_scene *scene)
{
	const char *name = hr_json_text_at(scene->document, "run.name");

	if (name == NULL && scene->run.input_count > 0) {
		const char *path = scene->run.inputs[0].path;
		const char *slash = strrchr(path, '/');

		name = slash != NULL && slash[1] != '\0' ? slash + 1 : path;
		if (strcmp(name, "-") == 0)
			name = NULL;
	}
	json_object_set_new(section, "name", hr_value_text(name != NULL ? name : "Load test"));
}

static json_t *instant_of(int64_t time_ns, const struct hr_zone *zone)
{
	return time_ns != HR_INSTANT_NONE ? hr_value_instant(time_ns, zone) : NULL;
}

/* Of a row of a table only the start is known. */
static void put_times(json_t *section, const struct hr_scene *scene)
{
	const struct hr_zone *zone = hr_scene_zone(scene);
	const struct hr_run *run = &scene->run;
	double length_s = hr_span_s(run->start_ns, run->end_ns);

	hr_object_put(section, "started", instant_of(run->start_ns, zone));
	hr_object_put(section, "ended", instant_of(run->end_ns, zone));
	hr_object_put(section, "duration",
	              length_s > 0 ? hr_value_new(length_s * 1e3, HR_QUANTITY_DURATION_MS) : NULL);
}

/* "12 345 requests to 8 labels", "4 resource series", one text an element. */
static json_t *facts(const struct hr_scene *scene)
{
	const struct hr_run *run = &scene->run;
	json_t *list = json_array();
	struct hr_str text = { 0 };
	double requests = hr_stat(json_object_get(json_object_get(scene->document, "run"), "total"),
	                          "count");

	if (requests > 0) {
		hr_put_count(&text, (uint64_t)requests, "request", "requests");
		hr_str_puts(&text, ", ");
		hr_put_count(&text, run->label_count - (hr_run_total_row(run) != NULL), "label",
		             "labels");
		json_array_append_new(list, json_pack("{s:s}", "text", hr_str_text(&text)));
	}
	if (run->series_count > 0) {
		hr_str_truncate(&text, 0);
		hr_put_count(&text, run->series_count, "resource series", "resource series");
		json_array_append_new(list, json_pack("{s:s}", "text", hr_str_text(&text)));
	}
	if (run->input_count > 1) {
		hr_str_truncate(&text, 0);
		hr_put_count(&text, hr_run_all_inputs(run), "input", "inputs");
		json_array_append_new(list, json_pack("{s:s}", "text", hr_str_text(&text)));
	}
	hr_str_release(&text);
	hr_list_finish(list);
	return list;
}

json_t *hr_model_run(const struct hr_scene *scene)
{
	static const char *const texts[] = { "environment", "version" };
	json_t *section = json_object();
	const json_t *run = json_object_get(scene->document, "run");
	size_t i;

	put_name(section, scene);
	put_times(section, scene);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *text = hr_json_text_at(run, texts[i]);

		hr_object_put(section, texts[i], text != NULL ? hr_value_text(text) : NULL);
	}
	json_object_set_new(section, "facts", facts(scene));
	return section;
}
