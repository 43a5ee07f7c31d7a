/*
 * Rows of bars over time, each under its name at the left: when something was the case.
 */
#ifndef HR_RENDER_BAR_ROWS_H
#define HR_RENDER_BAR_ROWS_H

#include "render/plot.h"

#define HR_BAR_HEIGHT 12.0

/* Zero-initialised; times are seconds since the axis begins. */
struct hr_bar_rows {
	struct hr_plot plot;
	struct hr_panel panel;
};

/*
 * hr_bar_rows_begin - the plot and its panel, of @count rows; the caller then places the axis
 * rows->panel.x, between panel.left and panel.right, and calls hr_bar_rows_frame().
 * @description  for those who do not see it; borrowed      @svg  appended to until hr_plot_end()
 */
void hr_bar_rows_begin(struct hr_bar_rows *rows, const struct hr_chart *about, size_t count,
                       struct hr_slice description, struct hr_str *svg);
void hr_bar_rows_frame(struct hr_bar_rows *rows);
/* Where row @i has its bars, and where a time is; within the panel. */
double hr_bar_rows_y(const struct hr_bar_rows *rows, size_t i);
double hr_bar_rows_x(const struct hr_bar_rows *rows, double at_s);
/* @name  cut to the room there is */
void hr_bar_rows_name(struct hr_bar_rows *rows, size_t i, struct hr_slice name);
/* One more bar on the path of row @i, wide enough to be seen. */
void hr_bar_rows_add(const struct hr_bar_rows *rows, struct hr_path *path, size_t i, double from_s,
                     double to_s);
/* Draws the bars of a path and releases it. */
void hr_bar_rows_put(struct hr_bar_rows *rows, struct hr_path *path, enum hr_role role);
/* What is shown over a bar, between hr_tips_begin() and hr_tips_end(). */
void hr_bar_rows_tip(struct hr_bar_rows *rows, size_t i, double from_s, double to_s,
                     struct hr_slice text);

#endif
