#include <config.h>
#include "base/tzif.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "unit.h"

/* A file of version 2: one change (1000 s) from type 0 (LMT, +1:00) to type 1 (AAA, +2:00). The
 * parts of section 3 of RFC 8536, by hand. */
static const char file[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                           "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1"
                           "\0\0\0\0\0\0\0"
                           "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                           "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\10"
                           "\0\0\0\0\0\0\3\350"
                           "\1"
                           "\0\0\16\20\0\0"
                           "\0\0\34\40\0\4"
                           "LMT\0AAA\0"
                           "\nAAA-2BBB,M3.5.0,M10.5.0/3\n";

#define FILE_BYTES   (sizeof(file) - 1)
#define SECOND_BLOCK (44 + 7)

static enum hr_err parse(const unsigned char *bytes, size_t length, struct hr_tzif *out)
{
	/* An exact copy on the heap lets sanitizers see any read beyond the end. */
	unsigned char *copy = hr_alloc(length);
	enum hr_err result;

	memcpy(copy, bytes, length);
	result = hr_tzif_parse(copy, length, out, NULL);
	free(copy);
	return result;
}

START_TEST(reads_the_example)
{
	struct hr_tzif tzif;
	struct hr_zone_span span;

	ck_assert_int_eq(parse((const unsigned char *)file, FILE_BYTES, &tzif), HR_OK);
	span = hr_tzif_span(&tzif, 999);
	ck_assert_str_eq(span.type->abbreviation, "LMT");
	ck_assert_int_eq(span.type->offset_s, 3600);
	ck_assert_int_eq(span.end_s, 1000);
	span = hr_tzif_span(&tzif, 1000);
	ck_assert_str_eq(span.type->abbreviation, "AAA");
	ck_assert_int_eq(span.begin_s, 1000);
	/* 1970-03-29 02:00 +02:00: the last Sunday of March 1970 */
	ck_assert_int_eq(span.end_s, 7516800);
	span = hr_tzif_span(&tzif, 7516800);
	ck_assert_str_eq(span.type->abbreviation, "BBB");
	ck_assert_int_eq(span.type->offset_s, 10800);
	hr_tzif_release(&tzif);
}
END_TEST

START_TEST(survives_every_truncation)
{
	struct hr_tzif tzif;

	for (size_t length = 0; length < FILE_BYTES; length++)
		ck_assert_int_eq(parse((const unsigned char *)file, length, &tzif), HR_EPARSE);
}
END_TEST

START_TEST(survives_every_damaged_byte)
{
	unsigned char bytes[FILE_BYTES];
	struct hr_tzif tzif;

	for (size_t at = 0; at < FILE_BYTES; at++) {
		for (int value = 0; value < 256; value++) {
			memcpy(bytes, file, FILE_BYTES);
			bytes[at] = (unsigned char)value;
			if (parse(bytes, FILE_BYTES, &tzif) != HR_OK)
				continue;
			for (int64_t t = -4000000000; t < 9000000000; t += 999999999) {
				struct hr_zone_span span = hr_tzif_span(&tzif, t);

				ck_assert(span.begin_s <= t && t < span.end_s);
				ck_assert_uint_lt(strlen(span.type->abbreviation), 16);
			}
			hr_tzif_release(&tzif);
		}
	}
}
END_TEST

/* One byte changed at an offset from the second header, and what it must lead to. */
static const struct {
	const char *what;
	size_t at;
	unsigned char value;
	enum hr_err result;
} damages[] = {
	{ "magic", 0, 'X', HR_EPARSE },
	{ "leap seconds", 31, 1, HR_EUNSUPPORTED },
	{ "a huge number of changes", 32, 0x7f, HR_EPARSE },
	{ "no types", 39, 0, HR_EPARSE },
	{ "a type that does not exist", 44 + 8, 2, HR_EPARSE },
	{ "an offset of years", 44 + 9, 0x70, HR_EPARSE },
	{ "an abbreviation outside the table", 44 + 9 + 5, 8, HR_EPARSE },
	{ "an escape character", 44 + 9 + 12, 0x1b, HR_EPARSE },
	{ "no terminator", 44 + 9 + 12 + 7, 'X', HR_EPARSE },
	{ "no footer", 44 + 9 + 12 + 8, ' ', HR_EPARSE },
	{ "a damaged rule", 44 + 9 + 12 + 8 + 4, '?', HR_EPARSE },
};

START_TEST(refuses_damage)
{
	unsigned char bytes[FILE_BYTES];
	struct hr_tzif tzif;

	memcpy(bytes, file, FILE_BYTES);
	bytes[SECOND_BLOCK + damages[_i].at] = damages[_i].value;
	ck_assert_msg(parse(bytes, FILE_BYTES, &tzif) == damages[_i].result, "%s",
	              damages[_i].what);
}
END_TEST

/* Rules of the tz database and of RFC 8536; the changes of 2026 as "zdump -v" prints them. */
static const struct {
	const char *rule;
	int64_t at_s;
	const char *abbreviation;
	int64_t end_s;
} rules[] = {
	{ "CET-1CEST,M3.5.0,M10.5.0/3", 1774745999, "CET", 1774746000 },
	{ "CET-1CEST,M3.5.0,M10.5.0/3", 1774746000, "CEST", 1792890000 },
	{ "EST5EDT,M3.2.0,M11.1.0", 1772953199, "EST", 1772953200 },
	{ "EST5EDT,M3.2.0,M11.1.0", 1793512799, "EDT", 1793512800 },
	{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1775314799, "+11", 1775314800 },
	{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1775314800, "+1030", 1791041400 },
	/* Godthab before 2023: changes on the Saturday before, written as negative times */
	{ "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", 1774745999, "-03", 1774746000 },
	/* RFC 8536, 3.3.1: permanent daylight saving time */
	{ "EST5EDT,0/0,J365/25", 1774746000, "EDT", 0 },
	/* J60 is 1 March in leap years, too: 2024-03-01 02:00 UTC */
	{ "AAA0BBB,J60,J300", 1709258399, "AAA", 1709258400 },
	/* 59 counts 29 February: 2024-02-29 02:00 UTC */
	{ "AAA0BBB,59,300", 1709171999, "AAA", 1709172000 },
	{ "<-12>12", 0, "-12", INT64_MAX },
};

START_TEST(follows_rules)
{
	struct hr_posix_tz tz;
	struct hr_zone_span span;

	ck_assert(hr_posix_tz_parse(hr_slice_of(rules[_i].rule), &tz));
	span = hr_posix_tz_span(&tz, rules[_i].at_s);
	ck_assert_str_eq(span.type->abbreviation, rules[_i].abbreviation);
	if (rules[_i].end_s != 0)
		ck_assert_int_eq(span.end_s, rules[_i].end_s);
}
END_TEST

static const char *const bad_rules[] = { "",
	                                 "CET",
	                                 "CE-1",
	                                 "CET-25",
	                                 "CET-1:60",
	                                 "CET-1CEST",
	                                 "CET-1CEST,M3.5.0",
	                                 "CET-1CEST,M13.5.0,M10.5.0",
	                                 "CET-1CEST,M3.6.0,M10.5.0",
	                                 "CET-1CEST,M3.5.7,M10.5.0",
	                                 "CET-1CEST,J0,J5",
	                                 "CET-1CEST,366,5",
	                                 "CET-1CEST,M3.5.0/168,M10.5.0",
	                                 "CET-1CEST,M3.5.0,M10.5.0 ",
	                                 "<CET-1",
	                                 "ABCDEFGHIJKLMNOP0" };

START_TEST(refuses_other_rules)
{
	struct hr_posix_tz tz;

	ck_assert_msg(!hr_posix_tz_parse(hr_slice_of(bad_rules[_i]), &tz), "'%s'", bad_rules[_i]);
}
END_TEST

static Suite *tzif_suite(void)
{
	Suite *suite = suite_create("base/tzif");
	TCase *tcase = tcase_create("tzif");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, reads_the_example);
	tcase_add_test(tcase, survives_every_truncation);
	tcase_add_test(tcase, survives_every_damaged_byte);
	HR_ADD_ROWS(tcase, refuses_damage, damages);
	HR_ADD_ROWS(tcase, follows_rules, rules);
	HR_ADD_ROWS(tcase, refuses_other_rules, bad_rules);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(tzif_suite)
