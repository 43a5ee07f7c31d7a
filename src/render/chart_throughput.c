#include <config.h>
#include "render/charts.h"

#include "render/time_chart.h"

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_time_chart chart;
	double *values;

	if (!hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	chart.y_title = "Requests";
	chart.quantity = HR_QUANTITY_PER_S;
	values = hr_time_chart_line(&chart, "succeeded", HR_ROLE_CUR, HR_DASH_SOLID);
	hr_timeline_values(&chart.timeline, scene->total, HR_PER_OK_PER_S, values);
	hr_timeline_describe(&chart.timeline, "The rate of successful requests", values,
	                     chart.quantity, &chart.desc);
	if (scene->total->errors > 0) {
		values = hr_time_chart_line(&chart, "failed", HR_ROLE_BAD, HR_DASH_LONG);
		hr_timeline_values(&chart.timeline, scene->total, HR_PER_FAILED_PER_S, values);
		hr_str_puts(&chart.desc, "; ");
		hr_timeline_describe(&chart.timeline, "that of failed ones", values, chart.quantity,
		                     &chart.desc);
		hr_str_putc(&chart.desc, '.');
	} else {
		hr_str_puts(&chart.desc, "; none failed.");
	}
	hr_time_chart_shade(&chart, scene->total, HR_PER_OK_PER_S);
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_throughput = {
	.name = "throughput",
	.title = "Throughput",
	.note = "Requests by when they ended.",
	.note_more = hr_time_chart_shade_note,
	.has_data = hr_time_chart_has_data,
	.draw = draw,
};
