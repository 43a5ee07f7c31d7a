#include <config.h>
#include "base/clock_text.h"

static bool is_digit(struct hr_slice text, size_t i)
{
	return i < text.length && text.ptr[i] >= '0' && text.ptr[i] <= '9';
}

static void drop(struct hr_slice *text, size_t n)
{
	text->ptr += n;
	text->length -= n;
}

bool hr_clock_take_char(struct hr_slice *text, char c)
{
	if (text->length == 0 || text->ptr[0] != c)
		return false;
	drop(text, 1);
	return true;
}

bool hr_clock_take_digits(struct hr_slice *text, size_t min, size_t max, int *out)
{
	int value = 0;
	size_t n = 0;

	while (n < max && is_digit(*text, n))
		value = value * 10 + (text->ptr[n++] - '0');
	if (n < min || n == 0)
		return false;
	drop(text, n);
	*out = value;
	return true;
}

bool hr_clock_take_fraction(struct hr_slice *text, int32_t *nanosecond)
{
	int32_t value = 0;
	size_t n = 0;

	for (; is_digit(*text, n); n++) {
		if (n < 9)
			value = value * 10 + (text->ptr[n] - '0');
	}
	if (n == 0)
		return false;
	for (size_t digits = n; digits < 9; digits++)
		value *= 10;
	drop(text, n);
	*nanosecond = value;
	return true;
}

bool hr_clock_take_offset(struct hr_slice *text, int32_t *offset_s)
{
	bool negative;
	int hours;
	int minutes = 0;
	int seconds = 0;

	if (hr_clock_take_char(text, 'Z') || hr_clock_take_char(text, 'z')) {
		*offset_s = 0;
		return true;
	}
	negative = hr_clock_take_char(text, '-');
	if (!negative && !hr_clock_take_char(text, '+'))
		return false;
	if (!hr_clock_take_digits(text, 2, 2, &hours))
		return false;
	if (hr_clock_take_char(text, ':')) {
		if (!hr_clock_take_digits(text, 2, 2, &minutes))
			return false;
		if (hr_clock_take_char(text, ':') && !hr_clock_take_digits(text, 2, 2, &seconds))
			return false;
	} else if (is_digit(*text, 0) && !hr_clock_take_digits(text, 2, 2, &minutes)) {
		return false;
	}
	if (hours > 23 || minutes > 59 || seconds > 59)
		return false;
	*offset_s = hours * 3600 + minutes * 60 + seconds;
	if (negative)
		*offset_s = -*offset_s;
	return true;
}
