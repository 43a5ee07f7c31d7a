/*
 * Sketches of random histories against the exact list of what they were given: a value's bucket is
 * found by walking the borders up from 1,024 ns, sixteen to a doubling, a count is a sum, and a
 * quantile the middle of the bucket that the nearest rank falls into.
 */
#include <config.h>
#include "stats/sketch.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/vlq.h"
#include "stats/moments.h"
#include "stats/random.h"
#include "unit.h"

enum { BUCKETS = 593, PARTS = 6, ROUNDS = 300, BURST_MAX = 40 };

/* What a sketch should hold; counts stop at UINT32_MAX. */
struct reference {
	uint64_t counts[BUCKETS];
};

static uint64_t below(struct hr_random *random, uint64_t end)
{
	return hr_random_u64(random) % end;
}

static uint32_t reference_bucket(uint64_t value_ns)
{
	uint32_t bucket = 0;

	for (uint64_t octave = 1024; octave <= value_ns; octave *= 2)
		for (uint64_t border = 0; border < 16 && octave + octave / 16 * border <= value_ns;
		     border++)
			bucket++;
	return bucket;
}

static void reference_add(struct reference *reference, uint32_t bucket, uint64_t weight)
{
	uint64_t sum = reference->counts[bucket] + weight;

	reference->counts[bucket] = sum < UINT32_MAX ? sum : UINT32_MAX;
}

/* Few magnitudes a history, so that some octaves lie alone and others side by side. */
static int64_t any_value(struct hr_random *random, uint64_t magnitudes)
{
	uint64_t bits, value;

	do
		bits = below(random, 47);
	while ((magnitudes >> bits & 1) == 0);
	value = (UINT64_C(1) << bits) + below(random, UINT64_C(1) << bits);
	return value < (uint64_t)HR_DURATION_MAX_NS ? (int64_t)value : HR_DURATION_MAX_NS;
}

static void add_burst_ms(struct hr_sketch *sketch, struct reference *reference,
                         struct hr_random *random, uint64_t magnitudes)
{
	uint32_t values[BURST_MAX], min = UINT32_MAX, max = 0;
	size_t count = 1 + below(random, BURST_MAX);

	for (size_t i = 0; i < count; i++) {
		values[i] = (uint32_t)(any_value(random, magnitudes) / HR_NS_PER_MS);
		min = values[i] < min ? values[i] : min;
		max = values[i] > max ? values[i] : max;
		reference_add(reference, reference_bucket(values[i] * (uint64_t)HR_NS_PER_MS), 1);
	}
	hr_sketch_add_each_ms(sketch, values, count, min, max);
}

static void add_burst(struct hr_sketch *sketch, struct reference *reference,
                      struct hr_random *random, uint64_t magnitudes)
{
	int64_t values[BURST_MAX];
	size_t count = below(random, BURST_MAX);

	for (size_t i = 0; i < count; i++) {
		values[i] = any_value(random, magnitudes);
		reference_add(reference, reference_bucket((uint64_t)values[i]), 1);
	}
	hr_sketch_add_each(sketch, values, count);
}

static void add_one(struct hr_sketch *sketch, struct reference *reference, struct hr_random *random,
                    uint64_t magnitudes)
{
	static const uint32_t weights[] = { 0, 1, 1, 2, 77, 70000, UINT32_MAX - 1, UINT32_MAX };
	uint32_t weight = weights[below(random, sizeof(weights) / sizeof(weights[0]))];
	int64_t value = any_value(random, magnitudes);

	hr_sketch_add(sketch, value, weight);
	reference_add(reference, reference_bucket((uint64_t)value), weight);
}

static void fill(struct hr_sketch *sketch, struct reference *reference, struct hr_random *random)
{
	static void (*const acts[])(struct hr_sketch *, struct reference *, struct hr_random *,
	                            uint64_t) = { add_one, add_burst, add_burst_ms };
	uint64_t magnitudes = UINT64_C(1) << below(random, 47) | UINT64_C(1) << below(random, 47);

	if (below(random, 2) == 0)
		magnitudes |= hr_random_u64(random) & hr_random_u64(random);
	for (uint64_t steps = below(random, 5); steps > 0; steps--)
		acts[below(random, 3)](sketch, reference, random, magnitudes);
}

/* Writes it out and reads it behind what @memory holds already. */
static void through_text(struct hr_sketch *sketch, struct hr_arena *memory)
{
	struct hr_str text = { 0 };
	struct hr_vlq_reader reader;
	size_t before = memory->bytes;
	uint64_t values;

	hr_sketch_encode(sketch, &text);
	reader.rest = hr_str_slice(&text);
	values = hr_sketch_count(sketch);
	hr_sketch_release(sketch);
	ck_assert(hr_sketch_decode(sketch, &reader, memory, &values));
	ck_assert(hr_vlq_at_end(&reader));
	ck_assert_uint_eq(values, hr_sketch_count(sketch));
	ck_assert_uint_le(memory->bytes - before, 64 * text.length);
	hr_str_release(&text);
}

static void expect_counts(const struct hr_sketch *sketch, const struct reference *reference)
{
	uint64_t count = 0;
	bool full = false;

	for (uint32_t from = 0; from < BUCKETS + 20; from++) {
		uint32_t next = from, at = from;

		while (next < BUCKETS && reference->counts[next] == 0)
			next++;
		if (next >= BUCKETS) {
			ck_assert_uint_eq(hr_sketch_next(sketch, &at), 0);
			continue;
		}
		ck_assert_uint_eq(hr_sketch_next(sketch, &at), reference->counts[next]);
		ck_assert_uint_eq(at, next);
	}
	for (size_t i = 0; i < BUCKETS; i++) {
		count += reference->counts[i];
		full |= reference->counts[i] == UINT32_MAX;
	}
	ck_assert_uint_eq(hr_sketch_count(sketch), count);
	ck_assert(hr_sketch_is_of(sketch, count));
	ck_assert_int_eq(hr_sketch_is_of(sketch, count + 1), full);
	ck_assert(count == 0 || !hr_sketch_is_of(sketch, count - 1));
}

static void expect_quantile(const struct hr_sketch *sketch, const struct reference *reference,
                            uint64_t permille)
{
	uint64_t count = hr_sketch_count(sketch), seen = 0, rank;
	size_t bucket = 0;

	if (count == 0) {
		ck_assert_double_nan(hr_sketch_quantile_ms(sketch, 0.5));
		return;
	}
	rank = (uint64_t)(((hr_u128)permille * count + 999) / 1000);
	rank = rank > 0 ? rank : 1;
	while ((seen += reference->counts[bucket]) < rank)
		bucket++;
	ck_assert_double_eq(hr_sketch_quantile_ms(sketch, (double)permille / 1000),
	                    (double)hr_sketch_value_ns((uint16_t)bucket) / 1e6);
}

static void expect_at_most(const struct hr_sketch *sketch, const struct reference *reference,
                           int64_t limit_ns)
{
	uint32_t bucket = reference_bucket((uint64_t)limit_ns);
	double low = (double)hr_sketch_low_ns((uint16_t)bucket);
	double high = (double)hr_sketch_low_ns((uint16_t)(bucket + 1));
	double expected = 0;

	for (size_t i = 0; i < bucket; i++)
		expected += (double)reference->counts[i];
	expected += (double)reference->counts[bucket] * (((double)limit_ns - low) / (high - low));
	ck_assert_double_eq_tol(hr_sketch_at_most(sketch, (double)limit_ns), expected,
	                        1e-12 * (1 + expected));
}

static void expect_same(const struct hr_sketch *sketch, const struct reference *reference,
                        struct hr_random *random)
{
	expect_counts(sketch, reference);
	for (int i = 0; i < 5; i++) {
		expect_quantile(sketch, reference, below(random, 1001));
		expect_at_most(sketch, reference, any_value(random, UINT64_MAX));
	}
	expect_quantile(sketch, reference, 0);
	expect_quantile(sketch, reference, 1000);
}

/* Brings two of @left sketches together until there is one, whichever way chance has it. */
static void join(struct hr_sketch *sketches, size_t left, struct hr_random *random,
                 struct hr_arena *memory)
{
	for (; left > 1; left--) {
		size_t into = below(random, left), from = below(random, left - 1);

		from += from >= into;
		if (below(random, 3) == 0)
			through_text(&sketches[from], memory);
		if (below(random, 3) == 0)
			through_text(&sketches[into], memory);
		if (below(random, 2) == 0)
			hr_sketch_take(&sketches[into], &sketches[from]);
		else
			hr_sketch_merge(&sketches[into], &sketches[from]);
		hr_sketch_release(&sketches[from]);
		if (from != left - 1) {
			sketches[from] = sketches[left - 1];
			sketches[left - 1] = (struct hr_sketch){ 0 };
		}
	}
}

START_TEST(holds_what_it_was_given)
{
	struct hr_random random;

	hr_random_seed(&random, 20261129);
	for (int round = 0; round < ROUNDS; round++) {
		struct reference all = { { 0 } };
		struct hr_sketch parts[PARTS] = { { 0 } }, again[PARTS] = { { 0 } };
		struct hr_str text = { 0 }, other = { 0 };
		struct hr_arena memory = { 0 };

		for (int i = 0; i < PARTS; i++) {
			struct reference own = { { 0 } };

			fill(&parts[i], &own, &random);
			expect_counts(&parts[i], &own);
			hr_sketch_merge(&again[i], &parts[i]);
			for (uint32_t bucket = 0; bucket < BUCKETS; bucket++)
				reference_add(&all, bucket, own.counts[bucket]);
		}
		join(parts, PARTS, &random, &memory);
		join(again, PARTS, &random, &memory);
		expect_same(&parts[0], &all, &random);
		hr_sketch_encode(&parts[0], &text);
		hr_sketch_encode(&again[0], &other);
		ck_assert_str_eq(hr_str_text(&text), hr_str_text(&other));
		/* and goes on as any other */
		fill(&parts[0], &all, &random);
		expect_same(&parts[0], &all, &random);
		hr_sketch_release(&parts[0]);
		hr_sketch_release(&again[0]);
		hr_arena_release(&memory);
		hr_str_release(&text);
		hr_str_release(&other);
	}
}
END_TEST

static Suite *reference_suite(void)
{
	Suite *suite = suite_create("stats/sketch/reference");
	TCase *tcase = tcase_create("reference");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, holds_what_it_was_given);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(reference_suite)
