#include <config.h>
#include "render/charts.h"

#include "render/scatter.h"
#include "render/timeline.h"

static bool has_data(const struct hr_scene *scene)
{
	struct hr_timeline timeline;

	return hr_chart_total_timed(scene) > 0 && hr_timeline_init(&timeline, scene, 1);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	hr_scatter_draw(scene, about, HR_SCATTER_RATE, svg);
}

const struct hr_chart hr_chart_response_vs_rate = {
	.name = "response-vs-rate",
	.title = "Response time by request rate",
	.note = "One dot a stretch of time. "
	        "A rise to the right means that load costs response time.",
	.has_data = has_data,
	.draw = draw,
};
