/*
 * Mean times of outages on one logarithmic axis: between failures with its interval, to repair with
 * its target, to detect and to acknowledge.
 */
#include <config.h>
#include "render/charts.h"

#include <math.h>

#include "render/model_part.h"
#include "render/plot.h"

#define ROWS       4
#define ROW_HEIGHT 26.0
#define NAME_ROOM  150.0
#define RADIUS     4.5

struct row {
	const char *name;
	double mean_s, low_s, high_s; /* NaN: none */
	double target_s;              /* NaN: none */
	bool open;                    /* nothing failed: the mean is at least low_s */
};

/* Those that are known; gives how many. */
static size_t rows_of(const json_t *section, struct row rows[ROWS])
{
	const double none = (double)NAN;
	const struct row all[ROWS] = {
		{ "between failures", hr_stat(section, "mtbf_s"), hr_stat(section, "mtbf_low_s"),
		  hr_stat(section, "mtbf_high_s"), none, false },
		{ "to repair", hr_stat(section, "mttr_s"), none, none,
		  hr_stat(section, "mttr_target_s"), false },
		{ "to detect", hr_stat(section, "mttd_s"), none, none, none, false },
		{ "to acknowledge", hr_stat(section, "mtta_s"), none, none, none, false },
	};
	size_t count = 0;

	for (size_t i = 0; i < ROWS; i++) {
		struct row row = all[i];

		if (i == 0 && !isfinite(row.mean_s)) {
			row.low_s = hr_stat(section, "mtbf_at_least_s");
			row.open = isfinite(row.low_s);
		}
		if (row.mean_s > 0 || row.open)
			rows[count++] = row;
	}
	return count;
}

static bool has_data(const struct hr_scene *scene)
{
	struct row rows[ROWS];

	return rows_of(json_object_get(scene->document, "reliability"), rows) > 0;
}

static void extend(double value_s, double *low, double *high)
{
	if (!(value_s > 0) || !isfinite(value_s))
		return;
	*low = fmin(*low, value_s * 1000);
	*high = fmax(*high, value_s * 1000);
}

static void choose_x(struct hr_panel *panel, const struct row *rows, size_t count)
{
	double low = (double)INFINITY, high = 0;

	for (size_t i = 0; i < count; i++) {
		extend(rows[i].mean_s, &low, &high);
		extend(rows[i].low_s, &low, &high);
		extend(rows[i].high_s, &low, &high);
		extend(rows[i].target_s, &low, &high);
	}
	hr_axis_log(&panel->x, low / 1.2, high * 1.2, HR_QUANTITY_DURATION_MS, 5);
	hr_axis_place(&panel->x, panel->left, panel->right);
	hr_axis_thin(&panel->x);
}

static double x_of(const struct hr_panel *panel, double seconds)
{
	return fmin(fmax(hr_scale_at(&panel->x.scale, seconds * 1000), panel->left), panel->right);
}

static void stroke(struct hr_plot *plot, enum hr_role role, double x0, double y0, double x1,
                   double y1, double width)
{
	struct hr_path path = { 0 };

	hr_path_move(&path, x0, y0);
	hr_path_line(&path, x1, y1);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, role, HR_DASH_SOLID, width);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static void disc(struct hr_plot *plot, enum hr_role role, double x, double y)
{
	struct hr_path path = { 0 };

	hr_path_disc(&path, x, y, RADIUS);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_fill(&plot->svg, role);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

/* Nothing failed: from the bound on, with a head that says so. */
static void draw_open(struct hr_plot *plot, const struct hr_panel *panel, const struct row *row,
                      double y)
{
	double left = x_of(panel, row->low_s), right = panel->right - 2;

	stroke(plot, HR_ROLE_CUR, left, y, right, y, 2);
	stroke(plot, HR_ROLE_CUR, left, y - 5, left, y + 5, 2);
	stroke(plot, HR_ROLE_CUR, right - 6, y - 5, right, y, 2);
	stroke(plot, HR_ROLE_CUR, right - 6, y + 5, right, y, 2);
}

static void draw_row(struct hr_plot *plot, const struct hr_panel *panel, const struct row *row,
                     double y)
{
	bool late = row->mean_s > row->target_s;

	hr_plot_text(plot, 0, y + 4, HR_ANCHOR_START, HR_ROLE_TEXT, hr_slice_of(row->name),
	             NAME_ROOM - 8);
	if (row->open) {
		draw_open(plot, panel, row, y);
		return;
	}
	if (isfinite(row->low_s)) {
		double left = x_of(panel, row->low_s);
		double right = isfinite(row->high_s) ? x_of(panel, row->high_s) : panel->right;

		stroke(plot, HR_ROLE_CUR, left, y, right, y, 2);
		stroke(plot, HR_ROLE_CUR, left, y - 5, left, y + 5, 2);
		stroke(plot, HR_ROLE_CUR, right, y - 5, right, y + 5, 2);
	}
	disc(plot, late ? HR_ROLE_BAD : HR_ROLE_CUR, x_of(panel, row->mean_s), y);
	if (isfinite(row->target_s)) {
		double x = x_of(panel, row->target_s);
		bool left = panel->right - x < 60;

		stroke(plot, HR_ROLE_WARN, x, y - 9, x, y + 9, 2);
		hr_plot_halo_begin(plot);
		hr_plot_text(plot, left ? x - 5 : x + 5, y - 4,
		             left ? HR_ANCHOR_END : HR_ANCHOR_START, HR_ROLE_WARN,
		             HR_SLICE_LITERAL("target"), 60);
		hr_plot_halo_end(plot);
	}
}

static void row_text(const struct row *row, struct hr_str *out)
{
	hr_str_printf(out, "%s ", row->name);
	if (row->open)
		hr_str_puts(out, "at least ");
	hr_chart_value(out, (row->open ? row->low_s : row->mean_s) * 1000, HR_QUANTITY_DURATION_MS);
	if (!row->open && isfinite(row->low_s)) {
		hr_str_puts(out, " (95\u202f% interval ");
		hr_chart_value(out, row->low_s * 1000, HR_QUANTITY_DURATION_MS);
		hr_str_puts(out, " to ");
		hr_chart_value(out, row->high_s * 1000, HR_QUANTITY_DURATION_MS);
		hr_str_putc(out, ')');
	}
	if (isfinite(row->target_s)) {
		hr_str_puts(out, " (target ");
		hr_chart_value(out, row->target_s * 1000, HR_QUANTITY_DURATION_MS);
		hr_str_putc(out, ')');
	}
}

static void describe(const struct row *rows, size_t count, struct hr_str *out)
{
	hr_str_puts(out, "Mean time ");
	for (size_t i = 0; i < count; i++) {
		hr_str_puts(out, i > 0 ? "; " : "");
		row_text(&rows[i], out);
	}
	hr_str_putc(out, '.');
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct row rows[ROWS];
	size_t count = rows_of(json_object_get(scene->document, "reliability"), rows);
	struct hr_panel panel = { 0 };
	struct hr_str text = { 0 };
	struct hr_plot plot;

	if (count == 0)
		return;
	describe(rows, count, &text);
	hr_plot_begin(&plot, about, HR_PLOT_HEAD + HR_PLOT_FOOT + (double)count * ROW_HEIGHT + 6,
	              hr_str_slice(&text), svg);
	hr_panel_whole(&plot, &panel, 12);
	panel.left = NAME_ROOM;
	panel.bare_y = true;
	hr_axis_linear(&panel.y, 0, 1, HR_QUANTITY_NUMBER, 2);
	hr_axis_place(&panel.y, panel.bottom, panel.top);
	panel.y.tick_count = 0;
	choose_x(&panel, rows, count);
	hr_panel_frame(&plot, &panel, "Mean time", "");
	for (size_t i = 0; i < count; i++)
		draw_row(&plot, &panel, &rows[i], panel.top + ((double)i + 0.6) * ROW_HEIGHT);
	hr_tips_begin(&plot);
	for (size_t i = 0; i < count; i++) {
		hr_str_truncate(&text, 0);
		row_text(&rows[i], &text);
		hr_tip(&plot, panel.left, panel.top + (double)i * ROW_HEIGHT,
		       panel.right - panel.left, ROW_HEIGHT, hr_str_slice(&text));
	}
	hr_tips_end(&plot);
	hr_plot_end(&plot);
	hr_str_release(&text);
}

const struct hr_chart hr_chart_mean_times = {
	.name = "mean-times",
	.title = "Mean times",
	.note = "Logarithmic. The bar is the 95\u202f% interval of the mean time between failures; "
	        "an arrow: nothing failed, and it is at least so long.",
	.has_data = has_data,
	.draw = draw,
};
