/*
 * Exactly mergeable sums of durations: count, sum and sum of squares as integers of nanoseconds.
 * Mean and deviation are derived when printed, so any grouping of merges gives the same bits.
 */
#ifndef HR_STATS_MOMENTS_H
#define HR_STATS_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/int128.h"

/* An elapsed time above this is rejected by readers: 27 h. Then 2^63 samples cannot overflow the
 * sum, nor 3e10 samples that long (3e20 of a second) the squares. */
#define HR_DURATION_MAX_NS INT64_C(100000000000000)

/* Zero-initialised is empty. min and max are meaningful only when count > 0. */
struct hr_moments {
	uint64_t count;
	hr_u128 sum_ns;
	hr_u128 sum_squares; /* ns^2; saturates at the type's maximum, in any order */
	int64_t min_ns;
	int64_t max_ns;
};

/* @value_ns in 0..HR_DURATION_MAX_NS, counted @weight times. */
void hr_moments_add(struct hr_moments *moments, int64_t value_ns, uint64_t weight);
/* Many values at once, each counted once. @count up to 65536 */
void hr_moments_add_each(struct hr_moments *moments, const int64_t *values_ns, size_t count);
/* The same for whole milliseconds, each below 2^27. */
void hr_moments_add_each_ms(struct hr_moments *moments, const uint32_t *values_ms, size_t count);
void hr_moments_merge(struct hr_moments *into, const struct hr_moments *from);
/* Can @count durations have that sum? What fails no merge makes overflow. */
static inline bool hr_moments_has_sum(uint64_t count, hr_u128 sum_ns)
{
	return sum_ns <= (hr_u128)count * (uint64_t)HR_DURATION_MAX_NS;
}
/* Give values that are known roughly the sum that they have: each is moved by the same, so that
 * they deviate as before. */
void hr_moments_set_sum(struct hr_moments *moments, hr_u128 sum_ns);
/* NaN when empty. */
double hr_moments_mean_ms(const struct hr_moments *moments);
/* Sample standard deviation (n - 1); NaN below two values and when the squares have met their
 * maximum. From integers, so without cancellation; 0 when no values have such sums. */
double hr_moments_stddev_ms(const struct hr_moments *moments);

#endif
