/* Time formats, compiled to a list of fields and literal characters. */
#include <config.h>
#include "base/instant.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time_format.h"

#define MAX_PATTERN_BYTES 256

static bool is_number(enum hr_time_field field)
{
	switch (field) {
	case HR_TIME_YEAR:
	case HR_TIME_YEAR_2:
	case HR_TIME_MONTH:
	case HR_TIME_DAY:
	case HR_TIME_HOUR:
	case HR_TIME_HOUR_24:
	case HR_TIME_HOUR_12:
	case HR_TIME_HOUR_11:
	case HR_TIME_MINUTE:
	case HR_TIME_SECOND:
	case HR_TIME_MILLISECOND:
	case HR_TIME_FRACTION:
		return true;
	case HR_TIME_LITERAL:
	case HR_TIME_MONTH_NAME:
	case HR_TIME_WEEKDAY_NAME:
	case HR_TIME_HALF:
	case HR_TIME_ZONE:
	case HR_TIME_EPOCH:
	case HR_TIME_ISO:
		break;
	}
	return false;
}

static enum hr_err add_item(struct hr_time_format *format, enum hr_time_field field, char literal,
                            size_t width, struct hr_error *err)
{
	if (format->count == HR_TIME_ITEMS_MAX)
		return hr_error_set(err, HR_ELIMIT, "time format of more than %d parts",
		                    HR_TIME_ITEMS_MAX);
	format->items[format->count++] = (struct hr_time_item){ field, literal,
		                                                (uint8_t)(width < 9 ? width : 9),
		                                                false };
	return HR_OK;
}

static bool java_field(char letter, size_t count, enum hr_time_field *out)
{
	static const struct {
		char letter;
		enum hr_time_field field;
	} letters[] = {
		{ 'y', HR_TIME_YEAR },    { 'u', HR_TIME_YEAR },
		{ 'M', HR_TIME_MONTH },   { 'L', HR_TIME_MONTH },
		{ 'd', HR_TIME_DAY },     { 'E', HR_TIME_WEEKDAY_NAME },
		{ 'H', HR_TIME_HOUR },    { 'k', HR_TIME_HOUR_24 },
		{ 'h', HR_TIME_HOUR_12 }, { 'K', HR_TIME_HOUR_11 },
		{ 'a', HR_TIME_HALF },    { 'm', HR_TIME_MINUTE },
		{ 's', HR_TIME_SECOND },  { 'S', HR_TIME_MILLISECOND },
		{ 'z', HR_TIME_ZONE },    { 'Z', HR_TIME_ZONE },
		{ 'X', HR_TIME_ZONE },
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].letter != letter)
			continue;
		*out = letters[i].field;
		if (letter == 'y' && count == 2)
			*out = HR_TIME_YEAR_2;
		if (*out == HR_TIME_MONTH && count >= 3)
			*out = HR_TIME_MONTH_NAME;
		if (letter == 'S' && count > 3)
			*out = HR_TIME_FRACTION;
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
		return add_item(format, HR_TIME_LITERAL, '\'', 1, err);
	}
	for (; i < rest.length && result == HR_OK; i++) {
		if (rest.ptr[i] == '\'' && (i + 1 == rest.length || rest.ptr[i + 1] != '\'')) {
			*taken = i + 1;
			return HR_OK;
		}
		if (rest.ptr[i] == '\'')
			i++;
		result = add_item(format, HR_TIME_LITERAL, rest.ptr[i], 1, err);
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
		enum hr_time_field field;

		if (c == '\'') {
			result = add_quoted(format, pattern, &n, err);
		} else if (!hr_is_ascii_letter(c)) {
			result = add_item(format, HR_TIME_LITERAL, c, 1, err);
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
		enum hr_time_field field;
		uint8_t width;
	} directives[] = {
		{ 'Y', HR_TIME_YEAR, 4 },         { 'y', HR_TIME_YEAR_2, 2 },
		{ 'm', HR_TIME_MONTH, 2 },        { 'b', HR_TIME_MONTH_NAME, 0 },
		{ 'B', HR_TIME_MONTH_NAME, 0 },   { 'd', HR_TIME_DAY, 2 },
		{ 'e', HR_TIME_DAY, 2 },          { 'a', HR_TIME_WEEKDAY_NAME, 0 },
		{ 'A', HR_TIME_WEEKDAY_NAME, 0 }, { 'H', HR_TIME_HOUR, 2 },
		{ 'I', HR_TIME_HOUR_12, 2 },      { 'p', HR_TIME_HALF, 0 },
		{ 'M', HR_TIME_MINUTE, 2 },       { 'S', HR_TIME_SECOND, 2 },
		{ 'f', HR_TIME_FRACTION, 9 },     { 'z', HR_TIME_ZONE, 0 },
		{ 'Z', HR_TIME_ZONE, 0 },         { 's', HR_TIME_EPOCH, 0 },
		{ '%', HR_TIME_LITERAL, 0 },
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
			result = add_item(format, HR_TIME_LITERAL, c, 1, err);
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
		format->items[format->count++].field = HR_TIME_EPOCH;
		return true;
	}
	if (!hr_slice_is(pattern, "iso"))
		return false;
	format->items[format->count++].field = HR_TIME_ISO;
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
		enum hr_time_field field = format->items[i].field;

		if (field == HR_TIME_EPOCH || field == HR_TIME_ISO)
			return HR_OK;
		year = year || field == HR_TIME_YEAR || field == HR_TIME_YEAR_2;
		month = month || field == HR_TIME_MONTH || field == HR_TIME_MONTH_NAME;
		day = day || field == HR_TIME_DAY;
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
