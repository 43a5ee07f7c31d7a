/*
 * Lines in a panel: broken at gaps, thinned without losing spikes, lone values as dots.
 */
#ifndef HR_RENDER_LINES_H
#define HR_RENDER_LINES_H

#include "render/plot.h"

struct hr_line {
	const char *name; /* beside its end; borrowed */
	enum hr_role role;
	enum hr_dash dash;
	double width;         /* px of the stroke */
	const double *values; /* NaN = gap; borrowed */
};

/* A line over @n values at @x (in values of the panel's horizontal axis, ascending; borrowed), in
 * at most @columns columns. */
void hr_line_draw(struct hr_plot *plot, const struct hr_panel *panel, const struct hr_line *line,
                  const double *x, size_t n, size_t columns);
/* The area between two lines of @n values, in a light shade of @role; none where one of them is not
 * finite. */
void hr_shade_draw(struct hr_plot *plot, const struct hr_panel *panel, enum hr_role role,
                   const double *x, const double *low, const double *high, size_t n);
/* Pixel height of its last values (their median: a last stretch cut short is often an outlier), for
 * its name; the panel's bottom when it has none. */
double hr_line_end(const struct hr_panel *panel, const struct hr_line *line, size_t n);
/* Does a rectangle (px) lie where none of the lines passes? @x as for hr_line_draw. */
bool hr_lines_leave_free(const struct hr_panel *panel, const struct hr_line *lines, size_t count,
                         const double *x, size_t n, double left, double top, double right,
                         double bottom);
/* Extends [low, high] by the finite values; start with INFINITY and -INFINITY. */
void hr_lines_extent(const double *values, size_t n, double *low, double *high);

#endif
