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

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define LANES 8 /* at once */
#define AVX2  __attribute__((target("avx2")))

/* What was gathered side by side: two halves, then what is left of them. */
AVX2 static inline uint32_t least_of(__m256i lanes)
{
	__m128i min = _mm_min_epu32(_mm256_castsi256_si128(lanes),
	                            _mm256_extracti128_si256(lanes, 1));

	min = _mm_min_epu32(min, _mm_shuffle_epi32(min, 0x4e));
	min = _mm_min_epu32(min, _mm_shuffle_epi32(min, 0xb1));
	return (uint32_t)_mm_cvtsi128_si32(min);
}

AVX2 static inline uint64_t sum_of(__m256i lanes)
{
	__m128i sum = _mm_add_epi64(_mm256_castsi256_si128(lanes),
	                            _mm256_extracti128_si256(lanes, 1));

	return (uint64_t)_mm_cvtsi128_si64(_mm_add_epi64(sum, _mm_unpackhi_epi64(sum, sum)));
}

/* Eight at a time; gives how many there were. */
AVX2 static size_t add_eights(struct ms_sums *sums, const uint32_t *values_ms, size_t count)
{
	const __m256i ones = _mm256_set1_epi32(-1);
	__m256i min = _mm256_set1_epi32((int)sums->min_ms);
	__m256i max = _mm256_set1_epi32((int)sums->max_ms);
	__m256i sum = _mm256_setzero_si256(), squares = sum;
	size_t i = 0;

	for (; i + LANES <= count; i += LANES) {
		__m256i all = _mm256_loadu_si256((const __m256i *)(const void *)(values_ms + i));
		__m256i odd = _mm256_srli_epi64(all, 32);
		__m256i even = _mm256_blend_epi32(all, _mm256_setzero_si256(), 0xaa);

		min = _mm256_min_epu32(all, min);
		max = _mm256_max_epu32(all, max);
		sum = _mm256_add_epi64(sum, _mm256_add_epi64(odd, even));
		squares = _mm256_add_epi64(squares, _mm256_mul_epu32(even, even));
		squares = _mm256_add_epi64(squares, _mm256_mul_epu32(odd, odd));
	}
	sums->min_ms = least_of(min);
	sums->max_ms = ~least_of(_mm256_xor_si256(max, ones));
	sums->sum_ms += sum_of(sum);
	sums->squares += sum_of(squares);
	return i;
}

static size_t add_lanes(struct ms_sums *sums, const uint32_t *values_ms, size_t count)
{
	return __builtin_cpu_supports("avx2") ? add_eights(sums, values_ms, count) : 0;
}
#else
static size_t add_lanes(struct ms_sums *sums, const uint32_t *values_ms, size_t count)
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
		done += add_lanes(&sums, values_ms + done, end - done);
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

/* sum (x + d)^2 = squares + d (sum before + sum after) / n, where d is their difference over n. */
void hr_moments_set_sum(struct hr_moments *moments, hr_u128 sum_ns)
{
	hr_u128 n = moments->count, before = moments->sum_ns, both = before + sum_ns, whole, rest;
	bool more = sum_ns > before;
	hr_u128 moved = more ? sum_ns - before : before - sum_ns;

	moments->sum_ns = sum_ns;
	if (n == 0 || moments->sum_squares == U128_MAX)
		return;
	if (__builtin_mul_overflow(moved, both / n, &whole) ||
	    __builtin_mul_overflow(moved, both % n, &rest)) {
		moments->sum_squares = U128_MAX;
		return;
	}
	whole += rest / n;
	if (more)
		moments->sum_squares = add_saturating(moments->sum_squares, whole);
	else
		moments->sum_squares -= whole < moments->sum_squares ? whole : moments->sum_squares;
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
	hr_u128 n = moments->count, mean, rest, least;
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
	least = mean * moments->sum_ns + mean * rest;
	if (moments->sum_squares < least)
		return 0;
	squares = (double)(moments->sum_squares - least) -
	          (double)rest * ((double)rest / (double)n);
	return sqrt(squares > 0 ? squares / (double)(n - 1) : 0) / (double)HR_NS_PER_MS;
}
