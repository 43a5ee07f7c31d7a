/* Log-linear buckets, of which it keeps the octaves that it has seen. */
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
#define OCTAVE_BYTES (OCTAVE_COUNT * sizeof(uint32_t))
#define BORROWED     (UINT64_C(1) << 63) /* of the octaves: the counts are not its own */

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

static inline uint64_t octaves_of(const struct hr_sketch *sketch)
{
	return sketch->octaves & ~BORROWED;
}

uint64_t hr_sketch_octaves(const struct hr_sketch *sketch)
{
	return octaves_of(sketch);
}

/* The bits of octaves @first .. @end - 1. */
static inline uint64_t octaves_between(uint32_t first, uint32_t end)
{
	return (UINT64_C(1) << end) - (UINT64_C(1) << first);
}

static inline uint32_t lowest(uint64_t octaves)
{
	return (uint32_t)__builtin_ctzll(octaves);
}

/* Most have no gap, which is told sooner than how many they are. */
static inline uint32_t number_of(uint64_t octaves)
{
	uint64_t run = octaves >> lowest(octaves | BORROWED);

	return (run & (run + 1)) == 0 ? lowest(~run) : (uint32_t)__builtin_popcountll(octaves);
}

/* The counts of an octave in use. */
static inline uint32_t *counts_of(const struct hr_sketch *sketch, uint32_t octave)
{
	return sketch->counts +
	       OCTAVE_COUNT * number_of(sketch->octaves & octaves_between(0, octave));
}

static void free_counts(struct hr_sketch *sketch)
{
	if ((sketch->octaves & BORROWED) == 0)
		free(sketch->counts);
}

/* Octaves side by side, and where the counts of their first one are. */
struct stretch {
	uint64_t rest; /* octaves above */
	uint32_t first, number;
	const uint32_t *counts;
};

static inline struct stretch before_first(const struct hr_sketch *sketch)
{
	return (struct stretch){ .rest = octaves_of(sketch), .counts = sketch->counts };
}

static inline bool next_stretch(struct stretch *stretch)
{
	uint64_t carried = stretch->rest + (stretch->rest & -stretch->rest);

	if (stretch->rest == 0)
		return false;
	stretch->counts += stretch->number * OCTAVE_COUNT;
	stretch->first = lowest(stretch->rest);
	stretch->number = lowest(carried) - stretch->first;
	stretch->rest &= carried;
	return true;
}

/* Make it hold @octaves, too, of which some are new; their buckets are zero. */
static void cover(struct hr_sketch *sketch, uint64_t octaves)
{
	struct hr_sketch wider = { .octaves = octaves_of(sketch) | octaves };
	struct stretch stretch = before_first(sketch);

	wider.counts = hr_zalloc(number_of(wider.octaves), OCTAVE_BYTES);
	while (next_stretch(&stretch))
		memcpy(counts_of(&wider, stretch.first), stretch.counts,
		       stretch.number * OCTAVE_BYTES);
	free_counts(sketch);
	*sketch = wider;
}

static inline void count_bucket(struct hr_sketch *sketch, uint32_t bucket, uint32_t weight)
{
	uint32_t octave = bucket / OCTAVE_COUNT;
	uint32_t *count;

	if ((sketch->octaves >> octave & 1) == 0)
		cover(sketch, UINT64_C(1) << octave);
	count = counts_of(sketch, octave) + bucket % OCTAVE_COUNT;
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
	uint32_t low = bucket_of_ms(min_ms) / OCTAVE_COUNT;
	uint32_t high = bucket_of_ms(max_ms) / OCTAVE_COUNT, first = low * OCTAVE_COUNT;
	uint64_t span = octaves_between(low, high + 1);
	uint32_t *counts;

	if ((sketch->octaves & span) != span) {
		if (count <= high - low) { /* there must be octaves without any */
			for (size_t i = 0; i < count; i++)
				count_bucket(sketch, bucket_of_ms(values_ms[i]), 1);
			return;
		}
		cover(sketch, span);
	}
	counts = counts_of(sketch, low);
	if (min_ms == 0)
		for (size_t i = 0; i < count; i++)
			count_one(&counts[bucket_of_ms(values_ms[i]) - first]);
	else
		for (size_t i = 0; i < count; i++)
			count_one(&counts[bucket_of_some_ms(values_ms[i]) - first]);
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
	struct stretch stretch = before_first(from);

	if ((stretch.rest & ~into->octaves) != 0)
		cover(into, stretch.rest);
	while (next_stretch(&stretch))
		add_counts(counts_of(into, stretch.first), stretch.counts,
		           stretch.number * OCTAVE_COUNT);
}

void hr_sketch_take(struct hr_sketch *into, struct hr_sketch *from)
{
	if (into->octaves != 0 || (from->octaves & BORROWED) != 0) {
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

/* How many buckets it keeps. */
static uint32_t buckets_of(const struct hr_sketch *sketch)
{
	return number_of(octaves_of(sketch)) * OCTAVE_COUNT;
}

/* Which bucket the @i-th of these is. */
static uint32_t bucket_at(const struct hr_sketch *sketch, uint32_t i)
{
	uint64_t octaves = octaves_of(sketch);

	for (uint32_t lower = i / OCTAVE_COUNT; lower > 0; lower--)
		octaves &= octaves - 1;
	return lowest(octaves) * OCTAVE_COUNT + i % OCTAVE_COUNT;
}

uint64_t hr_sketch_count(const struct hr_sketch *sketch)
{
	uint32_t buckets = buckets_of(sketch);
	uint64_t count = 0;

	for (uint32_t i = 0; i < buckets; i++)
		count += sketch->counts[i];
	return count;
}

bool hr_sketch_is_of(const struct hr_sketch *sketch, uint64_t values)
{
	uint32_t buckets = buckets_of(sketch);
	uint64_t count = 0;
	bool full = false;

	for (uint32_t i = 0; i < buckets; i++) {
		count += sketch->counts[i];
		full |= sketch->counts[i] == UINT32_MAX;
	}
	return count == values || (full && count < values);
}

uint32_t hr_sketch_next(const struct hr_sketch *sketch, uint32_t *bucket)
{
	uint32_t at = *bucket;

	while (at < BUCKETS) {
		uint64_t above = octaves_of(sketch) >> at / OCTAVE_COUNT;
		const uint32_t *counts;

		if (above == 0)
			return 0;
		if ((above & 1) == 0)
			at = (at / OCTAVE_COUNT + lowest(above)) * OCTAVE_COUNT;
		counts = counts_of(sketch, at / OCTAVE_COUNT);
		do {
			if (counts[at % OCTAVE_COUNT] > 0) {
				*bucket = at;
				return counts[at % OCTAVE_COUNT];
			}
		} while (++at % OCTAVE_COUNT > 0);
	}
	return 0;
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
	uint32_t buckets = buckets_of(sketch), i = 0;

	if (count == 0)
		return (double)NAN;
	do
		seen += sketch->counts[i];
	while ((seen == 0 || (double)seen < rank) && ++i < buckets);
	return (double)hr_sketch_value_ns((uint16_t)bucket_at(sketch, i)) / (double)HR_NS_PER_MS;
}

double hr_sketch_at_most(const struct hr_sketch *sketch, double limit_ns)
{
	uint32_t bucket, octave, buckets, within = 0;
	uint64_t below = 0;
	double low, high, part;

	if (!(limit_ns >= 0))
		return 0;
	bucket = bucket_of(limit_ns < HR_DURATION_MAX_NS ? (int64_t)limit_ns : HR_DURATION_MAX_NS);
	octave = bucket / OCTAVE_COUNT;
	buckets = number_of(sketch->octaves & octaves_between(0, octave)) * OCTAVE_COUNT;
	if (sketch->octaves >> octave & 1) {
		buckets += bucket % OCTAVE_COUNT;
		within = sketch->counts[buckets];
	}
	for (uint32_t i = 0; i < buckets; i++)
		below += sketch->counts[i];
	if (within == 0)
		return (double)below;
	low = (double)hr_sketch_low_ns((uint16_t)bucket);
	high = (double)hr_sketch_low_ns((uint16_t)(bucket + 1));
	part = (limit_ns - low) / (high - low);
	return (double)below + within * (part < 1 ? part : 1);
}

/* The outermost buckets that count something; false when there are none. */
static bool occupied(const struct hr_sketch *sketch, uint32_t *low, uint32_t *high)
{
	uint32_t begin = 0, end = buckets_of(sketch);

	while (begin < end && sketch->counts[begin] == 0)
		begin++;
	if (begin == end)
		return false;
	while (sketch->counts[end - 1] == 0)
		end--;
	*low = bucket_at(sketch, begin);
	*high = bucket_at(sketch, end - 1);
	return true;
}

/* Most digits of one bucket and the run of empty ones before it. */
#define BUCKET_DIGITS 16

void hr_sketch_encode(const struct hr_sketch *sketch, struct hr_str *out)
{
	struct stretch stretch = before_first(sketch);
	char text[32 * BUCKET_DIGITS];
	uint32_t low, high, next;
	size_t n = 0;

	if (!occupied(sketch, &low, &high)) {
		hr_vlq_put(out, 0);
		return;
	}
	n += hr_vlq_digits(text + n, high - low + 1);
	n += hr_vlq_digits(text + n, low);
	next = low;
	while (next_stretch(&stretch)) {
		uint32_t first = stretch.first * OCTAVE_COUNT;
		uint32_t buckets = stretch.number * OCTAVE_COUNT;

		for (uint32_t i = 0; i < buckets; i++) {
			if (stretch.counts[i] == 0)
				continue;
			if (n > sizeof(text) - BUCKET_DIGITS) {
				hr_str_add(out, text, n);
				n = 0;
			}
			if (first + i > next)
				n += hr_vlq_digits(text + n, 2 * (uint64_t)(first + i - next) + 1);
			n += hr_vlq_digits(text + n, 2 * (uint64_t)stretch.counts[i]);
			next = first + i + 1;
		}
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

/* Leaves out the octaves without a count, and gives back their room, the last of @memory. */
static void drop_empty(struct hr_sketch *sketch, struct hr_arena *memory)
{
	static const uint32_t empty[OCTAVE_COUNT];
	uint64_t octaves = octaves_of(sketch), kept = 0;
	uint32_t *counts = sketch->counts;

	for (uint64_t rest = octaves; rest != 0; rest &= rest - 1) {
		const uint32_t *from = sketch->counts + number_of(octaves & ~rest) * OCTAVE_COUNT;

		if (memcmp(from, empty, OCTAVE_BYTES) == 0)
			continue;
		memmove(counts, from, OCTAVE_BYTES);
		counts += OCTAVE_COUNT;
		kept |= rest & -rest;
	}
	hr_arena_give_back(memory, number_of(octaves & ~kept) * OCTAVE_BYTES);
	sketch->octaves = kept | BORROWED;
}

bool hr_sketch_decode(struct hr_sketch *sketch, struct hr_vlq_reader *reader,
                      struct hr_arena *memory, uint64_t *values)
{
	uint64_t buckets, low;
	uint32_t first, end; /* octaves */
	const char *begin;

	*values = 0;
	if (!hr_vlq_get_u64(reader, &buckets))
		return false;
	if (buckets == 0)
		return true;
	if (!hr_vlq_get_u64(reader, &low) || buckets > BUCKETS || low > BUCKETS - buckets)
		return false;
	first = (uint32_t)low / OCTAVE_COUNT;
	end = (uint32_t)(low + buckets - 1) / OCTAVE_COUNT + 1;
	*sketch = (struct hr_sketch){ hr_arena_alloc(memory, (end - first) * OCTAVE_BYTES),
		                      octaves_between(first, end) | BORROWED };
	begin = reader->rest.ptr;
	if (!decode_buckets(sketch->counts + low % OCTAVE_COUNT, buckets, reader, values))
		return false;
	if (end - first > (size_t)(reader->rest.ptr - begin))
		drop_empty(sketch, memory);
	return true;
}
