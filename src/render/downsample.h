/*
 * Fewer points for a line without losing its spikes: of each column the smallest and the largest
 * value stay, never a mean. Gaps stay gaps.
 */
#ifndef HR_RENDER_DOWNSAMPLE_H
#define HR_RENDER_DOWNSAMPLE_H

#include <stdbool.h>
#include <stddef.h>

struct hr_kept {
	size_t index; /* in the values */
	bool joined;  /* no gap lies between the one before and this one */
};

/*
 * hr_downsample - which of @n values to draw in @columns (>= 1) columns of equal count.
 * @values  NaN is a gap     @out  room for min(n, 2 * columns) elements; ascending by index
 * Returns their number. Everything finite is kept while n <= 2 * columns. Cost: one pass.
 */
size_t hr_downsample(const double *values, size_t n, size_t columns, struct hr_kept *out);

#endif
