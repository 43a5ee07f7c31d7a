/*
 * The proleptic Gregorian calendar as arithmetic: dates to day numbers and back, no zones.
 */
#ifndef HR_BASE_CALENDAR_H
#define HR_BASE_CALENDAR_H

#include <stdint.h>

#define HR_SECONDS_PER_DAY INT64_C(86400)

/* Days since 1970-01-01. @month 1..12, @day 1..31, @year within +-1e9. */
int64_t hr_calendar_days(int64_t year, int month, int day);
/* The date of a day number within +-1e11. */
void hr_calendar_date(int64_t days, int64_t *year, int *month, int *day);
/* 28..31 */
int hr_calendar_month_days(int64_t year, int month);
/* 0 = Sunday */
int hr_calendar_weekday(int64_t days);
/* Division that rounds towards minus infinity, @divisor > 0; the rest is never negative. */
static inline int64_t hr_floor_div(int64_t value, int64_t divisor)
{
	return value / divisor - (value % divisor < 0 ? 1 : 0);
}
static inline int64_t hr_floor_rest(int64_t value, int64_t divisor)
{
	int64_t rest = value % divisor;

	return rest < 0 ? rest + divisor : rest;
}

#endif
