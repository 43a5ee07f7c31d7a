#include <config.h>
#include "render/charts.h"

#include <math.h>

#include "render/log_bins.h"
#include "render/lines.h"

#define HEIGHT        260.0
#define FAILED_HEIGHT 60.0 /* px of the lower panel, when anything failed */
#define BINS          48

static bool has_data(const struct hr_scene *scene)
{
	return hr_chart_total_timed(scene) > 0;
}

static void draw_bars(struct hr_plot *plot, const struct hr_panel *panel, const double *bins,
                      enum hr_role role)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_path path = { 0 };
	double width = (panel->right - panel->left) / BINS;

	for (size_t i = 0; i < BINS; i++) {
		double top = hr_scale_at(&panel->y.scale, bins[i]);

		/* One failure among millions is still one: a bar is never lower than a pixel. */
		if (!(bins[i] > 0))
			continue;
		top = fmin(top, panel->bottom - 1);
		hr_path_rect(&path, panel->left + (double)i * width + 0.5, top, width - 1,
		             panel->bottom - top);
	}
	hr_svg_begin(svg, "path");
	hr_svg_fill(svg, role);
	hr_svg_path_data(svg, &path);
	hr_svg_empty(svg);
	hr_path_release(&path);
}

static void place(struct hr_panel *panel, const double *bins, size_t ticks)
{
	double low = 0, high = 0;

	hr_lines_extent(bins, BINS, &low, &high);
	hr_axis_linear(&panel->y, 0, high, HR_QUANTITY_COUNT, ticks);
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, double bottom,
                      const double *ok, const double *failed)
{
	const struct hr_scale *x = &panel->x.scale;
	double width = (panel->right - panel->left) / BINS;
	double ratio = log10(x->high / x->low) / BINS;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t i = 0; i < BINS; i += 2) {
		hr_str_truncate(&text, 0);
		hr_chart_value(&text, x->low * pow(10, ratio * (double)i), HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, " to ");
		hr_chart_value(&text, x->low * pow(10, ratio * (double)(i + 2)),
		               HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, ": ");
		hr_chart_value(&text, round(ok[i] + ok[i + 1]), HR_QUANTITY_COUNT);
		hr_str_puts(&text, " succeeded");
		if (failed[i] + failed[i + 1] > 0) {
			hr_str_puts(&text, ", ");
			hr_chart_value(&text, round(failed[i] + failed[i + 1]), HR_QUANTITY_COUNT);
			hr_str_puts(&text, " failed");
		}
		hr_tip(plot, panel->left + (double)i * width, panel->top, 2 * width,
		       bottom - panel->top, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void describe(const struct hr_scene *scene, const double *ok, const struct hr_axis *x,
                     struct hr_str *out)
{
	double ratio = log10(x->scale.high / x->scale.low) / BINS;
	size_t peak = 0;

	for (size_t i = 1; i < BINS; i++) {
		if (ok[i] > ok[peak])
			peak = i;
	}
	if (scene->total->ok.moments.count > 0) {
		hr_str_puts(out, "Most successful requests take about ");
		hr_chart_value(out, x->scale.low * pow(10, ratio * ((double)peak + 0.5)),
		               HR_QUANTITY_DURATION_MS);
		hr_str_puts(out, "; ");
	}
	hr_chart_value(out, (double)scene->total->ok.moments.count, HR_QUANTITY_COUNT);
	hr_str_puts(out, " succeeded and ");
	hr_chart_value(out, (double)scene->total->failed.moments.count, HR_QUANTITY_COUNT);
	hr_str_puts(out, " failed.");
}

/* Successes and failures on scales of their own below each other: on one scale the few failures of
 * a good run could not be seen. */
static void draw_panels(struct hr_plot *plot, const struct hr_axis *x, const double *ok,
                        const double *failed, const struct hr_label *total)
{
	bool any_failed = total->failed.moments.count > 0;
	bool any_ok = total->ok.moments.count > 0;
	struct hr_panel upper = { 0 }, lower = { 0 };

	hr_panel_whole(plot, &upper, 20);
	place(&upper, any_ok ? ok : failed, 5);
	lower = upper;
	if (any_failed && any_ok) {
		upper.bottom -= FAILED_HEIGHT + HR_PLOT_HEAD + 8;
		lower.top = lower.bottom - FAILED_HEIGHT;
		place(&lower, failed, 2);
		hr_panel_place_y(&lower);
	}
	hr_panel_place_y(&upper);
	upper.left = fmax(upper.left, lower.left);
	lower.left = upper.left;
	lower.x = *x;
	hr_axis_place(&lower.x, lower.left, lower.right);
	hr_axis_thin(&lower.x);
	upper.x = lower.x;
	if (any_failed && any_ok) {
		upper.x.tick_count = 0;
		hr_panel_frame(plot, &lower, "Failed requests", "");
		draw_bars(plot, &lower, failed, HR_ROLE_BAD);
	}
	hr_panel_frame(plot, &upper,
	               !any_ok      ? "Failed requests"
	               : any_failed ? "Successful requests"
	                            : "Requests",
	               "");
	draw_bars(plot, &upper, any_ok ? ok : failed, any_ok ? HR_ROLE_CUR : HR_ROLE_BAD);
	draw_tips(plot, &upper, lower.bottom, ok, failed);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	double ok[BINS], failed[BINS];
	int64_t min_ns, max_ns;
	struct hr_axis x = { 0 };
	struct hr_str desc = { 0 };
	struct hr_plot plot;
	double low, high;

	if (!hr_chart_total_extremes(scene, &min_ns, &max_ns))
		return;
	/* A time of 0 ms is one below the clock's resolution. */
	low = (double)(min_ns > 0 ? min_ns : HR_NS_PER_MS / 2) / 1e6;
	high = fmax((double)max_ns / 1e6, low) * 1.02;
	hr_axis_log(&x, low, high, HR_QUANTITY_DURATION_MS, 9);
	hr_log_bins(scene->total->ok.hist, x.scale.low, x.scale.high, BINS, ok);
	hr_log_bins(scene->total->failed.hist, x.scale.low, x.scale.high, BINS, failed);
	describe(scene, ok, &x, &desc);
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	draw_panels(&plot, &x, ok, failed, scene->total);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_distribution = {
	.name = "distribution",
	.title = "Distribution of response times",
	.note = "Requests by response time; the axis is logarithmic and all bars are equally wide "
	        "on "
	        "it. Failures have a scale of their own.",
	.has_data = has_data,
	.draw = draw,
};
