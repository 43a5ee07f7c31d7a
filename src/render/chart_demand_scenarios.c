/*
 * What if? One fan for each scenario that is not the forecast itself: demand times what the
 * scenario makes of it, what the present units bear, and when they no longer do.
 */
#include <config.h>
#include "render/charts.h"

#include <string.h>

#include "document/jsonx.h"
#include "render/fan.h"
#include "render/model_part.h"
#include "render/multiples.h"

#define ROW_HEIGHT 190.0
#define FANS_MAX   6

/* The forecast itself has a chart of its own. */
static bool is_hypothetical(const json_t *scenario)
{
	double growth = hr_stat(scenario, "growth_per_month_ratio");
	const char *type = hr_json_text_at(scenario, "type");

	return type == NULL || strcmp(type, "growth") != 0 || growth > 0 || growth < 0;
}

static bool read_scenario(const json_t *capacity, const json_t *scenario, struct hr_fan *fan)
{
	struct hr_fan_source source = {
		.history = hr_json_at(capacity, "demand.history"),
		.forecast = hr_json_at(capacity, "demand.forecast"),
		.factors = json_object_get(scenario, "factors"),
		.date = json_object_get(scenario, "breach"),
		.limit = hr_json_number_at(capacity, "unit.total_per_s"),
	};

	return source.factors != NULL && is_hypothetical(scenario) && hr_fan_read(&source, fan);
}

/* @names are borrowed from the document; gives how many. */
static size_t read_fans(const struct hr_scene *scene, struct hr_fan *fans, const char **names)
{
	const json_t *capacity = json_object_get(scene->document, "capacity"), *scenario;
	size_t count = 0, i;

	json_array_foreach(json_object_get(capacity, "scenarios"), i, scenario)
	{
		if (count < FANS_MAX && read_scenario(capacity, scenario, &fans[count]))
			names[count++] = hr_json_text_at(scenario, "name");
	}
	return count;
}

static void release_fans(struct hr_fan *fans, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hr_fan_release(&fans[i]);
}

static bool has_data(const struct hr_scene *scene)
{
	struct hr_fan fans[FANS_MAX];
	const char *names[FANS_MAX];
	size_t count = read_fans(scene, fans, names);

	release_fans(fans, count);
	return count > 0;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_multiples multiples = {
		.columns = 2, .row_height = ROW_HEIGHT, .gap = 24, .top = 18
	};
	const struct hr_zone *zone = hr_scene_zone(scene);
	struct hr_fan fans[FANS_MAX];
	const char *names[FANS_MAX];
	struct hr_str desc = { 0 };
	struct hr_plot plot;

	multiples.count = read_fans(scene, fans, names);
	multiples.columns = multiples.count == 1 ? 1 : 2;
	for (size_t i = 0; i < multiples.count; i++) {
		struct hr_fan_words words = { "", "limit ", "", HR_QUANTITY_PER_S };

		hr_str_printf(&desc, "%s%s: ", i > 0 ? ". " : "", names[i] != NULL ? names[i] : "");
		hr_fan_describe(&fans[i], &words, zone, &desc);
	}
	hr_str_putc(&desc, '.');
	hr_plot_begin(&plot, about, hr_multiples_height(&multiples), hr_str_slice(&desc), svg);
	for (size_t i = 0; i < multiples.count; i++) {
		struct hr_fan_words words = { names[i] != NULL ? names[i] : "",
			                      "units in use bear ", "", HR_QUANTITY_PER_S };
		struct hr_panel panel = { 0 };

		hr_multiples_place(&multiples, plot.width, i, &panel);
		panel.outer_left = panel.left;
		panel.right -= 12;
		hr_fan_draw(&plot, &panel, &fans[i], &words, zone);
	}
	hr_plot_end(&plot);
	release_fans(fans, multiples.count);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_demand_scenarios = {
	.name = "demand-scenarios",
	.title = "Demand by scenario",
	.note = "Shades hold 50, 80 and 95\u202f% of the days to come.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
