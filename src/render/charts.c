#include <config.h>
#include "render/charts.h"

#include <string.h>

#include "render/palette.h"

/* clang-format off */
const struct hr_chart *const hr_charts[] = {
	&hr_chart_response_times,
	&hr_chart_heat_map,
	&hr_chart_percentile_curve,
	&hr_chart_distribution,
	&hr_chart_throughput,
	&hr_chart_active_users,
	&hr_chart_errors_over_time,
	&hr_chart_codes,
	&hr_chart_label_latency,
	&hr_chart_label_response_times,
	&hr_chart_response_vs_rate,
	&hr_chart_users_vs_response,
	&hr_chart_latency_connect,
	&hr_chart_bytes,
	&hr_chart_resources,
	&hr_chart_trend,
	&hr_chart_scaling,
	&hr_chart_load_latency,
	&hr_chart_demand_forecast,
	&hr_chart_demand_scenarios,
	&hr_chart_resource_limits,
	&hr_chart_cost,
	&hr_chart_shift_function,
	&hr_chart_error_budget,
	&hr_chart_burn_rate,
	&hr_chart_alert_timeline,
	&hr_chart_incidents,
	&hr_chart_mean_times,
	&hr_chart_chaos,
	&hr_chart_spike,
	&hr_chart_drift,
	NULL,
};
/* clang-format on */

const struct hr_chart *hr_chart_find(const char *name)
{
	for (size_t i = 0; hr_charts[i] != NULL; i++) {
		if (strcmp(hr_charts[i]->name, name) == 0)
			return hr_charts[i];
	}
	return NULL;
}

/* A file of its own needs the name space; inside a page the parser of HTML supplies it. */
void hr_chart_standalone(const struct hr_scene *scene, const struct hr_chart *chart,
                         struct hr_str *svg)
{
	static const char open[] = "<svg ";
	struct hr_str inner = { 0 };
	const char *body, *style_at;

	chart->draw(scene, chart, &inner);
	hr_str_puts(svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	body = hr_str_text(&inner);
	style_at = strstr(body, "</desc>");
	if (strncmp(body, open, sizeof(open) - 1) == 0 && style_at != NULL) {
		style_at += strlen("</desc>");
		hr_str_puts(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" ");
		body += sizeof(open) - 1;
		hr_str_add(svg, body, (size_t)(style_at - body));
		hr_str_puts(svg, "<style>");
		hr_palette_style(svg);
		hr_str_puts(svg, "</style>");
		hr_str_puts(svg, style_at);
	} else {
		/* Nothing to draw is still a valid file. */
		hr_str_puts(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
	}
	hr_str_putc(svg, '\n');
	hr_str_release(&inner);
}
