#include <config.h>
#include "stats/moments.h"

#include <math.h>

#include "base/instant.h"
#include "unit.h"

/*
 * NIST StRD univariate sets (certified mean and standard deviation), read as milliseconds: a first
 * value, then pairs of two values. https://www.itl.nist.gov/div898/strd/univ/homepage.html
 */
static const struct strd {
	const char *name;
	int64_t first_ns, low_ns, high_ns;
	int pairs;
	double mean_ms, stddev_ms;
} strd[] = {
	{ "NumAcc1", 10000001000000, 10000003000000, 10000002000000, 1, 10000002, 1 },
	{ "NumAcc2", 1200000, 1100000, 1300000, 500, 1.2, 0.1 },
	{ "NumAcc3", 1000000200000, 1000000100000, 1000000300000, 500, 1000000.2, 0.1 },
	{ "NumAcc4", 10000000200000, 10000000100000, 10000000300000, 500, 10000000.2, 0.1 },
};

START_TEST(meets_certified_values)
{
	const struct strd *set = &strd[_i];
	struct hr_moments moments = { 0 };

	hr_moments_add(&moments, set->first_ns, 1);
	for (int i = 0; i < set->pairs; i++) {
		hr_moments_add(&moments, set->low_ns, 1);
		hr_moments_add(&moments, set->high_ns, 1);
	}
	ck_assert_double_eq_tol(hr_moments_mean_ms(&moments), set->mean_ms, set->mean_ms * 1e-15);
	ck_assert_double_eq_tol(hr_moments_stddev_ms(&moments), set->stddev_ms, 1e-15);
}
END_TEST

START_TEST(keeps_the_fraction_of_the_mean)
{
	/* R: sd(c(0, 1, 1)) is 0.5773502691896257; here in ns, far from zero */
	struct hr_moments moments = { 0 };

	hr_moments_add(&moments, 90000000000000, 1);
	hr_moments_add(&moments, 90000000000001, 2);
	ck_assert_double_eq_tol(hr_moments_stddev_ms(&moments) * 1e6, 0.5773502691896257, 1e-15);
	ck_assert_int_eq(moments.min_ns, 90000000000000);
	ck_assert_int_eq(moments.max_ns, 90000000000001);
}
END_TEST

START_TEST(lacks_what_too_few_values_cannot_give)
{
	struct hr_moments moments = { 0 };

	ck_assert_double_nan(hr_moments_mean_ms(&moments));
	ck_assert_double_nan(hr_moments_stddev_ms(&moments));
	hr_moments_add(&moments, 5 * HR_NS_PER_MS, 0);
	ck_assert_uint_eq(moments.count, 0);
	hr_moments_add(&moments, 5 * HR_NS_PER_MS, 1);
	ck_assert_double_eq(hr_moments_mean_ms(&moments), 5);
	ck_assert_double_nan(hr_moments_stddev_ms(&moments));
	hr_moments_add(&moments, 5 * HR_NS_PER_MS, 1);
	ck_assert_double_eq(hr_moments_stddev_ms(&moments), 0);
}
END_TEST

START_TEST(merges_to_the_same_sums)
{
	struct hr_moments all = { 0 }, a = { 0 }, b = { 0 }, merged = { 0 };

	for (int64_t i = 0; i < 1000; i++) {
		int64_t value = (i * 7919 + 13) % 100003 * 1001;

		hr_moments_add(&all, value, (uint64_t)(i % 3 + 1));
		hr_moments_add(i % 2 == 0 ? &a : &b, value, (uint64_t)(i % 3 + 1));
	}
	hr_moments_merge(&merged, &b);
	hr_moments_merge(&merged, &a);
	hr_moments_merge(&merged, &(struct hr_moments){ 0 });
	ck_assert_uint_eq(merged.count, all.count);
	ck_assert(merged.sum_ns == all.sum_ns);
	ck_assert(merged.sum_squares == all.sum_squares);
	ck_assert_int_eq(merged.min_ns, all.min_ns);
	ck_assert_int_eq(merged.max_ns, all.max_ns);
}
END_TEST

START_TEST(saturates_squares_in_any_order)
{
	struct hr_moments a = { 0 }, b = { 0 };

	hr_moments_add(&a, HR_DURATION_MAX_NS, UINT64_C(1) << 40);
	hr_moments_add(&a, 1, 1);
	hr_moments_add(&b, 1, 1);
	hr_moments_add(&b, HR_DURATION_MAX_NS, UINT64_C(1) << 40);
	ck_assert(a.sum_squares == ~(hr_u128)0);
	ck_assert(b.sum_squares == ~(hr_u128)0);
	ck_assert_double_nan(hr_moments_stddev_ms(&a));
	ck_assert(!isnan(hr_moments_mean_ms(&a)));
}
END_TEST

/* Whole milliseconds as rows have them: mostly few, some as long as they may be. */
static uint32_t next_ms(uint32_t *state)
{
	uint32_t random;

	*state = *state * 1103515245u + 12345u;
	random = *state >> 8;
	return random % 50 == 0 ? (UINT32_C(1) << 27) - 1 - random % 3 : random % 700;
}

START_TEST(adds_many_as_one_by_one)
{
	static uint32_t values_ms[2000];
	uint32_t state = 7;

	for (size_t i = 0; i < 2000; i++)
		values_ms[i] = next_ms(&state);
	for (size_t from = 0; from < 9; from++) {
		for (size_t count = 0; from + count < 2000; count += count < 40 ? 1 : 171) {
			struct hr_moments each = { 0 }, many = { 0 };

			for (size_t i = from; i < from + count; i++)
				hr_moments_add(&each, values_ms[i] * HR_NS_PER_MS, 1);
			hr_moments_add_each_ms(&many, values_ms + from, count);
			ck_assert_uint_eq(many.count, each.count);
			ck_assert(many.sum_ns == each.sum_ns);
			ck_assert(many.sum_squares == each.sum_squares);
			ck_assert_int_eq(many.min_ns, each.min_ns);
			ck_assert_int_eq(many.max_ns, each.max_ns);
		}
	}
}
END_TEST

/* Squares of as many as these leave 64 bits. */
START_TEST(adds_many_of_the_longest)
{
	static uint32_t values_ms[2000];
	const hr_u128 longest_ns = ((UINT64_C(1) << 27) - 1) * (uint64_t)HR_NS_PER_MS;
	struct hr_moments many = { 0 };

	for (size_t i = 0; i < 2000; i++)
		values_ms[i] = (UINT32_C(1) << 27) - 1;
	hr_moments_add_each_ms(&many, values_ms, 2000);
	ck_assert_uint_eq(many.count, 2000);
	ck_assert(many.sum_ns == longest_ns * 2000);
	ck_assert(many.sum_squares == longest_ns * longest_ns * 2000);
	ck_assert_int_eq(many.min_ns, (int64_t)longest_ns);
	ck_assert_int_eq(many.max_ns, (int64_t)longest_ns);
}
END_TEST

/* Values known roughly, 900 and 1000 ms, and what they really had in all. */
START_TEST(moves_to_a_known_sum)
{
	static const int64_t sums_ms[] = { 1900, 2020, 1700, 1901 };

	for (size_t i = 0; i < 4; i++) {
		struct hr_moments moments = { 0 };

		hr_moments_add(&moments, 900 * HR_NS_PER_MS, 1);
		hr_moments_add(&moments, 1000 * HR_NS_PER_MS, 1);
		hr_moments_set_sum(&moments, (hr_u128)(sums_ms[i] * HR_NS_PER_MS));
		ck_assert_double_eq(hr_moments_mean_ms(&moments), (double)sums_ms[i] / 2);
		/* 50 sqrt 2, whatever the mean */
		ck_assert_double_eq_tol(hr_moments_stddev_ms(&moments), 70.71067811865476, 1e-9);
	}
}
END_TEST

/* Sums that no values have, as a document may say. */
START_TEST(sums_of_nothing_deviate_by_nothing)
{
	struct hr_moments moments = { .count = 2, .sum_ns = 2060000000, .sum_squares = 7 };
	struct hr_moments empty = { 0 };

	ck_assert_double_eq(hr_moments_stddev_ms(&moments), 0);
	hr_moments_set_sum(&empty, 0);
	ck_assert_uint_eq(empty.count, 0);
	/* as far as the type goes */
	moments = (struct hr_moments){ .count = UINT64_MAX, .sum_ns = 0, .sum_squares = 1 };
	hr_moments_set_sum(&moments, ~(hr_u128)0);
	ck_assert(isnan(hr_moments_stddev_ms(&moments)));
}
END_TEST

static Suite *moments_suite(void)
{
	Suite *suite = suite_create("stats/moments");
	TCase *tcase = tcase_create("moments");

	HR_ADD_ROWS(tcase, meets_certified_values, strd);
	tcase_add_test(tcase, keeps_the_fraction_of_the_mean);
	tcase_add_test(tcase, lacks_what_too_few_values_cannot_give);
	tcase_add_test(tcase, merges_to_the_same_sums);
	tcase_add_test(tcase, saturates_squares_in_any_order);
	tcase_add_test(tcase, adds_many_as_one_by_one);
	tcase_add_test(tcase, adds_many_of_the_longest);
	tcase_add_test(tcase, moves_to_a_known_sum);
	tcase_add_test(tcase, sums_of_nothing_deviate_by_nothing);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(moments_suite)
