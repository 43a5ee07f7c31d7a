/*
 * Does it scale? Throughput of each step of load, the fitted scalability law and its peak.
 */
#include <config.h>
#include "render/charts.h"

#include <math.h>

#include "document/document_stress.h"
#include "render/lines.h"
#include "render/load_curve.h"
#include "render/model_part.h"

#define HEIGHT       260.0
#define CURVE_POINTS 80
#define BEYOND       1.25 /* of the largest load: how far the curve goes on */
#define RADIUS       3.5

struct fit {
	bool known;
	struct hr_usl usl;
	double x[CURVE_POINTS], y[CURVE_POINTS];
	double peak_load, peak_per_s; /* NaN = none within the chart */
};

static void trace_fit(struct fit *fit, const json_t *stress, double max_load)
{
	double end = max_load * BEYOND;

	fit->known = hr_document_stress_usl(stress, &fit->usl);
	if (!fit->known)
		return;
	fit->peak_load = hr_stat(json_object_get(stress, "usl"), "peak_load");
	fit->peak_per_s = hr_stat(json_object_get(stress, "usl"), "peak_throughput_per_s");
	if (fit->peak_load <= 2 * max_load)
		end = fmax(end, fit->peak_load * 1.1);
	else
		fit->peak_load = (double)NAN;
	for (size_t i = 0; i < CURVE_POINTS; i++) {
		fit->x[i] = end * (double)i / (CURVE_POINTS - 1);
		fit->y[i] = hr_usl_throughput(&fit->usl, fit->x[i]);
	}
}

static void draw_steps(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct hr_load_curve *curve, bool broken)
{
	struct hr_path path = { 0 };

	for (size_t i = 0; i < curve->count; i++)
		if (curve->breaks[i] == broken && isfinite(curve->success_per_s[i]))
			hr_path_disc(&path, hr_scale_at(&panel->x.scale, curve->load[i]),
			             hr_scale_at(&panel->y.scale, curve->success_per_s[i]), RADIUS);
	if (path.data.length > 0) {
		hr_svg_begin(&plot->svg, "path");
		hr_svg_fill(&plot->svg, broken ? HR_ROLE_BAD : HR_ROLE_CUR);
		hr_svg_path_data(&plot->svg, &path);
		hr_svg_empty(&plot->svg);
	}
	hr_path_release(&path);
}

static void draw_peak(struct hr_plot *plot, const struct hr_panel *panel, const struct fit *fit)
{
	double x = hr_scale_at(&panel->x.scale, fit->peak_load);
	double y = hr_scale_at(&panel->y.scale, fit->peak_per_s);
	struct hr_path path = { 0 };
	struct hr_str text = { 0 };

	if (!fit->known || !isfinite(fit->peak_load))
		return;
	hr_path_move(&path, x, panel->bottom);
	hr_path_line(&path, x, y);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, HR_ROLE_ALT, HR_DASH_SHORT, 1.5);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
	hr_str_puts(&text, "peak at ");
	hr_chart_value(&text, fit->peak_load, HR_QUANTITY_NUMBER);
	hr_plot_halo_begin(plot);
	hr_plot_text(plot, x - 6, panel->bottom - 6, HR_ANCHOR_END, HR_ROLE_ALT,
	             hr_str_slice(&text), x - panel->left);
	hr_plot_halo_end(plot);
	hr_str_release(&text);
}

static void describe(const struct hr_load_curve *curve, const struct fit *fit, struct hr_str *out)
{
	size_t best = 0;

	for (size_t i = 1; i < curve->count; i++)
		if (curve->success_per_s[i] > curve->success_per_s[best])
			best = i;
	hr_str_puts(out, "Throughput is largest at ");
	hr_chart_value(out, curve->load[best], HR_QUANTITY_NUMBER);
	hr_str_puts(out, " users with ");
	hr_chart_value(out, curve->success_per_s[best], HR_QUANTITY_PER_S);
	if (fit->known && isfinite(fit->peak_load)) {
		hr_str_puts(out, "; the fitted curve peaks at ");
		hr_chart_value(out, fit->peak_load, HR_QUANTITY_NUMBER);
	} else if (fit->known) {
		hr_str_puts(out, "; the fitted curve has no peak near what was measured");
	}
	hr_str_putc(out, '.');
}

static void draw_panel(struct hr_plot *plot, const struct hr_load_curve *curve,
                       const struct fit *fit)
{
	struct hr_panel panel = { 0 };
	struct hr_line line = { "", HR_ROLE_BASE, HR_DASH_LONG, 1.5, fit->y };
	double low = 0, high = 0, end = curve->load[curve->count - 1];

	hr_lines_extent(curve->success_per_s, curve->count, &low, &high);
	if (fit->known) {
		hr_lines_extent(fit->y, CURVE_POINTS, &low, &high);
		end = fit->x[CURVE_POINTS - 1];
	}
	hr_axis_linear(&panel.y, 0, high, HR_QUANTITY_PER_S, 5);
	hr_panel_whole(plot, &panel, 12);
	panel.bottom -= HR_LOAD_AXIS_ROOM;
	hr_panel_place_y(&panel);
	hr_load_axis(&panel, end);
	hr_panel_frame(plot, &panel, "Successful requests", "");
	hr_load_axis_name(plot, &panel);
	hr_load_curve_break(plot, &panel, curve);
	if (fit->known)
		hr_line_draw(plot, &panel, &line, fit->x, CURVE_POINTS, CURVE_POINTS);
	draw_peak(plot, &panel, fit);
	draw_steps(plot, &panel, curve, false);
	draw_steps(plot, &panel, curve, true);
	hr_load_curve_tips(plot, &panel, curve);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_load_curve curve;
	struct hr_str desc = { 0 };
	struct hr_plot plot;
	struct fit fit = { .peak_load = (double)NAN };
	bool any = hr_load_curve_init(&curve, scene);

	if (any) {
		trace_fit(&fit, json_object_get(scene->document, "stress"),
		          curve.load[curve.count - 1]);
		describe(&curve, &fit, &desc);
	}
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	if (any)
		draw_panel(&plot, &curve, &fit);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

static bool has_data(const struct hr_scene *scene)
{
	struct hr_load_curve curve;

	return hr_load_curve_init(&curve, scene);
}

const struct hr_chart hr_chart_scaling = {
	.name = "scaling",
	.title = "Throughput by load",
	.note = "A dot a step of load; "
	        "the dashed line is the Universal Scalability Law fitted to them.",
	.has_data = has_data,
	.draw = draw,
};
