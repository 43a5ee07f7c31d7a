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
 * millisecond would be empty beside full ones. Where there are too few values to fill the bins,
 * each counts in one. What lies outside goes to the outermost bins, but for values of 0: they have
 * no place on the axis, and their number is given instead. It and the bins add up to the number of
 * values. @out holds n values and is overwritten.
 */
uint64_t hr_log_bins(const struct hr_hist *hist, double low_ms, double high_ms, size_t n,
                     double *out);

/* The smallest value of @hist (NULL = empty) above 0, in ms; infinity when there is none. */
double hr_log_bins_least_ms(const struct hr_hist *hist);

#endif
