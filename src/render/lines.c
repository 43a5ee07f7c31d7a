#include <config.h>
#include "render/lines.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/downsample.h"

#define DOT_WIDTH  3.5 /* px of a lone value */
#define END_VALUES 7   /* looked at for the place of a name */

struct pen {
	struct hr_path line, dots;
	const struct hr_panel *panel;
	const double *x, *values;
};

static double x_of(const struct pen *pen, size_t i)
{
	return hr_scale_at(&pen->panel->x.scale, pen->x[i]);
}

static double y_of(const struct pen *pen, size_t i)
{
	return hr_scale_at(&pen->panel->y.scale, pen->values[i]);
}

/* A line of no length: its round ends are a dot. */
static void add_dot(struct hr_path *path, double x, double y)
{
	hr_path_move(path, x, y);
	hr_path_line(path, x, y);
}

static void trace(struct pen *pen, const struct hr_kept *kept, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		size_t i = kept[k].index;
		bool goes_on = k + 1 < count && kept[k + 1].joined;

		if (kept[k].joined)
			hr_path_line(&pen->line, x_of(pen, i), y_of(pen, i));
		else if (goes_on)
			hr_path_move(&pen->line, x_of(pen, i), y_of(pen, i));
		else
			add_dot(&pen->dots, x_of(pen, i), y_of(pen, i));
	}
}

void hr_line_draw(struct hr_plot *plot, const struct hr_panel *panel, const struct hr_line *line,
                  const double *x, size_t n, size_t columns)
{
	struct hr_svg *svg = &plot->svg;
	struct pen pen = { .panel = panel, .x = x, .values = line->values };
	struct hr_kept *kept;
	size_t count;

	if (columns == 0)
		columns = 1;
	kept = hr_alloc_array((n < 2 * columns ? n : 2 * columns) + 1, sizeof(*kept));
	count = hr_downsample(line->values, n, columns, kept);
	trace(&pen, kept, count);
	free(kept);
	if (pen.line.data.length > 0) {
		hr_svg_begin(svg, "path");
		hr_svg_stroke(svg, line->role, line->dash, line->width);
		hr_svg_attr(svg, "stroke-linejoin", "round");
		hr_svg_path_data(svg, &pen.line);
		hr_svg_empty(svg);
	}
	if (pen.dots.data.length > 0) {
		hr_svg_begin(svg, "path");
		hr_svg_stroke(svg, line->role, HR_DASH_SOLID,
		              count == 1 ? 2 * DOT_WIDTH : DOT_WIDTH);
		hr_svg_attr(svg, "stroke-linecap", "round");
		hr_svg_path_data(svg, &pen.dots);
		hr_svg_empty(svg);
	}
	hr_path_release(&pen.line);
	hr_path_release(&pen.dots);
}

static int ascending(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

double hr_line_end(const struct hr_panel *panel, const struct hr_line *line, size_t n)
{
	double last[END_VALUES];
	size_t count = 0;

	while (n > 0 && count < END_VALUES) {
		n--;
		if (isfinite(line->values[n]))
			last[count++] = line->values[n];
	}
	if (count == 0)
		return panel->bottom;
	qsort(last, count, sizeof(last[0]), ascending);
	return hr_scale_at(&panel->y.scale, last[count / 2]);
}

/* One closed outline for values [from, to): along the top and back below. */
static void outline(struct hr_path *path, const struct pen *high, const struct pen *low,
                    size_t from, size_t to)
{
	hr_path_move(path, x_of(high, from), y_of(high, from));
	for (size_t i = from + 1; i < to; i++)
		hr_path_line(path, x_of(high, i), y_of(high, i));
	for (size_t i = to; i-- > from;)
		hr_path_line(path, x_of(low, i), y_of(low, i));
	hr_path_close(path);
}

void hr_shade_draw(struct hr_plot *plot, const struct hr_panel *panel, enum hr_role role,
                   const double *x, const double *low, const double *high, size_t n)
{
	struct pen upper = { .panel = panel, .x = x, .values = high };
	struct pen lower = { .panel = panel, .x = x, .values = low };
	struct hr_path path = { 0 };

	for (size_t from = 0, to; from < n; from = to + 1) {
		for (to = from; to < n && isfinite(low[to]) && isfinite(high[to]); to++)
			;
		if (to > from + 1)
			outline(&path, &upper, &lower, from, to);
	}
	if (path.data.length > 0) {
		hr_svg_begin(&plot->svg, "path");
		hr_svg_fill(&plot->svg, role);
		hr_svg_attr(&plot->svg, "fill-opacity", ".16");
		hr_svg_path_data(&plot->svg, &path);
		hr_svg_empty(&plot->svg);
	}
	hr_path_release(&path);
}

/* Does the stroke from value @i to the next one pass a rectangle? Values without a next one are
 * strokes of no length. */
static bool passes(const struct pen *pen, size_t i, size_t next, double left, double top,
                   double right, double bottom)
{
	double x0 = x_of(pen, i), y0 = y_of(pen, i), x1 = x_of(pen, next), y1 = y_of(pen, next);
	double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
	double from, to;

	if (x1 < left || x0 > right)
		return false;
	from = x0 < left ? y0 + slope * (left - x0) : y0;
	to = x1 > right ? y0 + slope * (right - x0) : y1;
	return fmax(from, to) >= top && fmin(from, to) <= bottom;
}

bool hr_lines_leave_free(const struct hr_panel *panel, const struct hr_line *lines, size_t count,
                         const double *x, size_t n, double left, double top, double right,
                         double bottom)
{
	for (size_t k = 0; k < count; k++) {
		struct pen pen = { .panel = panel, .x = x, .values = lines[k].values };

		for (size_t i = 0; i < n; i++) {
			size_t next = i + 1 < n && isfinite(pen.values[i + 1]) ? i + 1 : i;

			if (isfinite(pen.values[i]) &&
			    passes(&pen, i, next, left, top, right, bottom))
				return false;
		}
	}
	return true;
}

void hr_lines_extent(const double *values, size_t n, double *low, double *high)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(values[i]))
			continue;
		*low = fmin(*low, values[i]);
		*high = fmax(*high, values[i]);
	}
}
