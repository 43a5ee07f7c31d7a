/* Sums that merge exactly; mean and deviation are computed from integers so that a large mean
 * cannot cancel a small deviation away. */
#include <config.h>
#include "stats/moments.h"

#include <math.h>
#include <string.h>

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

/* The same of whole milliseconds below 2^27. */
struct ms_sums {
	uint32_t min_ms, max_ms;
	uint64_t sum_ms, squares; /* of up to 512: below 2^36 and 2^63 */
};

static inline void add_ms(struct ms_sums *sums, uint32_t value_ms)
{
	sums->min_ms = value_ms < sums->min_ms ? value_ms : sums->min_ms;
	sums->max_ms = value_ms > sums->max_ms ? value_ms : sums->max_ms;
	sums->sum_ms += value_ms;
	sums->squares += (uint64_t)value_ms * value_ms;
}

#ifdef __SSE2__
#include <emmintrin.h>

#define AT_ONCE 4

/* Lanes of @a where those of @mask are set, else of @b. */
static inline __m128i choose(__m128i mask, __m128i a, __m128i b)
{
	return _mm_or_si128(_mm_and_si128(mask, a), _mm_andnot_si128(mask, b));
}

/* Four at a time; gives how many there were. */
static size_t add_fours(struct ms_sums *sums, const uint32_t *values_ms, size_t count)
{
	__m128i min = _mm_set1_epi32((int)sums->min_ms), max = _mm_set1_epi32((int)sums->max_ms);
	__m128i sum = _mm_setzero_si128(), squares = _mm_setzero_si128();
	uint32_t ends[2][AT_ONCE];
	uint64_t totals[2][2];
	size_t i = 0;

	for (; i + AT_ONCE <= count; i += AT_ONCE) {
		__m128i even = _mm_loadu_si128((const __m128i *)(const void *)(values_ms + i));
		__m128i odd = _mm_srli_epi64(even, 32);

		min = choose(_mm_cmplt_epi32(even, min), even, min);
		max = choose(_mm_cmpgt_epi32(even, max), even, max);
		sum = _mm_add_epi64(sum, odd);
		sum = _mm_add_epi64(sum, _mm_srli_epi64(_mm_slli_epi64(even, 32), 32));
		squares = _mm_add_epi64(squares, _mm_mul_epu32(even, even));
		squares = _mm_add_epi64(squares, _mm_mul_epu32(odd, odd));
	}
	memcpy(ends[0], &min, sizeof(min));
	memcpy(ends[1], &max, sizeof(max));
	memcpy(totals[0], &sum, sizeof(sum));
	memcpy(totals[1], &squares, sizeof(squares));
	for (int lane = 0; lane < AT_ONCE; lane++) {
		sums->min_ms = ends[0][lane] < sums->min_ms ? ends[0][lane] : sums->min_ms;
		sums->max_ms = ends[1][lane] > sums->max_ms ? ends[1][lane] : sums->max_ms;
	}
	sums->sum_ms += totals[0][0] + totals[0][1];
	sums->squares += totals[1][0] + totals[1][1];
	return i;
}
#else
static size_t add_fours(struct ms_sums *sums, const uint32_t *values_ms, size_t count)
{
	(void)sums;
	(void)values_ms;
	(void)count;
	return 0;
}
#endif

void hr_moments_add_each_ms(struct hr_moments *moments, const uint32_t *values_ms, size_t count)
{
	const hr_u128 ns = HR_NS_PER_MS;
	struct hr_moments each = { .count = count };
	struct ms_sums sums;

	if (count == 0)
		return;
	sums = (struct ms_sums){ .min_ms = values_ms[0], .max_ms = values_ms[0] };
	for (size_t done = 0; done < count;) {
		size_t end = count - done < 512 ? count : done + 512;

		sums.sum_ms = sums.squares = 0;
		done += add_fours(&sums, values_ms + done, end - done);
		for (; done < end; done++)
			add_ms(&sums, values_ms[done]);
		each.sum_ns += sums.sum_ms * ns;
		each.sum_squares += sums.squares * (ns * ns);
	}
	each.min_ns = sums.min_ms * HR_NS_PER_MS;
	each.max_ns = sums.max_ms * HR_NS_PER_MS;
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
