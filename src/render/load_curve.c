#include <config.h>
#include "render/load_curve.h"

#include <math.h>

#include "document/jsonx.h"
#include "render/chart.h"
#include "render/model_part.h"

bool hr_load_curve_init(struct hr_load_curve *curve, const struct hr_scene *scene)
{
	const json_t *stress = json_object_get(scene->document, "stress");
	const json_t *steps = json_object_get(stress, "steps"), *step;
	size_t i;

	*curve = (struct hr_load_curve){ 0 };
	json_array_foreach(steps, i, step)
	{
		double load = hr_stat(step, "load");
		size_t at = curve->count;

		if (at == HR_LOAD_CURVE_MAX || !isfinite(load))
			continue;
		curve->load[at] = load;
		curve->success_per_s[at] = hr_stat(step, "success_per_s");
		curve->p50_ms[at] = hr_stat(step, "p50_ms");
		curve->p95_ms[at] = hr_stat(step, "p95_ms");
		curve->p99_ms[at] = hr_stat(step, "p99_ms");
		curve->error_ratio[at] = hr_stat(step, "error_ratio");
		curve->breaks[at] = json_is_true(json_object_get(step, "breaks"));
		curve->count++;
	}
	curve->last_good = hr_json_number_at(stress, "break.last_good_load");
	curve->first_bad = hr_json_number_at(stress, "break.first_bad_load");
	return curve->count > 1;
}

void hr_load_axis(struct hr_panel *panel, double high)
{
	hr_axis_linear(&panel->x, 0, high, HR_QUANTITY_COUNT, 6);
	/* It ends where the steps do: beyond, there is nothing to see. */
	panel->x.scale.high = high;
	while (panel->x.tick_count > 0 &&
	       panel->x.ticks[panel->x.tick_count - 1].at > high * (1 + 1e-9))
		panel->x.tick_count--;
	hr_axis_place(&panel->x, panel->left, panel->right);
	hr_axis_thin(&panel->x);
	panel->x.unit[0] = '\0';
}

void hr_load_axis_name(struct hr_plot *plot, const struct hr_panel *panel)
{
	hr_svg_text(&plot->svg, panel->left, panel->bottom + 30, HR_ANCHOR_START, HR_ROLE_MUTED,
	            HR_SLICE_LITERAL("Active users"));
}

void hr_load_curve_break(struct hr_plot *plot, const struct hr_panel *panel,
                         const struct hr_load_curve *curve)
{
	double from = isfinite(curve->last_good) ? curve->last_good : curve->first_bad;
	double left = hr_scale_at(&panel->x.scale, from);
	double right = hr_scale_at(&panel->x.scale, curve->first_bad);
	struct hr_path path = { 0 };

	if (!isfinite(curve->first_bad))
		return;
	hr_path_rect(&path, left, panel->top, fmax(right - left, 2), panel->bottom - panel->top);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_fill(&plot->svg, HR_ROLE_BAD);
	hr_svg_attr(&plot->svg, "fill-opacity", ".16");
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
	hr_plot_halo_begin(plot);
	hr_plot_text(plot, left - 6, panel->top + 12, HR_ANCHOR_END, HR_ROLE_BAD,
	             HR_SLICE_LITERAL("breaks"), left - panel->left);
	hr_plot_halo_end(plot);
}

static void put_figure(struct hr_str *text, const char *name, double value,
                       enum hr_quantity quantity)
{
	if (!isfinite(value))
		return;
	hr_str_puts(text, name);
	hr_chart_value(text, value, quantity);
}

void hr_load_curve_tips(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct hr_load_curve *curve)
{
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t i = 0; i < curve->count; i++) {
		double low = i > 0 ? (curve->load[i - 1] + curve->load[i]) / 2 : 0;
		double high = i + 1 < curve->count ? (curve->load[i] + curve->load[i + 1]) / 2
		                                   : panel->x.scale.high;
		double left = hr_scale_at(&panel->x.scale, low);

		hr_str_truncate(&text, 0);
		put_figure(&text, "", curve->load[i], HR_QUANTITY_NUMBER);
		put_figure(&text, " users: ", curve->success_per_s[i], HR_QUANTITY_PER_S);
		put_figure(&text, ", p50 ", curve->p50_ms[i], HR_QUANTITY_DURATION_MS);
		put_figure(&text, ", p95 ", curve->p95_ms[i], HR_QUANTITY_DURATION_MS);
		put_figure(&text, ", errors ", curve->error_ratio[i], HR_QUANTITY_RATIO);
		hr_tip(plot, left, panel->top, hr_scale_at(&panel->x.scale, high) - left,
		       panel->bottom - panel->top, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}
