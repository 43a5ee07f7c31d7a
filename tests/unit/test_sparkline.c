#include <config.h>
#include "render/sparkline.h"

#include <math.h>

#include "unit.h"

START_TEST(reduces_to_the_largest_of_each_group)
{
	const double values[] = { 1, 9, 2, 3, NAN, NAN, 4, NAN };
	double out[4];

	ck_assert_uint_eq(hr_sparkline_reduce(values, 8, out, 4), 4);
	ck_assert_double_eq(out[0], 9);
	ck_assert_double_eq(out[1], 3);
	ck_assert_double_nan(out[2]);
	ck_assert_double_eq(out[3], 4);
	ck_assert_uint_eq(hr_sparkline_reduce(values, 3, out, 4), 3);
	ck_assert_double_eq(out[1], 9);
	ck_assert_uint_eq(hr_sparkline_reduce(values, 0, out, 4), 0);
}
END_TEST

START_TEST(draws_a_path_from_zero_to_the_largest)
{
	const double values[] = { 0, 10, 5 };
	struct hr_str path = { 0 };

	hr_sparkline_path(values, 3, 12, 12, &path);
	ck_assert_str_eq(hr_str_text(&path), "M1 11l5-10l5 5");
	hr_str_release(&path);
}
END_TEST

START_TEST(breaks_the_path_at_gaps)
{
	const double values[] = { 10, 10, NAN, 10, NAN };
	struct hr_str path = { 0 };

	hr_sparkline_path(values, 5, 10, 12, &path);
	ck_assert_str_eq(hr_str_text(&path), "M1 1h2M7 1h0");
	hr_str_release(&path);
}
END_TEST

START_TEST(draws_nothing_of_fewer_than_two_values)
{
	const double values[] = { NAN, 4, NAN };
	struct hr_str path = { 0 };

	hr_sparkline_path(values, 3, 10, 12, &path);
	hr_sparkline_path(values, 0, 10, 12, &path);
	hr_sparkline_path(values + 1, 1, 10, 12, &path);
	ck_assert_uint_eq(path.length, 0);
	hr_str_release(&path);
}
END_TEST

START_TEST(prints_blocks)
{
	const double values[] = { 0, 7, 3.4, NAN };
	const double zeros[] = { 0, 0 };
	struct hr_str text = { 0 };

	hr_sparkline_text(values, 4, &text);
	ck_assert_str_eq(hr_str_text(&text), "▁█▄ ");
	hr_str_truncate(&text, 0);
	hr_sparkline_text(zeros, 2, &text);
	ck_assert_str_eq(hr_str_text(&text), "▁▁");
	hr_str_release(&text);
}
END_TEST

static Suite *sparkline_suite(void)
{
	Suite *suite = suite_create("render/sparkline");
	TCase *tcase = tcase_create("sparkline");

	tcase_add_test(tcase, reduces_to_the_largest_of_each_group);
	tcase_add_test(tcase, draws_a_path_from_zero_to_the_largest);
	tcase_add_test(tcase, breaks_the_path_at_gaps);
	tcase_add_test(tcase, draws_nothing_of_fewer_than_two_values);
	tcase_add_test(tcase, prints_blocks);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(sparkline_suite)
