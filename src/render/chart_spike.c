/*
 * A spike of load over time: what it did, and when the service was as fast as before.
 */
#include <config.h>
#include "render/charts.h"

#include "document/jsonx.h"
#include "render/experiment_panels.h"

/* A list of the one experiment; NULL without a spike. */
static json_t *experiments_of(const struct hr_scene *scene)
{
	const json_t *experiment = hr_json_at(scene->document, "stability.spike.experiment");

	/* packing only counts a reference */
	return json_is_object(experiment) ? json_pack("[O]", experiment) : NULL;
}

static bool has_data(const struct hr_scene *scene)
{
	json_t *experiments = experiments_of(scene);
	bool any = hr_experiment_panels_any(experiments);

	json_decref(experiments);
	return any;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	json_t *experiments = experiments_of(scene);

	hr_experiment_panels_draw(scene, experiments, "spike", about, svg);
	json_decref(experiments);
}

const struct hr_chart hr_chart_spike = {
	.name = "spike",
	.title = "Before, during and after the spike",
	.note = "What was allowed is shaded green, the spike red; "
	        "the service is back when it is as fast as before.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
