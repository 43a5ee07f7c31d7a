/*
 * Classical decomposition: a centred moving average as the trend, the means of what remains by
 * position in the cycle as the season. M. Kendall and A. Stuart, The Advanced Theory of Statistics
 * volume 3, Griffin 1983, pages 410-414; the same as R's decompose().
 */
#ifndef HR_MODEL_DECOMPOSE_H
#define HR_MODEL_DECOMPOSE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * hr_decompose - seasonal indices of @n values without gaps.
 * @period   steps of a cycle, 2 or more; @n >= 2 * period, so that each index has a value
 * @indices  out, @period values; indices[i] belongs to y[i], y[i + period] ...; they sum to zero,
 *           or to @period when multiplicative (then never below HR_INDEX_MIN)
 */
void hr_decompose(const double *y, size_t n, size_t period, bool multiplicative, double *indices);
#define HR_INDEX_MIN 0.01

/* The seasonal test of the M4 competition, 90 %: n >= 3 periods and an autocorrelation at the
 * period beyond 1.645 sqrt((1 + 2 sum of the squared ones before it) / n). No gaps. */
bool hr_is_seasonal(const double *y, size_t n, size_t period);

#endif
