#include <config.h>
#include "render/charts.h"

#include "render/time_chart.h"

static bool has_data(const struct hr_scene *scene)
{
	return (scene->total->received_count > 0 || scene->total->sent_count > 0) &&
	       hr_time_chart_has_data(scene);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_time_chart chart;
	double *values;

	if (!hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	chart.y_title = "Traffic";
	chart.quantity = HR_QUANTITY_BYTES_PER_S;
	if (scene->total->received_count > 0) {
		values = hr_time_chart_line(&chart, "received", HR_ROLE_CUR, HR_DASH_SOLID);
		hr_timeline_values(&chart.timeline, scene->total, HR_PER_RECEIVED_PER_S, values);
		hr_timeline_describe(&chart.timeline, "The received rate", values, chart.quantity,
		                     &chart.desc);
		hr_str_putc(&chart.desc, '.');
	}
	if (scene->total->sent_count > 0) {
		values = hr_time_chart_line(&chart, "sent", HR_ROLE_ALT, HR_DASH_LONG);
		hr_timeline_values(&chart.timeline, scene->total, HR_PER_SENT_PER_S, values);
		hr_str_puts(&chart.desc, chart.desc.length > 0 ? " " : "");
		hr_timeline_describe(&chart.timeline, "The sent rate", values, chart.quantity,
		                     &chart.desc);
		hr_str_putc(&chart.desc, '.');
	}
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_bytes = {
	.name = "bytes",
	.title = "Bytes received and sent",
	.note = "By when the requests ended, per second.",
	.has_data = has_data,
	.draw = draw,
};
