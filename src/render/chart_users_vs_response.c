#include <config.h>
#include "render/charts.h"

#include "render/scatter.h"

static bool has_data(const struct hr_scene *scene)
{
	return hr_chart_total_timed(scene) > 0 && hr_chart_active_users.has_data(scene);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	hr_scatter_draw(scene, about, HR_SCATTER_USERS, svg);
}

const struct hr_chart hr_chart_users_vs_response = {
	.name = "users-vs-response",
	.title = "Response time by active users",
	.note = "One dot a stretch of time, at the most users seen in it.",
	.has_data = has_data,
	.draw = draw,
};
