/*
 * Which charts have something to show: charts.NAME is {name, title, note, wide} then, else null;
 * charts.latency, charts.labels and charts.load say whether any of that section has.
 * The pictures themselves are drawn when a template asks for {{{chart.NAME}}}.
 */
#include <config.h>

#include <string.h>

#include "render/chart.h"
#include "render/model_part.h"

/* Sections of the page; charts named in none stand where a template puts them. */
static const struct {
	const char *section, *chart;
} sections[] = {
	{ "latency", "heat-map" },
	{ "latency", "percentile-curve" },
	{ "latency", "shift-function" },
	{ "latency", "distribution" },
	{ "latency", "response-times" },
	{ "labels", "label-latency" },
	{ "labels", "label-response-times" },
	{ "load", "throughput" },
	{ "load", "active-users" },
	{ "load", "codes" },
	{ "load", "errors-over-time" },
	{ "load", "bytes" },
	{ "load", "latency-connect" },
	{ "load", "response-vs-rate" },
	{ "load", "users-vs-response" },
};

static void mark_section(json_t *charts, const char *chart)
{
	size_t i;

	for (i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (strcmp(sections[i].chart, chart) == 0)
			json_object_set_new(charts, sections[i].section, json_true());
}

static void put_note(json_t *item, const struct hr_chart *chart, const struct hr_scene *scene)
{
	const char *more = chart->note_more != NULL ? chart->note_more(scene) : NULL;
	struct hr_str note = { 0 };

	hr_str_puts(&note, chart->note);
	if (more != NULL)
		hr_str_printf(&note, " %s", more);
	hr_object_put_text(item, "note", hr_str_text(&note));
	hr_str_release(&note);
}

json_t *hr_model_charts(const struct hr_scene *scene)
{
	json_t *section = json_object();
	const struct hr_chart *const *chart;

	json_object_set_new(section, "latency", json_false());
	json_object_set_new(section, "labels", json_false());
	json_object_set_new(section, "load", json_false());
	for (chart = hr_charts; *chart != NULL; chart++) {
		json_t *item;

		hr_object_put(section, (*chart)->name, NULL);
		if (!(*chart)->has_data(scene) ||
		    ((*chart)->in_page != NULL && !(*chart)->in_page(scene)))
			continue;
		mark_section(section, (*chart)->name);
		item = json_object();
		hr_object_put_text(item, "name", (*chart)->name);
		hr_object_put_text(item, "title", (*chart)->title);
		put_note(item, *chart, scene);
		json_object_set_new(item, "wide", json_boolean((*chart)->wide));
		json_object_set_new(section, (*chart)->name, item);
	}
	return section;
}
