/*
 * A histogram of durations in bins of equal width on a logarithmic axis.
 */
#ifndef HR_RENDER_LOG_BINS_H
#define HR_RENDER_LOG_BINS_H

#include <stddef.h>

#include "stats/hist.h"

/*
 * hr_log_bins - counts of @hist (NULL = empty) in @n bins between @low_ms and @high_ms (> 0).
 * A value recorded in whole milliseconds stands for the millisecond that begins there, so its count
 * is shared by the bins over it as their parts of it are; without that, bins narrower than a
 * millisecond would be empty beside full ones. The sum of all bins is the number of values; what
 * lies outside goes to the outermost bins. @out holds n values and is overwritten.
 */
void hr_log_bins(const struct hr_hist *hist, double low_ms, double high_ms, size_t n, double *out);

#endif
