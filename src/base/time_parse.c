/*
 * Times by a format. Strict where Java's lenient mode is not: 2001/20/20 is no date.
 */
#include <config.h>
#include "base/instant.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock_text.h"
#include "base/num.h"
#include "base/time_format.h"

/* What parsing has found so far. */
struct parts {
	struct hr_civil civil;
	bool has_half, afternoon;
	bool has_offset;
	bool has_epoch;
	int64_t epoch_ns;
	struct hr_slice abbreviation;
};

static const char *const month_names[] = { "January",   "February", "March",    "April",
	                                   "May",       "June",     "July",     "August",
	                                   "September", "October",  "November", "December" };
static const char *const day_names[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
	                                 "Thursday", "Friday", "Saturday" };

static bool starts_ignoring_case(struct hr_slice text, const char *word, size_t length)
{
	if (text.length < length)
		return false;
	for (size_t i = 0; i < length; i++) {
		/* Letters of ASCII differ in this bit only. */
		if ((text.ptr[i] | 0x20) != (word[i] | 0x20))
			return false;
	}
	return true;
}

/* A full name or its first three letters; the index of the name, or -1. */
static int take_name(struct hr_slice *text, const char *const *names, int count)
{
	for (int i = 0; i < count; i++) {
		size_t n = strlen(names[i]);

		if (!starts_ignoring_case(*text, names[i], n))
			n = 3;
		if (!starts_ignoring_case(*text, names[i], n))
			continue;
		text->ptr += n;
		text->length -= n;
		return i;
	}
	return -1;
}

static bool take_half(struct hr_slice *text, struct parts *parts)
{
	bool afternoon = starts_ignoring_case(*text, "pm", 2);

	if (!afternoon && !starts_ignoring_case(*text, "am", 2))
		return false;
	parts->has_half = true;
	parts->afternoon = afternoon;
	text->ptr += 2;
	text->length -= 2;
	return true;
}

/* An offset, "UTC" or "GMT" with or without one, or an abbreviation to be checked against the zone
 * later. */
static bool take_zone(struct hr_slice *text, struct parts *parts)
{
	size_t n = 0;

	while (n < text->length && hr_is_ascii_letter(text->ptr[n]))
		n++;
	if (n == 0 || (n == 1 && (text->ptr[0] | 0x20) == 'z')) {
		parts->has_offset = true;
		return hr_clock_take_offset(text, &parts->civil.offset_s);
	}
	parts->abbreviation = (struct hr_slice){ text->ptr, n };
	text->ptr += n;
	text->length -= n;
	if (hr_slice_is(parts->abbreviation, "UTC") || hr_slice_is(parts->abbreviation, "GMT")) {
		parts->has_offset = true;
		parts->civil.offset_s = 0;
		if (text->length > 0 && (text->ptr[0] == '+' || text->ptr[0] == '-'))
			return hr_clock_take_offset(text, &parts->civil.offset_s);
	}
	return true;
}

static bool take_epoch(struct hr_slice *text, int shift, struct parts *parts)
{
	struct hr_slice number = { text->ptr, 0 };

	while (number.length < text->length &&
	       ((text->ptr[number.length] >= '0' && text->ptr[number.length] <= '9') ||
	        memchr("+-.eE", text->ptr[number.length], 5) != NULL))
		number.length++;
	parts->has_epoch = true;
	if (!hr_parse_scaled(number, shift, &parts->epoch_ns) || parts->epoch_ns == HR_INSTANT_NONE)
		return false;
	text->ptr += number.length;
	text->length -= number.length;
	return true;
}

/* A number of a field: as wide as written in the pattern when another follows, else as it comes. */
static bool take_number(struct hr_slice *text, const struct hr_time_item *item, size_t most,
                        int *out)
{
	size_t width = item->width;

	if (item->exact_width)
		return hr_clock_take_digits(text, width, width, out);
	return hr_clock_take_digits(text, 1, most, out);
}

static bool take_year(struct hr_slice *text, const struct hr_time_item *item,
                      struct hr_civil *civil)
{
	size_t before = text->length;
	int year;

	if (!take_number(text, item, item->field == HR_TIME_YEAR_2 && item->literal == 'y' ? 2 : 4,
	                 &year))
		return false;
	if (item->field == HR_TIME_YEAR_2 && before - text->length == 2)
		year += year < 69 ? 2000 : 1900;
	civil->year = year;
	return true;
}

/* Fields of hours other than 0..23 are brought to that form. */
static bool take_hour(struct hr_slice *text, const struct hr_time_item *item,
                      struct hr_civil *civil)
{
	int low = item->field == HR_TIME_HOUR || item->field == HR_TIME_HOUR_11 ? 0 : 1;
	int high = item->field == HR_TIME_HOUR_12 ? 12 : item->field == HR_TIME_HOUR_11 ? 11 : 24;
	int hour;

	if (!take_number(text, item, 2, &hour) || hour < low || hour > high)
		return false;
	if (item->field == HR_TIME_HOUR_12)
		hour %= 12;
	if (item->field == HR_TIME_HOUR_24)
		hour %= 24;
	civil->hour = hour;
	return true;
}

static bool take_subsecond(struct hr_slice *text, const struct hr_time_item *item,
                           struct hr_civil *civil)
{
	int value;

	if (item->field == HR_TIME_FRACTION && !item->exact_width)
		return hr_clock_take_fraction(text, &civil->nanosecond);
	if (!take_number(text, item, 3, &value))
		return false;
	if (item->field == HR_TIME_FRACTION) {
		for (size_t digits = item->width; digits < 9; digits++)
			value *= 10;
		civil->nanosecond = value;
	} else {
		civil->nanosecond = value * (int32_t)HR_NS_PER_MS;
	}
	return true;
}

static bool take_item(struct hr_slice *text, const struct hr_time_format *format,
                      const struct hr_time_item *item, struct parts *parts)
{
	struct hr_civil *civil = &parts->civil;

	switch (item->field) {
	case HR_TIME_LITERAL:
		return hr_clock_take_char(text, item->literal);
	case HR_TIME_YEAR:
	case HR_TIME_YEAR_2:
		return take_year(text, item, civil);
	case HR_TIME_MONTH:
		return take_number(text, item, 2, &civil->month);
	case HR_TIME_MONTH_NAME:
		civil->month = take_name(text, month_names, 12) + 1;
		return civil->month > 0;
	case HR_TIME_DAY:
		/* %e and the C library pad with a blank. */
		if (item->literal == 'e')
			hr_clock_take_char(text, ' ');
		return take_number(text, item, 2, &civil->day);
	case HR_TIME_WEEKDAY_NAME:
		return take_name(text, day_names, 7) >= 0;
	case HR_TIME_HOUR:
	case HR_TIME_HOUR_24:
	case HR_TIME_HOUR_12:
	case HR_TIME_HOUR_11:
		return take_hour(text, item, civil);
	case HR_TIME_HALF:
		return take_half(text, parts);
	case HR_TIME_MINUTE:
		return take_number(text, item, 2, &civil->minute);
	case HR_TIME_SECOND:
		return take_number(text, item, 2, &civil->second);
	case HR_TIME_MILLISECOND:
	case HR_TIME_FRACTION:
		return take_subsecond(text, item, civil);
	case HR_TIME_ZONE:
		return take_zone(text, parts);
	case HR_TIME_EPOCH:
		return take_epoch(text, format->epoch_shift, parts);
	case HR_TIME_ISO:
		break;
	}
	return false;
}

static bool abbreviation_is(const struct hr_zone *zone, int64_t instant_ns, struct hr_slice name)
{
	char text[16];

	hr_zone_offset_s(zone, hr_floor_div(instant_ns, HR_NS_PER_S), text);
	return hr_slice_is(name, text);
}

/* An abbreviation tells the two times of an overlap apart; one that the zone does not use then is
 * an error rather than a guess. */
static bool resolve_abbreviation(const struct parts *parts, const struct hr_zone *zone,
                                 int64_t *out)
{
	struct hr_civil civil = parts->civil;
	int64_t earlier, later;

	if (!hr_instant_from_civil(&civil, zone, &earlier))
		return false;
	if (abbreviation_is(zone, earlier, parts->abbreviation)) {
		*out = earlier;
		return true;
	}
	/* No overlap is longer than a day. */
	civil.offset_s = hr_zone_offset_s(zone, hr_floor_div(earlier, HR_NS_PER_S) + 86400, NULL);
	if (!hr_instant_from_civil_offset(&civil, &later) ||
	    hr_zone_offset_s(zone, hr_floor_div(later, HR_NS_PER_S), NULL) != civil.offset_s ||
	    !abbreviation_is(zone, later, parts->abbreviation))
		return false;
	*out = later;
	return true;
}

bool hr_time_format_parse(const struct hr_time_format *format, struct hr_slice text,
                          const struct hr_zone *zone, int64_t *out)
{
	struct parts parts = { 0 };

	if (format->items[0].field == HR_TIME_ISO)
		return hr_instant_parse(text, zone, out, NULL) == HR_OK;
	for (size_t i = 0; i < format->count; i++) {
		if (!take_item(&text, format, &format->items[i], &parts))
			return false;
	}
	if (text.length > 0)
		return false;
	if (parts.has_epoch) {
		*out = parts.epoch_ns;
		return !__builtin_add_overflow(*out, parts.civil.nanosecond, out);
	}
	if (parts.has_half)
		parts.civil.hour = parts.civil.hour % 12 + (parts.afternoon ? 12 : 0);
	if (parts.has_offset)
		return hr_instant_from_civil_offset(&parts.civil, out);
	if (parts.abbreviation.length > 0)
		return resolve_abbreviation(&parts, zone, out);
	return hr_instant_from_civil(&parts.civil, zone, out);
}
