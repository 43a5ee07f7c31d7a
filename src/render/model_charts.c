/*
 * Which charts have something to show: charts.NAME is {name, title, note, wide} then, else null;
 * charts.latency, charts.labels and charts.load say whether any of that section has.
 * The pictures themselves are drawn when a template asks for {{{chart.NAME}}}.
 */
#include <config.h>

#include <string.h>

#include "render/chart.h"
#include "render/model_part.h"

/* The grids of the page, two charts a row, in order: what stands in none has a place of its own. Of
 * the first three the model says whether there is any chart. */
static const struct {
	const char *grid, *chart;
} places[] = {
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
	{ "capacity", "demand-forecast" },
	{ "capacity", "demand-scenarios" },
	{ "capacity", "cost" },
	{ "slo", "error-budget" },
	{ "slo", "burn-rate" },
	{ "slo", "alert-timeline" },
	{ "reliability", "incidents" },
	{ "reliability", "mean-times" },
	{ "stress", "scaling" },
	{ "stress", "load-latency" },
};
#define PLACES (sizeof(places) / sizeof(places[0]))

static const char *const told[] = { "latency", "labels", "load" };
#define TOLD (sizeof(told) / sizeof(told[0]))

static void mark_grids(json_t *charts)
{
	for (size_t i = 0; i < TOLD; i++)
		json_object_set_new(charts, told[i], json_false());
	for (size_t k = 0; k < PLACES; k++)
		for (size_t i = 0; i < TOLD; i++)
			if (strcmp(places[k].grid, told[i]) == 0 &&
			    json_is_object(json_object_get(charts, places[k].chart)))
				json_object_set_new(charts, told[i], json_true());
}

/* Half a row is not left empty: a chart that would stand alone in it takes the whole one. */
static void fill_rows(json_t *charts)
{
	json_t *alone = NULL; /* has the first half of a row */

	for (size_t k = 0; k < PLACES; k++) {
		json_t *item = json_object_get(charts, places[k].chart);
		bool last = k + 1 == PLACES || strcmp(places[k].grid, places[k + 1].grid) != 0;
		bool wide = json_is_true(json_object_get(item, "wide"));

		if (alone != NULL && wide)
			json_object_set_new(alone, "wide", json_true());
		if (json_is_object(item))
			alone = alone == NULL && !wide ? item : NULL;
		if (alone != NULL && last)
			json_object_set_new(alone, "wide", json_true());
		if (last)
			alone = NULL;
	}
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

	for (chart = hr_charts; *chart != NULL; chart++) {
		json_t *item;

		hr_object_put(section, (*chart)->name, NULL);
		if (!(*chart)->has_data(scene) ||
		    ((*chart)->in_page != NULL && !(*chart)->in_page(scene)))
			continue;
		item = json_object();
		hr_object_put_text(item, "name", (*chart)->name);
		hr_object_put_text(item, "title", (*chart)->title);
		put_note(item, *chart, scene);
		json_object_set_new(item, "wide", json_boolean((*chart)->wide));
		json_object_set_new(section, (*chart)->name, item);
	}
	mark_grids(section);
	fill_rows(section);
	return section;
}
