/*
 * What a look draws; sequences as in ECMA-48 (CUP, EL, ED).
 */
#include <config.h>
#include "cli/watch_screen.h"

#include "unit.h"

static void draws(const char *title, const char *text, unsigned rows, const char *want)
{
	struct hr_str out = { 0 };

	hr_watch_screen_lines(hr_slice_of(title), hr_slice_of(text), rows, &out);
	ck_assert_str_eq(hr_str_text(&out), want);
	hr_str_release(&out);
}

START_TEST(test_lines)
{
	draws("t", "a\nb\n", 24, "\033[Ht\033[K\na\033[K\nb\033[K\n\033[J");
	draws("t", "a\nb", 24, "\033[Ht\033[K\na\033[K\nb\033[K\n\033[J");
	draws("t", "", 24, "\033[Ht\033[K\n\033[J");
	draws("t", "\n\nb\n", 24, "\033[Ht\033[K\n\033[K\n\033[K\nb\033[K\n\033[J");
}
END_TEST

/* The cursor ends below the last line: on a screen of 4 rows 3 lines fit, or the first would
 * scroll away. */
START_TEST(test_rows)
{
	draws("t", "a\nb\nc\nd\n", 4, "\033[Ht\033[K\na\033[K\nb\033[K\n\033[J");
	draws("t", "a\n", 1, "\033[Ht\033[K\n\033[J");
}
END_TEST

static Suite *watch_screen_suite(void)
{
	Suite *suite = suite_create("watch_screen");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_lines);
	tcase_add_test(tests, test_rows);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(watch_screen_suite)
