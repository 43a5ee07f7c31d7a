#include <config.h>
#include "base/zone.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

/* Expected values: "zdump -v -c 2026,2027 ZONE", and for other years
 * "TZ=ZONE date -d @SECONDS '+%::z %Z'" of GNU coreutils 9.1 with tzdata 2024. */
static const struct {
	const char *zone;
	int64_t epoch_s;
	int32_t offset_s;
	const char *abbreviation;
} offsets[] = {
	{ "UTC", 0, 0, "UTC" },
	{ "+05:30", 1700000000, 19800, "+05:30" },
	{ "-0330", 1700000000, -12600, "-03:30" },
	{ "+02", 1700000000, 7200, "+02:00" },
	{ "Europe/Berlin", 1774745999, 3600, "CET" },
	{ "Europe/Berlin", 1774746000, 7200, "CEST" },
	{ "Europe/Berlin", 1792889999, 7200, "CEST" },
	{ "Europe/Berlin", 1792890000, 3600, "CET" },
	{ "Europe/Berlin", -2524521600, 3208, "LMT" },
	{ "America/New_York", 1772953199, -18000, "EST" },
	{ "America/New_York", 1772953200, -14400, "EDT" },
	{ "America/New_York", 1793512799, -14400, "EDT" },
	{ "America/New_York", 1793512800, -18000, "EST" },
	{ "Australia/Lord_Howe", 1775314799, 39600, "+11" },
	{ "Australia/Lord_Howe", 1775314800, 37800, "+1030" },
	{ "Australia/Lord_Howe", 1791041399, 37800, "+1030" },
	{ "Australia/Lord_Howe", 1791041400, 39600, "+11" },
	/* beyond the tables, by the rule in the footer */
	{ "Europe/Berlin", 2540289600, 7200, "CEST" },
	{ "Europe/Berlin", 2524651200, 3600, "CET" },
	{ "America/New_York", 2540289600, -14400, "EDT" },
	{ "Australia/Lord_Howe", 2540289600, 37800, "+1030" },
	{ "Australia/Lord_Howe", 2524651200, 39600, "+11" },
	/* no instant of the program is that far away; it must not overflow */
	{ "Europe/Berlin", INT64_MAX, 7200, NULL },
	{ "Europe/Berlin", INT64_MIN, 3208, "LMT" },
};

static struct hr_zone *open_zone(const char *name)
{
	struct hr_error err = { 0 };
	struct hr_zone *zone = NULL;

	ck_assert_msg(hr_zone_open(hr_slice_of(name), &zone, &err) == HR_OK, "%s", err.text);
	return zone;
}

static bool has_database(void)
{
	return access("/usr/share/zoneinfo/Europe/Berlin", R_OK) == 0;
}

START_TEST(knows_offsets)
{
	struct hr_zone *zone;
	char abbreviation[16];
	int32_t offset_s;

	if (offsets[_i].zone[0] > '9' && !has_database())
		return;
	zone = open_zone(offsets[_i].zone);
	offset_s = hr_zone_offset_s(zone, offsets[_i].epoch_s, abbreviation);
	if (offsets[_i].abbreviation != NULL) {
		ck_assert_int_eq(offset_s, offsets[_i].offset_s);
		ck_assert_str_eq(abbreviation, offsets[_i].abbreviation);
	}
	hr_zone_free(zone);
}
END_TEST

/* Local seconds are "date -u -d LOCAL +%s"; the results are the instants around the changes that
 * zdump prints. A gap moves forward by its length, an overlap gives the earlier time. */
static const struct {
	const char *zone;
	int64_t local_s;
	int64_t epoch_s;
} locals[] = {
	{ "UTC", 1774747800, 1774747800 },
	{ "+05:30", 1700019800, 1700000000 },
	/* Berlin: 2026-03-29 01:59:59, 02:00, 02:30 (gap: 03:30 CEST), 03:00 */
	{ "Europe/Berlin", 1774749599, 1774745999 },
	{ "Europe/Berlin", 1774749600, 1774746000 },
	{ "Europe/Berlin", 1774751400, 1774747800 },
	{ "Europe/Berlin", 1774753200, 1774746000 },
	/* Berlin: 2026-10-25 01:59:59, 02:30 (overlap: CEST), 03:00 */
	{ "Europe/Berlin", 1792893599, 1792886399 },
	{ "Europe/Berlin", 1792895400, 1792888200 },
	{ "Europe/Berlin", 1792897200, 1792893600 },
	/* New York: 2026-03-08 02:30 (gap: 03:30 EDT), 2026-11-01 01:30 (overlap: EDT) */
	{ "America/New_York", 1772937000, 1772955000 },
	{ "America/New_York", 1793496600, 1793511000 },
	/* Lord Howe: half an hour. 2026-10-04 02:15 (gap: 02:45), 2026-04-05 01:45 (overlap: +11)
	 */
	{ "Australia/Lord_Howe", 1791080100, 1791042300 },
	{ "Australia/Lord_Howe", 1775353500, 1775313900 },
	/* 2050-07-01 14:00 in Berlin */
	{ "Europe/Berlin", 2540296800, 2540289600 },
};

START_TEST(finds_instants_of_local_times)
{
	struct hr_zone *zone;

	if (locals[_i].zone[0] > '9' && !has_database())
		return;
	zone = open_zone(locals[_i].zone);
	ck_assert_int_eq(hr_zone_to_epoch_s(zone, locals[_i].local_s), locals[_i].epoch_s);
	hr_zone_free(zone);
}
END_TEST

static const char *const refused[] = {
	"",
	"/etc/passwd",
	"../../etc/passwd",
	"Europe/..",
	"Europe//Berlin",
	"Europe/",
	".hidden",
	"Europe/.hidden",
	"Europe/Berlin ",
	"Europe",
	"Atlantis/Nowhere",
	"+25:00",
	"+2",
	"+02:60",
	"+02:0",
	"++1:00",
	"a\xc3\xa9",
	"-",
	"Europe/AnExtremelyLongNameThatNoZoneEverHadAndNoZoneWillHave"
};

START_TEST(refuses_other_names)
{
	struct hr_zone *zone = NULL;
	struct hr_error err = { 0 };
	enum hr_err result = hr_zone_open(hr_slice_of(refused[_i]), &zone, &err);

	ck_assert_msg(result == HR_EINVAL || (!has_database() && result == HR_EIO), "'%s': %s",
	              refused[_i], err.text);
	ck_assert_ptr_null(zone);
	if (result == HR_EINVAL)
		ck_assert_ptr_nonnull(strstr(err.text, "Europe/Berlin"));
}
END_TEST

START_TEST(tells_what_to_install)
{
	struct hr_zone *zone;
	struct hr_error err = { 0 };

	setenv("TZDIR", "/nonexistent", 1);
	ck_assert_int_eq(hr_zone_open(HR_SLICE_LITERAL("Europe/Berlin"), &zone, &err), HR_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, "tzdata"));
	ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent"));
	unsetenv("TZDIR");
}
END_TEST

START_TEST(ignores_the_zone_of_the_process)
{
	setenv("TZ", "Asia/Tokyo", 1);
	ck_assert_int_eq(hr_zone_offset_s(hr_zone_utc(), 1700000000, NULL), 0);
	ck_assert_str_eq(hr_zone_name(hr_zone_utc()), "UTC");
	hr_zone_free(NULL);
	unsetenv("TZ");
}
END_TEST

static Suite *zone_suite(void)
{
	Suite *suite = suite_create("base/zone");
	TCase *tcase = tcase_create("zone");

	HR_ADD_ROWS(tcase, knows_offsets, offsets);
	HR_ADD_ROWS(tcase, finds_instants_of_local_times, locals);
	HR_ADD_ROWS(tcase, refuses_other_names, refused);
	tcase_add_test(tcase, tells_what_to_install);
	tcase_add_test(tcase, ignores_the_zone_of_the_process);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(zone_suite)
