#include <config.h>
#include "render/charts.h"

#include "render/time_chart.h"

static bool has_data(const struct hr_scene *scene)
{
	return (scene->total->latency.moments.count > 0 ||
	        scene->total->connect.moments.count > 0) &&
	       hr_time_chart_has_data(scene);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_time_chart chart;
	double *values;

	if (!hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	chart.y_title = "Mean time";
	chart.quantity = HR_QUANTITY_DURATION_MS;
	values = hr_time_chart_line(&chart, "whole", HR_ROLE_BASE, HR_DASH_SHORT);
	hr_timeline_values(&chart.timeline, scene->total, HR_PER_MEAN_MS, values);
	if (scene->total->latency.moments.count > 0) {
		values = hr_time_chart_line(&chart, "first byte", HR_ROLE_CUR, HR_DASH_SOLID);
		hr_timeline_values(&chart.timeline, scene->total, HR_PER_LATENCY_MS, values);
		hr_timeline_describe(&chart.timeline, "The mean time to the first byte", values,
		                     chart.quantity, &chart.desc);
		hr_str_putc(&chart.desc, '.');
	}
	if (scene->total->connect.moments.count > 0) {
		values = hr_time_chart_line(&chart, "connect", HR_ROLE_ALT, HR_DASH_LONG);
		hr_timeline_values(&chart.timeline, scene->total, HR_PER_CONNECT_MS, values);
		hr_str_puts(&chart.desc, chart.desc.length > 0 ? " " : "");
		hr_timeline_describe(&chart.timeline, "The mean time to connect", values,
		                     chart.quantity, &chart.desc);
		hr_str_putc(&chart.desc, '.');
	}
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_latency_connect = {
	.name = "latency-connect",
	.title = "Connecting and waiting",
	.note = "Mean time until the connection stands, until the first byte and until the end, of "
	        "requests by when they ended.",
	.has_data = has_data,
	.draw = draw,
};
