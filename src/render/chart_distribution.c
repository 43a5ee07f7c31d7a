#include <config.h>
#include "render/charts.h"

#include <math.h>
#include <string.h>

#include "render/log_bins.h"
#include "render/lines.h"

#define HEIGHT        260.0
#define FAILED_HEIGHT 60.0 /* px of the lower panel, when anything failed */
#define BINS          48
#define ZERO_SLOT     44.0 /* px for times of 0 */
#define ZERO_TEXT     "0 ms"

static bool has_data(const struct hr_scene *scene)
{
	return hr_chart_total_timed(scene) > 0;
}

/* One part of the requests. Times of 0 ms have no place on a logarithmic axis: they have a bar of
 * their own before it. */
struct part {
	double bins[BINS];
	double zeros;
};

struct distribution {
	struct part ok, failed;
	struct hr_axis x;
	double slot; /* px before the axis, 0 when there are no zeros */
};

static void add_bar(struct hr_path *path, const struct hr_panel *panel, double left, double width,
                    double count)
{
	/* One failure among millions is still one: a bar is never lower than a pixel. */
	double top = fmin(hr_scale_at(&panel->y.scale, count), panel->bottom - 1);

	if (count > 0)
		hr_path_rect(path, left + 0.5, top, width - 1, panel->bottom - top);
}

static void draw_bars(struct hr_plot *plot, const struct hr_panel *panel,
                      const struct distribution *all, const struct part *part, enum hr_role role)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_path path = { 0 };
	double start = panel->left + all->slot;
	double width = (panel->right - start) / BINS;

	add_bar(&path, panel, panel->left + (all->slot - width) / 2, width, part->zeros);
	for (size_t i = 0; i < BINS; i++)
		add_bar(&path, panel, start + (double)i * width, width, part->bins[i]);
	hr_svg_begin(svg, "path");
	hr_svg_fill(svg, role);
	hr_svg_path_data(svg, &path);
	hr_svg_empty(svg);
	hr_path_release(&path);
}

static void place(struct hr_panel *panel, const struct part *part, size_t ticks)
{
	double low = 0, high = 0;

	hr_lines_extent(part->bins, BINS, &low, &high);
	hr_axis_linear(&panel->y, 0, fmax(high, part->zeros), HR_QUANTITY_COUNT, ticks);
}

/* ": 12 succeeded, 3 failed" */
static void put_counts(struct hr_str *text, double ok, double failed)
{
	hr_str_puts(text, ": ");
	hr_chart_value(text, round(ok), HR_QUANTITY_COUNT);
	hr_str_puts(text, " succeeded");
	if (failed > 0) {
		hr_str_puts(text, ", ");
		hr_chart_value(text, round(failed), HR_QUANTITY_COUNT);
		hr_str_puts(text, " failed");
	}
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, double bottom,
                      const struct distribution *all)
{
	const struct hr_scale *x = &panel->x.scale;
	const double *ok = all->ok.bins, *failed = all->failed.bins;
	double start = panel->left + all->slot;
	double width = (panel->right - start) / BINS;
	double ratio = log10(x->high / x->low) / BINS;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	if (all->slot > 0) {
		hr_str_puts(&text, ZERO_TEXT);
		put_counts(&text, all->ok.zeros, all->failed.zeros);
		hr_tip(plot, panel->left, panel->top, all->slot, bottom - panel->top,
		       hr_str_slice(&text));
	}
	for (size_t i = 0; i < BINS; i += 2) {
		hr_str_truncate(&text, 0);
		hr_chart_value(&text, x->low * pow(10, ratio * (double)i), HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, " to ");
		hr_chart_value(&text, x->low * pow(10, ratio * (double)(i + 2)),
		               HR_QUANTITY_DURATION_MS);
		put_counts(&text, ok[i] + ok[i + 1], failed[i] + failed[i + 1]);
		hr_tip(plot, start + (double)i * width, panel->top, 2 * width, bottom - panel->top,
		       hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void describe(const struct hr_label *total, const struct distribution *all,
                     struct hr_str *out)
{
	const struct hr_scale *x = &all->x.scale;
	const double *ok = all->ok.bins;
	double ratio = log10(x->high / x->low) / BINS;
	size_t peak = 0;

	for (size_t i = 1; i < BINS; i++) {
		if (ok[i] > ok[peak])
			peak = i;
	}
	if (all->ok.zeros > ok[peak]) {
		hr_str_puts(out, "Most successful requests take " ZERO_TEXT "; ");
	} else if (total->ok.moments.count > 0) {
		hr_str_puts(out, "Most successful requests take about ");
		hr_chart_value(out, x->low * pow(10, ratio * ((double)peak + 0.5)),
		               HR_QUANTITY_DURATION_MS);
		hr_str_puts(out, "; ");
	}
	hr_chart_value(out, (double)total->ok.moments.count, HR_QUANTITY_COUNT);
	hr_str_puts(out, " succeeded and ");
	hr_chart_value(out, (double)total->failed.moments.count, HR_QUANTITY_COUNT);
	hr_str_puts(out, " failed.");
}

/* Pixels of the axis, and the name of the bar before it. */
static void place_x(struct hr_panel *panel, const struct distribution *all)
{
	struct hr_axis *x = &panel->x;

	*x = all->x;
	hr_axis_place(x, panel->left + all->slot, panel->right);
	if (all->slot > 0) {
		if (x->tick_count == HR_TICKS_MAX)
			x->tick_count--;
		memmove(x->ticks + 1, x->ticks, x->tick_count * sizeof(*x->ticks));
		x->ticks[0] = (struct hr_tick){ panel->left + all->slot / 2, ZERO_TEXT };
		x->tick_count++;
	}
	hr_axis_thin(x);
}

/* Successes and failures on scales of their own below each other: on one scale the few failures of
 * a good run could not be seen. */
static void draw_panels(struct hr_plot *plot, const struct distribution *all,
                        const struct hr_label *total)
{
	bool any_failed = total->failed.moments.count > 0;
	bool any_ok = total->ok.moments.count > 0;
	const struct part *first = any_ok ? &all->ok : &all->failed;
	struct hr_panel upper = { 0 }, lower = { 0 };

	hr_panel_whole(plot, &upper, 20);
	place(&upper, first, 5);
	lower = upper;
	if (any_failed && any_ok) {
		upper.bottom -= FAILED_HEIGHT + HR_PLOT_HEAD + 8;
		lower.top = lower.bottom - FAILED_HEIGHT;
		place(&lower, &all->failed, 2);
		hr_panel_place_y(&lower);
	}
	hr_panel_place_y(&upper);
	upper.left = fmax(upper.left, lower.left);
	lower.left = upper.left;
	place_x(&lower, all);
	upper.x = lower.x;
	if (any_failed && any_ok) {
		upper.x.tick_count = 0;
		hr_panel_frame(plot, &lower, "Failed requests", "");
		draw_bars(plot, &lower, all, &all->failed, HR_ROLE_BAD);
	}
	hr_panel_frame(plot, &upper,
	               !any_ok      ? "Failed requests"
	               : any_failed ? "Successful requests"
	                            : "Requests",
	               "");
	draw_bars(plot, &upper, all, first, any_ok ? HR_ROLE_CUR : HR_ROLE_BAD);
	draw_tips(plot, &upper, lower.bottom, all);
}

/* Without any time above 0 the axis is about a millisecond. */
static void place_axis(struct hr_axis *x, const struct hr_label *total, int64_t max_ns)
{
	double low = fmin(hr_log_bins_least_ms(total->ok.hist),
	                  hr_log_bins_least_ms(total->failed.hist));

	low = isfinite(low) ? low : 1;
	hr_axis_log(x, low, fmax((double)max_ns / 1e6, low) * 1.02, HR_QUANTITY_DURATION_MS, 9);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	const struct hr_label *total = scene->total;
	struct distribution all = { 0 };
	int64_t min_ns, max_ns;
	struct hr_str desc = { 0 };
	struct hr_plot plot;

	if (!hr_chart_total_extremes(scene, &min_ns, &max_ns))
		return;
	place_axis(&all.x, total, max_ns);
	all.ok.zeros = (double)hr_log_bins(total->ok.hist, all.x.scale.low, all.x.scale.high, BINS,
	                                   all.ok.bins);
	all.failed.zeros = (double)hr_log_bins(total->failed.hist, all.x.scale.low,
	                                       all.x.scale.high, BINS, all.failed.bins);
	all.slot = all.ok.zeros + all.failed.zeros > 0 ? ZERO_SLOT : 0;
	describe(total, &all, &desc);
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	draw_panels(&plot, &all, total);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

static const char *say_scales(const struct hr_scene *scene)
{
	const struct hr_label *total = scene->total;

	return total->ok.moments.count > 0 && total->failed.moments.count > 0
	               ? "Failures have a scale of their own."
	               : NULL;
}

const struct hr_chart hr_chart_distribution = {
	.name = "distribution",
	.title = "Distribution of response times",
	.note = "Requests by response time; "
	        "the axis is logarithmic and all bars are equally wide on it.",
	.note_more = say_scales,
	.has_data = has_data,
	.draw = draw,
};
