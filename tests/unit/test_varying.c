#include <config.h>
#include "render/varying.h"

#include "unit.h"

/* What is said of pieces that differ; by hand. */
static const struct case_of_pieces {
	const char *pieces; /* separated by blanks */
	const char *text;
} cases[] = {
	{ "8,228 3,004 31,691", "3,004 to 31,691" },
	{ "912 8,228 1,000", "such as 912" }, /* 8.228 in other countries */
	{ "912 8,228.5 1,000", "912 to 8,228.5" },
	{ "912 8.228,5 1.000", "912 to 8.228,5" },
	{ "9 80 700", "9 to 700" },
	{ "1.5 0.25 12.75", "0.25 to 12.75" },
	{ "0 10 5", "0 to 10" },
	{ "1,234,567 12,345,678", "1,234,567 to 12,345,678" },
	{ "1,23 12,5", "1,23 to 12,5" }, /* a decimal comma */
	{ "1,23,4 5", "such as 1,23,4" },
	{ "007 010 001", "such as 007" },
	{ "10:15:23 10:15:24", "such as 10:15:23" },
	{ "10.0.0.1 10.0.0.2", "such as 10.0.0.1" },
	{ "4bf92f35 5bf92f35", "such as 4bf92f35" },
	{ "123456789012345 1", "1 to 123456789012345" },
	{ "1234567890123456 1", "such as 1234567890123456" },
	{ "1234567,890 1", "1 to 1234567,890" },
	{ "12345678901234567890123456789012345678901234567890 1",
	  "such as 1234567890123456789012345678901234567890" },
};

START_TEST(says_range_or_example)
{
	struct hr_slice text = hr_slice_of(cases[_i].pieces), piece;
	struct hr_varying varying;
	struct hr_str out = { 0 };

	hr_slice_take(&text, ' ', &piece);
	hr_varying_init(&varying, piece);
	ck_assert(varying.same);
	while (hr_slice_take(&text, ' ', &piece))
		hr_varying_add(&varying, piece);
	ck_assert(!varying.same);
	hr_varying_put(&varying, &out);
	ck_assert_str_eq(hr_str_text(&out), cases[_i].text);
	hr_str_release(&out);
}
END_TEST

START_TEST(knows_what_is_equal)
{
	struct hr_varying varying;

	hr_varying_init(&varying, HR_SLICE_LITERAL("3,000"));
	hr_varying_add(&varying, HR_SLICE_LITERAL("3,000"));
	ck_assert(varying.same);
	hr_varying_add(&varying, HR_SLICE_LITERAL("3000"));
	hr_varying_add(&varying, HR_SLICE_LITERAL("3,000"));
	ck_assert(!varying.same);
}
END_TEST

static Suite *varying_suite(void)
{
	Suite *suite = suite_create("render/varying");
	TCase *tcase = tcase_create("varying");

	HR_ADD_ROWS(tcase, says_range_or_example, cases);
	tcase_add_test(tcase, knows_what_is_equal);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(varying_suite)
