/*
 * When do we run out? Demand by days, its forecast as a fan of 50, 80 and 95 %, what the present
 * units bear, and the date on which the two meet.
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
#include "render/plot.h"

#define HEIGHT     300.0
#define POINTS_MAX 4096
#define BANDS      3
#define TIPS_MAX   60

struct fan {
	size_t past, ahead; /* points of history and forecast */
	int64_t from_ns, to_ns;
	double *x, *y;                    /* history: seconds since from_ns */
	double *fx, *mean;                /* forecast */
	double *low[BANDS], *high[BANDS]; /* 95, 80, 50 */
	double limit;                     /* NaN = none */
	double low_value, high_value;
	int64_t breach_ns; /* expected or else earliest; HR_INSTANT_NONE */
	bool breach_is_earliest;
};

static int64_t instant_of(const json_t *value)
{
	int64_t at_ns = HR_INSTANT_NONE;
	const char *text = json_string_value(value);

	if (text == NULL ||
	    hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &at_ns, NULL) != HR_OK)
		return HR_INSTANT_NONE;
	return at_ns;
}

static double number_at(const json_t *point, size_t i)
{
	const json_t *value = json_array_get(point, i);

	return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static void release(struct fan *fan)
{
	free(fan->x);
	free(fan->y);
	free(fan->fx);
	free(fan->mean);
	for (size_t b = 0; b < BANDS; b++) {
		free(fan->low[b]);
		free(fan->high[b]);
	}
}

static size_t capped_size(const json_t *list)
{
	size_t n = json_array_size(list);

	return n < POINTS_MAX ? n : POINTS_MAX;
}

static void read_history(struct fan *fan, const json_t *history)
{
	for (size_t i = 0; i < fan->past; i++) {
		const json_t *point = json_array_get(history, i);
		int64_t at_ns = instant_of(json_array_get(point, 0));

		fan->x[i] = (double)(at_ns - fan->from_ns) / 1e9;
		fan->y[i] = at_ns == HR_INSTANT_NONE ? (double)NAN : number_at(point, 1);
	}
}

static void read_forecast(struct fan *fan, const json_t *forecast)
{
	/* [day, mean, low50, high50, low80, high80, low95, high95] */
	for (size_t i = 0; i < fan->ahead; i++) {
		const json_t *point = json_array_get(forecast, i);
		int64_t at_ns = instant_of(json_array_get(point, 0));

		fan->fx[i] = (double)(at_ns - fan->from_ns) / 1e9;
		fan->mean[i] = number_at(point, 1);
		for (size_t b = 0; b < BANDS; b++) {
			fan->low[b][i] = number_at(point, 6 - 2 * b);
			fan->high[b][i] = number_at(point, 7 - 2 * b);
		}
	}
}

/* The scenario without anything of its own, else the first. */
static const json_t *baseline(const json_t *scenarios)
{
	const json_t *scenario;
	size_t i;

	json_array_foreach(scenarios, i, scenario)
	{
		double growth = hr_stat(scenario, "growth_per_month_ratio");
		const char *type = hr_json_text_at(scenario, "type");

		if (type != NULL && strcmp(type, "growth") == 0 && !(growth > 0) && !(growth < 0))
			return scenario;
	}
	return NULL;
}

static void read_limit(struct fan *fan, const json_t *capacity)
{
	const json_t *breach = json_object_get(baseline(json_object_get(capacity, "scenarios")),
	                                       "breach");

	fan->limit = hr_json_number_at(capacity, "unit.total_per_s");
	fan->breach_ns = instant_of(json_object_get(breach, "expected"));
	if (fan->breach_ns == HR_INSTANT_NONE) {
		fan->breach_ns = instant_of(json_object_get(breach, "earliest"));
		fan->breach_is_earliest = true;
	}
}

/* A limit far above everything would flatten the rest; then only its value is told. */
static void find_extent(struct fan *fan)
{
	fan->low_value = INFINITY;
	fan->high_value = -INFINITY;
	hr_lines_extent(fan->y, fan->past, &fan->low_value, &fan->high_value);
	hr_lines_extent(fan->low[0], fan->ahead, &fan->low_value, &fan->high_value);
	hr_lines_extent(fan->high[0], fan->ahead, &fan->low_value, &fan->high_value);
	if (fan->limit > 0 && fan->limit < 4 * fan->high_value)
		fan->high_value = fmax(fan->high_value, fan->limit);
}

static bool init(struct fan *fan, const struct hr_scene *scene)
{
	const json_t *capacity = json_object_get(scene->document, "capacity");
	const json_t *history = hr_json_at(capacity, "demand.history");
	const json_t *forecast = hr_json_at(capacity, "demand.forecast");

	*fan = (struct fan){ .past = capped_size(history), .ahead = capped_size(forecast) };
	if (fan->past < 2 || fan->ahead < 2)
		return false;
	fan->from_ns = instant_of(json_array_get(json_array_get(history, 0), 0));
	fan->to_ns = instant_of(json_array_get(json_array_get(forecast, fan->ahead - 1), 0));
	if (fan->from_ns == HR_INSTANT_NONE || fan->to_ns <= fan->from_ns)
		return false;
	fan->x = hr_alloc_array(fan->past, sizeof(double));
	fan->y = hr_alloc_array(fan->past, sizeof(double));
	fan->fx = hr_alloc_array(fan->ahead, sizeof(double));
	fan->mean = hr_alloc_array(fan->ahead, sizeof(double));
	for (size_t b = 0; b < BANDS; b++) {
		fan->low[b] = hr_alloc_array(fan->ahead, sizeof(double));
		fan->high[b] = hr_alloc_array(fan->ahead, sizeof(double));
	}
	read_history(fan, history);
	read_forecast(fan, forecast);
	read_limit(fan, capacity);
	find_extent(fan);
	if (isfinite(fan->high_value))
		return true;
	release(fan);
	return false;
}

static void put_day(struct hr_str *out, int64_t at_ns, const struct hr_zone *zone)
{
	char text[HR_INSTANT_TEXT_SIZE];

	hr_instant_format(at_ns, zone, text);
	hr_str_add(out, text, 10);
}

static void draw_mark(struct hr_plot *plot, const struct hr_panel *panel, double x1, double y1,
                      double x2, double y2, enum hr_role role, enum hr_dash dash)
{
	struct hr_path path = { 0 };

	(void)panel;
	hr_path_move(&path, x1, y1);
	hr_path_line(&path, x2, y2);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, role, dash, 1.5);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static void draw_limit(struct hr_plot *plot, const struct hr_panel *panel, const struct fan *fan,
                       const struct hr_zone *zone)
{
	double y = hr_scale_at(&panel->y.scale, fan->limit);
	struct hr_str text = { 0 };

	if (!(fan->limit > 0) || fan->limit > panel->y.scale.high)
		return;
	draw_mark(plot, panel, panel->left, y, panel->right, y, HR_ROLE_BAD, HR_DASH_LONG);
	hr_str_puts(&text, "units in use bear ");
	hr_chart_value(&text, fan->limit, HR_QUANTITY_PER_S);
	hr_plot_halo_begin(plot);
	hr_plot_text(plot, panel->left + 6, y - 5, HR_ANCHOR_START, HR_ROLE_BAD,
	             hr_str_slice(&text), (panel->right - panel->left) / 2);
	if (fan->breach_ns != HR_INSTANT_NONE) {
		double x = hr_scale_at(&panel->x.scale,
		                       (double)(fan->breach_ns - fan->from_ns) / 1e9);
		bool left = x > (panel->left + panel->right) / 2;

		draw_mark(plot, panel, x, y, x, panel->bottom, HR_ROLE_BAD, HR_DASH_SHORT);
		hr_str_truncate(&text, 0);
		put_day(&text, fan->breach_ns, zone);
		if (fan->breach_is_earliest)
			hr_str_puts(&text, " at the earliest");
		hr_plot_text(plot, left ? x - 6 : x + 6, panel->bottom - 6,
		             left ? HR_ANCHOR_END : HR_ANCHOR_START, HR_ROLE_BAD,
		             hr_str_slice(&text), 200);
	}
	hr_plot_halo_end(plot);
	hr_str_release(&text);
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, const struct fan *fan,
                      const struct hr_zone *zone)
{
	size_t stride = fan->ahead / TIPS_MAX + 1;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t i = 0; i < fan->ahead; i += stride) {
		size_t next = i + stride < fan->ahead ? i + stride : fan->ahead - 1;
		double left = hr_scale_at(&panel->x.scale, fan->fx[i]);

		hr_str_truncate(&text, 0);
		put_day(&text, fan->from_ns + (int64_t)(fan->fx[i] * 1e9), zone);
		hr_str_puts(&text, ": ");
		hr_chart_value(&text, fan->mean[i], HR_QUANTITY_PER_S);
		hr_str_puts(&text, ", 95 % ");
		hr_chart_value(&text, fan->low[0][i], HR_QUANTITY_PER_S);
		hr_str_puts(&text, " to ");
		hr_chart_value(&text, fan->high[0][i], HR_QUANTITY_PER_S);
		hr_tip(plot, left, panel->top, hr_scale_at(&panel->x.scale, fan->fx[next]) - left,
		       panel->bottom - panel->top, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void draw_panel(struct hr_plot *plot, const struct fan *fan, const struct hr_zone *zone)
{
	struct hr_line past = { "", HR_ROLE_CUR, HR_DASH_SOLID, 1.5, fan->y };
	struct hr_line mean = { "", HR_ROLE_CUR, HR_DASH_LONG, 1.5, fan->mean };
	struct hr_panel panel = { 0 };

	hr_axis_linear(&panel.y, 0, fan->high_value, HR_QUANTITY_PER_S, 5);
	hr_panel_whole(plot, &panel, 12);
	hr_panel_place_y(&panel);
	hr_axis_place(&panel.x, panel.left, panel.right);
	hr_axis_time(&panel.x, fan->from_ns, fan->to_ns, zone);
	hr_panel_frame(plot, &panel, "Demand, largest hour of a day", "");
	for (size_t b = 0; b < BANDS; b++)
		hr_shade_draw(plot, &panel, HR_ROLE_CUR, fan->fx, fan->low[b], fan->high[b],
		              fan->ahead);
	hr_line_draw(plot, &panel, &past, fan->x, fan->past, 400);
	hr_line_draw(plot, &panel, &mean, fan->fx, fan->ahead, 400);
	draw_limit(plot, &panel, fan, zone);
	draw_tips(plot, &panel, fan, zone);
}

static void describe(const struct fan *fan, const struct hr_zone *zone, struct hr_str *out)
{
	hr_str_puts(out, "Demand is expected at ");
	hr_chart_value(out, fan->mean[fan->ahead - 1], HR_QUANTITY_PER_S);
	hr_str_puts(out, " on ");
	put_day(out, fan->to_ns, zone);
	if (fan->limit > 0) {
		hr_str_puts(out, "; the units in use bear ");
		hr_chart_value(out, fan->limit, HR_QUANTITY_PER_S);
	}
	if (fan->breach_ns != HR_INSTANT_NONE) {
		hr_str_puts(out,
		            fan->breach_is_earliest ? ", which it passes on " : ", passed on ");
		put_day(out, fan->breach_ns, zone);
		hr_str_puts(out, fan->breach_is_earliest ? " at the earliest" : "");
	}
	hr_str_putc(out, '.');
}

static bool has_data(const struct hr_scene *scene)
{
	struct fan fan;
	bool any = init(&fan, scene);

	if (any)
		release(&fan);
	return any;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	const struct hr_zone *zone = hr_scene_zone(scene);
	struct hr_str desc = { 0 };
	struct hr_plot plot;
	struct fan fan;
	bool any = init(&fan, scene);

	if (any)
		describe(&fan, zone, &desc);
	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&desc), svg);
	if (any) {
		draw_panel(&plot, &fan, zone);
		release(&fan);
	}
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_demand_forecast = {
	.name = "demand-forecast",
	.title = "Demand and its forecast",
	.note = "Shades hold 50, 80 and 95 % of the days to come.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
