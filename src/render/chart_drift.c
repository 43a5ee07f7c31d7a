/*
 * What creeps in a long run: p95, failures and throughput by stretches with Theil and Sen's line,
 * and memory as it was recorded. What creeps comes first.
 */
#include <config.h>
#include "record/series.h"
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

#define PANELS_MAX 6
#define ROW_HEIGHT 180.0
#define S_PER_H    3600.0
#define TIPS_MAX   30

/* What a panel shows. */
struct sheet {
	const json_t *slope;
	const char *name, *host;
	enum hr_quantity quantity;
	double *x, *y; /* seconds since the start; owned */
	size_t count;
	bool dots; /* a dot a stretch, rather than a line */
};

struct sheets {
	struct sheet items[PANELS_MAX];
	size_t count;
	int64_t start_ns, end_ns;
};

static const struct {
	const char *key, *stat, *name;
	enum hr_quantity quantity;
} figures[] = {
	{ "p95", "p95_ms", "p95", HR_QUANTITY_DURATION_MS },
	{ "error_ratio", "error_ratio", "failures", HR_QUANTITY_RATIO },
	{ "throughput", "throughput_per_s", "throughput", HR_QUANTITY_PER_S },
};
#define FIGURES (sizeof(figures) / sizeof(figures[0]))

static const json_t *endurance_of(const struct hr_scene *scene)
{
	return hr_json_at(scene->document, "stability.endurance");
}

static bool creeps(const json_t *slope)
{
	return json_is_true(json_object_get(slope, "creeps"));
}

static bool has_data(const struct hr_scene *scene)
{
	const json_t *endurance = endurance_of(scene);

	return json_array_size(json_object_get(endurance, "buckets")) > 1 &&
	       hr_instant_at(endurance, "start") != HR_INSTANT_NONE &&
	       hr_instant_at(endurance, "end") > hr_instant_at(endurance, "start");
}

/* --- data --- */

static void load_buckets(struct sheet *sheet, const json_t *buckets, const char *stat,
                         int64_t start_ns)
{
	const json_t *bucket;
	size_t i, n = json_array_size(buckets);

	sheet->x = hr_alloc_array(n, sizeof(double));
	sheet->y = hr_alloc_array(n, sizeof(double));
	sheet->dots = true;
	json_array_foreach(buckets, i, bucket)
	{
		double from_s = hr_span_s(start_ns, hr_instant_at(bucket, "start"));
		double to_s = hr_span_s(start_ns, hr_instant_at(bucket, "end"));

		if (!isfinite(from_s + to_s))
			continue;
		sheet->x[sheet->count] = (from_s + to_s) / 2;
		sheet->y[sheet->count++] = hr_stat(bucket, stat);
	}
}

static const struct hr_series *series_of(const struct hr_scene *scene, const json_t *memory)
{
	for (size_t i = 0; i < scene->run.series_count; i++) {
		const struct hr_series *series = &scene->run.series[i];
		const char *name = hr_json_text_at(memory, "name");
		const char *host = hr_json_text_at(memory, "host");

		if (name != NULL && host != NULL && strcmp(series->name, name) == 0 &&
		    strcmp(series->host, host) == 0)
			return series;
	}
	return NULL;
}

static void load_series(struct sheet *sheet, const struct hr_series *series, int64_t start_ns,
                        int64_t end_ns)
{
	sheet->x = hr_alloc_array(series->count + 1, sizeof(double));
	sheet->y = hr_alloc_array(series->count + 1, sizeof(double));
	for (size_t i = 0; i < series->count; i++) {
		const struct hr_point *point = &series->points[i];

		if (point->first_time_ns < start_ns || point->last_time_ns > end_ns)
			continue;
		sheet->x[sheet->count] = hr_span_s(start_ns, point->first_time_ns);
		sheet->y[sheet->count++] = hr_series_value(series, i);
	}
}

/* Takes what creeps in the first round, the rest in the second. */
static void add_sheets(const struct hr_scene *scene, bool creeping, struct sheets *out)
{
	const json_t *endurance = endurance_of(scene), *memory;
	const json_t *slopes = json_object_get(endurance, "slopes");
	size_t i;

	for (i = 0; i < FIGURES; i++) {
		const json_t *slope = json_object_get(slopes, figures[i].key);
		struct sheet *sheet = &out->items[out->count];

		if (out->count == PANELS_MAX || creeps(slope) != creeping)
			continue;
		*sheet = (struct sheet){ .slope = slope,
			                 .name = figures[i].name,
			                 .quantity = figures[i].quantity };
		load_buckets(sheet, json_object_get(endurance, "buckets"), figures[i].stat,
		             out->start_ns);
		out->count++;
	}
	json_array_foreach(json_object_get(endurance, "memory"), i, memory)
	{
		const json_t *slope = json_object_get(memory, "slope");
		const struct hr_series *series = series_of(scene, memory);
		struct sheet *sheet = &out->items[out->count];

		if (out->count == PANELS_MAX || creeps(slope) != creeping || series == NULL)
			continue;
		*sheet = (struct sheet){ .slope = slope,
			                 .name = series->name,
			                 .host = series->host,
			                 .quantity = strncmp(series->unit, "byte", 4) == 0 ||
			                                             strcmp(series->unit, "B") == 0
			                                     ? HR_QUANTITY_BYTES
			                                     : HR_QUANTITY_NUMBER };
		load_series(sheet, series, out->start_ns, out->end_ns);
		out->count++;
	}
}

static void sheets_init(struct sheets *sheets, const struct hr_scene *scene)
{
	*sheets = (struct sheets){ .start_ns = hr_instant_at(endurance_of(scene), "start"),
		                   .end_ns = hr_instant_at(endurance_of(scene), "end") };
	add_sheets(scene, true, sheets);
	add_sheets(scene, false, sheets);
}

static void sheets_release(struct sheets *sheets)
{
	for (size_t i = 0; i < sheets->count; i++) {
		free(sheets->items[i].x);
		free(sheets->items[i].y);
	}
}

/* --- drawing --- */

/* The line through the median of time and figure. */
static void draw_slope(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct sheet *sheet, double all_s)
{
	double per_s = hr_stat(sheet->slope, "per_h") / S_PER_H;
	double level = hr_stat(sheet->slope, "level");
	double left = level - per_s * all_s / 2, right = level + per_s * all_s / 2;
	double x[2] = { 0, all_s }, y[2] = { left, right };
	struct hr_line line = { "", creeps(sheet->slope) ? HR_ROLE_BAD : HR_ROLE_BASE, HR_DASH_LONG,
		                1.8, y };

	if (isfinite(left) && isfinite(right))
		hr_line_draw(plot, panel, &line, x, 2, 2);
}

static void draw_dots(struct hr_plot *plot, const struct hr_panel *panel, const struct sheet *sheet)
{
	struct hr_path path = { 0 };

	for (size_t i = 0; i < sheet->count; i++)
		if (isfinite(sheet->y[i]))
			hr_path_disc(&path, hr_scale_at(&panel->x.scale, sheet->x[i]),
			             hr_scale_at(&panel->y.scale, sheet->y[i]), 3);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_fill(&plot->svg, HR_ROLE_CUR);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel,
                      const struct sheets *sheets, const struct sheet *sheet,
                      const struct hr_zone *zone)
{
	size_t bands = sheet->count < TIPS_MAX ? sheet->count : TIPS_MAX;
	double width = (panel->right - panel->left) / (double)(bands > 0 ? bands : 1);
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t band = 0; band < bands; band++) {
		size_t i = (band * sheet->count + sheet->count / 2) / bands;
		char when[HR_TICK_TEXT_SIZE];

		hr_axis_time_text(hr_instant_after(sheets->start_ns, sheet->x[i]), zone, 1, false,
		                  when);
		hr_str_truncate(&text, 0);
		hr_str_printf(&text, "%s \u00b7 ", when);
		hr_chart_value(&text, sheet->y[i], sheet->quantity);
		hr_tip(plot, hr_scale_at(&panel->x.scale, sheet->x[i]) - width / 2, panel->top,
		       width, panel->bottom - panel->top, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

/* "p95, ms · +11 % over all, creeps" */
static void put_change(struct hr_str *out, const json_t *slope)
{
	double change = hr_stat(slope, "change");

	if (!isfinite(change))
		return;
	hr_str_puts(out, change > 0 ? "+" : "");
	hr_chart_value(out, change, HR_QUANTITY_RATIO);
	hr_str_puts(out, creeps(slope) ? " over all, creeps" : " over all");
}

static void put_name(struct hr_str *out, const struct sheet *sheet)
{
	hr_put_cut(out, sheet->name, 40);
	if (sheet->host != NULL && sheet->host[0] != '\0')
		hr_str_printf(out, " %s", sheet->host);
}

static void draw_panel(struct hr_plot *plot, const struct sheets *sheets, const struct sheet *sheet,
                       struct hr_panel *panel, const struct hr_zone *zone)
{
	struct hr_line line = { "", HR_ROLE_CUR, HR_DASH_SOLID, 1.3, sheet->y };
	double low = 0, high = 0;
	struct hr_str title = { 0 }, more = { 0 };

	hr_lines_extent(sheet->y, sheet->count, &low, &high);
	hr_axis_linear(&panel->y, low, high, sheet->quantity, 4);
	panel->outer_left = panel->left;
	panel->right -= 8;
	hr_panel_place_y(panel);
	hr_axis_place(&panel->x, panel->left, panel->right);
	hr_axis_time(&panel->x, sheets->start_ns, sheets->end_ns, zone);
	put_name(&title, sheet);
	hr_panel_spell_unit(panel);
	hr_str_puts(&more, " \u00b7 ");
	put_change(&more, sheet->slope);
	hr_panel_frame(plot, panel, hr_str_text(&title), more.length > 4 ? hr_str_text(&more) : "");
	if (sheet->dots)
		draw_dots(plot, panel, sheet);
	else
		hr_line_draw(plot, panel, &line, sheet->x, sheet->count, 240);
	draw_slope(plot, panel, sheet, hr_span_s(sheets->start_ns, sheets->end_ns));
	plot->tip_y = 11;
	plot->tip_room = plot->width;
	draw_tips(plot, panel, sheets, sheet, zone);
	hr_str_release(&title);
	hr_str_release(&more);
}

static void describe(const struct sheets *sheets, struct hr_str *out)
{
	size_t creeping = 0;

	hr_str_puts(out, "Over ");
	hr_chart_value(out, hr_span_s(sheets->start_ns, sheets->end_ns) * 1000,
	               HR_QUANTITY_DURATION_MS);
	hr_str_puts(out, ": ");
	for (size_t i = 0; i < sheets->count; i++) {
		hr_str_puts(out, i > 0 ? "; " : "");
		put_name(out, &sheets->items[i]);
		hr_str_putc(out, ' ');
		put_change(out, sheets->items[i].slope);
		creeping += creeps(sheets->items[i].slope);
	}
	hr_str_printf(out, "; %zu of %zu creep.", creeping, sheets->count);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_multiples multiples = {
		.columns = 2, .row_height = ROW_HEIGHT, .gap = 24, .top = 18
	};
	struct sheets sheets;
	struct hr_str desc = { 0 };
	struct hr_plot plot;

	if (!has_data(scene))
		return;
	sheets_init(&sheets, scene);
	multiples.count = sheets.count;
	describe(&sheets, &desc);
	hr_plot_begin(&plot, about, hr_multiples_height(&multiples), hr_str_slice(&desc), svg);
	for (size_t i = 0; i < sheets.count; i++) {
		struct hr_panel panel = { 0 };

		hr_multiples_place(&multiples, plot.width, i, &panel);
		draw_panel(&plot, &sheets, &sheets.items[i], &panel, hr_scene_zone(scene));
	}
	hr_plot_end(&plot);
	hr_str_release(&desc);
	sheets_release(&sheets);
}

const struct hr_chart hr_chart_drift = {
	.name = "drift",
	.title = "What creeps",
	.note = "A dot a stretch of the run; "
	        "the dashed line is Theil and Sen's slope, red where it creeps.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
