/*
 * Time formats (instant.h) from the inside: what one is compiled to (time_format.c), and what text
 * is read by (time_parse.c).
 */
#ifndef HR_BASE_TIME_FORMAT_H
#define HR_BASE_TIME_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HR_TIME_ITEMS_MAX 64

enum hr_time_field {
	HR_TIME_LITERAL,
	HR_TIME_YEAR,
	HR_TIME_YEAR_2,
	HR_TIME_MONTH,
	HR_TIME_MONTH_NAME,
	HR_TIME_DAY,
	HR_TIME_WEEKDAY_NAME,
	HR_TIME_HOUR,    /* 0..23 */
	HR_TIME_HOUR_24, /* 1..24 */
	HR_TIME_HOUR_12, /* 1..12 */
	HR_TIME_HOUR_11, /* 0..11 */
	HR_TIME_HALF,    /* AM, PM */
	HR_TIME_MINUTE,
	HR_TIME_SECOND,
	HR_TIME_MILLISECOND,
	HR_TIME_FRACTION,
	HR_TIME_ZONE,
	HR_TIME_EPOCH,
	HR_TIME_ISO,
};

struct hr_time_item {
	enum hr_time_field field;
	char literal;
	uint8_t width;    /* letters in the pattern, most digits in % forms */
	bool exact_width; /* a number follows directly */
};

struct hr_time_format {
	size_t count;
	int epoch_shift; /* HR_TIME_EPOCH: power of ten to nanoseconds */
	struct hr_time_item items[HR_TIME_ITEMS_MAX];
};

static inline bool hr_is_ascii_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

#endif
