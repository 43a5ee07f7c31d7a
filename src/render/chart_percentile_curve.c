#include <config.h>
#include "render/charts.h"

#include <math.h>
#include <stdio.h>

#include "document/jsonx.h"
#include "render/plot.h"
#include "render/text_width.h"
#include "stats/quantile.h"

#define HEIGHT      260.0
#define CURVE_MAX   200 /* places along the axis */
#define LOG_FROM    8.0 /* max / min from which the vertical axis is logarithmic */
#define DEEPEST     0.99999
#define MARK_RADIUS 3.0

struct curve {
	struct hr_timing all;      /* owned */
	struct hr_hist *reference; /* of the baseline, owned; NULL without a comparison */
	double reference_at[CURVE_MAX];
	enum hr_quantile_method method;
	double high; /* the axis ends at this p */
	double p[CURVE_MAX], at[CURVE_MAX];
};

/* One or two values are two flat lines. */
static bool has_data(const struct hr_scene *scene)
{
	return hr_chart_total_timed(scene) >= 3;
}

/* Beyond 1 - 1/n there is only the maximum. */
static void measure(const struct hr_scene *scene, struct curve *curve)
{
	double nines;

	curve->all = hr_label_elapsed(scene->total);
	curve->method = scene->options.method;
	curve->high = fmin(1 - 1 / (double)curve->all.moments.count, DEEPEST);
	curve->high = fmax(curve->high, 0.9);
	nines = -log10(1 - curve->high);
	for (size_t i = 0; i < CURVE_MAX; i++)
		curve->p[i] = 1 - pow(10, -nines * (double)i / (CURVE_MAX - 1));
	hr_quantiles_ms(curve->all.hist, curve->p, curve->at, CURVE_MAX, curve->method,
	                curve->all.moments.min_ns, curve->all.moments.max_ns);
}

static int64_t largest_ns(const struct hr_hist *hist)
{
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket = { 0 };

	while (hr_hist_next(hist, &cursor, &bucket))
		;
	return bucket.value_ns;
}

/* The baseline at the same places, as far as it has that many requests. */
static void measure_reference(const struct hr_scene *scene, struct curve *curve)
{
	const char *coded = hr_json_text_at(scene->document,
	                                    "comparison.distribution.baseline_histogram");

	curve->reference = NULL;
	if (coded == NULL)
		return;
	curve->reference = hr_hist_new();
	if (!hr_hist_decode(curve->reference, hr_slice_of(coded)) ||
	    hr_hist_count(curve->reference) < 3) {
		hr_hist_free(curve->reference);
		curve->reference = NULL;
		return;
	}
	hr_quantiles_ms(curve->reference, curve->p, curve->reference_at, CURVE_MAX, curve->method,
	                0, largest_ns(curve->reference));
}

static double quantile(const struct curve *curve, double p)
{
	return hr_quantile_ms(curve->all.hist, p, curve->method, curve->all.moments.min_ns,
	                      curve->all.moments.max_ns);
}

static void draw_curve(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct curve *curve, const double at[CURVE_MAX], enum hr_role role,
                       enum hr_dash dash)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_path path = { 0 };
	const struct hr_scale *x = &panel->x.scale, *y = &panel->y.scale;

	size_t first = 0;

	/* a logarithmic axis has no place for the 0 ms of refused connections */
	while (y->kind == HR_SCALE_LOG && first + 1 < CURVE_MAX && !(at[first] > 0))
		first++;
	hr_path_move(&path, hr_scale_at(x, curve->p[first]), hr_scale_at(y, at[first]));
	for (size_t i = first + 1; i < CURVE_MAX; i++) {
		/* Of a level stretch its two ends are enough. */
		if (i + 1 < CURVE_MAX && at[i] == at[i - 1] && at[i] == at[i + 1])
			continue;
		hr_path_line(&path, hr_scale_at(x, curve->p[i]), hr_scale_at(y, at[i]));
	}
	hr_svg_begin(svg, "path");
	hr_svg_stroke(svg, role, dash, 2);
	hr_svg_attr(svg, "stroke-linejoin", "round");
	hr_svg_path_data(svg, &path);
	hr_svg_empty(svg);
	hr_path_release(&path);
}

struct box {
	double left, top, right, bottom;
};

static bool meets(const struct box *box, const struct box *others, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (box->left < others[i].right && others[i].left < box->right &&
		    box->top < others[i].bottom && others[i].top < box->bottom)
			return true;
	}
	return false;
}

/* The curve rises, so the room above and left of a mark is free but for other names; the first of
 * the list get theirs first. */
static void draw_marks(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct curve *curve)
{
	static const struct {
		const char *name;
		double p;
	} marks[] = { { "p99", 0.99 }, { "p50", 0.5 },     { "p95", 0.95 },
		      { "p90", 0.9 },  { "p99.9", 0.999 }, { "p99.99", 0.9999 } };
	const size_t count = sizeof(marks) / sizeof(marks[0]);
	struct hr_path dots = { 0 };
	struct box taken[sizeof(marks) / sizeof(marks[0])];
	size_t placed = 0;

	for (size_t i = 0; i < count && marks[i].p <= curve->high + 1e-12; i++) {
		double value = quantile(curve, marks[i].p);

		if (value > 0 || panel->y.scale.kind != HR_SCALE_LOG)
			hr_path_disc(&dots, hr_scale_at(&panel->x.scale, marks[i].p),
			             hr_scale_at(&panel->y.scale, value), MARK_RADIUS);
	}
	hr_svg_begin(&plot->svg, "path");
	hr_svg_fill(&plot->svg, HR_ROLE_CUR);
	hr_svg_path_data(&plot->svg, &dots);
	hr_svg_empty(&plot->svg);
	hr_path_release(&dots);
	hr_plot_halo_begin(plot);
	for (size_t i = 0; i < count && marks[i].p <= curve->high + 1e-12; i++) {
		double value = quantile(curve, marks[i].p);
		double x = hr_scale_at(&panel->x.scale, marks[i].p) - 5;
		double y = hr_scale_at(&panel->y.scale, value) - 6;
		char text[HR_UNIT_TEXT_SIZE + 16], number[HR_UNIT_TEXT_SIZE];
		struct box box;

		hr_unit_format(value, HR_QUANTITY_DURATION_MS, HR_STYLE_UNICODE, number);
		snprintf(text, sizeof(text), "%s %s", marks[i].name, number);
		box.left = x - hr_text_width(hr_slice_of(text), HR_SVG_FONT_SIZE) - 4;
		box.right = x + 4;
		box.top = y - 11;
		box.bottom = y + 3;
		if (box.left < panel->left || box.top < panel->top - 2) {
			/* No room before or above the curve: below it then. */
			y = fmin(y + 22, panel->bottom - 5);
			box = (struct box){ x + 16, y - 11, x + 20 + (box.right - box.left),
				            y + 3 };
			if (box.right > panel->outer_right) {
				box.left -= box.right - panel->outer_right;
				box.right = panel->outer_right;
			}
			x = box.right - 4;
		}
		if (meets(&box, taken, placed))
			continue;
		taken[placed++] = box;
		hr_svg_text(&plot->svg, x, y, HR_ANCHOR_END, HR_ROLE_TEXT, hr_slice_of(text));
	}
	hr_plot_halo_end(plot);
}

static void describe(const struct curve *curve, struct hr_str *out)
{
	static const struct {
		const char *before;
		double p;
	} parts[] = { { "Half of all requests are answered within ", 0.5 },
		      { ", 95\u202f% within ", 0.95 },
		      { ", 99 % within ", 0.99 } };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		hr_str_puts(out, parts[i].before);
		hr_chart_value(out, quantile(curve, parts[i].p), HR_QUANTITY_DURATION_MS);
	}
	hr_str_puts(out, "; the slowest took ");
	hr_chart_value(out, (double)curve->all.moments.max_ns / 1e6, HR_QUANTITY_DURATION_MS);
	hr_str_putc(out, '.');
	if (curve->reference != NULL)
		hr_str_puts(out, " The dashed line is the baseline.");
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, const struct curve *curve)
{
	const size_t bands = 20;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t i = 0; i < bands; i++) {
		size_t at = (2 * i + 1) * CURVE_MAX / (2 * bands);
		double width = (panel->right - panel->left) / (double)bands;
		double p = curve->p[at] * 100;
		int digits = p < 90 ? 0 : p < 99 ? 1 : p < 99.9 ? 2 : p < 99.99 ? 3 : 4;

		hr_str_truncate(&text, 0);
		hr_str_printf(&text, "%.*f\u202f%% within ", digits, p);
		hr_chart_value(&text, curve->at[at], HR_QUANTITY_DURATION_MS);
		hr_tip(plot, panel->left + (double)i * width, panel->top, width,
		       panel->bottom - panel->top, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct curve curve;
	struct hr_panel panel = { 0 };
	struct hr_plot plot;
	struct hr_str desc = { 0 };
	double low, high;

	if (!has_data(scene))
		return;
	measure(scene, &curve);
	measure_reference(scene, &curve);
	describe(&curve, &desc);
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	low = curve.at[0];
	high = curve.at[CURVE_MAX - 1];
	for (size_t i = 0; !(low > 0) && i < CURVE_MAX; i++)
		low = curve.at[i];
	if (curve.reference != NULL) {
		if (curve.reference_at[0] > 0)
			low = fmin(low, curve.reference_at[0]);
		high = fmax(high, curve.reference_at[CURVE_MAX - 1]);
	}
	if (low > 0 && high / low >= LOG_FROM)
		hr_axis_log(&panel.y, low, high * 1.2, HR_QUANTITY_DURATION_MS, 8);
	else
		hr_axis_linear(&panel.y, 0, high, HR_QUANTITY_DURATION_MS, 5);
	hr_panel_whole(&plot, &panel, 20);
	hr_panel_place_y(&panel);
	hr_axis_nines(&panel.x, curve.high);
	hr_axis_place(&panel.x, panel.left, panel.right);
	hr_axis_thin(&panel.x);
	hr_panel_frame(&plot, &panel, "Response time within which this part is answered",
	               curve.reference != NULL ? "; dashed: the baseline" : "");
	if (curve.reference != NULL)
		draw_curve(&plot, &panel, &curve, curve.reference_at, HR_ROLE_BASE, HR_DASH_LONG);
	draw_curve(&plot, &panel, &curve, curve.at, HR_ROLE_CUR, HR_DASH_SOLID);
	draw_marks(&plot, &panel, &curve);
	draw_tips(&plot, &panel, &curve);
	hr_plot_end(&plot);
	hr_timing_release(&curve.all);
	hr_hist_free(curve.reference);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_percentile_curve = {
	.name = "percentile-curve",
	.title = "Percentiles",
	.note = "Each further nine has the same room, so the tail is as visible as the body.",
	.has_data = has_data,
	.draw = draw,
};
