#include <config.h>
#include "base/instant.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/instant_memo.h"
#include "unit.h"

#define S HR_NS_PER_S

static const struct hr_zone *plus_one(void)
{
	static struct hr_zone *zone;

	if (zone == NULL)
		ck_assert_int_eq(hr_zone_open(HR_SLICE_LITERAL("+01:00"), &zone, NULL), HR_OK);
	return zone;
}

/* Seconds are "date -u -d TEXT +%s"; a text without a zone is read at +01:00. */
static const struct {
	const char *text;
	bool ok;
	int64_t instant_ns;
} parses[] = {
	{ "2026-11-20T02:00:00Z", true, 1795140000 * S },
	{ "2026-11-20T02:00:00.123Z", true, 1795140000 * S + 123000000 },
	{ "2026-11-20T02:00:00,5Z", true, 1795140000 * S + 500000000 },
	{ "2026-11-20T02:00:00.123456789Z", true, 1795140000 * S + 123456789 },
	{ "2026-11-20T02:00:00.1234567899Z", true, 1795140000 * S + 123456789 },
	{ "2026-11-20 02:00:00Z", true, 1795140000 * S },
	{ "2026-11-20t02:00:00z", true, 1795140000 * S },
	{ "2026-11-20T02:00Z", true, 1795140000 * S },
	{ "2026-11-20T02:00:00+02:00", true, (1795140000 - 7200) * S },
	{ "2026-11-20T02:00:00+0200", true, (1795140000 - 7200) * S },
	{ "2026-11-20T02:00:00-05", true, (1795140000 + 18000) * S },
	{ "2026-11-20T02:00:00-05:30", true, (1795140000 + 19800) * S },
	{ "2026-11-20T02:00:00", true, (1795140000 - 3600) * S },
	{ "2000-02-29", true, (951782400 - 3600) * S },
	{ "2024-02-29T12:00:00+02:00", true, 1709200800 * S },
	{ "1969-07-20T20:17:40Z", true, -14182940 * S },
	{ "1969-12-31T23:59:59.5Z", true, -S / 2 },
	{ "1678-01-01T00:00:00Z", true, -9214560000 * S },
	{ "2261-12-31T23:59:59Z", true, 9214646399 * S },
	{ "2016-12-31T23:59:60Z", true, 1483228799 * S }, /* leap second */
	/* epoch, by the number of digits */
	{ "0", true, 0 },
	{ "1795140000", true, 1795140000 * S },
	{ "1795140000.25", true, 1795140000 * S + S / 4 },
	{ "1795140000.123456789", true, 1795140000 * S + 123456789 },
	{ "99999999999", false, 0 }, /* 11 digits: seconds, year 5138 */
	{ "9223372036", true, 9223372036 * S },
	{ "179514000012", true, 179514000012 * HR_NS_PER_MS },
	{ "1795140000123", true, 1795140000123 * HR_NS_PER_MS },
	{ "17951400001234", false, 0 }, /* 14 digits: ms, year 2538 */
	{ "1795140000123456", true, 1795140000123456 * HR_NS_PER_US },
	{ "17951400001234567", false, 0 }, /* 17 digits: us, year 2538 */
	{ "1795140000123456789", true, 1795140000123456789 },
	{ "999999999999999999", true, 999999999999999999 },
	{ "9223372036854775808", false, 0 },
	{ "12345678901234567890", false, 0 },
	{ "1795140000.", false, 0 },
	{ "1795140000.5x", false, 0 },
	{ "1795140000123.5", false, 0 },
	/* impossible or of another form */
	{ "", false, 0 },
	{ "2001-20-20", false, 0 },
	{ "2023-02-29", false, 0 },
	{ "1900-02-29", false, 0 },
	{ "2023-04-31", false, 0 },
	{ "2023-00-10", false, 0 },
	{ "2023-01-00", false, 0 },
	{ "1677-12-31", false, 0 },
	{ "2262-01-01", false, 0 },
	{ "2026-11-20T24:00:00Z", false, 0 },
	{ "2026-11-20T02:60:00Z", false, 0 },
	{ "2026-11-20T02:00:61Z", false, 0 },
	{ "2026-11-20T02:00:00.Z", false, 0 },
	{ "2026-11-20T02:00:00+25:00", false, 0 },
	{ "2026-11-20T02:00:00+2:00", false, 0 },
	{ "2026-11-20T02:00:00Zx", false, 0 },
	{ "2026-11-20T", false, 0 },
	{ "2026-11-20T02", false, 0 },
	{ "2026-1-2", false, 0 },
	{ " 2026-11-20", false, 0 },
	{ "2026/11/20", false, 0 },
	{ "1e9", false, 0 },
	{ "now", false, 0 },
};

START_TEST(reads_instants)
{
	struct hr_error err = { 0 };
	int64_t instant_ns = 0;
	enum hr_err result = hr_instant_parse(hr_slice_of(parses[_i].text), plus_one(), &instant_ns,
	                                      &err);

	ck_assert_msg(result == (parses[_i].ok ? HR_OK : HR_EPARSE), "'%s'", parses[_i].text);
	if (parses[_i].ok)
		ck_assert_int_eq(instant_ns, parses[_i].instant_ns);
}
END_TEST

/* Times that look like those before them, and are none, or others. */
static const char *const alike[] = {
	"2026-11-20T02:00:00.75Z",      "2026-11-20T02:00:00.Z",
	"2026-11-20T02:00:00.5",        "2026-11-20T02:00:00",
	"2026-11-20T02:00:00+01:00",    "2026-11-20T02:00:00.5+01:00",
	"2026-11-20T02:00:00+01:00:00", "2026-11-20T02:00:00.5ZZ",
	"2026-11-20T02:00:00.5 ",       "2026-11-20T02:00:01.5Z",
	"2026-11-20T02:00:60.5Z",       "2026-11-20T02:00:61.5Z",
	"2026-11-20T02:00+01:00",       "2026-11-20T02:00+01.5:00",
	"2026-11-20T02:00+01:00.5",     "2026-11-20T02:00:00.12345678901Z",
	"2026-11-20T02:00:00,5+01",     "1795140000123456789",
	"1795-40000:12345.89",
};

static void check_after(const char *before, const char *text)
{
	struct hr_instant_memo memo = { 0 };
	int64_t expected = 0, got = 0, ignored;
	bool ok = hr_instant_parse(hr_slice_of(text), plus_one(), &expected, NULL) == HR_OK;

	hr_instant_memo_parse(&memo, hr_slice_of(before), plus_one(), &ignored);
	ck_assert_msg(hr_instant_memo_parse(&memo, hr_slice_of(text), plus_one(), &got) == ok &&
	                      (!ok || got == expected),
	              "'%s' after '%s'", text, before);
	/* of another zone */
	ok = hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &expected, NULL) == HR_OK;
	ck_assert(hr_instant_memo_parse(&memo, hr_slice_of(text), hr_zone_utc(), &got) == ok);
	ck_assert(!ok || got == expected);
}

START_TEST(reads_instants_behind_each_other)
{
	const size_t known = sizeof(parses) / sizeof(*parses);
	const size_t count = known + sizeof(alike) / sizeof(*alike);

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			check_after(i < known ? parses[i].text : alike[i - known],
			            j < known ? parses[j].text : alike[j - known]);
}
END_TEST

static const struct {
	int64_t instant_ns;
	const char *utc;
	const char *local; /* +01:00 */
	const char *human;
} formats[] = {
	{ 1795140000 * S, "2026-11-20T02:00:00Z", "2026-11-20T03:00:00+01:00",
	  "2026-11-20 02:00:00 UTC" },
	{ 1795140000 * S + 500000000, "2026-11-20T02:00:00.500Z", "2026-11-20T03:00:00.500+01:00",
	  "2026-11-20 02:00:00 UTC" },
	{ 1795140000 * S + 1000, "2026-11-20T02:00:00.000001Z", "2026-11-20T03:00:00.000001+01:00",
	  "2026-11-20 02:00:00 UTC" },
	{ -1, "1969-12-31T23:59:59.999999999Z", "1970-01-01T00:59:59.999999999+01:00",
	  "1969-12-31 23:59:59 UTC" },
	{ INT64_MAX, "2262-04-11T23:47:16.854775807Z", "2262-04-12T00:47:16.854775807+01:00",
	  "2262-04-11 23:47:16 UTC" },
	{ INT64_MIN, "1677-09-21T00:12:43.145224192Z", "1677-09-21T01:12:43.145224192+01:00",
	  "1677-09-21 00:12:43 UTC" },
};

START_TEST(writes_instants)
{
	char text[HR_INSTANT_TEXT_SIZE];

	ck_assert_uint_eq(hr_instant_format(formats[_i].instant_ns, hr_zone_utc(), text),
	                  strlen(formats[_i].utc));
	ck_assert_str_eq(text, formats[_i].utc);
	hr_instant_format(formats[_i].instant_ns, plus_one(), text);
	ck_assert_str_eq(text, formats[_i].local);
	hr_instant_format_human(formats[_i].instant_ns, hr_zone_utc(), text);
	ck_assert_str_eq(text, formats[_i].human);
}
END_TEST

START_TEST(knows_weekdays)
{
	struct hr_civil civil;

	/* "date -u -d 2026-11-20 +%w" */
	hr_instant_civil(1795140000 * S, hr_zone_utc(), &civil);
	ck_assert_int_eq(civil.weekday, 5);
	hr_instant_civil(-1, hr_zone_utc(), &civil);
	ck_assert_int_eq(civil.weekday, 3);
}
END_TEST

/* Each day from 1600 to 2400 follows the one before, as the calendar on the wall has it. */
START_TEST(counts_days)
{
	int64_t days = hr_calendar_days(1600, 1, 1);
	int64_t year;
	int month, day, wrong = 0;

	ck_assert_int_eq(hr_calendar_days(1970, 1, 1), 0);
	ck_assert_int_eq(hr_calendar_days(2000, 3, 1), 11017);
	for (int64_t y = 1600; y <= 2400; y++) {
		for (int m = 1; m <= 12; m++) {
			for (int d = 1; d <= hr_calendar_month_days(y, m); d++, days++) {
				wrong += hr_calendar_days(y, m, d) != days;
				hr_calendar_date(days, &year, &month, &day);
				wrong += year != y || month != m || day != d;
			}
		}
	}
	/* One assertion: each of them is a write to the parent process. */
	ck_assert_int_eq(wrong, 0);
}
END_TEST

START_TEST(honours_a_fixed_clock)
{
	int64_t before = (int64_t)time(NULL) - 1;

	setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
	ck_assert_int_eq(hr_instant_now(), 1700000000 * S);
	setenv("SOURCE_DATE_EPOCH", "soon", 1);
	ck_assert_int_ge(hr_instant_now() / S, before);
	unsetenv("SOURCE_DATE_EPOCH");
	ck_assert_int_ge(hr_instant_now() / S, before);
}
END_TEST

START_TEST(measures_spans)
{
	/* Doubles of these instants are 256 ns apart: their difference would be 1499.009999872. */
	ck_assert(hr_span_s(1763596800 * S, 1763598299 * S + S / 100) == 1499.01);
	ck_assert(hr_span_s(5 * S, 3 * S) == -2);
	/* Further apart than int64 holds: 2^64 - 2 nanoseconds, IEEE 754 nearest. */
	ck_assert(hr_span_s(-INT64_MAX, INT64_MAX) == 18446744073.709551616);
	ck_assert(isnan(hr_span_s(HR_INSTANT_NONE, 0)));
	ck_assert(isnan(hr_span_s(0, HR_INSTANT_NONE)));
	ck_assert_int_eq(hr_instant_after(5 * S, -2.5), 2 * S + S / 2);
	ck_assert_int_eq(hr_instant_after(0, 9223372036), 9223372036 * S);
	ck_assert_int_eq(hr_instant_after(0, 9223372037), HR_INSTANT_NONE);
	ck_assert_int_eq(hr_instant_after(-5 * S, -9223372036), HR_INSTANT_NONE);
	ck_assert_int_eq(hr_instant_after(HR_INSTANT_NONE, 1), HR_INSTANT_NONE);
	ck_assert_int_eq(hr_instant_after(0, (double)NAN), HR_INSTANT_NONE);
}
END_TEST

static Suite *instant_suite(void)
{
	Suite *suite = suite_create("base/instant");
	TCase *tcase = tcase_create("instant");

	HR_ADD_ROWS(tcase, reads_instants, parses);
	tcase_add_test(tcase, reads_instants_behind_each_other);
	HR_ADD_ROWS(tcase, writes_instants, formats);
	tcase_add_test(tcase, knows_weekdays);
	tcase_add_test(tcase, counts_days);
	tcase_add_test(tcase, honours_a_fixed_clock);
	tcase_add_test(tcase, measures_spans);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(instant_suite)
