#include <config.h>
#include "base/instant.h"

#include <string.h>
#include <unistd.h>

#include "unit.h"

#define S  HR_NS_PER_S
#define MS HR_NS_PER_MS

/* The first five patterns are those JMeter tries by itself. 2019-06-05 10:11:12 UTC is 1559729472
 * by "date -u -d ... +%s"; all texts without a zone are read as UTC. */
static const struct {
	const char *pattern;
	const char *text;
	bool ok;
	int64_t instant_ns;
} cases[] = {
	{ "yyyy/MM/dd HH:mm:ss.SSS", "2019/06/05 10:11:12.345", true, 1559729472345 * MS },
	{ "yyyy/MM/dd HH:mm:ss", "2019/06/05 10:11:12", true, 1559729472 * S },
	{ "yyyy-MM-dd HH:mm:ss.SSS", "2019-06-05 10:11:12.345", true, 1559729472345 * MS },
	{ "yyyy-MM-dd HH:mm:ss", "2019-06-05 10:11:12", true, 1559729472 * S },
	{ "MM/dd/yy HH:mm:ss", "06/05/19 10:11:12", true, 1559729472 * S },
	{ "yyyy/MM/dd HH:mm:ss", "2001/20/20 10:11:12", false, 0 },
	{ "yyyy/MM/dd HH:mm:ss", "2019/02/29 10:11:12", false, 0 },
	{ "yyyy/MM/dd HH:mm:ss", "2019/06/05 10:11:12.345", false, 0 },
	{ "yyyy/MM/dd HH:mm:ss.SSS", "2019/06/05 10:11:12", false, 0 },
	{ "yyyy/MM/dd HH:mm:ss", "2019/06/05 25:11:12", false, 0 },
	{ "yyyy/MM/dd HH:mm:ss", "2019/6/5 10:11:12", true, 1559729472 * S },
	{ "yyyy/MM/dd HH:mm:ss", "2019-06-05 10:11:12", false, 0 },
	{ "yyyy/MM/dd HH:mm:ss", "", false, 0 },
	{ "yyyy/MM/dd HH:mm:ss", "1559729472000", false, 0 },
	/* milliseconds as a number, as Java reads them */
	{ "yyyy-MM-dd HH:mm:ss.SSS", "2019-06-05 10:11:12.5", true, 1559729472005 * MS },
	{ "yyyy-MM-dd HH:mm:ss.SSS", "2019-06-05 10:11:12.3456", false, 0 },
	{ "yyyy-MM-dd HH:mm:ss.SSSSSS", "2019-06-05 10:11:12.345678", true,
	  1559729472345678 * HR_NS_PER_US },
	/* fields without borders between them */
	{ "yyyyMMddHHmmss", "20190605101112", true, 1559729472 * S },
	{ "yyyyMMddHHmmssSSS", "20190605101112345", true, 1559729472345 * MS },
	{ "yyyyMMddHHmmss", "2019060510111", true, 1559729461 * S },
	{ "yyyyMMddHHmmss", "201906051011", false, 0 },
	/* of a second no more than nine digits */
	{ "SSSSSSSSSSSSyyyyMMdd", "12345678920190605", true, 1559692800123456789 },
	/* quotes, zones, halves of the day, names */
	{ "yyyy-MM-dd'T'HH:mm:ss.SSSX", "2019-06-05T10:11:12.345Z", true, 1559729472345 * MS },
	{ "yyyy-MM-dd'T'HH:mm:ssXXX", "2019-06-05T12:11:12+02:00", true, 1559729472 * S },
	{ "yyyy-MM-dd'T'HH:mm:ssZ", "2019-06-05T12:11:12+0200", true, 1559729472 * S },
	{ "yyyy-MM-dd HH:mm:ss z", "2019-06-05 10:11:12 UTC", true, 1559729472 * S },
	{ "yyyy-MM-dd HH:mm:ss z", "2019-06-05 12:11:12 GMT+02:00", true, 1559729472 * S },
	{ "yyyy-MM-dd HH:mm:ss z", "2019-06-05 12:11:12 CEST", false, 0 },
	{ "dd.MM.yyyy 'um' HH 'o''clock'", "05.06.2019 um 10 o'clock", true, 1559728800 * S },
	{ "dd MMM yyyy hh:mm:ss a", "05 Jun 2019 10:11:12 AM", true, 1559729472 * S },
	{ "dd MMMM yyyy hh:mm:ss a", "05 june 2019 12:11:12 am", true, 1559693472 * S },
	{ "dd MMM yyyy hh:mm:ss a", "05 Jun 2019 12:11:12 PM", true, 1559736672 * S },
	{ "dd MMM yyyy hh:mm:ss a", "05 Jun 2019 13:11:12 PM", false, 0 },
	{ "dd MMM yyyy", "05 Jux 2019", false, 0 },
	{ "EEE MMM dd HH:mm:ss z yyyy", "Wed Jun 05 10:11:12 UTC 2019", true, 1559729472 * S },
	{ "kk:mm yyyy-MM-dd", "24:11 2019-06-05", true, 1559693460 * S },
	{ "dd MMM yyyy HH:mm:ss a", "05 Jun 2019 13:11:00 PM", true, 1559740260 * S },
	{ "MM/dd/yy", "01/01/69", true,
	  -31536000 * S }, /* POSIX: 69 to 99 are of the 20th century */
	{ "MM/dd/yy", "01/01/70", true, 0 },
	{ "MM/dd/yy", "01/01/68", true, 3092601600 * S },
	{ "MM/dd/yy", "06/05/2019", true, 1559692800 * S },
	/* directives */
	{ "%Y-%m-%d %H:%M:%S", "2019-06-05 10:11:12", true, 1559729472 * S },
	{ "%Y-%m-%d %H:%M:%S.%f", "2019-06-05 10:11:12.345678", true,
	  1559729472345678 * HR_NS_PER_US },
	{ "%Y-%m-%dT%H:%M:%S%z", "2019-06-05T12:11:12+02:00", true, 1559729472 * S },
	{ "%F %T", "2019-06-05 10:11:12", true, 1559729472 * S },
	{ "%d/%b/%Y:%H:%M:%S %z", "05/Jun/2019:10:11:12 +0000", true, 1559729472 * S },
	{ "%b %e %Y", "Jun  5 2019", true, 1559692800 * S },
	{ "%m/%d/%y %I:%M:%S %p", "06/05/19 10:11:12 AM", true, 1559729472 * S },
	{ "%m/%d/%y", "06/05/2019", false, 0 },
	{ "%s", "1559729472", true, 1559729472 * S },
	{ "%s.%f", "1559729472.5", false, 0 }, /* %s takes the fraction by itself */
	{ "100%% %F", "100% 2019-06-05", true, 1559692800 * S },
	/* words */
	{ "s", "1559729472", true, 1559729472 * S },
	{ "s", "1559729472.345", true, 1559729472345 * MS },
	{ "ms", "1559729472345", true, 1559729472345 * MS },
	{ "us", "1559729472345678", true, 1559729472345678 * HR_NS_PER_US },
	{ "ns", "1559729472345678901", true, 1559729472345678901 },
	{ "ms", "1.559729472345e12", true, 1559729472345 * MS },
	{ "ms", "15597294723456789", false, 0 },
	{ "ms", "12:00", false, 0 },
	{ "ms", "", false, 0 },
	{ "iso", "2019-06-05T10:11:12Z", true, 1559729472 * S },
	{ "iso", "yesterday", false, 0 },
};

START_TEST(reads_times)
{
	struct hr_time_format *format = NULL;
	struct hr_error err = { 0 };
	int64_t instant_ns = 0;
	bool ok;

	ck_assert_msg(hr_time_format_compile(hr_slice_of(cases[_i].pattern), &format, &err) ==
	                      HR_OK,
	              "%s", err.text);
	ok = hr_time_format_parse(format, hr_slice_of(cases[_i].text), hr_zone_utc(), &instant_ns);
	ck_assert_msg(ok == cases[_i].ok, "'%s' '%s'", cases[_i].pattern, cases[_i].text);
	if (ok)
		ck_assert_int_eq(instant_ns, cases[_i].instant_ns);
	hr_time_format_free(format);
}
END_TEST

static const struct {
	const char *pattern;
	const char *message;
} bad[] = {
	{ "", "without a year" },
	{ "HH:mm:ss", "without a year" },
	{ "yyyy-MM HH:mm", "without a day" },
	{ "yyyy-dd", "without a month" },
	{ "yyyy-MM-dd q", "letter 'q'" },
	{ "yyyy-MM-dd 'open", "open quote" },
	{ "%Y-%m-%d %", "ends in %" },
	{ "%Y-%m-%d %Q", "%Q" },
	{ "%H:%M", "without a year" },
	{ "----------------------------------------------------------------- yyyy-MM-dd", "parts" },
};

START_TEST(refuses_patterns)
{
	struct hr_time_format *format = NULL;
	struct hr_error err = { 0 };

	ck_assert_int_ne(hr_time_format_compile(hr_slice_of(bad[_i].pattern), &format, &err),
	                 HR_OK);
	ck_assert_ptr_null(format);
	ck_assert_msg(strstr(err.text, bad[_i].message) != NULL, "%s", err.text);
}
END_TEST

/* Both times of the overlap in Berlin, by "date -d '2026-10-25 02:30 CEST' +%s" and CET. */
START_TEST(abbreviations_tell_overlaps_apart)
{
	struct hr_time_format *format;
	struct hr_zone *zone;
	int64_t instant_ns;

	if (access("/usr/share/zoneinfo/Europe/Berlin", R_OK) != 0)
		return;
	ck_assert_int_eq(hr_zone_open(HR_SLICE_LITERAL("Europe/Berlin"), &zone, NULL), HR_OK);
	ck_assert_int_eq(
	        hr_time_format_compile(HR_SLICE_LITERAL("yyyy-MM-dd HH:mm:ss z"), &format, NULL),
	        HR_OK);
	ck_assert(hr_time_format_parse(format, HR_SLICE_LITERAL("2026-10-25 02:30:00 CEST"), zone,
	                               &instant_ns));
	ck_assert_int_eq(instant_ns, 1792888200 * S);
	ck_assert(hr_time_format_parse(format, HR_SLICE_LITERAL("2026-10-25 02:30:00 CET"), zone,
	                               &instant_ns));
	ck_assert_int_eq(instant_ns, 1792891800 * S);
	ck_assert(!hr_time_format_parse(format, HR_SLICE_LITERAL("2026-07-01 02:30:00 CET"), zone,
	                                &instant_ns));
	ck_assert(!hr_time_format_parse(format, HR_SLICE_LITERAL("2026-10-25 02:30:00 EST"), zone,
	                                &instant_ns));
	hr_time_format_free(format);
	hr_zone_free(zone);
}
END_TEST

static Suite *time_format_suite(void)
{
	Suite *suite = suite_create("base/time_format");
	TCase *tcase = tcase_create("time_format");

	HR_ADD_ROWS(tcase, reads_times, cases);
	HR_ADD_ROWS(tcase, refuses_patterns, bad);
	tcase_add_test(tcase, abbreviations_tell_overlaps_apart);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(time_format_suite)
