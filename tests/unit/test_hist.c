#include <config.h>
#include "stats/hist.h"

#include <stdio.h>

#include "base/instant.h"
#include "base/vlq.h"
#include "stats/moments.h"
#include "unit.h"

static uint64_t next_random(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state >> 20;
}

/* Where a value goes: borders and what it stands for, worked out from the scheme by hand. */
static const struct placed {
	int64_t value_ns, low_ns, high_ns, stands_for_ns;
	uint32_t index;
} placed[] = {
	{ 0, 0, 0, 0, 0 },
	{ 1000000, 1000000, 1000000, 1000000, 1 },
	{ 65535000000, 65535000000, 65535000000, 65535000000, 65535 },
	{ 1, 1, 1, 1, 65536 + 1 },
	{ 2047, 2047, 2047, 2047, 65536 + 2047 },
	{ 2048, 2048, 2049, 2049, 65536 + 2048 },
	{ 2049, 2048, 2049, 2049, 65536 + 2048 },
	{ 4095, 4094, 4095, 4095, 65536 + 3071 },
	{ 4096, 4096, 4099, 4098, 65536 + 3072 },
	/* 65,536 ms = 2^16 * 10^6 ns: 1e6 = 976.5625 * 2^10, so 2^35 * 1.907...: octave 35 */
	{ 65536000000, 65531805696, 65565360127, 65548582912, 65536 + 2048 + 24 * 1024 + 929 },
	/* 10^14 = 1.421... * 2^46 */
	{ HR_DURATION_MAX_NS, 99986838650880, 100055558127615, 100021198389248,
	  65536 + 2048 + 35 * 1024 + 431 },
};

START_TEST(places_values)
{
	const struct placed *want = &placed[_i];
	struct hr_hist *hist = hr_hist_new();
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;

	hr_hist_add(hist, want->value_ns, 3);
	ck_assert(hr_hist_next(hist, &cursor, &bucket));
	ck_assert_uint_eq(bucket.index, want->index);
	ck_assert_int_eq(bucket.low_ns, want->low_ns);
	ck_assert_int_eq(bucket.high_ns, want->high_ns);
	ck_assert_int_eq(bucket.value_ns, want->stands_for_ns);
	ck_assert_uint_eq(bucket.count, 3);
	ck_assert(!hr_hist_next(hist, &cursor, &bucket));
	ck_assert_int_eq(hr_hist_exact(hist), want->index < HR_HIST_EXACT_MS);
	hr_hist_free(hist);
}
END_TEST

START_TEST(keeps_the_relative_error)
{
	uint64_t state = 7;

	for (int i = 0; i < 200000; i++) {
		struct hr_hist *hist;
		struct hr_hist_cursor cursor = { 0 };
		struct hr_hist_bucket bucket;
		int64_t value = (int64_t)(next_random(&state) % HR_DURATION_MAX_NS) >> i % 47;

		if (i % 10 != 0)
			continue;
		hist = hr_hist_new();
		hr_hist_add(hist, value, 1);
		ck_assert(hr_hist_next(hist, &cursor, &bucket));
		ck_assert(bucket.low_ns <= value && value <= bucket.high_ns);
		ck_assert_double_le((double)llabs(bucket.value_ns - value),
		                    HR_HIST_RELATIVE_ERROR * (double)value);
		hr_hist_free(hist);
	}
}
END_TEST

START_TEST(walks_both_tables_in_order_of_value)
{
	struct hr_hist *hist = hr_hist_new();
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	int64_t previous = -1;
	uint64_t state = 3, count = 0;
	int n = 0;

	for (int i = 0; i < 5000; i++) {
		int64_t ns = (int64_t)(next_random(&state) % 200000) * 1000000;

		hr_hist_add(hist, i % 2 == 0 ? ns : ns / 7, 1);
	}
	while (hr_hist_next(hist, &cursor, &bucket)) {
		ck_assert(bucket.value_ns >= previous);
		previous = bucket.value_ns;
		count += bucket.count;
		n++;
	}
	ck_assert_uint_eq(count, 5000);
	ck_assert_uint_eq(hr_hist_count(hist), 5000);
	ck_assert_int_gt(n, 1000);
	hr_hist_free(hist);
}
END_TEST

START_TEST(counts_beyond_32_bits)
{
	struct hr_hist *a = hr_hist_new(), *b = hr_hist_new();
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;

	hr_hist_add(a, 17 * HR_NS_PER_MS, UINT32_MAX);
	hr_hist_add(a, 17 * HR_NS_PER_MS, 1);
	hr_hist_add(a, 17 * HR_NS_PER_MS, UINT64_C(5) << 32);
	hr_hist_add(b, 17 * HR_NS_PER_MS, UINT32_MAX);
	hr_hist_add(b, 18 * HR_NS_PER_MS, 1);
	hr_hist_merge(a, b);
	hr_hist_merge(a, b);
	ck_assert(hr_hist_next(a, &cursor, &bucket));
	ck_assert_uint_eq(bucket.count, (UINT64_C(8) << 32) - 2);
	ck_assert(hr_hist_next(a, &cursor, &bucket));
	ck_assert_uint_eq(bucket.count, 2);
	ck_assert_uint_eq(hr_hist_count(a), UINT64_C(8) << 32);
	hr_hist_free(a);
	hr_hist_free(b);
}
END_TEST

START_TEST(counts_at_or_below_a_limit)
{
	struct hr_hist *hist = hr_hist_new();

	hr_hist_add(hist, 100 * HR_NS_PER_MS, 5);
	hr_hist_add(hist, 200 * HR_NS_PER_MS, 7);
	hr_hist_add(hist, 300 * HR_NS_PER_MS + 1, 11);
	ck_assert_uint_eq(hr_hist_count_at_most(hist, 100 * HR_NS_PER_MS - 1), 0);
	ck_assert_uint_eq(hr_hist_count_at_most(hist, 100 * HR_NS_PER_MS), 5);
	ck_assert_uint_eq(hr_hist_count_at_most(hist, 299 * HR_NS_PER_MS), 12);
	ck_assert_uint_eq(hr_hist_count_at_most(hist, 301 * HR_NS_PER_MS), 23);
	hr_hist_free(hist);
}
END_TEST

START_TEST(reads_back_what_it_wrote)
{
	struct hr_hist *hist = hr_hist_new(), *read = hr_hist_new();
	struct hr_str first = { 0 }, second = { 0 };
	uint64_t state = 11;

	hr_hist_encode(hist, &first);
	ck_assert_str_eq(hr_str_text(&first), "");
	hr_hist_add(hist, 0, 1);
	hr_hist_add(hist, HR_DURATION_MAX_NS, UINT64_C(1) << 50);
	for (int i = 0; i < 3000; i++)
		hr_hist_add(hist, (int64_t)(next_random(&state) % 90000) * 500000, 1);
	hr_hist_encode(hist, &first);
	ck_assert(hr_hist_decode(read, hr_str_slice(&first)));
	hr_hist_encode(read, &second);
	ck_assert_str_eq(hr_str_text(&first), hr_str_text(&second));
	ck_assert_uint_eq(hr_hist_count(read), hr_hist_count(hist));
	ck_assert(!hr_hist_exact(read));
	hr_hist_free(hist);
	hr_hist_free(read);
	hr_str_release(&first);
	hr_str_release(&second);
}
END_TEST

/* By base/vlq: A..Z a..f are the last digits 0..31, g.. - _ say that more follow. */
static const char *const broken[] = {
	"B",       /* an index without a count */
	"BA",      /* a count of zero */
	"BBAB",    /* the same index twice */
	"B?",      /* a foreign character */
	"_____BB", /* an index out of range */
	"Bg",      /* ends within a number */
};

/* Each count for itself can be counted, both together cannot. */
START_TEST(refuses_more_than_can_be_counted)
{
	for (uint64_t second = UINT64_MAX / 2; second <= UINT64_MAX / 2 + 1; second++) {
		struct hr_hist *hist = hr_hist_new();
		struct hr_str text = { 0 };

		hr_vlq_put(&text, 0);
		hr_vlq_put(&text, UINT64_MAX / 2 + 1);
		hr_vlq_put(&text, 1);
		hr_vlq_put(&text, second);
		ck_assert_int_eq(hr_hist_decode(hist, hr_str_slice(&text)),
		                 second == UINT64_MAX / 2);
		hr_str_release(&text);
		hr_hist_free(hist);
	}
}
END_TEST

START_TEST(refuses_broken_text)
{
	struct hr_hist *hist = hr_hist_new();

	ck_assert(!hr_hist_decode(hist, hr_slice_of(broken[_i])));
	hr_hist_free(hist);
}
END_TEST

/* Time does not grow with the square of the buckets: 80,000 of 2^32 values each, added 20 times. */
START_TEST(counts_many_buckets_beyond_32_bits)
{
	struct hr_hist *hist = hr_hist_new(), *sum = hr_hist_new();
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	struct hr_str text = { 0 };
	size_t n = 0;

	for (uint32_t i = 0; i < 80000; i++) {
		hr_vlq_put(&text, i > 0);
		hr_vlq_put(&text, UINT64_C(1) << 32);
	}
	ck_assert(hr_hist_decode(hist, hr_str_slice(&text)));
	for (int i = 0; i < 20; i++)
		hr_hist_merge(sum, hist);
	while (hr_hist_next(sum, &cursor, &bucket)) {
		ck_assert_uint_eq(bucket.count, UINT64_C(20) << 32);
		n++;
	}
	ck_assert_uint_eq(n, 80000);
	hr_str_release(&text);
	hr_hist_free(hist);
	hr_hist_free(sum);
}
END_TEST

/* Many at once, also where a counter starts again from 0. */
START_TEST(adds_many_as_one_by_one)
{
	struct hr_hist *each = hr_hist_new(), *many = hr_hist_new();
	struct hr_str first = { 0 }, second = { 0 };
	static uint32_t values_ms[5000];
	uint32_t state = 3;

	for (size_t i = 0; i < 5000; i++) {
		state = state * 1103515245u + 12345u;
		values_ms[i] = (state >> 8) % (i % 100 == 0 ? 100000000 : 800);
	}
	for (size_t round = 0; round < 2; round++) {
		for (size_t from = 0, n = 0; from < 5000; from += n) {
			uint32_t max_ms = 0;

			n = from % 131 + 1 < 5000 - from ? from % 131 + 1 : 5000 - from;
			for (size_t i = from; i < from + n; i++) {
				hr_hist_add(each, values_ms[i] * HR_NS_PER_MS, 1);
				max_ms = values_ms[i] > max_ms ? values_ms[i] : max_ms;
			}
			hr_hist_add_each_ms(many, values_ms + from, n, max_ms);
		}
		ck_assert_uint_eq(hr_hist_count(many), hr_hist_count(each));
		hr_hist_encode(each, &first);
		hr_hist_encode(many, &second);
		ck_assert_str_eq(hr_str_text(&first), hr_str_text(&second));
		hr_str_truncate(&first, 0);
		hr_str_truncate(&second, 0);
		for (int64_t ms = 0; ms < 800; ms++) {
			hr_hist_add(each, ms * HR_NS_PER_MS, UINT32_MAX - 8);
			hr_hist_add(many, ms * HR_NS_PER_MS, UINT32_MAX - 8);
		}
	}
	hr_str_release(&first);
	hr_str_release(&second);
	hr_hist_free(each);
	hr_hist_free(many);
}
END_TEST

static Suite *hist_suite(void)
{
	Suite *suite = suite_create("stats/hist");
	TCase *tcase = tcase_create("hist");

	HR_ADD_ROWS(tcase, places_values, placed);
	tcase_add_test(tcase, keeps_the_relative_error);
	tcase_add_test(tcase, walks_both_tables_in_order_of_value);
	tcase_add_test(tcase, counts_beyond_32_bits);
	tcase_add_test(tcase, counts_at_or_below_a_limit);
	tcase_add_test(tcase, reads_back_what_it_wrote);
	HR_ADD_ROWS(tcase, refuses_broken_text, broken);
	tcase_add_test(tcase, refuses_more_than_can_be_counted);
	tcase_add_test(tcase, counts_many_buckets_beyond_32_bits);
	tcase_add_test(tcase, adds_many_as_one_by_one);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(hist_suite)
