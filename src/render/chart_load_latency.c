/*
 * What load does to response times: percentiles of each step.
 */
#include <config.h>
#include "render/charts.h"

#include <math.h>

#include "render/lines.h"
#include "render/load_curve.h"

#define HEIGHT   260.0
#define LINES    3
#define LOG_FROM 20.0

static void set_lines(const struct hr_load_curve *curve, struct hr_line lines[LINES])
{
	lines[0] = (struct hr_line){ "p50", HR_ROLE_BASE, HR_DASH_SHORT, 1.5, curve->p50_ms };
	lines[1] = (struct hr_line){ "p95", HR_ROLE_CUR, HR_DASH_SOLID, 2, curve->p95_ms };
	lines[2] = (struct hr_line){ "p99", HR_ROLE_ALT, HR_DASH_LONG, 1.5, curve->p99_ms };
}

static void describe(const struct hr_load_curve *curve, struct hr_str *out)
{
	size_t last = curve->count - 1;

	hr_str_puts(out, "From ");
	hr_chart_value(out, curve->load[0], HR_QUANTITY_NUMBER);
	hr_str_puts(out, " to ");
	hr_chart_value(out, curve->load[last], HR_QUANTITY_NUMBER);
	hr_str_puts(out, " users the 95th percentile goes from ");
	hr_chart_value(out, curve->p95_ms[0], HR_QUANTITY_DURATION_MS);
	hr_str_puts(out, " to ");
	hr_chart_value(out, curve->p95_ms[last], HR_QUANTITY_DURATION_MS);
	hr_str_putc(out, '.');
}

static void draw_panel(struct hr_plot *plot, const struct hr_load_curve *curve)
{
	struct hr_line lines[LINES];
	struct hr_name names[LINES];
	struct hr_panel panel = { 0 };
	double low = INFINITY, high = -INFINITY;
	size_t count;

	set_lines(curve, lines);
	for (size_t i = 0; i < LINES; i++) {
		hr_lines_extent(lines[i].values, curve->count, &low, &high);
		names[i] = (struct hr_name){ lines[i].name, 0, lines[i].role };
	}
	if (low > 0 && high / low >= LOG_FROM)
		hr_axis_log(&panel.y, low, high, HR_QUANTITY_DURATION_MS, 7);
	else
		hr_axis_linear(&panel.y, 0, high, HR_QUANTITY_DURATION_MS, 5);
	hr_panel_whole(plot, &panel, hr_names_room(names, LINES));
	panel.bottom -= HR_LOAD_AXIS_ROOM;
	hr_panel_place_y(&panel);
	hr_load_axis(&panel, curve->load[curve->count - 1]);
	hr_panel_frame(plot, &panel, "Response time", "");
	hr_load_axis_name(plot, &panel);
	hr_load_curve_break(plot, &panel, curve);
	for (size_t i = 0; i < LINES; i++) {
		hr_line_draw(plot, &panel, &lines[i], curve->load, curve->count, curve->count);
		names[i].y = hr_scale_at(&panel.y.scale, lines[i].values[curve->count - 1]);
		if (!isfinite(names[i].y))
			names[i].y = panel.bottom;
	}
	count = hr_names_spread(names, LINES, panel.top, panel.bottom);
	hr_names_draw(plot, &panel, names, count);
	hr_load_curve_tips(plot, &panel, curve);
}

static bool has_data(const struct hr_scene *scene)
{
	struct hr_load_curve curve;
	double low = INFINITY, high = -INFINITY;

	if (!hr_load_curve_init(&curve, scene))
		return false;
	hr_lines_extent(curve.p95_ms, curve.count, &low, &high);
	return high > 0;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_load_curve curve;
	struct hr_str desc = { 0 };
	struct hr_plot plot;
	bool any = has_data(scene) && hr_load_curve_init(&curve, scene);

	if (any)
		describe(&curve, &desc);
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	if (any)
		draw_panel(&plot, &curve);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_load_latency = {
	.name = "load-latency",
	.title = "Response time by load",
	.note = "Percentiles of each step of load; in the shaded stretch the system breaks.",
	.has_data = has_data,
	.draw = draw,
};
