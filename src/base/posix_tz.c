#include <config.h>
#include "base/posix_tz.h"

#include "base/calendar.h"

#define MIN_ABBREVIATION 3
#define MAX_OFFSET_HOURS 24
#define MAX_CHANGE_HOURS 167 /* RFC 8536: times of change may lie up to a week away */
#define DEFAULT_TIME_S   (2 * 3600)

static bool take_char(struct hr_slice *text, char c)
{
	if (text->length == 0 || text->ptr[0] != c)
		return false;
	text->ptr++;
	text->length--;
	return true;
}

static bool take_number(struct hr_slice *text, int min, int max, int *out)
{
	int value = 0;
	size_t n = 0;

	while (n < text->length && n < 3 && text->ptr[n] >= '0' && text->ptr[n] <= '9')
		value = value * 10 + (text->ptr[n++] - '0');
	if (n == 0 || value < min || value > max)
		return false;
	text->ptr += n;
	text->length -= n;
	*out = value;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool take_abbreviation(struct hr_slice *text, char out[HR_ZONE_ABBREVIATION_SIZE])
{
	bool quoted = take_char(text, '<');
	size_t n = 0;

	while (n < text->length) {
		char c = text->ptr[n];
		bool sign_or_digit = (c >= '0' && c <= '9') || c == '+' || c == '-';

		if (!is_letter(c) && !(quoted && sign_or_digit))
			break;
		n++;
	}
	if (n < MIN_ABBREVIATION || n >= HR_ZONE_ABBREVIATION_SIZE)
		return false;
	memcpy(out, text->ptr, n);
	out[n] = '\0';
	text->ptr += n;
	text->length -= n;
	return !quoted || take_char(text, '>');
}

/* [+-]h[h[h]][:mm[:ss]] */
static bool take_time(struct hr_slice *text, int max_hours, int32_t *out)
{
	bool negative = take_char(text, '-');
	int hours;
	int minutes = 0;
	int seconds = 0;

	if (!negative)
		take_char(text, '+');
	if (!take_number(text, 0, max_hours, &hours))
		return false;
	if (take_char(text, ':')) {
		if (!take_number(text, 0, 59, &minutes))
			return false;
		if (take_char(text, ':') && !take_number(text, 0, 59, &seconds))
			return false;
	}
	*out = hours * 3600 + minutes * 60 + seconds;
	if (negative)
		*out = -*out;
	return true;
}

/* The text counts west positive. */
static bool take_offset(struct hr_slice *text, int32_t *offset_s)
{
	if (!take_time(text, MAX_OFFSET_HOURS, offset_s))
		return false;
	*offset_s = -*offset_s;
	return true;
}

static bool take_change(struct hr_slice *text, struct hr_posix_change *out)
{
	bool ok;

	if (!take_char(text, ','))
		return false;
	if (take_char(text, 'M')) {
		out->kind = HR_DAY_OF_MONTH;
		ok = take_number(text, 1, 12, &out->month) && take_char(text, '.') &&
		     take_number(text, 1, 5, &out->week) && take_char(text, '.') &&
		     take_number(text, 0, 6, &out->day);
	} else if (take_char(text, 'J')) {
		out->kind = HR_DAY_JULIAN;
		ok = take_number(text, 1, 365, &out->day);
	} else {
		out->kind = HR_DAY_OF_YEAR;
		ok = take_number(text, 0, 365, &out->day);
	}
	out->time_s = DEFAULT_TIME_S;
	if (ok && take_char(text, '/'))
		ok = take_time(text, MAX_CHANGE_HOURS, &out->time_s);
	return ok;
}

bool hr_posix_tz_parse(struct hr_slice text, struct hr_posix_tz *out)
{
	*out = (struct hr_posix_tz){ 0 };
	if (!take_abbreviation(&text, out->standard.abbreviation) ||
	    !take_offset(&text, &out->standard.offset_s))
		return false;
	if (text.length == 0)
		return true;
	out->has_dst = true;
	if (!take_abbreviation(&text, out->dst.abbreviation))
		return false;
	out->dst.offset_s = out->standard.offset_s + 3600;
	if (text.length > 0 && text.ptr[0] != ',' && !take_offset(&text, &out->dst.offset_s))
		return false;
	return take_change(&text, &out->to_dst) && take_change(&text, &out->to_standard) &&
	       text.length == 0;
}

/* Local seconds since the epoch at which a change happens in a year. */
static int64_t change_in_year(const struct hr_posix_change *change, int64_t year)
{
	int64_t first = hr_calendar_days(year, 1, 1);
	int64_t days = first;

	switch (change->kind) {
	case HR_DAY_JULIAN:
		days += change->day - 1;
		/* Day 60 is 1 March in every year. */
		if (change->day >= 60 && hr_calendar_month_days(year, 2) == 29)
			days++;
		break;
	case HR_DAY_OF_YEAR:
		days += change->day;
		break;
	case HR_DAY_OF_MONTH:
		first = hr_calendar_days(year, change->month, 1);
		days = first + hr_floor_rest(change->day - hr_calendar_weekday(first), 7) +
		       (change->week - 1) * 7;
		if (days - first >= hr_calendar_month_days(year, change->month))
			days -= 7;
		break;
	}
	return days * HR_SECONDS_PER_DAY + change->time_s;
}

struct hr_zone_span hr_posix_tz_span(const struct hr_posix_tz *tz, int64_t epoch_s)
{
	struct hr_zone_span span = { INT64_MIN, INT64_MAX, &tz->standard };
	int64_t year;
	int month, day;

	if (!tz->has_dst)
		return span;
	hr_calendar_date(hr_floor_div(epoch_s + tz->standard.offset_s, HR_SECONDS_PER_DAY), &year,
	                 &month, &day);
	/* A change may be written as up to a week outside its year, so look at the neighbours. When
	 * both fall together, as in rules of permanent daylight saving time, that one wins. */
	for (int64_t y = year - 1; y <= year + 1; y++) {
		int64_t on = change_in_year(&tz->to_dst, y) - tz->standard.offset_s;
		int64_t off = change_in_year(&tz->to_standard, y) - tz->dst.offset_s;

		if (off <= epoch_s && off >= span.begin_s) {
			/* At an equal time a change to daylight saving time stays. */
			if (off > span.begin_s || span.type == &tz->standard)
				span.type = &tz->standard;
			span.begin_s = off;
		}
		if (on <= epoch_s && on >= span.begin_s) {
			span.begin_s = on;
			span.type = &tz->dst;
		}
		if (off > epoch_s && off < span.end_s)
			span.end_s = off;
		if (on > epoch_s && on < span.end_s)
			span.end_s = on;
	}
	return span;
}
