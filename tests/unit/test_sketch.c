#include <config.h>
#include "stats/sketch.h"

#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/vlq.h"
#include "stats/moments.h"
#include "unit.h"

static int64_t random_value(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)(*state >> 16) % HR_DURATION_MAX_NS >> *state % 46;
}

/* The only bucket in use, which holds one value. */
static uint16_t bucket_in_use(const struct hr_sketch *sketch)
{
	uint32_t at = 0;

	ck_assert_uint_eq(hr_sketch_count(sketch), 1);
	ck_assert_uint_eq(hr_sketch_next(sketch, &at), 1);
	return (uint16_t)at;
}

static uint32_t count_at(const struct hr_sketch *sketch, uint32_t bucket)
{
	uint32_t at = bucket, count = hr_sketch_next(sketch, &at);

	return at == bucket ? count : 0;
}

START_TEST(keeps_the_relative_error)
{
	uint64_t state = 5;

	for (int i = 0; i < 20000; i++) {
		struct hr_sketch sketch = { 0 };
		int64_t value = random_value(&state), got;
		uint16_t bucket;

		if (value < 1024)
			continue;
		hr_sketch_add(&sketch, value, 1);
		bucket = bucket_in_use(&sketch);
		got = hr_sketch_value_ns(bucket);
		ck_assert(hr_sketch_low_ns(bucket) <= value);
		ck_assert(value < hr_sketch_low_ns(bucket + 1));
		ck_assert_double_le((double)llabs(got - value), 0.032 * (double)value);
		hr_sketch_release(&sketch);
	}
}
END_TEST

static void encode(const struct hr_sketch *sketch, struct hr_str *out)
{
	hr_str_truncate(out, 0);
	hr_sketch_encode(sketch, out);
}

START_TEST(merges_and_reads_back_to_equal_text)
{
	struct hr_str text = { 0 }, other = { 0 };
	uint64_t state = 9;

	for (int round = 0; round < 200; round++) {
		struct hr_sketch all = { 0 }, part[3] = { { 0 } }, merged = { 0 }, read = { 0 };
		struct hr_vlq_reader reader;
		struct hr_arena memory = { 0 };
		uint64_t values;

		for (int i = 0; i < round; i++) {
			int64_t value = random_value(&state);

			hr_sketch_add(&all, value, i % 3 + 1);
			hr_sketch_add(&part[(state >> 40) % 3], value, i % 3 + 1);
		}
		for (int i = 2; i >= 0; i--)
			hr_sketch_merge(&merged, &part[i]);
		encode(&all, &text);
		encode(&merged, &other);
		ck_assert_str_eq(hr_str_text(&text), hr_str_text(&other));
		reader.rest = hr_str_slice(&text);
		ck_assert(hr_sketch_decode(&read, &reader, &memory, &values));
		ck_assert_uint_eq(values, hr_sketch_count(&all));
		ck_assert(hr_vlq_at_end(&reader));
		encode(&read, &other);
		ck_assert_str_eq(hr_str_text(&text), hr_str_text(&other));
		ck_assert_uint_eq(hr_sketch_count(&read), hr_sketch_count(&all));
		for (int i = 0; i < 3; i++)
			hr_sketch_release(&part[i]);
		hr_sketch_release(&all);
		hr_sketch_release(&merged);
		hr_sketch_release(&read);
		hr_arena_release(&memory);
	}
	hr_str_release(&text);
	hr_str_release(&other);
}
END_TEST

START_TEST(gives_nearest_rank_quantiles)
{
	struct hr_sketch sketch = { 0 };

	ck_assert_double_nan(hr_sketch_quantile_ms(&sketch, 0.5));
	for (int64_t ms = 1; ms <= 1000; ms++)
		hr_sketch_add(&sketch, ms * HR_NS_PER_MS, 1);
	ck_assert_double_eq_tol(hr_sketch_quantile_ms(&sketch, 0), 1, 0.032);
	ck_assert_double_eq_tol(hr_sketch_quantile_ms(&sketch, 0.5), 500, 16);
	ck_assert_double_eq_tol(hr_sketch_quantile_ms(&sketch, 0.95), 950, 30.4);
	ck_assert_double_eq_tol(hr_sketch_quantile_ms(&sketch, 1), 1000, 32);
	hr_sketch_release(&sketch);
}
END_TEST

START_TEST(saturates)
{
	struct hr_sketch sketch = { 0 };

	hr_sketch_add(&sketch, HR_NS_PER_MS, UINT32_MAX);
	hr_sketch_add(&sketch, HR_NS_PER_MS, 2);
	ck_assert_uint_eq(hr_sketch_count(&sketch), UINT32_MAX);
	hr_sketch_release(&sketch);
}
END_TEST

/* Sums of counts stop at the largest, in every place of a window of any length. */
START_TEST(merges_saturate)
{
	for (int buckets = 1; buckets < 12; buckets++) {
		struct hr_sketch a = { 0 }, b = { 0 };

		for (int i = 0; i < buckets; i++) {
			int64_t value = hr_sketch_low_ns((uint16_t)(200 + i));

			hr_sketch_add(&a, value, i % 2 == 0 ? UINT32_MAX - 1 : 5);
			hr_sketch_add(&b, value, i % 2 == 0 ? 3 : 7);
		}
		hr_sketch_merge(&a, &b);
		for (int i = 0; i < buckets; i++)
			ck_assert_uint_eq(count_at(&a, 200 + (uint32_t)i),
			                  i % 2 == 0 ? UINT32_MAX : 12);
		hr_sketch_release(&a);
		hr_sketch_release(&b);
	}
}
END_TEST

/* The count below any value is that of the values, but for those in its own bucket. */
START_TEST(counts_below_a_limit)
{
	struct hr_sketch sketch = { 0 };
	uint32_t bucket;

	ck_assert_double_eq(hr_sketch_at_most(&sketch, 1e9), 0);
	for (int64_t us = 100; us < 10000; us++)
		hr_sketch_add(&sketch, us * HR_NS_PER_US, 1);
	ck_assert_double_eq(hr_sketch_at_most(&sketch, -1), 0);
	ck_assert_double_eq(hr_sketch_at_most(&sketch, 50e3), 0);
	ck_assert_double_eq(hr_sketch_at_most(&sketch, 1e18), 9900);
	for (int64_t us = 200; us < 9000; us += 7) {
		double count = hr_sketch_at_most(&sketch, (double)(us * HR_NS_PER_US));

		ck_assert_double_eq_tol(count, (double)(us - 100), 2);
	}
	/* the upper border of a bucket leaves nothing to be shared out */
	bucket = 0;
	ck_assert_double_eq_tol(hr_sketch_next(&sketch, &bucket), 3, 1);
	ck_assert_double_eq(
	        hr_sketch_at_most(&sketch, (double)hr_sketch_low_ns((uint16_t)(bucket + 1))),
	        count_at(&sketch, bucket));
	hr_sketch_release(&sketch);
}
END_TEST

/* Counts and runs of empty buckets around the lengths of their numbers, each behind each other. */
START_TEST(reads_counts_and_gaps_of_any_length)
{
	static const uint32_t counts[] = { 1, 15, 16, 511, 512, 16383, 16384, UINT32_MAX };
	static const uint32_t gaps[] = { 0, 1, 2, 14, 15, 16, 17, 32 };
	struct hr_str text = { 0 };
	struct hr_arena memory = { 0 };
	struct hr_sketch sketch = { 0 };
	struct hr_vlq_reader reader;
	uint64_t values, expected = 0, window = 1;
	uint32_t at = 37, next = 37;

	for (size_t i = 0; i < 40; i++)
		window += 1 + gaps[(i + i / 8) % 8];
	hr_vlq_put(&text, window);
	hr_vlq_put(&text, 37);
	for (size_t i = 0; i < 40; i++) {
		hr_vlq_put(&text, 2 * (uint64_t)counts[i % 8]);
		expected += counts[i % 8];
		if (gaps[(i + i / 8) % 8] > 0)
			hr_vlq_put(&text, 2 * gaps[(i + i / 8) % 8] + 1);
	}
	hr_vlq_put(&text, 2 * 7);
	hr_str_puts(&text, "rest");
	reader.rest = hr_str_slice(&text);
	ck_assert(hr_sketch_decode(&sketch, &reader, &memory, &values));
	ck_assert(hr_slice_is(reader.rest, "rest"));
	ck_assert_uint_eq(values, expected + 7);
	for (size_t i = 0; i < 40; i++, next++) {
		ck_assert_uint_eq(hr_sketch_next(&sketch, &next), counts[i % 8]);
		ck_assert_uint_eq(next, at);
		at += 1 + gaps[(i + i / 8) % 8];
	}
	ck_assert_uint_eq(hr_sketch_next(&sketch, &next), 7);
	ck_assert_uint_eq(next, 37 + window - 1);
	next++;
	ck_assert_uint_eq(hr_sketch_next(&sketch, &next), 0);
	hr_sketch_release(&sketch);
	hr_arena_release(&memory);
	hr_str_release(&text);
}
END_TEST

/* Three values in bucket 200 and one in 202. */
static struct hr_sketch read_one(struct hr_arena *memory)
{
	struct hr_sketch sketch = { 0 };
	struct hr_vlq_reader reader = { HR_SLICE_LITERAL("DoGGDC") };
	uint64_t values;

	ck_assert(hr_sketch_decode(&sketch, &reader, memory, &values));
	ck_assert_uint_eq(values, 4);
	return sketch;
}

/* What is read lives in memory of others, and is like any sketch otherwise. */
START_TEST(what_was_read_goes_on_as_any_other)
{
	struct hr_arena memory = { 0 };
	struct hr_sketch grown = read_one(&memory), merged = { 0 }, taken = { 0 }, own = { 0 };
	struct hr_sketch read = read_one(&memory);
	const uint32_t *counts;

	hr_sketch_add(&grown, hr_sketch_low_ns(200), 1);
	ck_assert_uint_eq(count_at(&grown, 200), 4);
	hr_sketch_add(&grown, hr_sketch_low_ns(250), 1);
	hr_sketch_add(&grown, hr_sketch_low_ns(20), 1);
	hr_sketch_merge(&grown, &read);
	hr_sketch_merge(&merged, &read);
	hr_sketch_take(&taken, &read);
	hr_sketch_take(&taken, &read);
	hr_sketch_release(&read);
	ck_assert_ptr_null(read.counts);
	hr_arena_release(&memory);
	ck_assert_uint_eq(hr_sketch_count(&grown), 11);
	ck_assert_uint_eq(count_at(&grown, 200), 7);
	ck_assert_uint_eq(hr_sketch_count(&merged), 4);
	ck_assert_uint_eq(hr_sketch_count(&taken), 8);
	/* counts of its own are handed over */
	counts = taken.counts;
	hr_sketch_take(&own, &taken);
	ck_assert_ptr_eq(own.counts, counts);
	ck_assert_ptr_null(taken.counts);
	hr_sketch_take(&own, &merged);
	ck_assert_uint_eq(hr_sketch_count(&own), 12);
	hr_sketch_release(&grown);
	hr_sketch_release(&merged);
	hr_sketch_release(&own);
}
END_TEST

/* A text of few characters about every bucket there is: the shortest and the longest time. */
static struct hr_sketch read_wide(struct hr_arena *memory, struct hr_str *text)
{
	struct hr_sketch sketch = { 0 };
	struct hr_vlq_reader reader;
	uint64_t values;

	hr_vlq_put(text, 593);
	hr_vlq_put(text, 0);
	hr_vlq_put(text, 2 * 5);
	hr_vlq_put(text, 2 * 591 + 1);
	hr_vlq_put(text, 2 * 7);
	reader.rest = hr_str_slice(text);
	ck_assert(hr_sketch_decode(&sketch, &reader, memory, &values));
	ck_assert_uint_eq(values, 12);
	return sketch;
}

/* However far apart values are, only their octaves take memory: read, added one by one or many at
 * once, and merged. */
START_TEST(what_is_far_apart_takes_little)
{
	enum { OCTAVE_BYTES = 64 };
	static const uint32_t far_ms[2] = { 1, 80000000 };
	struct hr_arena memory = { 0 };
	struct hr_str text = { 0 }, again = { 0 };
	struct hr_sketch read = read_wide(&memory, &text), merged = { 0 }, burst = { 0 };
	size_t text_bytes = memory.bytes;

	ck_assert_uint_le(text_bytes, OCTAVE_BYTES * text.length);
	ck_assert_uint_eq(text_bytes, 2 * OCTAVE_BYTES);
	ck_assert_uint_eq(count_at(&read, 0), 5);
	ck_assert_uint_eq(count_at(&read, 592), 7);
	ck_assert_double_eq(hr_sketch_at_most(&read, 1e9), 5);
	ck_assert_double_eq(hr_sketch_quantile_ms(&read, 0.9),
	                    (double)hr_sketch_value_ns(592) / 1e6);
	encode(&read, &again);
	ck_assert_str_eq(hr_str_text(&again), hr_str_text(&text));
	hr_sketch_add(&merged, hr_sketch_low_ns(300), 1);
	hr_sketch_merge(&merged, &read);
	hr_sketch_merge(&merged, &read);
	ck_assert_int_eq(__builtin_popcountll(merged.octaves), 3);
	ck_assert_uint_eq(count_at(&merged, 0), 10);
	ck_assert_uint_eq(count_at(&merged, 300), 1);
	ck_assert_uint_eq(count_at(&merged, 592), 14);
	hr_sketch_add_each_ms(&burst, far_ms, 2, far_ms[0], far_ms[1]);
	ck_assert_int_eq(__builtin_popcountll(burst.octaves), 2);
	ck_assert_uint_eq(hr_sketch_count(&burst), 2);
	/* what was given back is there for the next one, and clean */
	read = read_one(&memory);
	ck_assert_uint_eq(memory.bytes, text_bytes + OCTAVE_BYTES);
	ck_assert_uint_eq(hr_sketch_count(&read), 4);
	hr_sketch_release(&merged);
	hr_sketch_release(&burst);
	hr_arena_release(&memory);
	hr_str_release(&text);
	hr_str_release(&again);
}
END_TEST

/* Numbers by base/vlq: window length, first bucket, counts. */
static const char *const broken[] = {
	"",                                 /* nothing */
	"B",                                /* without its first bucket */
	"BB",                               /* without its buckets */
	"yTAB",                             /* more buckets than there are */
	"BySB",                             /* beyond the last one */
	"B?",                               /* no digit */
	"BB?",                              /* nor here */
	"BBh?",                             /* nor within a number */
	"BBg",                              /* a number that breaks off */
	"DBCC",                             /* a bucket too few */
	"BBA",                              /* a bucket that counts nothing */
	"BBgA",                             /* the same in two digits */
	"BBB",                              /* a run of no empty buckets */
	"BBhA",                             /* the same in two digits */
	"CBCF",                             /* a run beyond the window */
	"CBCh_f",                           /* a long one */
	"CBCh______P",                      /* of more than 32 bits */
	"BBggggggI",                        /* a count of 2^32: one digit more than it may have */
	"BB-------B",                       /* more still */
	"BBgggggggggggggggggggggggggggggA", /* a number without end */
};

START_TEST(refuses_broken_text)
{
	uint64_t values;
	struct hr_sketch sketch = { 0 };
	struct hr_arena memory = { 0 };
	struct hr_vlq_reader reader = { hr_slice_of(broken[_i]) };

	ck_assert(!hr_sketch_decode(&sketch, &reader, &memory, &values));
	hr_sketch_release(&sketch);
	hr_arena_release(&memory);
}
END_TEST

/* Every millisecond up to ten minutes, then both sides of every border between buckets. */
START_TEST(adds_many_as_one_by_one)
{
	enum { LOW = 600000, COUNT = LOW + 2 * 800 };
	uint32_t *values_ms = hr_alloc(COUNT * sizeof(*values_ms)), state = 5;
	size_t count = 0;
	struct hr_sketch each = { 0 }, many = { 0 };
	struct hr_str first = { 0 }, second = { 0 };

	while (count < LOW) {
		values_ms[count] = (uint32_t)count;
		count++;
	}
	for (uint16_t bucket = 1; hr_sketch_low_ns(bucket) < HR_DURATION_MAX_NS; bucket++) {
		ck_assert_uint_lt(count + 2, COUNT);
		values_ms[count++] = (uint32_t)(hr_sketch_low_ns(bucket) / HR_NS_PER_MS);
		values_ms[count++] = (uint32_t)(hr_sketch_low_ns(bucket) / HR_NS_PER_MS) + 1;
	}
	for (size_t i = count - 1; i > 0; i--) {
		uint32_t value_ms = values_ms[i];
		size_t other;

		state = state * 1103515245u + 12345u;
		other = (state >> 4) % (i + 1);
		values_ms[i] = values_ms[other];
		values_ms[other] = value_ms;
	}
	for (size_t from = 0, n = 0; from < count; from += n) {
		uint32_t min_ms = UINT32_MAX, max_ms = 0;

		n = from % 131 + 1 < count - from ? from % 131 + 1 : count - from;
		for (size_t i = from; i < from + n; i++) {
			hr_sketch_add(&each, values_ms[i] * HR_NS_PER_MS, 1);
			min_ms = values_ms[i] < min_ms ? values_ms[i] : min_ms;
			max_ms = values_ms[i] > max_ms ? values_ms[i] : max_ms;
		}
		hr_sketch_add_each_ms(&many, values_ms + from, n, min_ms, max_ms);
		if (from % 1000 < 131) {
			encode(&each, &first);
			encode(&many, &second);
			ck_assert_str_eq(hr_str_text(&first), hr_str_text(&second));
		}
	}
	free(values_ms);
	hr_sketch_release(&each);
	hr_sketch_release(&many);
	hr_str_release(&first);
	hr_str_release(&second);
}
END_TEST

static Suite *sketch_suite(void)
{
	Suite *suite = suite_create("stats/sketch");
	TCase *tcase = tcase_create("sketch");

	tcase_add_test(tcase, keeps_the_relative_error);
	tcase_add_test(tcase, merges_and_reads_back_to_equal_text);
	tcase_add_test(tcase, gives_nearest_rank_quantiles);
	tcase_add_test(tcase, saturates);
	tcase_add_test(tcase, merges_saturate);
	tcase_add_test(tcase, counts_below_a_limit);
	tcase_add_test(tcase, adds_many_as_one_by_one);
	tcase_add_test(tcase, reads_counts_and_gaps_of_any_length);
	tcase_add_test(tcase, what_was_read_goes_on_as_any_other);
	tcase_add_test(tcase, what_is_far_apart_takes_little);
	HR_ADD_ROWS(tcase, refuses_broken_text, broken);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(sketch_suite)
