/*
 * Time formats, compiled to a list of fields and literal characters. Parsing is strict where Java's
 * lenient mode is not: 2001/20/20 is no date.
 */
#include <config.h>
#include "base/instant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock_text.h"
#include "base/mem.h"
#include "base/num.h"

#define MAX_ITEMS         64
#define MAX_PATTERN_BYTES 256

enum field {
	FIELD_LITERAL,
	FIELD_YEAR,
	FIELD_YEAR_2,
	FIELD_MONTH,
	FIELD_MONTH_NAME,
	FIELD_DAY,
	FIELD_WEEKDAY_NAME,
	FIELD_HOUR,    /* 0..23 */
	FIELD_HOUR_24, /* 1..24 */
	FIELD_HOUR_12, /* 1..12 */
	FIELD_HOUR_11, /* 0..11 */
	FIELD_HALF,    /* AM, PM */
	FIELD_MINUTE,
	FIELD_SECOND,
	FIELD_MILLISECOND,
	FIELD_FRACTION,
	FIELD_ZONE,
	FIELD_EPOCH,
	FIELD_ISO,
};

struct item {
	enum field field;
	char literal;
	uint8_t width;    /* letters in the pattern, most digits in % forms */
	bool exact_width; /* a number follows directly */
};

struct hr_time_format {
	size_t count;
	int epoch_shift; /* FIELD_EPOCH: power of ten to nanoseconds */
	struct item items[MAX_ITEMS];
};

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

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_number(enum field field)
{
	switch (field) {
	case FIELD_YEAR:
	case FIELD_YEAR_2:
	case FIELD_MONTH:
	case FIELD_DAY:
	case FIELD_HOUR:
	case FIELD_HOUR_24:
	case FIELD_HOUR_12:
	case FIELD_HOUR_11:
	case FIELD_MINUTE:
	case FIELD_SECOND:
	case FIELD_MILLISECOND:
	case FIELD_FRACTION:
		return true;
	case FIELD_LITERAL:
	case FIELD_MONTH_NAME:
	case FIELD_WEEKDAY_NAME:
	case FIELD_HALF:
	case FIELD_ZONE:
	case FIELD_EPOCH:
	case FIELD_ISO:
		break;
	}
	return false;
}

static enum hr_err add_item(struct hr_time_format *format, enum field field, char literal,
                            size_t width, struct hr_error *err)
{
	if (format->count == MAX_ITEMS)
		return hr_error_set(err, HR_ELIMIT, "time format of more than %d parts", MAX_ITEMS);
	format->items[format->count++] = (struct item){ field, literal,
		                                        (uint8_t)(width < 9 ? width : 9), false };
	return HR_OK;
}

static bool java_field(char letter, size_t count, enum field *out)
{
	static const struct {
		char letter;
		enum field field;
	} letters[] = {
		{ 'y', FIELD_YEAR },    { 'u', FIELD_YEAR },        { 'M', FIELD_MONTH },
		{ 'L', FIELD_MONTH },   { 'd', FIELD_DAY },         { 'E', FIELD_WEEKDAY_NAME },
		{ 'H', FIELD_HOUR },    { 'k', FIELD_HOUR_24 },     { 'h', FIELD_HOUR_12 },
		{ 'K', FIELD_HOUR_11 }, { 'a', FIELD_HALF },        { 'm', FIELD_MINUTE },
		{ 's', FIELD_SECOND },  { 'S', FIELD_MILLISECOND }, { 'z', FIELD_ZONE },
		{ 'Z', FIELD_ZONE },    { 'X', FIELD_ZONE },
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].letter != letter)
			continue;
		*out = letters[i].field;
		if (letter == 'y' && count == 2)
			*out = FIELD_YEAR_2;
		if (*out == FIELD_MONTH && count >= 3)
			*out = FIELD_MONTH_NAME;
		if (letter == 'S' && count > 3)
			*out = FIELD_FRACTION;
		return true;
	}
	return false;
}

/* Text between apostrophes; two of them are one. Returns what of the pattern it took. */
static enum hr_err add_quoted(struct hr_time_format *format, struct hr_slice rest, size_t *taken,
                              struct hr_error *err)
{
	size_t i = 1;
	enum hr_err result = HR_OK;

	if (rest.length > 1 && rest.ptr[1] == '\'') {
		*taken = 2;
		return add_item(format, FIELD_LITERAL, '\'', 1, err);
	}
	for (; i < rest.length && result == HR_OK; i++) {
		if (rest.ptr[i] == '\'' && (i + 1 == rest.length || rest.ptr[i + 1] != '\'')) {
			*taken = i + 1;
			return HR_OK;
		}
		if (rest.ptr[i] == '\'')
			i++;
		result = add_item(format, FIELD_LITERAL, rest.ptr[i], 1, err);
	}
	return result != HR_OK ? result
	                       : hr_error_set(err, HR_EINVAL, "time format with an open quote");
}

static enum hr_err compile_java(struct hr_time_format *format, struct hr_slice pattern,
                                struct hr_error *err)
{
	enum hr_err result = HR_OK;

	while (pattern.length > 0 && result == HR_OK) {
		char c = pattern.ptr[0];
		size_t n = 1;
		enum field field;

		if (c == '\'') {
			result = add_quoted(format, pattern, &n, err);
		} else if (!is_letter(c)) {
			result = add_item(format, FIELD_LITERAL, c, 1, err);
		} else {
			while (n < pattern.length && pattern.ptr[n] == c)
				n++;
			if (!java_field(c, n, &field))
				return hr_error_set(err, HR_EINVAL,
				                    "time format with the letter '%c': "
				                    "expected y M d E H k K h m s S z Z X a, "
				                    "or text in apostrophes",
				                    c);
			result = add_item(format, field, '\0', n, err);
		}
		pattern.ptr += n;
		pattern.length -= n;
	}
	return result;
}

static enum hr_err add_directive(struct hr_time_format *format, char c, struct hr_error *err)
{
	static const struct {
		char letter;
		enum field field;
		uint8_t width;
	} directives[] = {
		{ 'Y', FIELD_YEAR, 4 },         { 'y', FIELD_YEAR_2, 2 },
		{ 'm', FIELD_MONTH, 2 },        { 'b', FIELD_MONTH_NAME, 0 },
		{ 'B', FIELD_MONTH_NAME, 0 },   { 'd', FIELD_DAY, 2 },
		{ 'e', FIELD_DAY, 2 },          { 'a', FIELD_WEEKDAY_NAME, 0 },
		{ 'A', FIELD_WEEKDAY_NAME, 0 }, { 'H', FIELD_HOUR, 2 },
		{ 'I', FIELD_HOUR_12, 2 },      { 'p', FIELD_HALF, 0 },
		{ 'M', FIELD_MINUTE, 2 },       { 'S', FIELD_SECOND, 2 },
		{ 'f', FIELD_FRACTION, 9 },     { 'z', FIELD_ZONE, 0 },
		{ 'Z', FIELD_ZONE, 0 },         { 's', FIELD_EPOCH, 0 },
		{ '%', FIELD_LITERAL, 0 },
	};

	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++) {
		if (directives[i].letter == c)
			return add_item(format, directives[i].field, c, directives[i].width, err);
	}
	return hr_error_set(err, HR_EINVAL,
	                    "time format with %%%c: expected one of %%Y %%y %%m %%b %%d %%e %%a "
	                    "%%H %%I %%p %%M %%S %%f %%z %%Z %%s %%F %%T",
	                    c);
}

static enum hr_err compile_percent(struct hr_time_format *format, struct hr_slice pattern,
                                   struct hr_error *err)
{
	enum hr_err result = HR_OK;

	for (size_t i = 0; i < pattern.length && result == HR_OK; i++) {
		char c = pattern.ptr[i];

		if (c != '%') {
			result = add_item(format, FIELD_LITERAL, c, 1, err);
		} else if (i + 1 == pattern.length) {
			return hr_error_set(err, HR_EINVAL, "time format that ends in %%");
		} else {
			c = pattern.ptr[++i];
			if (c == 'F')
				result = compile_percent(format, HR_SLICE_LITERAL("%Y-%m-%d"), err);
			else if (c == 'T')
				result = compile_percent(format, HR_SLICE_LITERAL("%H:%M:%S"), err);
			else
				result = add_directive(format, c, err);
		}
	}
	format->epoch_shift = 9;
	return result;
}

static bool compile_word(struct hr_time_format *format, struct hr_slice pattern)
{
	static const struct {
		const char *word;
		int shift;
	} words[] = { { "s", 9 }, { "ms", 6 }, { "us", 3 }, { "ns", 0 } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!hr_slice_is(pattern, words[i].word))
			continue;
		format->epoch_shift = words[i].shift;
		format->items[format->count++].field = FIELD_EPOCH;
		return true;
	}
	if (!hr_slice_is(pattern, "iso"))
		return false;
	format->items[format->count++].field = FIELD_ISO;
	return true;
}

/* A number directly before another one has no end of its own: its width decides. */
static void mark_exact_widths(struct hr_time_format *format)
{
	for (size_t i = 0; i + 1 < format->count; i++)
		format->items[i].exact_width = is_number(format->items[i].field) &&
		                               is_number(format->items[i + 1].field);
}

static enum hr_err check_fields(const struct hr_time_format *format, struct hr_error *err)
{
	bool year = false;
	bool month = false;
	bool day = false;

	for (size_t i = 0; i < format->count; i++) {
		enum field field = format->items[i].field;

		if (field == FIELD_EPOCH || field == FIELD_ISO)
			return HR_OK;
		year = year || field == FIELD_YEAR || field == FIELD_YEAR_2;
		month = month || field == FIELD_MONTH || field == FIELD_MONTH_NAME;
		day = day || field == FIELD_DAY;
	}
	if (year && month && day)
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "time format without a %s: an instant needs a date",
	                    !year    ? "year"
	                    : !month ? "month"
	                             : "day");
}

enum hr_err hr_time_format_compile(struct hr_slice pattern, struct hr_time_format **out,
                                   struct hr_error *err)
{
	struct hr_time_format *format;
	enum hr_err result = HR_OK;

	if (pattern.length > MAX_PATTERN_BYTES)
		return hr_error_set(err, HR_ELIMIT, "time format of more than %d bytes",
		                    MAX_PATTERN_BYTES);
	format = hr_zalloc(1, sizeof(*format));
	if (!compile_word(format, pattern)) {
		if (pattern.length > 0 && memchr(pattern.ptr, '%', pattern.length) != NULL)
			result = compile_percent(format, pattern, err);
		else
			result = compile_java(format, pattern, err);
	}
	if (result == HR_OK)
		result = check_fields(format, err);
	if (result != HR_OK) {
		free(format);
		return result;
	}
	mark_exact_widths(format);
	*out = format;
	return HR_OK;
}

void hr_time_format_free(struct hr_time_format *format)
{
	free(format);
}

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

	while (n < text->length && is_letter(text->ptr[n]))
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
static bool take_number(struct hr_slice *text, const struct item *item, size_t most, int *out)
{
	size_t width = item->width;

	if (item->exact_width)
		return hr_clock_take_digits(text, width, width, out);
	return hr_clock_take_digits(text, 1, most, out);
}

static bool take_year(struct hr_slice *text, const struct item *item, struct hr_civil *civil)
{
	size_t before = text->length;
	int year;

	if (!take_number(text, item, item->field == FIELD_YEAR_2 && item->literal == 'y' ? 2 : 4,
	                 &year))
		return false;
	if (item->field == FIELD_YEAR_2 && before - text->length == 2)
		year += year < 69 ? 2000 : 1900;
	civil->year = year;
	return true;
}

/* Fields of hours other than 0..23 are brought to that form. */
static bool take_hour(struct hr_slice *text, const struct item *item, struct hr_civil *civil)
{
	int low = item->field == FIELD_HOUR || item->field == FIELD_HOUR_11 ? 0 : 1;
	int high = item->field == FIELD_HOUR_12 ? 12 : item->field == FIELD_HOUR_11 ? 11 : 24;
	int hour;

	if (!take_number(text, item, 2, &hour) || hour < low || hour > high)
		return false;
	if (item->field == FIELD_HOUR_12)
		hour %= 12;
	if (item->field == FIELD_HOUR_24)
		hour %= 24;
	civil->hour = hour;
	return true;
}

static bool take_subsecond(struct hr_slice *text, const struct item *item, struct hr_civil *civil)
{
	int value;

	if (item->field == FIELD_FRACTION && !item->exact_width)
		return hr_clock_take_fraction(text, &civil->nanosecond);
	if (!take_number(text, item, 3, &value))
		return false;
	if (item->field == FIELD_FRACTION) {
		for (size_t digits = item->width; digits < 9; digits++)
			value *= 10;
		civil->nanosecond = value;
	} else {
		civil->nanosecond = value * (int32_t)HR_NS_PER_MS;
	}
	return true;
}

static bool take_item(struct hr_slice *text, const struct hr_time_format *format,
                      const struct item *item, struct parts *parts)
{
	struct hr_civil *civil = &parts->civil;

	switch (item->field) {
	case FIELD_LITERAL:
		return hr_clock_take_char(text, item->literal);
	case FIELD_YEAR:
	case FIELD_YEAR_2:
		return take_year(text, item, civil);
	case FIELD_MONTH:
		return take_number(text, item, 2, &civil->month);
	case FIELD_MONTH_NAME:
		civil->month = take_name(text, month_names, 12) + 1;
		return civil->month > 0;
	case FIELD_DAY:
		/* %e and the C library pad with a blank. */
		if (item->literal == 'e')
			hr_clock_take_char(text, ' ');
		return take_number(text, item, 2, &civil->day);
	case FIELD_WEEKDAY_NAME:
		return take_name(text, day_names, 7) >= 0;
	case FIELD_HOUR:
	case FIELD_HOUR_24:
	case FIELD_HOUR_12:
	case FIELD_HOUR_11:
		return take_hour(text, item, civil);
	case FIELD_HALF:
		return take_half(text, parts);
	case FIELD_MINUTE:
		return take_number(text, item, 2, &civil->minute);
	case FIELD_SECOND:
		return take_number(text, item, 2, &civil->second);
	case FIELD_MILLISECOND:
	case FIELD_FRACTION:
		return take_subsecond(text, item, civil);
	case FIELD_ZONE:
		return take_zone(text, parts);
	case FIELD_EPOCH:
		return take_epoch(text, format->epoch_shift, parts);
	case FIELD_ISO:
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

	if (format->items[0].field == FIELD_ISO)
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
