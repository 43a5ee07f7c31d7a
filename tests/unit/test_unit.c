#include <config.h>
#include "base/unit.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/shown.h"
#include "base/utf8.h"
#include "unit.h"

#define B "\xe2\x80\xaf" /* U+202F */
#define M "\xe2\x88\x92" /* U+2212 */

/* Expected texts follow from the rules in the header: three significant digits, one unit. */
static const struct {
	double value;
	enum hr_quantity quantity;
	const char *unicode;
	const char *ascii;
} formats[] = {
	{ 0, HR_QUANTITY_COUNT, "0", "0" },
	{ 17, HR_QUANTITY_COUNT, "17", "17" },
	{ 1204811, HR_QUANTITY_COUNT, "1" B "204" B "811", "1204811" },
	{ -1204, HR_QUANTITY_COUNT, M "1" B "204", "-1204" },
	{ 9007199254740992.0, HR_QUANTITY_COUNT, "9" B "007" B "199" B "254" B "740" B "992",
	  "9007199254740992" },
	{ 0, HR_QUANTITY_DURATION_MS, "0" B "ms", "0ms" },
	{ 45, HR_QUANTITY_DURATION_MS, "45" B "ms", "45ms" },
	{ 45.678, HR_QUANTITY_DURATION_MS, "45.7" B "ms", "45.7ms" },
	{ 1234, HR_QUANTITY_DURATION_MS, "1.23" B "s", "1.23s" },
	{ 999, HR_QUANTITY_DURATION_MS, "999" B "ms", "999ms" },
	{ 999.6, HR_QUANTITY_DURATION_MS, "1" B "s", "1s" },
	{ 0.012, HR_QUANTITY_DURATION_MS, "12" B "\xc2\xb5s", "12us" },
	{ 0.9999, HR_QUANTITY_DURATION_MS, "1" B "ms", "1ms" },
	{ 0.0005, HR_QUANTITY_DURATION_MS, "500" B "ns", "500ns" },
	{ 59000, HR_QUANTITY_DURATION_MS, "59" B "s", "59s" },
	{ 59960, HR_QUANTITY_DURATION_MS, "1" B "min", "1min" },
	{ 200000, HR_QUANTITY_DURATION_MS, "3" B "min" B "20" B "s", "3min20s" },
	{ 3599600, HR_QUANTITY_DURATION_MS, "1" B "h", "1h" },
	{ 5400000, HR_QUANTITY_DURATION_MS, "1" B "h" B "30" B "min", "1h30min" },
	{ 100 * 3600000.0, HR_QUANTITY_DURATION_MS, "4" B "d" B "4" B "h", "4d4h" },
	{ -45, HR_QUANTITY_DURATION_MS, M "45" B "ms", "-45ms" },
	{ 0.0031, HR_QUANTITY_RATIO, "0.31" B "%", "0.31%" },
	{ 0, HR_QUANTITY_RATIO, "0" B "%", "0%" },
	{ 1, HR_QUANTITY_RATIO, "100" B "%", "100%" },
	{ 0.5, HR_QUANTITY_RATIO, "50" B "%", "50%" },
	{ 0.123456, HR_QUANTITY_RATIO, "12.3" B "%", "12.3%" },
	{ 0.9995, HR_QUANTITY_RATIO, "99.95" B "%", "99.95%" },
	{ 0.99987, HR_QUANTITY_RATIO, "99.987" B "%", "99.987%" },
	{ 0.995, HR_QUANTITY_RATIO, "99.5" B "%", "99.5%" },
	{ 1.5, HR_QUANTITY_RATIO, "150" B "%", "150%" },
	{ -0.05, HR_QUANTITY_RATIO, M "5" B "%", "-5%" },
	{ 0.00000012, HR_QUANTITY_RATIO, "0.000012" B "%", "0.000012%" },
	{ 611, HR_QUANTITY_PER_S, "611/s", "611/s" },
	{ 0.0312, HR_QUANTITY_PER_S, "0.0312/s", "0.0312/s" },
	{ 12045.6, HR_QUANTITY_PER_S, "12" B "046/s", "12046/s" },
	{ 0, HR_QUANTITY_BYTES, "0" B "B", "0B" },
	{ 1023, HR_QUANTITY_BYTES, "1" B "023" B "B", "1023B" },
	{ 1023.4, HR_QUANTITY_BYTES, "1" B "023" B "B", "1023B" },
	{ 1023.6, HR_QUANTITY_BYTES, "1" B "KiB", "1KiB" },
	{ 1024, HR_QUANTITY_BYTES, "1" B "KiB", "1KiB" },
	{ 1536, HR_QUANTITY_BYTES, "1.5" B "KiB", "1.5KiB" },
	{ 5.0 * 1024 * 1024 * 1024, HR_QUANTITY_BYTES, "5" B "GiB", "5GiB" },
	{ 2048, HR_QUANTITY_BYTES_PER_S, "2" B "KiB/s", "2KiB/s" },
	{ 1.2345, HR_QUANTITY_NUMBER, "1.23", "1.23" },
	{ 9.996, HR_QUANTITY_NUMBER, "10", "10" },
	{ 99.96, HR_QUANTITY_NUMBER, "100", "100" },
	{ 1234.5, HR_QUANTITY_NUMBER, "1" B "234", "1234" },
	{ 0.1, HR_QUANTITY_NUMBER, "0.1", "0.1" },
	{ 0.000123456, HR_QUANTITY_NUMBER, "0.000123", "0.000123" },
	{ 1e-12, HR_QUANTITY_NUMBER, "1e-12", "1e-12" },
	{ -0.0, HR_QUANTITY_NUMBER, "0", "0" },
	/* From 10^18 on, powers of ten. */
	{ 123456789012345678.0, HR_QUANTITY_COUNT, "123" B "456" B "789" B "012" B "345" B "680",
	  "123456789012345680" },
	{ 1e18, HR_QUANTITY_COUNT, "1e+18", "1e+18" },
	{ DBL_MAX, HR_QUANTITY_NUMBER, "1.8e+308", "1.8e+308" },
	{ -9.996e99, HR_QUANTITY_PER_S, M "1e+100/s", "-1e+100/s" },
	{ DBL_MAX, HR_QUANTITY_RATIO, "1.8e+310" B "%", "1.8e+310%" },
	{ 1e300, HR_QUANTITY_DURATION_MS, "1.16e+292" B "d", "1.16e+292d" },
	{ 1e21, HR_QUANTITY_DURATION_MS, "11" B "574" B "074" B "074" B "074" B "d",
	  "11574074074074d" },
	{ DBL_MAX, HR_QUANTITY_BYTES, "1.63e+296" B "TiB", "1.63e+296TiB" },
	{ DBL_MIN, HR_QUANTITY_DURATION_MS, "0" B "ns", "0ns" },
	{ 5e-324, HR_QUANTITY_NUMBER, "5e-324", "5e-324" },
	{ NAN, HR_QUANTITY_NUMBER, "\xe2\x80\x93", "-" },
	{ INFINITY, HR_QUANTITY_DURATION_MS, "\xe2\x80\x93", "-" },
};

START_TEST(writes)
{
	char text[HR_UNIT_TEXT_SIZE];

	ck_assert_uint_eq(
	        hr_unit_format(formats[_i].value, formats[_i].quantity, HR_STYLE_UNICODE, text),
	        strlen(formats[_i].unicode));
	ck_assert_str_eq(text, formats[_i].unicode);
	hr_unit_format(formats[_i].value, formats[_i].quantity, HR_STYLE_ASCII, text);
	ck_assert_str_eq(text, formats[_i].ascii);
}
END_TEST

/* Every finite double in every quantity: digits with their unit, of whole characters. */
START_TEST(fits_its_buffer)
{
	static const double values[] = { DBL_MAX,  DBL_MIN,  5e-324, 1e300,
		                         1e22,     9.999e17, 1e18,   123456789012345678.0,
		                         2.5e-310, 1e-18 };
	static const char *const units[] = { "ms", "ratio", "1/s", "B", "B/s", "1", "rpm", NULL };
	char text[HR_UNIT_TEXT_SIZE];

	for (size_t i = 0; i < 2 * sizeof(values) / sizeof(values[0]); i++) {
		double value = i % 2 == 0 ? values[i / 2] : -values[i / 2];

		for (int style = HR_STYLE_UNICODE; style <= HR_STYLE_ASCII; style++) {
			for (int q = HR_QUANTITY_COUNT; q <= HR_QUANTITY_NUMBER; q++) {
				size_t n = hr_unit_format(value, (enum hr_quantity)q,
				                          (enum hr_unit_style)style, text);

				ck_assert_uint_eq(strlen(text), n);
				ck_assert_uint_lt(n, sizeof(text) - 1);
				ck_assert(hr_utf8_valid(hr_slice_of(text)));
				ck_assert(strpbrk(text, "0123456789") != NULL);
				ck_assert(strstr(text, "inf") == NULL);
			}
			for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
				size_t n = hr_unit_format_in(value, units[u],
				                             (enum hr_unit_style)style, text);

				ck_assert_uint_eq(strlen(text), n);
				ck_assert_uint_lt(n, sizeof(text) - 1);
				ck_assert(hr_utf8_valid(hr_slice_of(text)));
			}
		}
	}
}
END_TEST

/* A unit is input, and may be longer than the room: it ends between characters. */
START_TEST(cuts_a_long_unit_between_characters)
{
	char unit[200] = "", text[HR_UNIT_TEXT_SIZE];

	for (size_t lead = 0; lead < 3; lead++) {
		memset(unit, 'x', lead);
		for (size_t at = lead; at + 3 < sizeof(unit); at += 3)
			memcpy(unit + at, "\xe2\x82\xac", 4); /* the euro sign */
		ck_assert_uint_eq(hr_unit_format_in(12, unit, HR_STYLE_UNICODE, text),
		                  strlen(text));
		ck_assert(hr_utf8_valid(hr_slice_of(text)));
		ck_assert_uint_ge(strlen(text), HR_UNIT_TEXT_SIZE - 3);
		ck_assert_int_eq(strncmp(text, "12" B, 5), 0);
		ck_assert_int_eq(strncmp(text + 5, unit, strlen(text) - 5), 0);
	}
}
END_TEST

static const struct {
	const char *text;
	enum hr_quantity quantity;
	bool ok;
	double value;
} parses[] = {
	{ "800ms", HR_QUANTITY_DURATION_MS, true, 800 },
	{ "1.5 s", HR_QUANTITY_DURATION_MS, true, 1500 },
	{ "1m30s", HR_QUANTITY_DURATION_MS, true, 90000 },
	{ "250us", HR_QUANTITY_DURATION_MS, true, 0.25 },
	{ "0", HR_QUANTITY_DURATION_MS, true, 0 },
	{ "800", HR_QUANTITY_DURATION_MS, false, 0 },
	{ "1%", HR_QUANTITY_DURATION_MS, false, 0 },
	{ "1%", HR_QUANTITY_RATIO, true, 0.01 },
	{ "0.1 %", HR_QUANTITY_RATIO, true, 0.001 },
	{ "99.95%", HR_QUANTITY_RATIO, true, 0.9995 },
	{ "1e1%", HR_QUANTITY_RATIO, true, 0.1 },
	{ "-5%", HR_QUANTITY_RATIO, true, -0.05 },
	{ "0.01", HR_QUANTITY_RATIO, true, 0.01 },
	{ "1ms", HR_QUANTITY_RATIO, false, 0 },
	{ "%", HR_QUANTITY_RATIO, false, 0 },
	{ "1%%", HR_QUANTITY_RATIO, false, 0 },
	{ "100/s", HR_QUANTITY_PER_S, true, 100 },
	{ "100 /s", HR_QUANTITY_PER_S, true, 100 },
	{ "6000/min", HR_QUANTITY_PER_S, true, 100 },
	{ "7200/h", HR_QUANTITY_PER_S, true, 2 },
	{ "100", HR_QUANTITY_PER_S, true, 100 },
	{ "100ms", HR_QUANTITY_PER_S, false, 0 },
	{ "20 KiB/s", HR_QUANTITY_BYTES_PER_S, true, 20480 },
	{ "1MB/s", HR_QUANTITY_BYTES_PER_S, true, 1e6 },
	{ "20KiB", HR_QUANTITY_BYTES_PER_S, false, 0 },
	{ "20KiB", HR_QUANTITY_BYTES, true, 20480 },
	{ "1.5MB", HR_QUANTITY_BYTES, true, 1.5e6 },
	{ "512", HR_QUANTITY_BYTES, true, 512 },
	{ "20kib", HR_QUANTITY_BYTES, false, 0 },
	{ " 12 ", HR_QUANTITY_COUNT, true, 12 },
	{ "12x", HR_QUANTITY_COUNT, false, 0 },
	{ "", HR_QUANTITY_COUNT, false, 0 },
	{ "-0.5", HR_QUANTITY_NUMBER, true, -0.5 },
	{ "1e400", HR_QUANTITY_NUMBER, false, 0 },
	{ "1e308TiB", HR_QUANTITY_BYTES, false, 0 },
};

START_TEST(reads)
{
	struct hr_error err = { 0 };
	double value = 4711;
	enum hr_err result = hr_unit_parse(hr_slice_of(parses[_i].text), parses[_i].quantity,
	                                   &value, &err);

	ck_assert_msg(result == (parses[_i].ok ? HR_OK : HR_EPARSE), "'%s'", parses[_i].text);
	ck_assert(fabs(value - (parses[_i].ok ? parses[_i].value : 4711)) <= fabs(value) * 1e-15);
	if (!parses[_i].ok)
		ck_assert_ptr_nonnull(strstr(err.text, "expected"));
}
END_TEST

START_TEST(stands_in_sentences)
{
	char text[4 * HR_UNIT_TEXT_SIZE + 16];

	snprintf(text, sizeof(text), "%s of %s in %s, %s", hr_shown(0.05, HR_QUANTITY_RATIO).text,
	         hr_shown(12345, HR_QUANTITY_COUNT).text, hr_shown_seconds(102).text,
	         hr_shown_in(1200, "rpm").text);
	ck_assert_str_eq(text,
	                 "5" B "% of 12" B "345 in 1" B "min" B "42" B "s, 1" B "200" B "rpm");
}
END_TEST

static Suite *unit_suite(void)
{
	Suite *suite = suite_create("base/unit");
	TCase *tcase = tcase_create("unit");

	HR_ADD_ROWS(tcase, writes, formats);
	tcase_add_test(tcase, fits_its_buffer);
	tcase_add_test(tcase, cuts_a_long_unit_between_characters);
	HR_ADD_ROWS(tcase, reads, parses);
	tcase_add_test(tcase, stands_in_sentences);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(unit_suite)
