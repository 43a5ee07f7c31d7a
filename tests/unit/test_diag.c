#include <config.h>
#include "record/diag.h"

#include <stdio.h>

#include "unit.h"

static void add(struct hr_diag *diag, const char *path, const char *reason, uint64_t line)
{
	char text[32];

	snprintf(text, sizeof(text), "row %llu", (unsigned long long)line);
	hr_diag_add(diag, HR_DIAG_REJECTED, path, reason, line, hr_slice_of(text));
}

START_TEST(keeps_the_first_ten_lines_in_any_order)
{
	struct hr_diag diag = { 0 };

	for (uint64_t line = 100; line > 0; line--)
		add(&diag, "a.jtl", "bad row", line * 7 % 101);
	ck_assert_uint_eq(diag.count, 1);
	ck_assert_uint_eq(diag.entries[0].count, 100);
	ck_assert_uint_eq(diag.entries[0].n_first, HR_DIAG_FIRST);
	for (size_t i = 0; i < HR_DIAG_FIRST; i++)
		ck_assert_uint_eq(diag.entries[0].first[i].line, i + 1);
	ck_assert_str_eq(diag.entries[0].first[9].text, "row 10");
	hr_diag_release(&diag);
}
END_TEST

START_TEST(sorts_and_totals)
{
	struct hr_diag diag = { 0 }, other = { 0 };

	add(&diag, "b.jtl", "no time", 1);
	add(&diag, "a.jtl", "no time", 2);
	add(&other, "a.jtl", "bad row", 3);
	hr_diag_add(&other, HR_DIAG_NOTE, "a.jtl", "bad row", 0, hr_slice_of(""));
	hr_diag_merge(&diag, &other);
	ck_assert_uint_eq(diag.count, 4);
	ck_assert_int_eq(diag.entries[0].severity, HR_DIAG_NOTE);
	ck_assert_uint_eq(diag.entries[0].n_first, 0);
	ck_assert_str_eq(diag.entries[1].reason, "bad row");
	ck_assert_str_eq(diag.entries[2].reason, "no time");
	ck_assert_str_eq(diag.entries[3].path, "b.jtl");
	ck_assert_uint_eq(hr_diag_total(&diag, HR_DIAG_REJECTED, NULL), 3);
	ck_assert_uint_eq(hr_diag_total(&diag, HR_DIAG_REJECTED, "a.jtl"), 2);
	ck_assert_uint_eq(hr_diag_total(&diag, HR_DIAG_NOTE, "a.jtl"), 1);
	hr_diag_release(&diag);
	hr_diag_release(&other);
}
END_TEST

START_TEST(puts_unknown_lines_last)
{
	struct hr_diag diag = { 0 };

	hr_diag_add(&diag, HR_DIAG_REJECTED, "a", "r", 0, hr_slice_of("unknown"));
	hr_diag_add(&diag, HR_DIAG_REJECTED, "a", "r", 9, hr_slice_of("known\xff"));
	ck_assert_uint_eq(diag.entries[0].first[0].line, 9);
	ck_assert_str_eq(diag.entries[0].first[0].text, "known\xef\xbf\xbd");
	ck_assert_str_eq(diag.entries[0].first[1].text, "unknown");
	hr_diag_release(&diag);
}
END_TEST

START_TEST(caps_reasons_in_any_order)
{
	struct hr_diag up = { 0 }, down = { 0 };
	char reason[32];

	for (int i = 0; i < 1500; i++) {
		snprintf(reason, sizeof(reason), "reason %04d", i);
		add(&up, "a.jtl", reason, 1);
		snprintf(reason, sizeof(reason), "reason %04d", 1499 - i);
		add(&down, "a.jtl", reason, 1);
	}
	ck_assert_uint_eq(up.count, HR_DIAG_REASONS_MAX + 1);
	ck_assert_uint_eq(down.count, HR_DIAG_REASONS_MAX + 1);
	ck_assert_str_eq(up.entries[0].reason, "other reasons");
	ck_assert_uint_eq(up.entries[0].count, 500);
	ck_assert_uint_eq(down.entries[0].count, 500);
	ck_assert_str_eq(up.entries[1000].reason, "reason 0999");
	ck_assert_str_eq(down.entries[1000].reason, "reason 0999");
	hr_diag_release(&up);
	hr_diag_release(&down);
}
END_TEST

static Suite *diag_suite(void)
{
	Suite *suite = suite_create("record/diag");
	TCase *tcase = tcase_create("diag");

	tcase_add_test(tcase, keeps_the_first_ten_lines_in_any_order);
	tcase_add_test(tcase, sorts_and_totals);
	tcase_add_test(tcase, puts_unknown_lines_last);
	tcase_add_test(tcase, caps_reasons_in_any_order);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(diag_suite)
