#include <config.h>
#include "render/sparkline.h"

#include <math.h>
#include <stdbool.h>

#include "render/svg.h"

size_t hr_sparkline_reduce(const double *values, size_t count, double *out, size_t max)
{
	size_t groups = count < max ? count : max;
	size_t g, i = 0;

	for (g = 0; g < groups; g++) {
		size_t end = (g + 1) * count / groups;

		out[g] = (double)NAN;
		for (; i < end; i++)
			out[g] = fmax(out[g], values[i]); /* fmax skips NaN */
	}
	return groups;
}

static double largest_of(const double *values, size_t count, size_t *finite)
{
	double largest = 0;
	size_t i;

	*finite = 0;
	for (i = 0; i < count; i++) {
		if (!isfinite(values[i]))
			continue;
		largest = fmax(largest, values[i]);
		(*finite)++;
	}
	return largest;
}

static double y_of(double value, double largest, double height)
{
	/* One unit of air above and below keeps the stroke inside the box. */
	return largest > 0 ? 1 + (height - 2) * (1 - fmax(value, 0) / largest) : height - 1;
}

void hr_sparkline_path(const double *values, size_t count, double width, double height,
                       struct hr_str *out)
{
	size_t i, finite;
	double largest = largest_of(values, count, &finite);
	struct hr_path path = { 0 };
	bool pen = false;

	if (finite < 2)
		return;
	for (i = 0; i < count; i++) {
		double x = 1 + (width - 2) * (double)i / (double)(count - 1);
		double y = y_of(values[i], largest, height);
		bool lonely = !pen && (i + 1 == count || !isfinite(values[i + 1]));

		if (!isfinite(values[i])) {
			pen = false;
			continue;
		}
		if (!pen)
			hr_path_move(&path, x, y);
		/* A point without neighbours is a dot: a line of no length with round caps. */
		if (pen || lonely)
			hr_path_line(&path, x, y);
		pen = true;
	}
	hr_str_add_slice(out, hr_str_slice(&path.data));
	hr_path_release(&path);
}

void hr_sparkline_text(const double *values, size_t count, struct hr_str *out)
{
	size_t i, finite;
	double largest = largest_of(values, count, &finite);

	for (i = 0; i < count; i++) {
		char block[4] = "\xe2\x96\x81"; /* U+2581 */
		int level;

		if (!isfinite(values[i])) {
			hr_str_putc(out, ' ');
			continue;
		}
		level = largest > 0 ? (int)(fmax(values[i], 0) / largest * 7 + 0.5) : 0;
		block[2] = (char)(block[2] + level);
		hr_str_puts(out, block);
	}
}
