/*
 * Years are counted from March, so that the leap day is the last of its year and the lengths of the
 * months before any month are a linear function: (153 * m + 2) / 5 days for m months after March.
 * 400 years have 146097 days; day 719468 since 0000-03-01 is 1970-01-01.
 */
#include <config.h>
#include "base/calendar.h"

#include <stdbool.h>

#define DAYS_PER_CYCLE  146097
#define YEARS_PER_CYCLE 400
#define EPOCH_DAY       719468

static bool is_leap_year(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int64_t hr_calendar_days(int64_t year, int month, int day)
{
	int64_t march_year = month > 2 ? year : year - 1;
	int64_t cycle = hr_floor_div(march_year, YEARS_PER_CYCLE);
	int64_t year_of_cycle = hr_floor_rest(march_year, YEARS_PER_CYCLE);
	int64_t months = month > 2 ? month - 3 : month + 9;
	int64_t day_of_year = (153 * months + 2) / 5 + day - 1;

	return cycle * DAYS_PER_CYCLE + year_of_cycle * 365 + year_of_cycle / 4 -
	       year_of_cycle / 100 + day_of_year - EPOCH_DAY;
}

void hr_calendar_date(int64_t days, int64_t *year, int *month, int *day)
{
	int64_t cycle = hr_floor_div(days + EPOCH_DAY, DAYS_PER_CYCLE);
	int64_t rest = hr_floor_rest(days + EPOCH_DAY, DAYS_PER_CYCLE);
	/* Take out the leap days before this one, then years have 365 days. */
	int64_t year_of_cycle = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	int64_t day_of_year = rest -
	                      (year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100);
	int64_t months = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * months + 2) / 5 + 1);
	*month = (int)(months < 10 ? months + 3 : months - 9);
	*year = cycle * YEARS_PER_CYCLE + year_of_cycle + (*month <= 2 ? 1 : 0);
}

int hr_calendar_month_days(int64_t year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap_year(year) ? 29 : lengths[month - 1];
}

int hr_calendar_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	return (int)hr_floor_rest(days + 4, 7);
}
