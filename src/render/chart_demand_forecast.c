/*
 * When do we run out? Demand by days, its forecast as a fan of 50, 80 and 95 %, what the present
 * units bear, and the date on which the two meet.
 */
#include <config.h>
#include "render/charts.h"

#include "document/jsonx.h"
#include "render/fan.h"
#include "render/model_part.h"

#define HEIGHT 300.0

static const struct hr_fan_words words = { "Demand, largest hour of a day", "units in use bear ",
	                                   "", HR_QUANTITY_PER_S };

/* The scenario without anything of its own, else the first. */
static const json_t *baseline(const json_t *scenarios)
{
	const json_t *scenario;
	size_t i;

	json_array_foreach(scenarios, i, scenario)
	{
		double growth = hr_stat(scenario, "growth_per_month_ratio");
		const char *type = hr_json_text_at(scenario, "type");

		if (type != NULL && strcmp(type, "growth") == 0 && !(growth > 0) && !(growth < 0))
			return scenario;
	}
	return NULL;
}

static bool init(const struct hr_scene *scene, struct hr_fan *fan)
{
	const json_t *capacity = json_object_get(scene->document, "capacity");
	struct hr_fan_source source = {
		.history = hr_json_at(capacity, "demand.history"),
		.forecast = hr_json_at(capacity, "demand.forecast"),
		.date = json_object_get(baseline(json_object_get(capacity, "scenarios")), "breach"),
		.limit = hr_json_number_at(capacity, "unit.total_per_s"),
	};

	return hr_fan_read(&source, fan);
}

static bool has_data(const struct hr_scene *scene)
{
	struct hr_fan fan;
	bool any = init(scene, &fan);

	if (any)
		hr_fan_release(&fan);
	return any;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	const struct hr_zone *zone = hr_scene_zone(scene);
	struct hr_str desc = { 0 };
	struct hr_panel panel = { 0 };
	struct hr_plot plot;
	struct hr_fan fan;
	bool any = init(scene, &fan);

	if (any) {
		hr_str_puts(&desc, "Demand is ");
		hr_fan_describe(&fan, &words, zone, &desc);
		hr_str_putc(&desc, '.');
	}
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	if (any) {
		hr_panel_whole(&plot, &panel, 12);
		hr_fan_draw(&plot, &panel, &fan, &words, zone);
		hr_fan_release(&fan);
	}
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_demand_forecast = {
	.name = "demand-forecast",
	.title = "Demand and its forecast",
	.note = "Shades hold 50, 80 and 95\u202f% of the days to come.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
