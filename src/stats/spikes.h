/*
 * Single values that stick out of a series on their own: recognised by both sides, so that the
 * first value after a lasting change is none.
 */
#ifndef HR_STATS_SPIKES_H
#define HR_STATS_SPIKES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * hr_spikes_replace - find spikes and put the median of their neighbours in their place.
 * A value is a spike when it lies on the same side of the median of the three values before and of
 * the three after by more than 4 s, where s is the noise of neighbouring values: median absolute
 * deviation of the differences / (0.6745 sqrt 2), and by more than twice the smallest difference of
 * two values, since rounded values have no noise to speak of. The first and the last three values
 * are judged by the neighbours they have, at least two on each side.
 * @values  of @n, changed in place        @spike  of @n, out
 * Gives their number.
 */
size_t hr_spikes_replace(double *values, size_t n, bool *spike);

#endif
