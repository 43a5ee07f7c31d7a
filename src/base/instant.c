#include <config.h>
#include "base/instant.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/clock_text.h"
#include "base/int128.h"
#include "base/message.h"
#include "base/num.h"

/* Whole years that int64 nanoseconds hold, whatever the offset. */
#define MIN_YEAR 1678
#define MAX_YEAR 2261

void hr_instant_civil(int64_t instant_ns, const struct hr_zone *zone, struct hr_civil *out)
{
	int64_t epoch_s = hr_floor_div(instant_ns, HR_NS_PER_S);
	int32_t offset_s = hr_zone_offset_s(zone, epoch_s, NULL);
	int64_t days = hr_floor_div(epoch_s + offset_s, HR_SECONDS_PER_DAY);
	int second = (int)hr_floor_rest(epoch_s + offset_s, HR_SECONDS_PER_DAY);
	int64_t year;

	hr_calendar_date(days, &year, &out->month, &out->day);
	out->year = (int32_t)year;
	out->hour = second / 3600;
	out->minute = second / 60 % 60;
	out->second = second % 60;
	out->nanosecond = (int32_t)hr_floor_rest(instant_ns, HR_NS_PER_S);
	out->weekday = hr_calendar_weekday(days);
	out->offset_s = offset_s;
}

static bool local_seconds(const struct hr_civil *civil, int64_t *out)
{
	int second = civil->second == 60 ? 59 : civil->second;

	if (civil->year < MIN_YEAR || civil->year > MAX_YEAR || civil->month < 1 ||
	    civil->month > 12 || civil->day < 1 ||
	    civil->day > hr_calendar_month_days(civil->year, civil->month))
		return false;
	if (civil->hour < 0 || civil->hour > 23 || civil->minute < 0 || civil->minute > 59 ||
	    second < 0 || second > 59 || civil->nanosecond < 0 || civil->nanosecond >= HR_NS_PER_S)
		return false;
	*out = hr_calendar_days(civil->year, civil->month, civil->day) * HR_SECONDS_PER_DAY +
	       civil->hour * 3600 + civil->minute * 60 + second;
	return true;
}

bool hr_instant_from_civil(const struct hr_civil *civil, const struct hr_zone *zone, int64_t *out)
{
	int64_t local_s;

	if (!local_seconds(civil, &local_s))
		return false;
	*out = hr_zone_to_epoch_s(zone, local_s) * HR_NS_PER_S + civil->nanosecond;
	return true;
}

bool hr_instant_from_civil_offset(const struct hr_civil *civil, int64_t *out)
{
	int64_t local_s;

	if (!local_seconds(civil, &local_s))
		return false;
	*out = (local_s - civil->offset_s) * HR_NS_PER_S + civil->nanosecond;
	return true;
}

/* Digits alone: their number tells the unit, as no two units share a length between 1973 and 2286.
 */
static bool parse_epoch(struct hr_slice text, int64_t *out)
{
	size_t digits = 0;

	while (digits < text.length && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	if (digits == 0 || digits > 19)
		return false;
	if (digits <= 11 && digits + 1 < text.length && text.ptr[digits] == '.') {
		for (size_t i = digits + 1; i < text.length; i++) {
			if (text.ptr[i] < '0' || text.ptr[i] > '9')
				return false;
		}
		return hr_parse_scaled(text, 9, out);
	}
	if (digits != text.length)
		return false;
	if (digits <= 11)
		return hr_parse_scaled(text, 9, out);
	if (digits <= 14)
		return hr_parse_scaled(text, 6, out);
	return hr_parse_scaled(text, digits <= 17 ? 3 : 0, out);
}

static bool parse_time_of_day(struct hr_slice *text, struct hr_civil *civil)
{
	if (!hr_clock_take_digits(text, 2, 2, &civil->hour) || !hr_clock_take_char(text, ':') ||
	    !hr_clock_take_digits(text, 2, 2, &civil->minute))
		return false;
	if (!hr_clock_take_char(text, ':'))
		return true;
	if (!hr_clock_take_digits(text, 2, 2, &civil->second))
		return false;
	if (hr_clock_take_char(text, '.') || hr_clock_take_char(text, ','))
		return hr_clock_take_fraction(text, &civil->nanosecond);
	return true;
}

static bool parse_iso(struct hr_slice text, const struct hr_zone *zone, int64_t *out)
{
	struct hr_civil civil = { 0 };
	int year;

	if (!hr_clock_take_digits(&text, 4, 4, &year) || !hr_clock_take_char(&text, '-') ||
	    !hr_clock_take_digits(&text, 2, 2, &civil.month) || !hr_clock_take_char(&text, '-') ||
	    !hr_clock_take_digits(&text, 2, 2, &civil.day))
		return false;
	civil.year = year;
	if (text.length == 0)
		return hr_instant_from_civil(&civil, zone, out);
	if (!hr_clock_take_char(&text, 'T') && !hr_clock_take_char(&text, 't') &&
	    !hr_clock_take_char(&text, ' '))
		return false;
	if (!parse_time_of_day(&text, &civil))
		return false;
	if (text.length == 0)
		return hr_instant_from_civil(&civil, zone, out);
	return hr_clock_take_offset(&text, &civil.offset_s) && text.length == 0 &&
	       hr_instant_from_civil_offset(&civil, out);
}

enum hr_err hr_instant_parse(struct hr_slice text, const struct hr_zone *zone, int64_t *out,
                             struct hr_error *err)
{
	if (parse_epoch(text, out) || parse_iso(text, zone, out))
		return HR_OK;
	return hr_error_set(err, HR_EPARSE,
	                    "'%s' is not a time: expected a form such as 2026-11-20T02:00:00Z, "
	                    "or epoch seconds or milliseconds",
	                    hr_quoted_slice(text).text);
}

static void add_fraction(char *out, size_t size, int32_t nanosecond)
{
	if (nanosecond == 0)
		out[0] = '\0';
	else if (nanosecond % HR_NS_PER_MS == 0)
		snprintf(out, size, ".%03" PRId64, nanosecond / HR_NS_PER_MS);
	else if (nanosecond % HR_NS_PER_US == 0)
		snprintf(out, size, ".%06" PRId64, nanosecond / HR_NS_PER_US);
	else
		snprintf(out, size, ".%09" PRId32, nanosecond);
}

/* Offsets with seconds exist only before about 1930, as local mean time. */
static void add_offset(char *out, size_t size, int32_t offset_s)
{
	int seconds = abs(offset_s);
	char sign = offset_s < 0 ? '-' : '+';

	if (seconds % 60 == 0)
		snprintf(out, size, "%c%02d:%02d", sign, seconds / 3600, seconds / 60 % 60);
	else
		snprintf(out, size, "%c%02d:%02d:%02d", sign, seconds / 3600, seconds / 60 % 60,
		         seconds % 60);
}

size_t hr_instant_format(int64_t instant_ns, const struct hr_zone *zone,
                         char out[HR_INSTANT_TEXT_SIZE])
{
	struct hr_civil civil;
	char fraction[16];
	char offset[16] = "Z";
	int n;

	hr_instant_civil(instant_ns, zone, &civil);
	add_fraction(fraction, sizeof(fraction), civil.nanosecond);
	if (strcmp(hr_zone_name(zone), "UTC") != 0)
		add_offset(offset, sizeof(offset), civil.offset_s);
	n = snprintf(out, HR_INSTANT_TEXT_SIZE, "%04" PRId32 "-%02d-%02dT%02d:%02d:%02d%s%s",
	             civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second,
	             fraction, offset);
	return n > 0 && n < HR_INSTANT_TEXT_SIZE ? (size_t)n : 0;
}

size_t hr_instant_format_human(int64_t instant_ns, const struct hr_zone *zone,
                               char out[HR_INSTANT_TEXT_SIZE])
{
	char abbreviation[16];
	struct hr_civil civil;
	int n;

	hr_instant_civil(instant_ns, zone, &civil);
	hr_zone_offset_s(zone, hr_floor_div(instant_ns, HR_NS_PER_S), abbreviation);
	n = snprintf(out, HR_INSTANT_TEXT_SIZE, "%04" PRId32 "-%02d-%02d %02d:%02d:%02d %s",
	             civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second,
	             abbreviation);
	return n > 0 && n < HR_INSTANT_TEXT_SIZE ? (size_t)n : 0;
}

double hr_span_s(int64_t start_ns, int64_t end_ns)
{
	if (start_ns == HR_INSTANT_NONE || end_ns == HR_INSTANT_NONE)
		return (double)NAN;
	return (double)((hr_i128)end_ns - start_ns) / (double)HR_NS_PER_S;
}

int64_t hr_instant_after(int64_t start_ns, double seconds)
{
	double span_ns = seconds * (double)HR_NS_PER_S;
	int64_t at_ns;

	/* 2^63 is the first double beyond. */
	if (start_ns == HR_INSTANT_NONE || !(span_ns >= -0x1p63 && span_ns < 0x1p63) ||
	    __builtin_add_overflow(start_ns, (int64_t)span_ns, &at_ns))
		return HR_INSTANT_NONE;
	return at_ns;
}

int64_t hr_instant_now(void)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	int64_t now_ns;
	struct timespec now;

	if (fixed != NULL && hr_parse_scaled(hr_slice_of(fixed), 9, &now_ns) &&
	    now_ns != HR_INSTANT_NONE)
		return now_ns;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * HR_NS_PER_S + now.tv_nsec;
}
