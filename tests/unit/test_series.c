#include <config.h>
#include "base/instant.h"
#include "record/series.h"

#include "unit.h"

static struct hr_series make(enum hr_series_kind kind)
{
	struct hr_series series;

	hr_series_init(&series, hr_slice_of("cpu"), hr_slice_of("db1"), hr_slice_of("%"), kind);
	return series;
}

START_TEST(gauges_give_means)
{
	struct hr_series series = make(HR_SERIES_GAUGE);

	hr_series_add(&series, 10 * HR_NS_PER_S + 5, 3000000);
	hr_series_add(&series, 10 * HR_NS_PER_S + 1, 1000000);
	hr_series_add(&series, -1, -2500000);
	ck_assert_uint_eq(series.count, 2);
	ck_assert_int_eq(series.points[0].interval, -1);
	ck_assert_double_eq(hr_series_value(&series, 0), -2.5);
	ck_assert_double_eq(hr_series_value(&series, 1), 2);
	ck_assert_int_eq(series.points[1].first_micro, 1000000);
	ck_assert_int_eq(series.points[1].last_micro, 3000000);
	hr_series_release(&series);
}
END_TEST

START_TEST(counters_give_rates_across_resets)
{
	struct hr_series series = make(HR_SERIES_COUNTER);

	hr_series_add(&series, 10 * HR_NS_PER_S, 100000000);
	hr_series_add(&series, 20 * HR_NS_PER_S, 150000000);
	hr_series_add(&series, 30 * HR_NS_PER_S, 20000000); /* reset between */
	hr_series_add(&series, 40 * HR_NS_PER_S, 30000000);
	hr_series_add(&series, 40 * HR_NS_PER_S + HR_NS_PER_S / 2, 5000000); /* and within */
	ck_assert_double_nan(hr_series_value(&series, 0));
	ck_assert_double_eq_tol(hr_series_value(&series, 1), 5, 1e-12);
	ck_assert_double_eq_tol(hr_series_value(&series, 2), 2, 1e-12);
	ck_assert_double_eq_tol(hr_series_value(&series, 3), (10 + 5) / 10.5, 1e-12);
	hr_series_release(&series);
}
END_TEST

/* Of equal times the smaller value is first and the larger last, in whatever order they come. */
START_TEST(orders_what_came_at_once)
{
	static const int64_t values[] = { 5, 2, 9, 7 };

	for (size_t turn = 0; turn < 4; turn++) {
		struct hr_series series = make(HR_SERIES_COUNTER), other = make(HR_SERIES_COUNTER);

		for (size_t i = 0; i < 4; i++)
			hr_series_add(i < 2 ? &series : &other, HR_NS_PER_S,
			              values[(turn + i) % 4]);
		hr_series_merge(&series, &other);
		ck_assert_uint_eq(series.count, 1);
		ck_assert_int_eq(series.points[0].first_micro, 2);
		ck_assert_int_eq(series.points[0].last_micro, 9);
		hr_series_release(&series);
		hr_series_release(&other);
	}
}
END_TEST

START_TEST(doubles_its_step_only_when_it_must)
{
	struct hr_series up = make(HR_SERIES_GAUGE), down = make(HR_SERIES_GAUGE);
	struct hr_series sparse = make(HR_SERIES_GAUGE);

	for (int64_t i = 0; i < 25000; i++) {
		hr_series_add(&up, i * HR_NS_PER_S, i);
		hr_series_add(&down, (24999 - i) * HR_NS_PER_S, 24999 - i);
	}
	for (int64_t i = 0; i < HR_SERIES_POINTS; i++)
		hr_series_add(&sparse, i * 3600 * HR_NS_PER_S, i);
	ck_assert_int_eq(up.step_ns, 4 * HR_NS_PER_S);
	ck_assert_uint_eq(up.count, 6250);
	ck_assert_int_eq(down.step_ns, up.step_ns);
	ck_assert_uint_eq(down.count, up.count);
	for (size_t i = 0; i < up.count; i++) {
		ck_assert(up.points[i].sum_micro == down.points[i].sum_micro);
		ck_assert_uint_eq(up.points[i].count, 4);
	}
	ck_assert_int_eq(sparse.step_ns, HR_NS_PER_S);
	hr_series_release(&up);
	hr_series_release(&down);
	hr_series_release(&sparse);
}
END_TEST

/* Points as only a made-up document can hold them. */
START_TEST(keeps_sums_of_huge_counts)
{
	struct hr_series a, b;
	const hr_i128 most = (hr_i128)HR_POINT_VALUES_MAX * INT64_MAX;

	hr_series_init(&a, HR_SLICE_LITERAL("a"), HR_SLICE_LITERAL(""), HR_SLICE_LITERAL(""),
	               HR_SERIES_GAUGE);
	hr_series_init(&b, HR_SLICE_LITERAL("a"), HR_SLICE_LITERAL(""), HR_SLICE_LITERAL(""),
	               HR_SERIES_GAUGE);
	hr_series_add(&a, 0, INT64_MAX);
	hr_series_add(&b, 0, INT64_MAX);
	a.points[0].count = b.points[0].count = HR_POINT_VALUES_MAX;
	a.points[0].sum_micro = b.points[0].sum_micro = most;
	for (int i = 0; i < 5; i++)
		hr_series_merge(&a, &b);
	ck_assert_uint_eq(a.points[0].count, HR_POINT_VALUES_MAX);
	ck_assert(a.points[0].sum_micro == most);
	hr_series_add(&a, 0, INT64_MIN);
	ck_assert_uint_eq(a.points[0].count, HR_POINT_VALUES_MAX);
	ck_assert(a.points[0].sum_micro == most + INT64_MIN);
	hr_series_release(&a);
	hr_series_release(&b);
}
END_TEST

static Suite *series_suite(void)
{
	Suite *suite = suite_create("record/series");
	TCase *tcase = tcase_create("series");

	tcase_add_test(tcase, gauges_give_means);
	tcase_add_test(tcase, counters_give_rates_across_resets);
	tcase_add_test(tcase, orders_what_came_at_once);
	tcase_add_test(tcase, keeps_sums_of_huge_counts);
	tcase_add_test(tcase, doubles_its_step_only_when_it_must);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(series_suite)
