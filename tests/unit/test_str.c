#include <config.h>
#include "base/str.h"

#include "unit.h"

START_TEST(appends_and_terminates)
{
	struct hr_str str = { 0 };

	ck_assert_str_eq(hr_str_text(&str), "");
	hr_str_puts(&str, "abc");
	hr_str_putc(&str, 'd');
	hr_str_printf(&str, "%d", 17);
	ck_assert_str_eq(hr_str_text(&str), "abcd17");
	hr_str_truncate(&str, 2);
	ck_assert_str_eq(hr_str_text(&str), "ab");
	hr_str_release(&str);
}
END_TEST

START_TEST(keeps_what_fits_its_limit)
{
	struct hr_str str = { .limit = 5 };

	hr_str_puts(&str, "abcdefgh");
	ck_assert_str_eq(hr_str_text(&str), "abcde");
	ck_assert(str.truncated);
	hr_str_release(&str);
}
END_TEST

START_TEST(prints_beyond_its_small_buffer)
{
	struct hr_str str = { 0 };

	hr_str_printf(&str, "%400d", 1);
	ck_assert_uint_eq(str.length, 400);
	ck_assert_int_eq(str.data[399], '1');
	hr_str_release(&str);
}
END_TEST

static Suite *str_suite(void)
{
	Suite *suite = suite_create("base/str");
	TCase *tcase = tcase_create("str");

	tcase_add_test(tcase, appends_and_terminates);
	tcase_add_test(tcase, keeps_what_fits_its_limit);
	tcase_add_test(tcase, prints_beyond_its_small_buffer);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(str_suite)
