#include <config.h>
#include "base/recurrence.h"

#include "base/instant.h"
#include "base/str.h"
#include "unit.h"

struct list {
	struct hr_str text;
	const struct hr_zone *zone;
	int left;
};

static bool note(void *context, int64_t start_s)
{
	struct list *list = context;
	struct hr_civil at;

	hr_instant_civil(start_s * HR_NS_PER_S, list->zone, &at);
	hr_str_printf(&list->text, "%s%04d-%02d-%02d", list->text.length > 0 ? " " : "", at.year,
	              at.month, at.day);
	if (at.hour != 9)
		hr_str_printf(&list->text, "T%02d", at.hour);
	return --list->left > 0;
}

/* Rules and dates of RFC 5545, section 3.8.5.3, which start on 1997-09-02 (a Tuesday) at nine in
 * New York unless another start is named; expansions are those printed there. */
static const struct {
	const char *start, *rule, *expected;
	int most;
} cases[] = {
	{ "1997-09-02T09:00:00", "FREQ=DAILY;COUNT=3", "1997-09-02 1997-09-03 1997-09-04", 10 },
	{ "1997-12-22T09:00:00", "FREQ=DAILY;UNTIL=19971224T000000Z", "1997-12-22 1997-12-23", 10 },
	{ "1997-09-02T09:00:00", "FREQ=DAILY;INTERVAL=10;COUNT=5",
	  "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12", 10 },
	{ "1997-09-02T09:00:00", "FREQ=WEEKLY;COUNT=10",
	  "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 "
	  "1997-10-28 1997-11-04",
	  20 },
	{ "1997-09-02T09:00:00", "FREQ=WEEKLY;INTERVAL=2;WKST=MO",
	  "1997-09-02 1997-09-16 1997-09-30", 3 },
	{ "1997-09-02T09:00:00", "FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH",
	  "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 "
	  "1997-09-30 1997-10-02",
	  20 },
	{ "1997-08-05T09:00:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
	  "1997-08-05 1997-08-10 1997-08-19 1997-08-24", 10 },
	{ "1997-09-05T09:00:00", "FREQ=MONTHLY;COUNT=4;BYDAY=1FR",
	  "1997-09-05 1997-10-03 1997-11-07 1997-12-05", 10 },
	{ "1997-09-07T09:00:00", "FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU",
	  "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25", 10 },
	{ "1997-09-28T09:00:00", "FREQ=MONTHLY;BYMONTHDAY=-3",
	  "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26", 6 },
	{ "1997-09-02T09:00:00", "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=2,15",
	  "1997-09-02 1997-09-15 1997-10-02 1997-10-15", 10 },
	{ "1997-06-10T09:00:00", "FREQ=YEARLY;COUNT=4;BYMONTH=6,7",
	  "1997-06-10 1997-07-10 1998-06-10 1998-07-10", 10 },
	{ "2007-01-15T09:00:00", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
	  "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30", 10 },
	/* a start that does not fit counts all the same */
	{ "1997-09-02T09:00:00", "FREQ=WEEKLY;BYDAY=FR;COUNT=3", "1997-09-02 1997-09-05 1997-09-12",
	  10 },
	/* one o'clock stays one o'clock over the change of 1997-10-26 */
	{ "1997-10-25T01:00:00", "FREQ=DAILY;COUNT=3", "1997-10-25T01 1997-10-26T01 1997-10-27T01",
	  5 },
};

START_TEST(repeats)
{
	struct hr_zone *zone;
	struct hr_recurrence rule;
	struct hr_error error = { 0 };
	struct list list = { .left = cases[_i].most };
	int64_t start_ns;

	ck_assert_int_eq(hr_zone_open(HR_SLICE_LITERAL("America/New_York"), &zone, NULL), HR_OK);
	list.zone = zone;
	ck_assert_int_eq(hr_instant_parse(hr_slice_of(cases[_i].start), zone, &start_ns, NULL),
	                 HR_OK);
	ck_assert_msg(hr_recurrence_parse(hr_slice_of(cases[_i].rule), zone, &rule, &error) ==
	                      HR_OK,
	              "%s", error.text);
	hr_recurrence_walk(&rule, start_ns / HR_NS_PER_S, INT64_MAX, zone, note, &list);
	ck_assert_str_eq(hr_str_text(&list.text), cases[_i].expected);
	hr_str_release(&list.text);
	hr_zone_free(zone);
}
END_TEST

static const struct {
	const char *rule, *part;
} faults[] = {
	{ "", "FREQ" },
	{ "COUNT=3", "no FREQ" },
	{ "FREQ=HOURLY", "DAILY, WEEKLY" },
	{ "FREQ=DAILY;INTERVAL=0", "number from 1" },
	{ "FREQ=DAILY;COUNT=3;UNTIL=20260101T000000Z", "both COUNT and UNTIL" },
	{ "FREQ=DAILY;FREQ=DAILY", "twice" },
	{ "FREQ=DAILY;UNTIL=tomorrow", "20261231T235959Z" },
	{ "FREQ=DAILY;UNTIL=20261331T235959Z", "20261231T235959Z" },
	{ "FREQ=WEEKLY;BYDAY=XX", "MO,FR" },
	{ "FREQ=WEEKLY;BYDAY=1SU", "FREQ=MONTHLY" },
	{ "FREQ=WEEKLY;BYDAY=", NULL },
	{ "FREQ=MONTHLY;BYMONTHDAY=32", "1,15,-1" },
	{ "FREQ=MONTHLY;BYMONTHDAY=0", "1,15,-1" },
	{ "FREQ=YEARLY;BYMONTH=13", "3,6" },
	{ "FREQ=YEARLY;BYDAY=SU", "date of its start" },
	{ "FREQ=WEEKLY;WKST=SU", "MO" },
	{ "FREQ=MONTHLY;BYSETPOS=1", "expected FREQ" },
	{ "FREQ=DAILY;;", "expected FREQ" },
};

START_TEST(refuses)
{
	struct hr_recurrence rule;
	struct hr_error error = { 0 };
	enum hr_err code = hr_recurrence_parse(hr_slice_of(faults[_i].rule), hr_zone_utc(), &rule,
	                                       &error);

	if (faults[_i].part == NULL) {
		ck_assert_int_eq(code, HR_OK);
		return;
	}
	ck_assert_int_eq(code, HR_EPARSE);
	ck_assert_msg(strstr(error.text, faults[_i].part) != NULL, "%s", error.text);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("recurrence");
	TCase *tcase = tcase_create("recurrence");

	HR_ADD_ROWS(tcase, repeats, cases);
	HR_ADD_ROWS(tcase, refuses, faults);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
