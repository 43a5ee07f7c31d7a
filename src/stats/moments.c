/* Sums that merge exactly; mean and deviation are computed from integers so that a large mean
 * cannot cancel a small deviation away. */
#include <config.h>
#include "stats/moments.h"

#include <math.h>

#include "base/instant.h"

#define U128_MAX (~(hr_u128)0)

static hr_u128 add_saturating(hr_u128 a, hr_u128 b)
{
	hr_u128 sum;

	return __builtin_add_overflow(a, b, &sum) ? U128_MAX : sum;
}

static hr_u128 multiply_saturating(hr_u128 a, uint64_t b)
{
	return b != 0 && a > U128_MAX / b ? U128_MAX : a * b;
}

void hr_moments_add(struct hr_moments *moments, int64_t value_ns, uint64_t weight)
{
	hr_u128 square = (hr_u128)(uint64_t)value_ns * (uint64_t)value_ns;

	if (weight == 0)
		return;
	if (moments->count == 0 || value_ns < moments->min_ns)
		moments->min_ns = value_ns;
	if (moments->count == 0 || value_ns > moments->max_ns)
		moments->max_ns = value_ns;
	if (weight != 1)
		square = multiply_saturating(square, weight);
	moments->count += weight;
	moments->sum_ns += (hr_u128)weight * (uint64_t)value_ns;
	moments->sum_squares = add_saturating(moments->sum_squares, square);
}

void hr_moments_add_each(struct hr_moments *moments, const int64_t *values_ns, size_t count)
{
	struct hr_moments each = { .count = count };
	uint64_t sum_ns = 0;

	if (count == 0)
		return;
	each.min_ns = each.max_ns = values_ns[0];
	/* no sum of so few can leave its type: of 65536 durations not even 64 bits */
	for (size_t i = 0; i < count; i++) {
		int64_t value_ns = values_ns[i];

		each.min_ns = value_ns < each.min_ns ? value_ns : each.min_ns;
		each.max_ns = value_ns > each.max_ns ? value_ns : each.max_ns;
		sum_ns += (uint64_t)value_ns;
		each.sum_squares += (hr_u128)(uint64_t)value_ns * (uint64_t)value_ns;
	}
	each.sum_ns = sum_ns;
	hr_moments_merge(moments, &each);
}

void hr_moments_add_each_ms(struct hr_moments *moments, const uint32_t *values_ms, size_t count)
{
	const uint64_t ns = HR_NS_PER_MS;
	uint32_t min_ms, max_ms;
	uint64_t sum_ms = 0, squares = 0; /* of 65536: below 2^43 and 2^70 */
	hr_u128 sum_squares = 0;
	struct hr_moments each;

	if (count == 0)
		return;
	min_ms = max_ms = values_ms[0];
	for (size_t i = 0; i < count; i++) {
		uint32_t value_ms = values_ms[i];

		min_ms = value_ms < min_ms ? value_ms : min_ms;
		max_ms = value_ms > max_ms ? value_ms : max_ms;
		sum_ms += value_ms;
		squares += (uint64_t)value_ms * value_ms;
		if (i % 512 == 511) {
			sum_squares += squares;
			squares = 0;
		}
	}
	sum_squares += squares;
	each = (struct hr_moments){ .count = count,
		                    .sum_ns = (hr_u128)sum_ms * ns,
		                    .sum_squares = sum_squares * (ns * ns),
		                    .min_ns = min_ms * HR_NS_PER_MS,
		                    .max_ns = max_ms * HR_NS_PER_MS };
	hr_moments_merge(moments, &each);
}

void hr_moments_merge(struct hr_moments *into, const struct hr_moments *from)
{
	if (from->count == 0)
		return;
	if (into->count == 0 || from->min_ns < into->min_ns)
		into->min_ns = from->min_ns;
	if (into->count == 0 || from->max_ns > into->max_ns)
		into->max_ns = from->max_ns;
	into->count += from->count;
	into->sum_ns += from->sum_ns;
	into->sum_squares = add_saturating(into->sum_squares, from->sum_squares);
}

double hr_moments_mean_ms(const struct hr_moments *moments)
{
	hr_u128 whole, rest;

	if (moments->count == 0)
		return (double)NAN;
	whole = moments->sum_ns / moments->count;
	rest = moments->sum_ns % moments->count;
	return ((double)whole + (double)rest / (double)moments->count) / (double)HR_NS_PER_MS;
}

double hr_moments_stddev_ms(const struct hr_moments *moments)
{
	hr_u128 n = moments->count, mean, rest, about_mean;
	double squares;

	if (n < 2 || moments->sum_squares == U128_MAX)
		return (double)NAN;
	/*
	 * About the whole number m = floor(mean), with r = sum - n m:
	 * sum (x - m)^2 = squares - m sum - m r, an integer in which no step leaves the type
	 * because m sum <= sum^2 / n <= squares; the fraction of the mean takes off r^2 / n.
	 */
	mean = moments->sum_ns / n;
	rest = moments->sum_ns % n;
	about_mean = moments->sum_squares - mean * moments->sum_ns - mean * rest;
	squares = (double)about_mean - (double)rest * ((double)rest / (double)n);
	return sqrt(squares > 0 ? squares / (double)(n - 1) : 0) / (double)HR_NS_PER_MS;
}
