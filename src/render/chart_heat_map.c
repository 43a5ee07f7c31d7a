#include <config.h>
#include "render/charts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/heat_grid.h"
#include "render/lines.h"
#include "render/time_chart.h"
#include "stats/quantile.h"

#define HEIGHT      300.0
#define COLUMNS_MAX 120
#define ROWS_MAX    40
#define CELLS_BYTES 36000 /* of path data; a finer grid is given up beyond */
#define SWATCH      10.0
#define TICK_ROOM   14.0 /* px between texts of the axis */

static bool has_data(const struct hr_scene *scene)
{
	return hr_time_chart_has_data(scene) && hr_chart_total_timed(scene) >= 2;
}

static void draw_cells(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct hr_heat_grid *grid, const struct hr_str paths[])
{
	struct hr_svg *svg = &plot->svg;
	double width = (panel->right - panel->left) / (double)grid->columns;
	double height = (panel->bottom - panel->top) / (double)grid->rows;

	hr_str_printf(svg->out,
	              "<g transform=\"translate(%.1f %.1f) scale(%.4f %.4f)\""
	              " shape-rendering=\"crispEdges\">",
	              panel->left, panel->bottom, width, -height);
	for (int level = 1; level <= HR_HEAT_LEVELS; level++) {
		if (paths[level].length == 0)
			continue;
		hr_str_printf(svg->out, "<path class=\"h%d\" fill=\"%s\" d=\"%s\"/>", level,
		              hr_heat_colour(level), hr_str_text(&paths[level]));
	}
	hr_str_puts(svg->out, "</g>");
}

/* The scale of colours, in the head row behind the name of the axis. */
static void draw_key(struct hr_plot *plot, const struct hr_heat_grid *grid)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_str most = { 0 };
	double x = plot->width - plot->tip_room + 12;

	x += hr_plot_text(plot, x, 11, HR_ANCHOR_START, HR_ROLE_MUTED,
	                  HR_SLICE_LITERAL("requests in a cell: 1"), 300) +
	     6;
	for (int level = grid->most > 1 ? 2 : 6; level <= (grid->most > 1 ? HR_HEAT_LEVELS : 6);
	     level++) {
		hr_svg_begin(svg, "rect");
		hr_str_printf(svg->out, " class=\"h%d\" fill=\"%s\"", level, hr_heat_colour(level));
		hr_svg_attr_number(svg, "x", x);
		hr_svg_attr_number(svg, "y", 2);
		hr_svg_attr_number(svg, "width", SWATCH);
		hr_svg_attr_number(svg, "height", SWATCH);
		hr_svg_empty(svg);
		x += SWATCH;
	}
	if (grid->most > 1) {
		hr_chart_value(&most, (double)grid->most, HR_QUANTITY_COUNT);
		x += 6 + hr_plot_text(plot, x + 6, 11, HR_ANCHOR_START, HR_ROLE_MUTED,
		                      hr_str_slice(&most), 100);
		hr_str_release(&most);
	}
	plot->tip_room = plot->width - x - 18;
}

/* Ticks of a logarithmic axis, put where the grid has them; one for the row below it, which is of
 * 0 ms when all times are whole ones. */
static void place_y(struct hr_panel *panel, const struct hr_heat_grid *grid, bool whole_ms)
{
	double low = hr_heat_grid_low_ms(grid), high = hr_heat_grid_high_ms(grid);
	double rows = (double)grid->rows;
	double row = (panel->bottom - panel->top) / rows;
	size_t kept = 0;

	hr_axis_log(&panel->y, fmax(low, 1e-3), high, HR_QUANTITY_DURATION_MS, 10);
	panel->left = panel->outer_left + fmax(hr_axis_widest(&panel->y) + 6, 26);
	for (size_t i = 0; i < panel->y.tick_count; i++) {
		struct hr_tick tick = panel->y.ticks[i];
		double value = tick.at;

		if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9))
			continue;
		tick.at = panel->bottom - hr_heat_grid_row(grid, value) * row;
		if (grid->below > 0 && tick.at > panel->bottom - row / 2 - TICK_ROOM)
			continue;
		panel->y.ticks[kept++] = tick;
	}
	if (grid->below > 0 && kept < HR_TICKS_MAX) {
		struct hr_tick *tick = &panel->y.ticks[kept++];

		tick->at = panel->bottom - row / 2;
		snprintf(tick->text, sizeof(tick->text), "%s", whole_ms ? "0 ms" : "< 1 \xc2\xb5s");
	}
	panel->y.tick_count = kept;
	/* From here on values of y are rows. */
	panel->y.scale.kind = HR_SCALE_LINEAR;
	panel->y.scale.low = 0;
	panel->y.scale.high = rows;
	panel->y.scale.from = panel->bottom;
	panel->y.scale.to = panel->top;
}

static void draw_p99(struct hr_plot *plot, const struct hr_panel *panel,
                     const struct hr_heat_grid *grid, const struct hr_time_chart *chart)
{
	size_t n = chart->timeline.count;
	double *rows = hr_alloc_array(n, sizeof(*rows)), *x = hr_alloc_array(n, sizeof(*x));
	struct hr_line line = { "p99", HR_ROLE_ALT, HR_DASH_SOLID, 1.5, rows };
	struct hr_name name = { "p99", 0, HR_ROLE_ALT };

	for (size_t i = 0; i < n; i++) {
		double p99 = chart->lines[0].values[i];

		x[i] = hr_timeline_x(&chart->timeline, i);
		rows[i] = isfinite(p99) ? hr_heat_grid_row(grid, p99) : p99;
	}
	hr_line_draw(plot, panel, &line, x, n, n);
	name.y = hr_line_end(panel, &line, n);
	hr_names_draw(plot, panel, &name, 1);
	free(rows);
	free(x);
}

static void frame(struct hr_plot *plot, struct hr_panel *panel, const struct hr_heat_grid *grid,
                  const struct hr_time_chart *chart)
{
	struct hr_str columns = { 0 };

	hr_str_puts(&columns, " \xc2\xb7 columns of ");
	hr_chart_value(&columns, (double)grid->per_column * (double)chart->timeline.step_ns / 1e6,
	               HR_QUANTITY_DURATION_MS);
	hr_panel_frame(plot, panel, "Response time", hr_str_text(&columns));
	hr_str_release(&columns);
}

static bool is_whole(const struct hr_timing *timing)
{
	return timing->hist == NULL || hr_hist_exact(timing->hist);
}

static void draw_grid(const struct hr_scene *scene, const struct hr_chart *about,
                      const struct hr_time_chart *chart, const struct hr_heat_grid *grid,
                      const struct hr_str paths[], struct hr_str *out)
{
	static const struct hr_name names[] = { { .text = "p99" } };
	struct hr_panel panel = { 0 };
	struct hr_plot plot;

	hr_plot_begin(&plot, about, HEIGHT, hr_str_slice(&chart->desc), out);
	if (grid->rows > 0) {
		double covered = (double)(grid->columns * grid->per_column);
		double per_interval;

		hr_panel_whole(&plot, &panel, hr_names_room(names, 1));
		place_y(&panel, grid,
		        is_whole(&scene->total->ok) && is_whole(&scene->total->failed));
		/* A last column that is not full still has a column's width. */
		per_interval = (panel.right - panel.left) / covered;
		hr_timeline_axis(&chart->timeline, &panel.x, panel.left,
		                 panel.left + per_interval * (double)chart->timeline.intervals);
		frame(&plot, &panel, grid, chart);
		draw_cells(&plot, &panel, grid, paths);
		draw_key(&plot, grid);
		hr_time_chart_events(&plot, &panel, scene);
		draw_p99(&plot, &panel, grid, chart);
		hr_time_chart_tips(&plot, &panel, chart);
	}
	hr_plot_end(&plot);
}

static void describe(struct hr_time_chart *chart, const struct hr_label *total)
{
	struct hr_timing all = hr_label_elapsed(total);
	static const double p[] = { 0.05, 0.95 };
	double value[2];

	if (all.hist != NULL) {
		hr_quantiles_ms(all.hist, p, value, 2, HR_QUANTILE_R6, all.moments.min_ns,
		                all.moments.max_ns);
		hr_str_puts(&chart->desc, "Nine of ten requests take between ");
		hr_chart_value(&chart->desc, value[0], HR_QUANTITY_DURATION_MS);
		hr_str_puts(&chart->desc, " and ");
		hr_chart_value(&chart->desc, value[1], HR_QUANTITY_DURATION_MS);
		hr_str_puts(&chart->desc, ". ");
	}
	hr_timeline_describe(&chart->timeline, "The 99th percentile", chart->values[0],
	                     chart->quantity, &chart->desc);
	hr_str_putc(&chart->desc, '.');
	hr_timing_release(&all);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	static const struct {
		const char *name;
		double p;
	} rows[] = { { "p99", 0.99 }, { "p95", 0.95 }, { "p50", 0.5 } };
	struct hr_time_chart chart;
	struct hr_str paths[HR_HEAT_LEVELS + 1] = { 0 };
	struct hr_heat_grid grid;
	size_t bytes, columns = COLUMNS_MAX;

	if (!hr_time_chart_init(&chart, scene,
	                        hr_timeline_stretches(scene->total, HR_STRETCHES_WIDE)))
		return;
	chart.quantity = HR_QUANTITY_DURATION_MS;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		hr_timeline_quantiles(
		        &chart.timeline, scene->total, rows[i].p,
		        hr_time_chart_line(&chart, rows[i].name, HR_ROLE_ALT, HR_DASH_SOLID));
	describe(&chart, scene->total);
	for (;;) {
		hr_heat_grid_init(&grid, &scene->total->cells, chart.timeline.first,
		                  chart.timeline.intervals, columns, ROWS_MAX);
		bytes = 0;
		for (int level = 1; level <= HR_HEAT_LEVELS; level++) {
			hr_str_truncate(&paths[level], 0);
			hr_heat_grid_path(&grid, level, &paths[level]);
			bytes += paths[level].length;
		}
		if (bytes <= CELLS_BYTES || columns < 8)
			break;
		columns = columns * 3 / 4;
		hr_heat_grid_release(&grid);
	}
	draw_grid(scene, about, &chart, &grid, paths, svg);
	for (int level = 1; level <= HR_HEAT_LEVELS; level++)
		hr_str_release(&paths[level]);
	hr_heat_grid_release(&grid);
	hr_time_chart_release(&chart);
}

const struct hr_chart hr_chart_heat_map = {
	.name = "heat-map",
	.title = "Where the time went",
	.note = "Colour: number of requests by time and response time, on a logarithmic scale. "
	        "The line is the 99th percentile.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
