/* Day by day. */
#include <config.h>
#include "base/recurrence.h"

#include <stdio.h>

#include "base/calendar.h"
#include "base/instant.h"
#include "base/message.h"
#include "base/num.h"

#define NUMBER_MAX 1000000
#define DAYS_MAX   36525 /* 100 years */

/* --- text --- */

struct parts {
	struct hr_slice text;
	struct hr_error *err;
	const struct hr_zone *zone;
	struct hr_recurrence *out;
	bool has_frequency, has_end;
};

/* What stands before @separator; the rest stays in @text. */
static struct hr_slice take_until(struct hr_slice *text, char separator)
{
	const char *at = text->length > 0 ? memchr(text->ptr, separator, text->length) : NULL;
	struct hr_slice head = { text->ptr, at != NULL ? (size_t)(at - text->ptr) : text->length };
	size_t used = head.length + (at != NULL ? 1 : 0);

	*text = (struct hr_slice){ text->ptr + used, text->length - used };
	return head;
}

static enum hr_err wrong(const struct parts *parts, const char *name, struct hr_slice value,
                         const char *expected)
{
	return hr_error_set(parts->err, HR_EPARSE, "found %s=%s, expected %s", name,
	                    hr_quoted_slice(value).text, expected);
}

static bool read_number(struct hr_slice text, int64_t low, int64_t high, int64_t *out)
{
	return hr_parse_i64(text, out) && *out >= low && *out <= high && *out != 0;
}

static enum hr_err read_frequency(struct parts *parts, struct hr_slice value)
{
	static const char *const names[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (hr_slice_is(value, names[i])) {
			parts->out->frequency = (enum hr_frequency)i;
			parts->has_frequency = true;
			return HR_OK;
		}
	return wrong(parts, "FREQ", value, "DAILY, WEEKLY, MONTHLY or YEARLY");
}

static enum hr_err read_interval(struct parts *parts, struct hr_slice value)
{
	if (read_number(value, 1, NUMBER_MAX, &parts->out->interval))
		return HR_OK;
	return wrong(parts, "INTERVAL", value, "a number from 1");
}

static enum hr_err read_count(struct parts *parts, struct hr_slice value)
{
	int64_t count;

	if (!read_number(value, 1, NUMBER_MAX, &count))
		return wrong(parts, "COUNT", value, "a number from 1");
	parts->out->count = (uint64_t)count;
	return HR_OK;
}

/* YYYYMMDD, with THHMMSS, with Z: written out for the reader of instants. A day alone is whole. */
static enum hr_err read_until(struct parts *parts, struct hr_slice value)
{
	const char *v = value.ptr;
	bool day = value.length == 8;
	char text[32];
	int64_t instant_ns;

	if ((day || value.length == 15 || (value.length == 16 && v[15] == 'Z')) &&
	    (day || v[8] == 'T')) {
		const char *time = day ? "235959" : v + 9;

		snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%s", v, v + 4, v + 6,
		         time, time + 2, time + 4, value.length == 16 ? "Z" : "");
		if (hr_instant_parse(hr_slice_of(text), parts->zone, &instant_ns, NULL) == HR_OK) {
			parts->out->until_s = instant_ns / HR_NS_PER_S;
			return HR_OK;
		}
	}
	return wrong(parts, "UNTIL", value, "a time such as 20261231T235959Z");
}

static enum hr_err read_days(struct parts *parts, struct hr_slice value)
{
	static const char names[] = "SUMOTUWETHFRSA";
	struct hr_slice rest = value;

	while (rest.length > 0) {
		struct hr_slice one = take_until(&rest, ',');
		struct hr_recurrence_day *day = &parts->out->days[parts->out->day_count];
		int64_t ordinal = 0;
		int weekday = 0;

		while (one.length >= 2 && weekday < 7 &&
		       memcmp(one.ptr + one.length - 2, names + 2 * (size_t)weekday, 2) != 0)
			weekday++;
		if (one.length < 2 || weekday == 7 ||
		    (one.length > 2 &&
		     !read_number((struct hr_slice){ one.ptr, one.length - 2 }, -5, 5, &ordinal)) ||
		    parts->out->day_count == HR_RECURRENCE_DAYS_MAX)
			return wrong(parts, "BYDAY", value, "days such as MO,FR or 1SU");
		*day = (struct hr_recurrence_day){ (int8_t)ordinal, (int8_t)weekday };
		parts->out->day_count++;
	}
	return HR_OK;
}

static enum hr_err read_month_days(struct parts *parts, struct hr_slice value)
{
	struct hr_slice rest = value;

	while (rest.length > 0) {
		int64_t day;

		if (!read_number(take_until(&rest, ','), -31, 31, &day) ||
		    parts->out->month_day_count == HR_RECURRENCE_DAYS_MAX)
			return wrong(parts, "BYMONTHDAY", value, "days such as 1,15,-1");
		parts->out->month_days[parts->out->month_day_count++] = (int8_t)day;
	}
	return HR_OK;
}

static enum hr_err read_months(struct parts *parts, struct hr_slice value)
{
	struct hr_slice rest = value;

	while (rest.length > 0) {
		int64_t month;

		if (!read_number(take_until(&rest, ','), 1, 12, &month))
			return wrong(parts, "BYMONTH", value, "months such as 3,6");
		parts->out->months = (uint16_t)(parts->out->months | 1u << month);
	}
	return HR_OK;
}

static enum hr_err read_week_start(struct parts *parts, struct hr_slice value)
{
	return hr_slice_is(value, "MO") ? HR_OK : wrong(parts, "WKST", value, "MO");
}

static const struct {
	const char *name;
	enum hr_err (*read)(struct parts *parts, struct hr_slice value);
	bool ends;
} readers[] = {
	{ "FREQ", read_frequency, false }, { "INTERVAL", read_interval, false },
	{ "COUNT", read_count, true },     { "UNTIL", read_until, true },
	{ "BYDAY", read_days, false },     { "BYMONTHDAY", read_month_days, false },
	{ "BYMONTH", read_months, false }, { "WKST", read_week_start, false },
};
#define READERS (sizeof(readers) / sizeof(readers[0]))

static enum hr_err read_part(struct parts *parts, struct hr_slice part, unsigned *seen)
{
	struct hr_slice value = part, name = take_until(&value, '=');

	for (size_t i = 0; i < READERS; i++) {
		if (!hr_slice_is(name, readers[i].name))
			continue;
		if ((*seen & 1u << i) != 0 || (readers[i].ends && parts->has_end))
			return hr_error_set(parts->err, HR_EPARSE,
			                    "found %s twice, or both COUNT and UNTIL",
			                    readers[i].name);
		*seen |= 1u << i;
		parts->has_end |= readers[i].ends;
		return readers[i].read(parts, value);
	}
	return hr_error_set(parts->err, HR_EPARSE,
	                    "found \"%s\", expected FREQ, INTERVAL, COUNT, UNTIL, BYDAY, "
	                    "BYMONTHDAY, BYMONTH or WKST",
	                    hr_quoted_slice(part).text);
}

static enum hr_err check_whole(const struct parts *parts)
{
	const struct hr_recurrence *out = parts->out;

	if (!parts->has_frequency)
		return hr_error_set(parts->err, HR_EPARSE,
		                    "found no FREQ, such as FREQ=WEEKLY;BYDAY=SU");
	for (size_t i = 0; i < out->day_count; i++)
		if (out->days[i].ordinal != 0 && out->frequency != HR_MONTHLY)
			return hr_error_set(parts->err, HR_EPARSE,
			                    "numbers in BYDAY are for FREQ=MONTHLY");
	if (out->frequency == HR_YEARLY && (out->day_count > 0 || out->month_day_count > 0))
		return hr_error_set(parts->err, HR_EPARSE,
		                    "FREQ=YEARLY comes on the date of its start: BYDAY and "
		                    "BYMONTHDAY are for FREQ=MONTHLY with BYMONTH");
	return HR_OK;
}

enum hr_err hr_recurrence_parse(struct hr_slice text, const struct hr_zone *zone,
                                struct hr_recurrence *out, struct hr_error *err)
{
	struct parts parts = { .text = hr_slice_trim(text), .err = err, .zone = zone, .out = out };
	unsigned seen = 0;

	*out = (struct hr_recurrence){ .interval = 1, .until_s = INT64_MAX };
	do {
		enum hr_err code = read_part(&parts, take_until(&parts.text, ';'), &seen);

		if (code != HR_OK)
			return code;
	} while (parts.text.length > 0);
	return check_whole(&parts);
}

/* --- days --- */

struct date {
	int64_t days, year;
	int month, day, month_days;
};

static struct date date_of(int64_t days)
{
	struct date date = { .days = days };

	hr_calendar_date(days, &date.year, &date.month, &date.day);
	date.month_days = hr_calendar_month_days(date.year, date.month);
	return date;
}

static int64_t week_of(int64_t days)
{
	return hr_floor_div(days + 3, 7); /* 1970-01-01 was a Thursday, weeks begin on Monday */
}

/* Is the day in a period that counts? */
static bool is_turn(const struct hr_recurrence *recurrence, const struct date *first,
                    const struct date *date)
{
	int64_t passed = 0;

	switch (recurrence->frequency) {
	case HR_DAILY:
		passed = date->days - first->days;
		break;
	case HR_WEEKLY:
		passed = week_of(date->days) - week_of(first->days);
		break;
	case HR_MONTHLY:
		passed = (date->year - first->year) * 12 + date->month - first->month;
		break;
	case HR_YEARLY:
		passed = date->year - first->year;
		break;
	}
	return passed % recurrence->interval == 0;
}

static bool is_weekday(const struct hr_recurrence *recurrence, const struct date *date)
{
	for (size_t i = 0; i < recurrence->day_count; i++) {
		const struct hr_recurrence_day *day = &recurrence->days[i];

		if (hr_calendar_weekday(date->days) == day->weekday &&
		    (day->ordinal == 0 || day->ordinal == (date->day - 1) / 7 + 1 ||
		     day->ordinal == -((date->month_days - date->day) / 7 + 1)))
			return true;
	}
	return recurrence->day_count == 0;
}

static bool is_month_day(const struct hr_recurrence *recurrence, const struct date *date)
{
	for (size_t i = 0; i < recurrence->month_day_count; i++)
		if (recurrence->month_days[i] == date->day ||
		    recurrence->month_days[i] == date->day - date->month_days - 1)
			return true;
	return recurrence->month_day_count == 0;
}

static bool fits(const struct hr_recurrence *recurrence, const struct date *first,
                 const struct date *date)
{
	bool by_start = recurrence->day_count == 0 && recurrence->month_day_count == 0;

	if (!is_turn(recurrence, first, date) ||
	    (recurrence->months != 0 && (recurrence->months >> date->month & 1) == 0) ||
	    !is_weekday(recurrence, date) || !is_month_day(recurrence, date))
		return false;
	if (!by_start || recurrence->frequency == HR_DAILY)
		return true;
	if (recurrence->frequency == HR_WEEKLY)
		return hr_calendar_weekday(date->days) == hr_calendar_weekday(first->days);
	return date->day == first->day && (recurrence->frequency == HR_MONTHLY ||
	                                   recurrence->months != 0 || date->month == first->month);
}

void hr_recurrence_walk(const struct hr_recurrence *recurrence, int64_t first_s, int64_t to_s,
                        const struct hr_zone *zone, hr_recurrence_fn *each, void *context)
{
	int64_t local_s = first_s + hr_zone_offset_s(zone, first_s, NULL);
	int64_t time_s = hr_floor_rest(local_s, HR_SECONDS_PER_DAY);
	struct date first = date_of(hr_floor_div(local_s, HR_SECONDS_PER_DAY));
	uint64_t count = 1;

	if (first_s >= to_s || !each(context, first_s))
		return;
	for (int64_t i = 1; i <= DAYS_MAX && count != recurrence->count; i++) {
		struct date date = date_of(first.days + i);
		int64_t start_s;

		if (!fits(recurrence, &first, &date))
			continue;
		start_s = hr_zone_to_epoch_s(zone, date.days * HR_SECONDS_PER_DAY + time_s);
		if (start_s >= to_s || start_s > recurrence->until_s || !each(context, start_s))
			return;
		count++;
	}
}
