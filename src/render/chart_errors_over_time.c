#include <config.h>
#include "render/charts.h"

#include "render/time_chart.h"

static bool has_data(const struct hr_scene *scene)
{
	return scene->total->errors > 0 && hr_time_chart_has_data(scene);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_time_chart chart;
	double *values;

	if (!hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	chart.y_title = "Failed requests";
	chart.quantity = HR_QUANTITY_RATIO;
	values = hr_time_chart_line(&chart, "failed", HR_ROLE_BAD, HR_DASH_SOLID);
	hr_timeline_values(&chart.timeline, scene->total, HR_PER_ERROR_RATIO, values);
	hr_chart_value(&chart.desc, (double)scene->total->errors, HR_QUANTITY_COUNT);
	hr_str_puts(&chart.desc, " of ");
	hr_chart_value(&chart.desc, (double)scene->total->count, HR_QUANTITY_COUNT);
	hr_str_puts(&chart.desc, " requests failed; ");
	hr_timeline_describe(&chart.timeline, "the error ratio", values, chart.quantity,
	                     &chart.desc);
	hr_str_putc(&chart.desc, '.');
	hr_time_chart_shade(&chart, scene->total, HR_PER_ERROR_RATIO);
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_errors_over_time = {
	.name = "errors-over-time",
	.title = "Error ratio over time",
	.note = "Failed requests as a part of all.",
	.note_more = hr_time_chart_shade_note,
	.has_data = has_data,
	.draw = draw,
};
