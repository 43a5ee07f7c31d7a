#include <config.h>
#include "render/lines.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/downsample.h"

#define DOT_RADIUS 1.5

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
			hr_path_disc(&pen->dots, x_of(pen, i), y_of(pen, i),
			             count == 1 ? 2 * DOT_RADIUS : DOT_RADIUS);
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
		hr_svg_fill(svg, line->role);
		hr_svg_path_data(svg, &pen.dots);
		hr_svg_empty(svg);
	}
	hr_path_release(&pen.line);
	hr_path_release(&pen.dots);
}

double hr_line_end(const struct hr_panel *panel, const struct hr_line *line, size_t n)
{
	while (n > 0) {
		n--;
		if (isfinite(line->values[n]))
			return hr_scale_at(&panel->y.scale, line->values[n]);
	}
	return panel->bottom;
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
