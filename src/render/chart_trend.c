/*
 * Metrics over the runs of a history: values, the levels they kept, where and with which version
 * these changed. What changed comes first.
 */
#include <config.h>
#include "render/charts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "document/jsonx.h"
#include "render/lines.h"
#include "render/model_part.h"
#include "render/multiples.h"
#include "render/trend_view.h"

#define PANELS_MAX    6
#define ROW_HEIGHT    210.0
#define COLUMNS_MAX   400
#define LOG_FROM      20.0
#define MARK_ROOM     110.0 /* px for the text of a mark */
#define DESCRIBED_MAX 2

/* One panel's data. */
struct course {
	const json_t *series;
	double *values;            /* by run; what does not count is NaN here */
	double *aside;             /* outliers and failed runs; else NaN */
	double *x;                 /* seconds since the first run, or its number */
	int64_t first_ns, last_ns; /* HR_INSTANT_NONE: numbers */
	size_t count;
};

static void move_aside(struct course *course, const json_t *places)
{
	const json_t *place;
	size_t i;

	json_array_foreach(places, i, place)
	{
		size_t run = (size_t)json_integer_value(place);

		if (run >= course->count)
			continue;
		course->aside[run] = course->values[run];
		course->values[run] = (double)NAN;
	}
}

static bool course_init(struct course *course, const struct hr_trend_view *view,
                        const json_t *series)
{
	size_t n = json_array_size(view->runs);
	bool timed = true;

	*course = (struct course){ .series = series,
		                   .count = n,
		                   .first_ns = hr_trend_view_start(view, 0),
		                   .last_ns = hr_trend_view_start(view, n - 1) };
	course->values = hr_trend_view_values(view, series, true);
	if (course->values == NULL)
		return false;
	course->aside = hr_alloc_array(n, sizeof(double));
	course->x = hr_alloc_array(n, sizeof(double));
	for (size_t i = 0; i < n; i++) {
		int64_t at_ns = hr_trend_view_start(view, i);

		course->aside[i] = (double)NAN;
		timed = timed && at_ns != HR_INSTANT_NONE;
		course->x[i] = timed ? hr_span_s(course->first_ns, at_ns) : 0;
	}
	timed = timed && course->last_ns > course->first_ns;
	for (size_t i = 0; !timed && i < n; i++)
		course->x[i] = (double)i + 1;
	if (!timed)
		course->first_ns = course->last_ns = HR_INSTANT_NONE;
	move_aside(course, json_object_get(series, "outliers"));
	move_aside(course, json_object_get(series, "excluded"));
	return true;
}

static void course_release(struct course *course)
{
	free(course->values);
	free(course->aside);
	free(course->x);
}

static void choose_axes(struct hr_panel *panel, const struct course *course,
                        const struct hr_zone *zone)
{
	enum hr_quantity quantity = hr_trend_view_quantity(course->series);
	double low = (double)INFINITY, high = (double)-INFINITY;

	hr_lines_extent(course->values, course->count, &low, &high);
	if (!isfinite(low))
		hr_lines_extent(course->aside, course->count, &low, &high);
	if (low > 0 && high / low >= LOG_FROM)
		hr_axis_log(&panel->y, low, high, quantity, 5);
	else
		hr_axis_linear(&panel->y, fmin(low, 0), high, quantity, 5);
	hr_panel_place_y(panel);
	hr_axis_place(&panel->x, panel->left, panel->right);
	if (course->first_ns != HR_INSTANT_NONE) {
		hr_axis_time(&panel->x, course->first_ns, course->last_ns, zone);
		return;
	}
	hr_axis_linear(&panel->x, 0, (double)course->count, HR_QUANTITY_COUNT, 6);
	hr_axis_place(&panel->x, panel->left, panel->right);
}

/* The strip in which runs of a level lie, and the level itself. */
static void draw_band(struct hr_plot *plot, const struct hr_panel *panel, double left, double right,
                      double level, double spread)
{
	double high = fmax(hr_scale_at(&panel->y.scale, level * (1 + 2 * spread)), panel->top),
	       low = fmin(hr_scale_at(&panel->y.scale, level / (1 + 2 * spread)), panel->bottom),
	       middle = hr_scale_at(&panel->y.scale, level);
	struct hr_path band = { 0 }, line = { 0 };

	if (!isfinite(middle) || right <= left)
		return;
	if (low > high) {
		hr_path_rect(&band, left, high, right - left, low - high);
		hr_svg_begin(&plot->svg, "path");
		hr_svg_fill(&plot->svg, HR_ROLE_BASE);
		hr_svg_attr(&plot->svg, "fill-opacity", ".16");
		hr_svg_path_data(&plot->svg, &band);
		hr_svg_empty(&plot->svg);
	}
	hr_path_move(&line, left, middle);
	hr_path_line(&line, right, middle);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, HR_ROLE_BASE, HR_DASH_SHORT, 1.5);
	hr_svg_path_data(&plot->svg, &line);
	hr_svg_empty(&plot->svg);
	hr_path_release(&band);
	hr_path_release(&line);
}

static void draw_regimes(struct hr_plot *plot, const struct hr_panel *panel,
                         const struct course *course)
{
	const json_t *regimes = json_object_get(course->series, "regimes"), *regime;
	double spread = hr_json_number_at(course->series, "spread_ratio");
	size_t i;

	json_array_foreach(regimes, i, regime)
	{
		const json_t *next = json_array_get(regimes, i + 1);
		size_t first = (size_t)hr_json_number_at(regime, "first"),
		       end = next != NULL ? (size_t)hr_json_number_at(next, "first")
		                          : course->count - 1;

		if (first >= course->count || end >= course->count)
			continue;
		draw_band(plot, panel, hr_scale_at(&panel->x.scale, course->x[first]),
		          hr_scale_at(&panel->x.scale, course->x[end]),
		          hr_json_number_at(regime, "level"), isfinite(spread) ? spread : 0);
	}
}

static void draw_aside(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct course *course)
{
	struct hr_path dots = { 0 };

	for (size_t i = 0; i < course->count; i++) {
		double y = hr_scale_at(&panel->y.scale, course->aside[i]);

		if (!isfinite(y))
			continue;
		y = fmin(fmax(y, panel->top), panel->bottom);
		hr_path_disc(&dots, hr_scale_at(&panel->x.scale, course->x[i]), y, 2.5);
	}
	if (dots.data.length > 0) {
		hr_svg_begin(&plot->svg, "path");
		hr_svg_stroke(&plot->svg, HR_ROLE_MUTED, HR_DASH_SOLID, 1);
		hr_svg_path_data(&plot->svg, &dots);
		hr_svg_empty(&plot->svg);
	}
	hr_path_release(&dots);
}

static bool belongs(const json_t *event, const json_t *series)
{
	static const char *const keys[] = { "label", "metric" };

	for (size_t i = 0; i < 2; i++) {
		const char *a = hr_json_text_at(event, keys[i]),
		           *b = hr_json_text_at(series, keys[i]);

		if (a == NULL || b == NULL || strcmp(a, b) != 0)
			return false;
	}
	return json_is_true(json_object_get(event, "significant"));
}

static enum hr_role role_of(const json_t *event)
{
	const char *direction = hr_json_text_at(event, "direction"),
	           *cause = hr_json_text_at(event, "cause");

	if (cause != NULL)
		return HR_ROLE_WARN;
	if (direction != NULL && strcmp(direction, "worse") == 0)
		return HR_ROLE_BAD;
	return direction != NULL && strcmp(direction, "better") == 0 ? HR_ROLE_GOOD : HR_ROLE_MUTED;
}

/* A vertical line where a level begins; its version above, unless the mark before is too near. */
static double draw_mark(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct course *course, const json_t *event, double taken)
{
	size_t run = (size_t)hr_json_number_at(event, "run");
	const char *version = hr_json_text_at(event, "version");
	double x = hr_scale_at(&panel->x.scale, course->x[run]), room = panel->right - x - 4;
	struct hr_path line = { 0 };

	hr_path_move(&line, x, panel->top);
	hr_path_line(&line, x, panel->bottom);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, role_of(event), HR_DASH_LONG, 1.5);
	hr_svg_path_data(&plot->svg, &line);
	hr_svg_empty(&plot->svg);
	hr_path_release(&line);
	if (version == NULL || x < taken)
		return taken;
	hr_plot_halo_begin(plot);
	if (room < MARK_ROOM && x - panel->left > room)
		hr_plot_text(plot, x - 4, panel->top + 11, HR_ANCHOR_END, role_of(event),
		             hr_slice_of(version), fmin(MARK_ROOM, x - fmax(panel->left, taken)));
	else
		hr_plot_text(plot, x + 4, panel->top + 11, HR_ANCHOR_START, role_of(event),
		             hr_slice_of(version), fmin(MARK_ROOM, room));
	hr_plot_halo_end(plot);
	return x + MARK_ROOM;
}

static void draw_marks(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct course *course, const struct hr_trend_view *view)
{
	const json_t *event;
	double taken = 0;
	size_t i;

	json_array_foreach(json_object_get(view->trend, "events"), i, event)
	{
		if (belongs(event, course->series) &&
		    hr_json_number_at(event, "run") < (double)course->count)
			taken = draw_mark(plot, panel, course, event, taken);
	}
}

static void describe_series(const struct hr_trend_view *view, const json_t *series,
                            struct hr_str *out)
{
	const json_t *event = hr_trend_view_event(view, series);

	hr_trend_view_name(series, out);
	if (event != NULL) {
		hr_str_printf(out, " %s", hr_text_or(event, "message", "changed"));
		return;
	}
	hr_str_puts(out, " is at ");
	hr_chart_value(out, hr_json_number_at(series, "level"), hr_trend_view_quantity(series));
}

static void draw_tip(struct hr_plot *plot, const struct hr_panel *panel,
                     const struct hr_trend_view *view, const json_t *series)
{
	struct hr_str text = { 0 };

	describe_series(view, series, &text);
	plot->tip_y = 11;
	plot->tip_room = plot->width;
	hr_tips_begin(plot);
	hr_tip(plot, panel->left, panel->top, panel->right - panel->left,
	       panel->bottom - panel->top, hr_str_slice(&text));
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void draw_panel(struct hr_plot *plot, struct hr_panel *panel,
                       const struct hr_trend_view *view, const json_t *series,
                       const struct hr_zone *zone)
{
	struct hr_str title = { 0 };
	struct course course;
	struct hr_line line = { "", HR_ROLE_CUR, HR_DASH_SOLID, 1.5, NULL };

	if (!course_init(&course, view, series))
		return;
	panel->outer_left = panel->left;
	panel->right -= 8;
	choose_axes(panel, &course, zone);
	hr_trend_view_name(series, &title);
	hr_panel_spell_unit(panel);
	hr_panel_frame(plot, panel, hr_str_text(&title), "");
	draw_regimes(plot, panel, &course);
	line.values = course.values;
	hr_line_draw(plot, panel, &line, course.x, course.count, COLUMNS_MAX);
	draw_aside(plot, panel, &course);
	draw_marks(plot, panel, &course, view);
	draw_tip(plot, panel, view, series);
	course_release(&course);
	hr_str_release(&title);
}

/* Series whose values the document kept, as many as there is room for. */
static size_t choose(const struct hr_trend_view *view, const json_t *chosen[PANELS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < view->count && count < PANELS_MAX; i++)
		if (json_is_array(json_object_get(view->series[i], "values")) &&
		    hr_json_number_at(view->series[i], "runs") >= 2)
			chosen[count++] = view->series[i];
	return count;
}

static bool has_data(const struct hr_scene *scene)
{
	const json_t *chosen[PANELS_MAX];
	struct hr_trend_view view;
	bool any;

	if (!hr_trend_view_init(&view, scene))
		return false;
	any = choose(&view, chosen) > 0;
	hr_trend_view_release(&view);
	return any;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_multiples multiples = {
		.columns = 2, .row_height = ROW_HEIGHT, .gap = 24, .top = 18
	};
	const json_t *chosen[PANELS_MAX];
	struct hr_trend_view view;
	struct hr_str desc = { 0 };
	struct hr_plot plot;

	if (hr_trend_view_init(&view, scene))
		multiples.count = choose(&view, chosen);
	if (multiples.count == 1)
		multiples.columns = 1;
	for (size_t i = 0; i < multiples.count && i < DESCRIBED_MAX; i++) {
		describe_series(&view, chosen[i], &desc);
		hr_str_puts(&desc, ". ");
	}
	hr_plot_begin(&plot, about, hr_multiples_height(&multiples), hr_str_slice(&desc), svg);
	for (size_t i = 0; i < multiples.count; i++) {
		struct hr_panel panel = { 0 };

		hr_multiples_place(&multiples, plot.width, i, &panel);
		draw_panel(&plot, &panel, &view, chosen[i], hr_scene_zone(scene));
	}
	hr_plot_end(&plot);
	hr_trend_view_release(&view);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_trend = {
	.name = "trend",
	.title = "Run by run",
	.note = "What changed first. Strips are the levels that runs kept, marks where one began, "
	        "with the version; rings are outliers and failed runs, which do not count.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
