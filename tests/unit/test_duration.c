#include <config.h>
#include "base/duration.h"

#include "unit.h"

#define MS INT64_C(1000000)
#define S  INT64_C(1000000000)

static const struct {
	const char *text;
	bool ok;
	int64_t duration_ns;
} parses[] = {
	{ "250ms", true, 250 * MS },
	{ "5m", true, 300 * S },
	{ "5min", true, 300 * S },
	{ "1h30m", true, 5400 * S },
	{ "1h 30 min", true, 5400 * S },
	{ "2.5s", true, 2500 * MS },
	{ "2.5 s", true, 2500 * MS },
	{ " 90s ", true, 90 * S },
	{ "30d", true, 30 * 86400 * S },
	{ "1w", true, 604800 * S },
	{ "1w2d3h4m5s6ms7us8ns", true, (604800 + 2 * 86400 + 3 * 3600 + 245) * S + 6007008 },
	{ "12\xc2\xb5s", true, 12000 },
	{ "12\xce\xbcs", true, 12000 },
	{ "1h0m0s", true, 3600 * S },
	{ "0.5ns", true, 1 },
	{ "1.5h", true, 5400 * S },
	{ "0.1s", true, 100 * MS },
	{ "0", true, 0 },
	{ "0s", true, 0 },
	{ "0.0", true, 0 },
	{ "106751d", true, INT64_C(106751) * 86400 * S },
	{ "106752d", false, 0 },
	{ "106751d23h47m16.854775807s", true, INT64_MAX },
	{ "106751d23h47m16.854775808s", false, 0 },
	{ "99999999999999999999s", false, 0 },
	{ "", false, 0 },
	{ " ", false, 0 },
	{ "5", false, 0 },
	{ "-5s", false, 0 },
	{ "+5s", false, 0 },
	{ "s", false, 0 },
	{ "5x", false, 0 },
	{ "5S", false, 0 },
	{ "5sec", false, 0 },
	{ "1e3s", false, 0 },
	{ "30m1h", false, 0 },
	{ "1m1m", false, 0 },
	{ "1m1min", false, 0 },
	{ "1h30", false, 0 },
	{ "1h0", false, 0 },
	{ "0 0", false, 0 },
	{ "1.2.3s", false, 0 },
	{ ".s", false, 0 },
};

START_TEST(reads_durations)
{
	struct hr_error err = { 0 };
	int64_t duration_ns = 4711;
	enum hr_err result = hr_duration_parse(hr_slice_of(parses[_i].text), &duration_ns, &err);

	ck_assert_msg(result == (parses[_i].ok ? HR_OK : HR_EPARSE), "'%s'", parses[_i].text);
	ck_assert_int_eq(duration_ns, parses[_i].ok ? parses[_i].duration_ns : 4711);
	ck_assert_int_eq(err.text[0] != '\0', !parses[_i].ok);
}
END_TEST

START_TEST(says_what_is_wrong)
{
	static const char *const texts[][2] = { { "", "it is empty" },
		                                { "-5s", "it is negative" },
		                                { "s", "a number is missing" } };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct hr_error err = { 0 };
		int64_t duration_ns;

		ck_assert_int_eq(hr_duration_parse(hr_slice_of(texts[i][0]), &duration_ns, &err),
		                 HR_EPARSE);
		ck_assert_ptr_nonnull(strstr(err.text, texts[i][1]));
	}
}
END_TEST

static const struct {
	int64_t seconds;
	const char *text;
} writes[] = {
	{ 1, "1s" },    { 90, "90s" },    { 300, "5m" },    { 5400, "90m" },
	{ 7200, "2h" }, { 90000, "25h" }, { 259200, "3d" },
};

START_TEST(knows_numbers_without_a_unit)
{
	static const struct {
		const char *text;
		bool lacks;
	} cases[] = { { "5", true },           { "99999999", true },   { "100000000", false },
		      { "1795132800", false }, { "5d", false },        { "", false },
		      { "-5", false },         { "2026-11-20", false } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(hr_duration_lacks_unit(hr_slice_of(cases[i].text)) == cases[i].lacks,
		              "%s", cases[i].text);
}
END_TEST

START_TEST(writes_whole_seconds)
{
	struct hr_str out = { 0 };
	int64_t read_ns;

	hr_duration_put(&out, writes[_i].seconds);
	ck_assert_str_eq(hr_str_text(&out), writes[_i].text);
	ck_assert_int_eq(hr_duration_parse(hr_str_slice(&out), &read_ns, NULL), HR_OK);
	ck_assert_int_eq(read_ns, writes[_i].seconds * S);
	hr_str_release(&out);
}
END_TEST

static Suite *duration_suite(void)
{
	Suite *suite = suite_create("base/duration");
	TCase *tcase = tcase_create("duration");

	tcase_add_test(tcase, says_what_is_wrong);
	HR_ADD_ROWS(tcase, reads_durations, parses);
	tcase_add_test(tcase, knows_numbers_without_a_unit);
	HR_ADD_ROWS(tcase, writes_whole_seconds, writes);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(duration_suite)
