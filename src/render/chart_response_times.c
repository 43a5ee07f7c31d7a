#include <config.h>
#include "render/charts.h"

#include "render/time_chart.h"

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	static const struct {
		const char *name;
		double p; /* 0: the maximum */
		enum hr_role role;
		enum hr_dash dash;
		double width;
	} rows[] = {
		{ "p95", 0.95, HR_ROLE_CUR, HR_DASH_SOLID, 2 },
		{ "p99", 0.99, HR_ROLE_ALT, HR_DASH_LONG, 1.2 },
		{ "p90", 0.90, HR_ROLE_GOOD, HR_DASH_SOLID, 1.2 },
		{ "p50", 0.50, HR_ROLE_WARN, HR_DASH_SOLID, 1.2 },
		{ "max", 0, HR_ROLE_BASE, HR_DASH_SHORT, 1 },
	};
	struct hr_time_chart chart;

	if (!hr_time_chart_init(&chart, scene,
	                        hr_timeline_stretches(scene->total, HR_STRETCHES_WIDE)))
		return;
	chart.y_title = "Response time";
	chart.quantity = HR_QUANTITY_DURATION_MS;
	chart.may_be_log = true;
	chart.height = 280;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double *values = hr_time_chart_line(&chart, rows[i].name, rows[i].role,
		                                    rows[i].dash);

		chart.lines[i].width = rows[i].width;
		if (rows[i].p > 0)
			hr_timeline_quantiles(&chart.timeline, scene->total, rows[i].p, values);
		else
			hr_timeline_values(&chart.timeline, scene->total, HR_PER_MAX_MS, values);
	}
	hr_timeline_describe(&chart.timeline, "The 95th percentile", chart.values[0],
	                     chart.quantity, &chart.desc);
	hr_str_puts(&chart.desc, "; ");
	hr_timeline_describe(&chart.timeline, "the median", chart.values[3], chart.quantity,
	                     &chart.desc);
	hr_str_putc(&chart.desc, '.');
	hr_time_chart_finish(&chart, scene, about, svg);
}

static bool has_data(const struct hr_scene *scene)
{
	return hr_time_chart_has_data(scene) && hr_chart_total_timed(scene) > 0;
}

const struct hr_chart hr_chart_response_times = {
	.name = "response-times",
	.title = "Response time over time",
	.note = "Percentiles of all requests by when they ended, "
	        "each over the whole stretch of time that a point stands for.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
