#include <config.h>
#include "render/charts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "render/time_chart.h"

static bool has_data(const struct hr_scene *scene)
{
	struct hr_timeline timeline;
	double *values;
	bool known;

	if (!hr_timeline_init(&timeline, scene, 1))
		return false;
	values = hr_alloc_array(timeline.count, sizeof(*values));
	known = hr_timeline_users(&timeline, &scene->run, values);
	free(values);
	return known;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_time_chart chart;
	double *values;

	if (!hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	chart.y_title = "Active users";
	chart.quantity = HR_QUANTITY_COUNT;
	values = hr_time_chart_line(&chart, "users", HR_ROLE_CUR, HR_DASH_SOLID);
	hr_timeline_users(&chart.timeline, &scene->run, values);
	hr_timeline_describe(&chart.timeline, "The number of active users", values, chart.quantity,
	                     &chart.desc);
	hr_str_putc(&chart.desc, '.');
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_active_users = {
	.name = "active-users",
	.title = "Active users",
	.note = "The most seen at a time, all load generators together.",
	.has_data = has_data,
	.draw = draw,
};
