/* Windows of objectives. */
#include <config.h>
#include "analyse/slo_span.h"

#include "base/calendar.h"

struct date {
	int64_t year;
	int month, day;
};

static int64_t midnight_s(struct date date, const struct hr_zone *zone)
{
	return hr_zone_to_epoch_s(zone, hr_calendar_days(date.year, date.month, date.day) *
	                                        HR_SECONDS_PER_DAY);
}

/* First days of the period that holds a day, and of the next. */
static void period_of(enum hr_calendar_unit unit, int64_t days, struct date *first,
                      struct date *next)
{
	int months = unit == HR_CALENDAR_YEAR ? 12 : unit == HR_CALENDAR_QUARTER ? 3 : 1;
	int length = unit == HR_CALENDAR_WEEK ? 7 : 1;

	if (unit == HR_CALENDAR_DAY || unit == HR_CALENDAR_WEEK) {
		/* hr_calendar_weekday() counts from Sunday, weeks from Monday. */
		if (unit == HR_CALENDAR_WEEK)
			days -= (hr_calendar_weekday(days) + 6) % 7;
		hr_calendar_date(days, &first->year, &first->month, &first->day);
		hr_calendar_date(days + length, &next->year, &next->month, &next->day);
		return;
	}
	hr_calendar_date(days, &first->year, &first->month, &first->day);
	first->day = 1;
	first->month -= (first->month - 1) % months;
	*next = *first;
	next->month += months;
	if (next->month > 12) {
		next->month -= 12;
		next->year++;
	}
}

struct hr_slo_span hr_slo_span(const struct hr_slo_window *window, int64_t first_s, int64_t as_of_s,
                               const struct hr_zone *zone)
{
	struct hr_slo_span span = { first_s, as_of_s, as_of_s };
	int64_t local_s = as_of_s - 1 + hr_zone_offset_s(zone, as_of_s - 1, NULL);
	struct date first, next;

	if (window->kind == HR_SLO_WINDOW_ROLLING)
		span.start_s = as_of_s - window->length_s;
	if (window->kind != HR_SLO_WINDOW_CALENDAR)
		return span;
	period_of(window->unit, hr_floor_div(local_s, HR_SECONDS_PER_DAY), &first, &next);
	span.start_s = midnight_s(first, zone);
	span.period_end_s = midnight_s(next, zone);
	return span;
}
