/*
 * Which users got slower? The change of each quantile against the baseline, with its interval.
 */
#include <config.h>
#include "render/charts.h"

#include <math.h>

#include "document/jsonx.h"
#include "render/lines.h"

#define HEIGHT     260.0
#define POINTS_MAX 16
#define RADIUS     3.5
#define AXIS_END   0.9993 /* the last point is p99.9 */
#define LEAST_SPAN 0.02   /* of the vertical axis, either way */

struct shift {
	size_t count;
	double p[POINTS_MAX], change[POINTS_MAX], low[POINTS_MAX], high[POINTS_MAX];
	double before_ms[POINTS_MAX], after_ms[POINTS_MAX];
};

static void read_shift(const struct hr_scene *scene, struct shift *out)
{
	const json_t *points = hr_json_at(scene->document, "comparison.distribution.shift"), *point;
	size_t i;

	out->count = 0;
	json_array_foreach(points, i, point)
	{
		size_t n = out->count;

		if (n == POINTS_MAX || !isfinite(hr_json_number_at(point, "change")))
			continue;
		out->p[n] = hr_json_number_at(point, "p");
		out->change[n] = hr_json_number_at(point, "change");
		out->low[n] = hr_json_number_at(point, "low");
		out->high[n] = hr_json_number_at(point, "high");
		out->before_ms[n] = hr_json_number_at(point, "baseline_ms");
		out->after_ms[n] = hr_json_number_at(point, "observed_ms");
		out->count++;
	}
}

static bool has_data(const struct hr_scene *scene)
{
	struct shift shift;

	read_shift(scene, &shift);
	return shift.count >= 3;
}

/* "+12 %" */
static void put_change(double change, struct hr_str *out)
{
	hr_str_puts(out, change < 0 ? "\xe2\x88\x92" : "+");
	hr_chart_value(out, fabs(change), HR_QUANTITY_RATIO);
}

static void put_quantile(double p, struct hr_str *out)
{
	hr_str_printf(out, "p%.4g", p * 100);
}

static void describe(const struct shift *shift, struct hr_str *out)
{
	size_t largest = 0;

	for (size_t i = 1; i < shift->count; i++)
		if (fabs(shift->change[i]) > fabs(shift->change[largest]))
			largest = i;
	hr_str_puts(out, "Against the baseline ");
	put_quantile(shift->p[0], out);
	hr_str_puts(out, " changed by ");
	put_change(shift->change[0], out);
	hr_str_puts(out, ", most of all ");
	put_quantile(shift->p[largest], out);
	hr_str_puts(out, " by ");
	put_change(shift->change[largest], out);
	hr_str_putc(out, '.');
}

static void draw_zero(struct hr_plot *plot, const struct hr_panel *panel)
{
	struct hr_path path = { 0 };
	double y = hr_scale_at(&panel->y.scale, 0);

	hr_path_move(&path, panel->left, y);
	hr_path_line(&path, panel->right, y);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, HR_ROLE_BASE, HR_DASH_LONG, 1.5);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static double within(const struct hr_panel *panel, double value)
{
	double y = hr_scale_at(&panel->y.scale, value);

	return fmin(fmax(y, panel->top), panel->bottom);
}

static void draw_intervals(struct hr_plot *plot, const struct hr_panel *panel,
                           const struct shift *shift)
{
	struct hr_path path = { 0 };

	for (size_t i = 0; i < shift->count; i++) {
		double x = hr_scale_at(&panel->x.scale, shift->p[i]);

		if (!isfinite(shift->low[i]) || !isfinite(shift->high[i]))
			continue;
		hr_path_move(&path, x, within(panel, shift->low[i]));
		hr_path_line(&path, x, within(panel, shift->high[i]));
	}
	if (path.data.length > 0) {
		hr_svg_begin(&plot->svg, "path");
		hr_svg_stroke(&plot->svg, HR_ROLE_CUR, HR_DASH_SOLID, 1);
		hr_svg_path_data(&plot->svg, &path);
		hr_svg_empty(&plot->svg);
	}
	hr_path_release(&path);
}

/* Only what its interval leaves on one side of the line is slower or faster for sure; without an
 * interval the change itself counts. */
static enum hr_role role_of(const struct shift *shift, size_t i)
{
	double low = shift->low[i], high = shift->high[i];

	if (!isfinite(low) || !isfinite(high))
		low = high = shift->change[i];
	return low > 0 ? HR_ROLE_BAD : high < 0 ? HR_ROLE_GOOD : HR_ROLE_CUR;
}

static void draw_points(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct shift *shift, enum hr_role role)
{
	struct hr_path path = { 0 };

	for (size_t i = 0; i < shift->count; i++)
		if (role_of(shift, i) == role)
			hr_path_disc(&path, hr_scale_at(&panel->x.scale, shift->p[i]),
			             hr_scale_at(&panel->y.scale, shift->change[i]), RADIUS);
	if (path.data.length > 0) {
		hr_svg_begin(&plot->svg, "path");
		hr_svg_fill(&plot->svg, role);
		hr_svg_path_data(&plot->svg, &path);
		hr_svg_empty(&plot->svg);
	}
	hr_path_release(&path);
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, const struct shift *shift)
{
	struct hr_str text = { 0 };
	double left = panel->left;

	hr_tips_begin(plot);
	for (size_t i = 0; i < shift->count; i++) {
		double x = hr_scale_at(&panel->x.scale, shift->p[i]);
		double right = i + 1 < shift->count
		                       ? (x + hr_scale_at(&panel->x.scale, shift->p[i + 1])) / 2
		                       : panel->right;

		hr_str_truncate(&text, 0);
		put_quantile(shift->p[i], &text);
		hr_str_putc(&text, ' ');
		put_change(shift->change[i], &text);
		hr_str_puts(&text, ": ");
		hr_chart_value(&text, shift->before_ms[i], HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, " \xe2\x86\x92 ");
		hr_chart_value(&text, shift->after_ms[i], HR_QUANTITY_DURATION_MS);
		hr_tip(plot, left, panel->top, right - left, panel->bottom - panel->top,
		       hr_str_slice(&text));
		left = right;
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void draw_panel(struct hr_plot *plot, const struct shift *shift)
{
	const struct hr_line line = { "", HR_ROLE_CUR, HR_DASH_SOLID, 2, shift->change };
	struct hr_panel panel = { 0 };
	double low = -LEAST_SPAN, high = LEAST_SPAN;

	hr_lines_extent(shift->change, shift->count, &low, &high);
	/* Intervals wider than twice the changes are cut at the edge rather than flattening them.
	 */
	for (size_t i = 0; i < shift->count; i++) {
		if (isfinite(shift->low[i]))
			low = fmin(low, fmax(shift->low[i], 2 * low));
		if (isfinite(shift->high[i]))
			high = fmax(high, fmin(shift->high[i], 2 * high));
	}
	hr_axis_linear(&panel.y, low, high, HR_QUANTITY_RATIO, 6);
	hr_panel_whole(plot, &panel, 20);
	hr_panel_place_y(&panel);
	hr_axis_nines(&panel.x, AXIS_END);
	hr_axis_place(&panel.x, panel.left, panel.right);
	hr_axis_thin(&panel.x);
	hr_panel_frame(plot, &panel, "Change against the baseline, by percentile", "");
	draw_zero(plot, &panel);
	draw_intervals(plot, &panel, shift);
	hr_line_draw(plot, &panel, &line, shift->p, shift->count, POINTS_MAX * 8);
	draw_points(plot, &panel, shift, HR_ROLE_CUR);
	draw_points(plot, &panel, shift, HR_ROLE_GOOD);
	draw_points(plot, &panel, shift, HR_ROLE_BAD);
	draw_tips(plot, &panel, shift);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_str desc = { 0 };
	struct shift shift;
	struct hr_plot plot;

	read_shift(scene, &shift);
	if (shift.count < 3)
		return;
	describe(&shift, &desc);
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	draw_panel(&plot, &shift);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_shift_function = {
	.name = "shift-function",
	.title = "Who got slower",
	.note = "Change of each percentile of all requests; bars are 95\u202f% intervals by its "
	        "requests alone, and dots are red or green where they leave out 0.",
	.has_data = has_data,
	.draw = draw,
};
