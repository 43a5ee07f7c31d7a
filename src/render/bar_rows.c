#include <config.h>
#include "render/bar_rows.h"

#include <math.h>

#define ROW_HEIGHT 22.0
#define NAME_ROOM  190.0
#define BAR_MIN    2.0
#define TIP_MIN    8.0
#define PADDING    6.0

void hr_bar_rows_begin(struct hr_bar_rows *rows, const struct hr_chart *about, size_t count,
                       struct hr_slice description, struct hr_str *svg)
{
	struct hr_panel *panel = &rows->panel;

	hr_plot_begin(&rows->plot, about,
	              HR_PLOT_HEAD + HR_PLOT_FOOT + (double)count * ROW_HEIGHT + PADDING,
	              description, svg);
	hr_panel_whole(&rows->plot, panel, 12);
	panel->left = NAME_ROOM;
	panel->bare_y = true;
	hr_axis_linear(&panel->y, 0, 1, HR_QUANTITY_NUMBER, 2);
	hr_axis_place(&panel->y, panel->bottom, panel->top);
	panel->y.tick_count = 0;
}

void hr_bar_rows_frame(struct hr_bar_rows *rows)
{
	hr_panel_frame(&rows->plot, &rows->panel, "", "");
}

double hr_bar_rows_y(const struct hr_bar_rows *rows, size_t i)
{
	return rows->panel.top + PADDING + (double)i * ROW_HEIGHT;
}

double hr_bar_rows_x(const struct hr_bar_rows *rows, double at_s)
{
	double x = hr_scale_at(&rows->panel.x.scale, at_s);

	return fmin(fmax(x, rows->panel.left), rows->panel.right);
}

void hr_bar_rows_name(struct hr_bar_rows *rows, size_t i, struct hr_slice name)
{
	hr_plot_name(&rows->plot, 0, hr_bar_rows_y(rows, i) + HR_BAR_HEIGHT - 2, HR_ANCHOR_START,
	             HR_ROLE_TEXT, name, NAME_ROOM - 8);
}

void hr_bar_rows_add(const struct hr_bar_rows *rows, struct hr_path *path, size_t i, double from_s,
                     double to_s)
{
	double left = hr_bar_rows_x(rows, from_s), right = hr_bar_rows_x(rows, to_s);

	hr_path_rect(path, left, hr_bar_rows_y(rows, i), fmax(right - left, BAR_MIN),
	             HR_BAR_HEIGHT);
}

void hr_bar_rows_put(struct hr_bar_rows *rows, struct hr_path *path, enum hr_role role)
{
	hr_svg_begin(&rows->plot.svg, "path");
	hr_svg_fill(&rows->plot.svg, role);
	hr_svg_path_data(&rows->plot.svg, path);
	hr_svg_empty(&rows->plot.svg);
	hr_path_release(path);
}

void hr_bar_rows_tip(struct hr_bar_rows *rows, size_t i, double from_s, double to_s,
                     struct hr_slice text)
{
	double left = hr_bar_rows_x(rows, from_s), right = hr_bar_rows_x(rows, to_s);

	hr_tip(&rows->plot, left, hr_bar_rows_y(rows, i) - 4, fmax(right - left, TIP_MIN),
	       ROW_HEIGHT, text);
}
