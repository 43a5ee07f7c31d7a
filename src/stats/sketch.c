/* A window of log-linear buckets that grows to what it has seen. */
#include <config.h>
#include "stats/sketch.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/vlq.h"
#include "stats/moments.h"

#define FIRST_BITS   10 /* values below 2^10 ns share bucket 0 */
#define OCTAVE_BITS  4
#define OCTAVE_COUNT (1u << OCTAVE_BITS)
#define BUCKETS      (1u + 37u * OCTAVE_COUNT) /* HR_DURATION_MAX_NS is below 2^47 */

static uint32_t bucket_of(int64_t value_ns)
{
	uint64_t value;
	uint32_t exponent;

	if (value_ns < 1 << FIRST_BITS)
		return 0;
	value = (uint64_t)(value_ns < HR_DURATION_MAX_NS ? value_ns : HR_DURATION_MAX_NS);
	exponent = 63u - (uint32_t)__builtin_clzll(value);
	return 1 + (exponent - FIRST_BITS) * OCTAVE_COUNT +
	       ((uint32_t)(value >> (exponent - OCTAVE_BITS)) - OCTAVE_COUNT);
}

/* The same of what cannot be too long: a double begins with its exponent and the bits that divide
 * an octave. Whole milliseconds below 2^31 are exact in one, and 1 ms is beyond bucket 0. */
static inline uint32_t bucket_of_some_ms(uint32_t ms)
{
	const uint32_t first = (1023 + FIRST_BITS) * OCTAVE_COUNT - 1;
	double ns = (int32_t)ms * (double)HR_NS_PER_MS;
	uint64_t bits;

	memcpy(&bits, &ns, sizeof(bits));
	return (uint32_t)(bits >> (DBL_MANT_DIG - 1 - OCTAVE_BITS)) - first;
}

static inline uint32_t bucket_of_ms(uint32_t ms)
{
	return ms > 0 ? bucket_of_some_ms(ms) : 0;
}

static void free_counts(struct hr_sketch *sketch)
{
	if (!sketch->borrowed)
		free(sketch->counts);
}

/* Make the window hold @low .. @high, by whole octaves, so that it hardly ever has to grow again.
 * New buckets are zero. */
static void cover(struct hr_sketch *sketch, uint32_t low, uint32_t high)
{
	uint32_t first = low / OCTAVE_COUNT * OCTAVE_COUNT;
	uint32_t end = (high / OCTAVE_COUNT + 1) * OCTAVE_COUNT;
	uint32_t *counts;

	if (sketch->used > 0) {
		uint32_t old_end = (uint32_t)sketch->first + sketch->used;

		first = first < sketch->first ? first : sketch->first;
		end = end > old_end ? end : old_end;
	}
	if (end - first == sketch->used)
		return;
	counts = hr_zalloc(end - first, sizeof(*counts));
	if (sketch->used > 0)
		memcpy(counts + (sketch->first - first), sketch->counts,
		       sketch->used * sizeof(*counts));
	free_counts(sketch);
	*sketch = (struct hr_sketch){ counts, (uint16_t)first, (uint16_t)(end - first), false };
}

static inline void count_bucket(struct hr_sketch *sketch, uint32_t bucket, uint32_t weight)
{
	uint32_t *count;

	if (bucket < sketch->first || bucket >= (uint32_t)sketch->first + sketch->used)
		cover(sketch, bucket, bucket);
	count = &sketch->counts[bucket - sketch->first];
	*count = weight > UINT32_MAX - *count ? UINT32_MAX : *count + weight;
}

void hr_sketch_add(struct hr_sketch *sketch, int64_t value_ns, uint32_t weight)
{
	if (weight > 0)
		count_bucket(sketch, bucket_of(value_ns), weight);
}

void hr_sketch_add_each(struct hr_sketch *sketch, const int64_t *values_ns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		count_bucket(sketch, bucket_of(values_ns[i]), 1);
}

static inline void count_one(uint32_t *count)
{
	uint32_t sum = *count + 1;

	*count = sum - (sum == 0);
}

void hr_sketch_add_each_ms(struct hr_sketch *sketch, const uint32_t *values_ms, size_t count,
                           uint32_t min_ms, uint32_t max_ms)
{
	uint32_t low = bucket_of_ms(min_ms), high = bucket_of_ms(max_ms), first;
	uint32_t *counts;

	if (low < sketch->first || high >= (uint32_t)sketch->first + sketch->used)
		cover(sketch, low, high);
	counts = sketch->counts;
	first = sketch->first;
	if (min_ms == 0)
		for (size_t i = 0; i < count; i++)
			count_one(&counts[bucket_of_ms(values_ms[i]) - first]);
	else
		for (size_t i = 0; i < count; i++)
			count_one(&counts[bucket_of_some_ms(values_ms[i]) - first]);
}

/* The outermost occupied buckets; false when there are none. */
static bool occupied(const struct hr_sketch *sketch, uint32_t *low, uint32_t *high)
{
	uint32_t begin = 0, end = sketch->used;

	while (begin < end && sketch->counts[begin] == 0)
		begin++;
	while (end > begin && sketch->counts[end - 1] == 0)
		end--;
	*low = sketch->first + begin;
	*high = sketch->first + end - 1;
	return end > begin;
}

/* Four at a time; a sum that passes its type becomes the largest number. */
static void add_counts(uint32_t *counts, const uint32_t *added, size_t n)
{
	typedef uint32_t lanes __attribute__((vector_size(16)));
	size_t i = 0;

	for (; i + 4 <= n; i += 4) {
		lanes a, b;

		memcpy(&a, counts + i, sizeof(a));
		memcpy(&b, added + i, sizeof(b));
		a += b;
		a |= (lanes)(a < b);
		memcpy(counts + i, &a, sizeof(a));
	}
	for (; i < n; i++) {
		uint32_t sum = counts[i] + added[i];

		counts[i] = sum < added[i] ? UINT32_MAX : sum;
	}
}

void hr_sketch_merge(struct hr_sketch *into, const struct hr_sketch *from)
{
	uint32_t low = from->first, high = low + from->used - 1;

	if (from->used == 0)
		return;
	if (low < into->first || high >= (uint32_t)into->first + into->used)
		cover(into, low, high);
	add_counts(into->counts + (low - into->first), from->counts + (low - from->first),
	           high - low + 1);
}

void hr_sketch_take(struct hr_sketch *into, struct hr_sketch *from)
{
	if (into->used > 0 || from->borrowed) {
		hr_sketch_merge(into, from);
		return;
	}
	*into = *from;
	*from = (struct hr_sketch){ 0 };
}

void hr_sketch_release(struct hr_sketch *sketch)
{
	free_counts(sketch);
	*sketch = (struct hr_sketch){ 0 };
}

uint64_t hr_sketch_count(const struct hr_sketch *sketch)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < sketch->used; i++)
		count += sketch->counts[i];
	return count;
}

bool hr_sketch_is_of(const struct hr_sketch *sketch, uint64_t values)
{
	uint64_t count = 0;
	bool full = false;

	for (uint32_t i = 0; i < sketch->used; i++) {
		count += sketch->counts[i];
		full |= sketch->counts[i] == UINT32_MAX;
	}
	return count == values || (full && count < values);
}

int64_t hr_sketch_low_ns(uint16_t bucket)
{
	uint32_t octave;

	if (bucket == 0)
		return 0;
	octave = (bucket - 1u) / OCTAVE_COUNT;
	return (int64_t)((bucket - 1u) % OCTAVE_COUNT + OCTAVE_COUNT)
	       << (octave + FIRST_BITS - OCTAVE_BITS);
}

int64_t hr_sketch_value_ns(uint16_t bucket)
{
	int64_t low = hr_sketch_low_ns(bucket);

	return low + (hr_sketch_low_ns((uint16_t)(bucket + 1)) - low) / 2;
}

double hr_sketch_quantile_ms(const struct hr_sketch *sketch, double p)
{
	uint64_t count = hr_sketch_count(sketch), seen = 0;
	double rank = ceil(p * (double)count * (1 - 4 * 2.220446049250313e-16));

	if (count == 0)
		return (double)NAN;
	for (uint32_t i = 0; i < sketch->used; i++) {
		seen += sketch->counts[i];
		if (seen > 0 && (double)seen >= rank)
			return (double)hr_sketch_value_ns((uint16_t)(sketch->first + i)) /
			       (double)HR_NS_PER_MS;
	}
	return (double)hr_sketch_value_ns((uint16_t)(sketch->first + sketch->used - 1)) /
	       (double)HR_NS_PER_MS;
}

double hr_sketch_at_most(const struct hr_sketch *sketch, double limit_ns)
{
	uint16_t bucket = (uint16_t)bucket_of((int64_t)fmin(limit_ns, (double)HR_DURATION_MAX_NS));
	uint64_t below = 0;
	double low, high;

	if (!(limit_ns >= 0) || sketch->used == 0 || bucket < sketch->first)
		return 0;
	if (bucket >= sketch->first + sketch->used)
		return (double)hr_sketch_count(sketch);
	for (uint32_t i = 0; i < (uint32_t)(bucket - sketch->first); i++)
		below += sketch->counts[i];
	low = (double)hr_sketch_low_ns(bucket);
	high = (double)hr_sketch_low_ns((uint16_t)(bucket + 1));
	return (double)below +
	       sketch->counts[bucket - sketch->first] * fmin((limit_ns - low) / (high - low), 1);
}

/* Most digits of one bucket and the run of empty ones before it. */
#define BUCKET_DIGITS 16

void hr_sketch_encode(const struct hr_sketch *sketch, struct hr_str *out)
{
	char text[32 * BUCKET_DIGITS];
	uint32_t low, high;
	size_t n = 0;

	if (!occupied(sketch, &low, &high)) {
		hr_vlq_put(out, 0);
		return;
	}
	n += hr_vlq_digits(text + n, high - low + 1);
	n += hr_vlq_digits(text + n, low);
	for (uint32_t bucket = low; bucket <= high; bucket++) {
		uint32_t empty = bucket;

		while (sketch->counts[empty - sketch->first] == 0)
			empty++; /* ends, for the last bucket is occupied */
		if (n > sizeof(text) - BUCKET_DIGITS) {
			hr_str_add(out, text, n);
			n = 0;
		}
		if (empty > bucket)
			n += hr_vlq_digits(text + n, 2 * (uint64_t)(empty - bucket) + 1);
		bucket = empty;
		n += hr_vlq_digits(text + n, 2 * (uint64_t)sketch->counts[bucket - sketch->first]);
	}
	hr_str_add(out, text, n);
}

/* What a number of one digit says: how much the bucket counts, and how many buckets it is about. 0
 * and 1 say nothing, nor does anything else. */
static const struct {
	uint8_t count, buckets;
} told[256] = {
#define TOLD(n, digit, next_digit) [digit] = { (n), 1 }, [next_digit] = { 0, (n) }
	TOLD(1, 'C', 'D'),  TOLD(2, 'E', 'F'),  TOLD(3, 'G', 'H'),  TOLD(4, 'I', 'J'),
	TOLD(5, 'K', 'L'),  TOLD(6, 'M', 'N'),  TOLD(7, 'O', 'P'),  TOLD(8, 'Q', 'R'),
	TOLD(9, 'S', 'T'),  TOLD(10, 'U', 'V'), TOLD(11, 'W', 'X'), TOLD(12, 'Y', 'Z'),
	TOLD(13, 'a', 'b'), TOLD(14, 'c', 'd'), TOLD(15, 'e', 'f'),
#undef TOLD
};

/* A number of any length: the bucket's count, or how many are empty. Moves *@at. */
static bool decode_bucket(struct hr_vlq_reader *at, uint32_t *count, uint64_t *buckets)
{
	uint64_t coded, value;

	if (!hr_vlq_get_u64(at, &coded))
		return false;
	value = coded >> 1;
	*count = (coded & 1) == 0 ? (uint32_t)value : 0;
	*buckets = (coded & 1) == 0 ? 1 : value;
	return value > 0 && value <= UINT32_MAX;
}

/* The buckets of a coded sketch, of which all @counts are 0. Most are told by one digit, which goes
 * the same way whether it counts or passes empty ones: nothing foretells which it does. */
static bool decode_buckets(uint32_t *counts, uint64_t buckets, struct hr_vlq_reader *reader,
                           uint64_t *values)
{
	const char *at = reader->rest.ptr, *end = at + reader->rest.length;
	uint64_t i = 0, sum = 0;

	while (i < buckets && at < end) {
		uint64_t passed = told[(unsigned char)*at].buckets;
		uint32_t count = told[(unsigned char)*at].count;

		if (passed > 0) {
			at++;
		} else {
			struct hr_vlq_reader ahead = { { at, (size_t)(end - at) } };

			if (!decode_bucket(&ahead, &count, &passed))
				return false;
			at = ahead.rest.ptr;
		}
		counts[i] = count;
		sum += count;
		i += passed;
	}
	reader->rest = (struct hr_slice){ at, (size_t)(end - at) };
	*values = sum;
	return i == buckets;
}

bool hr_sketch_decode(struct hr_sketch *sketch, struct hr_vlq_reader *reader,
                      struct hr_arena *memory, uint64_t *values)
{
	uint64_t buckets, low;

	*values = 0;
	if (!hr_vlq_get_u64(reader, &buckets))
		return false;
	if (buckets == 0)
		return true;
	if (!hr_vlq_get_u64(reader, &low) || buckets > BUCKETS || low > BUCKETS - buckets)
		return false;
	*sketch = (struct hr_sketch){ hr_arena_alloc(memory, buckets * sizeof(*sketch->counts)),
		                      (uint16_t)low, (uint16_t)buckets, true };
	return decode_buckets(sketch->counts, buckets, reader, values);
}
