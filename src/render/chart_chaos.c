/*
 * Experiments over time.
 */
#include <config.h>
#include "render/charts.h"

#include "document/jsonx.h"
#include "render/experiment_panels.h"

static const json_t *experiments_of(const struct hr_scene *scene)
{
	return hr_json_at(scene->document, "chaos.experiments");
}

static bool has_data(const struct hr_scene *scene)
{
	return hr_experiment_panels_any(experiments_of(scene));
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	hr_experiment_panels_draw(scene, experiments_of(scene), "fault", about, svg);
}

const struct hr_chart hr_chart_chaos = {
	.name = "chaos",
	.title = "Before, during and after the fault",
	.note = "What was allowed is shaded green, the fault red; shares of successes are drawn as "
	        "shares of failures.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
