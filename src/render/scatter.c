#include <config.h>
#include "render/scatter.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/chart.h"
#include "render/lines.h"
#include "render/timeline.h"

#define HEIGHT     260.0
#define DOTS_MAX   160
#define SHADES     5 /* the darkest of the heat ramp: the light ones are lost on white */
#define FIRST_HEAT (HR_HEAT_LEVELS - SHADES + 1)
#define RADIUS     3.0
#define BANDS      16
#define LOG_FROM   20.0

struct dots {
	size_t count;
	double x[DOTS_MAX], p95[DOTS_MAX]; /* in order of time */
};

static void collect(struct dots *dots, const struct hr_scene *scene, enum hr_scatter_x of)
{
	struct hr_timeline timeline;
	double *x;

	dots->count = 0;
	if (!hr_timeline_init(&timeline, scene, hr_timeline_stretches(scene->total, DOTS_MAX)))
		return;
	x = hr_alloc_array(timeline.count, sizeof(*x));
	if (of == HR_SCATTER_USERS)
		hr_timeline_users(&timeline, &scene->run, x);
	else
		hr_timeline_values(&timeline, scene->total, HR_PER_REQUESTS_PER_S, x);
	hr_timeline_quantiles(&timeline, scene->total, 0.95, dots->p95);
	for (size_t i = 0; i < timeline.count; i++) {
		if (!isfinite(x[i]) || !isfinite(dots->p95[i]))
			continue;
		dots->x[dots->count] = x[i];
		dots->p95[dots->count++] = dots->p95[i];
	}
	free(x);
}

static void draw_dots(struct hr_plot *plot, const struct hr_panel *panel, const struct dots *dots)
{
	for (size_t shade = 0; shade < SHADES; shade++) {
		struct hr_path path = { 0 };
		int level = FIRST_HEAT + (int)shade;

		for (size_t i = shade * dots->count / SHADES;
		     i < (shade + 1) * dots->count / SHADES; i++)
			hr_path_disc(&path, hr_scale_at(&panel->x.scale, dots->x[i]),
			             hr_scale_at(&panel->y.scale, dots->p95[i]), RADIUS);
		if (path.data.length > 0) {
			hr_svg_begin(&plot->svg, "path");
			hr_str_printf(plot->svg.out, " class=\"h%d\" fill=\"%s\"", level,
			              hr_heat_colour(level));
			hr_svg_path_data(&plot->svg, &path);
			hr_svg_empty(&plot->svg);
		}
		hr_path_release(&path);
	}
}

static void draw_key(struct hr_plot *plot, const struct hr_panel *panel)
{
	struct hr_svg *svg = &plot->svg;
	double x = panel->outer_right - 96, y = panel->bottom + 30;

	hr_svg_text(svg, x - 6, y, HR_ANCHOR_END, HR_ROLE_MUTED, HR_SLICE_LITERAL("early"));
	for (int shade = 0; shade < SHADES; shade++) {
		struct hr_path path = { 0 };
		int level = FIRST_HEAT + shade;

		hr_path_disc(&path, x + 4 + 12 * shade, y - 4, RADIUS + 0.5);
		hr_svg_begin(svg, "path");
		hr_str_printf(svg->out, " class=\"h%d\" fill=\"%s\"", level, hr_heat_colour(level));
		hr_svg_path_data(svg, &path);
		hr_svg_empty(svg);
		hr_path_release(&path);
	}
	hr_svg_text(svg, x + 12 * SHADES + 4, y, HR_ANCHOR_START, HR_ROLE_MUTED,
	            HR_SLICE_LITERAL("late"));
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, const struct dots *dots,
                      enum hr_quantity quantity)
{
	const struct hr_scale *x = &panel->x.scale;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t band = 0; band < BANDS; band++) {
		double part = (x->high - x->low) / BANDS, from = x->low + part * (double)band;
		double low = INFINITY, high = -INFINITY, left = hr_scale_at(x, from);

		for (size_t i = 0; i < dots->count; i++) {
			if (dots->x[i] >= from && dots->x[i] < from + part)
				hr_lines_extent(&dots->p95[i], 1, &low, &high);
		}
		if (!(high >= low))
			continue;
		hr_str_truncate(&text, 0);
		hr_chart_value(&text, from, quantity);
		hr_str_puts(&text, " to ");
		hr_chart_value(&text, from + part, quantity);
		hr_str_puts(&text, ": p95 ");
		hr_chart_value(&text, low, HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, " to ");
		hr_chart_value(&text, high, HR_QUANTITY_DURATION_MS);
		hr_tip(plot, left, panel->top, hr_scale_at(x, from + part) - left,
		       panel->bottom - panel->top, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

struct pair {
	double x, p95;
};

static int by_x(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;

	return (left->x > right->x) - (left->x < right->x);
}

static int by_p95(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;

	return (left->p95 > right->p95) - (left->p95 < right->p95);
}

static double median_p95(struct pair *pairs, size_t n)
{
	qsort(pairs, n, sizeof(*pairs), by_p95);
	return n % 2 == 1 ? pairs[n / 2].p95 : (pairs[n / 2 - 1].p95 + pairs[n / 2].p95) / 2;
}

/* What happens from the fifth of dots with the lowest x to that with the highest. */
static void describe(const struct dots *dots, enum hr_scatter_x of, struct hr_str *out)
{
	const char *name = of == HR_SCATTER_USERS ? " active users" : " requests";
	enum hr_quantity quantity = of == HR_SCATTER_USERS ? HR_QUANTITY_COUNT : HR_QUANTITY_PER_S;
	struct pair pairs[DOTS_MAX];
	size_t n = dots->count, fifth = n >= 5 ? n / 5 : 1;
	double low_x, high_x;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		pairs[i] = (struct pair){ dots->x[i], dots->p95[i] };
	qsort(pairs, n, sizeof(*pairs), by_x);
	low_x = pairs[fifth - 1].x;
	high_x = pairs[n - fifth].x;
	hr_str_puts(out, "Up to ");
	hr_chart_value(out, low_x, quantity);
	hr_str_puts(out, name);
	hr_str_puts(out, " the 95th percentile is typically ");
	hr_chart_value(out, median_p95(pairs, fifth), HR_QUANTITY_DURATION_MS);
	if (high_x > low_x) {
		hr_str_puts(out, ", from ");
		hr_chart_value(out, high_x, quantity);
		hr_str_puts(out, " on ");
		hr_chart_value(out, median_p95(pairs + n - fifth, fifth), HR_QUANTITY_DURATION_MS);
	}
	hr_str_putc(out, '.');
}

static void draw_panel(struct hr_plot *plot, const struct dots *dots, enum hr_scatter_x of)
{
	enum hr_quantity quantity = of == HR_SCATTER_USERS ? HR_QUANTITY_COUNT : HR_QUANTITY_PER_S;
	struct hr_panel panel = { 0 };
	double low = INFINITY, high = -INFINITY, x_low = INFINITY, x_high = -INFINITY;

	hr_lines_extent(dots->p95, dots->count, &low, &high);
	hr_lines_extent(dots->x, dots->count, &x_low, &x_high);
	if (low > 0 && high / low >= LOG_FROM)
		hr_axis_log(&panel.y, low, high, HR_QUANTITY_DURATION_MS, 7);
	else
		hr_axis_linear(&panel.y, 0, high, HR_QUANTITY_DURATION_MS, 5);
	hr_panel_whole(plot, &panel, 20);
	panel.bottom -= 16;
	hr_panel_place_y(&panel);
	hr_axis_linear(&panel.x, 0, x_high, quantity, 6);
	hr_axis_place(&panel.x, panel.left, panel.right);
	hr_axis_thin(&panel.x);
	panel.x.unit[0] = '\0';
	hr_panel_frame(plot, &panel, "95th percentile", "");
	hr_svg_text(&plot->svg, panel.left, panel.bottom + 30, HR_ANCHOR_START, HR_ROLE_MUTED,
	            hr_slice_of(of == HR_SCATTER_USERS ? "Active users" : "Requests/s"));
	draw_key(plot, &panel);
	draw_dots(plot, &panel, dots);
	draw_tips(plot, &panel, dots, quantity);
}

void hr_scatter_draw(const struct hr_scene *scene, const struct hr_chart *about,
                     enum hr_scatter_x of, struct hr_str *svg)
{
	struct dots dots;
	struct hr_str desc = { 0 };
	struct hr_plot plot;

	collect(&dots, scene, of);
	describe(&dots, of, &desc);
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	if (dots.count > 0)
		draw_panel(&plot, &dots, of);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}
