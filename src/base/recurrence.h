/*
 * Times that come again: the part of RFC 5545's recurrence rules that maintenance needs.
 *   FREQ=DAILY | WEEKLY | MONTHLY | YEARLY   INTERVAL=n   COUNT=n or UNTIL=20261231T235959Z
 *   BYDAY=MO,FR (of a month also 1SU, -1FR)   BYMONTHDAY=1,15,-1   BYMONTH=3,6   WKST=MO
 * Everything else is an error, so that no rule means less than it says.
 */
#ifndef HR_BASE_RECURRENCE_H
#define HR_BASE_RECURRENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/zone.h"

#define HR_RECURRENCE_DAYS_MAX 31 /* entries of BYDAY and of BYMONTHDAY */

enum hr_frequency { HR_DAILY, HR_WEEKLY, HR_MONTHLY, HR_YEARLY };

struct hr_recurrence {
	enum hr_frequency frequency;
	int64_t interval;
	uint64_t count;  /* 0 = without end */
	int64_t until_s; /* the last start allowed; INT64_MAX */
	uint16_t months; /* bits, 1 << month; 0 = all */
	struct hr_recurrence_day {
		int8_t ordinal; /* 1 = first of the month, -1 = last; 0 = every */
		int8_t weekday; /* 0 = Sunday */
	} days[HR_RECURRENCE_DAYS_MAX];
	uint8_t day_count;
	int8_t month_days[HR_RECURRENCE_DAYS_MAX]; /* -1 = last */
	uint8_t month_day_count;
};

/* @zone  of an UNTIL without "Z". Errors: HR_EPARSE with what was found and expected. */
enum hr_err hr_recurrence_parse(struct hr_slice text, const struct hr_zone *zone,
                                struct hr_recurrence *out, struct hr_error *err) HR_MUST_CHECK;

/* An occurrence that begins at @start_s; false ends the walk. */
typedef bool hr_recurrence_fn(void *context, int64_t start_s);
/*
 * hr_recurrence_walk - all starts before @to_s, in order. The first is @first_s itself, whether or
 * not it fits the rule; it counts for COUNT. Starts keep their time on the wall clock of @zone,
 * also where days have 23 or 25 hours. Cost: a few steps a day, at most 100 years after the first.
 */
void hr_recurrence_walk(const struct hr_recurrence *recurrence, int64_t first_s, int64_t to_s,
                        const struct hr_zone *zone, hr_recurrence_fn *each, void *context);

#endif
