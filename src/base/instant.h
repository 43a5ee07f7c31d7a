/*
 * Instants: int64 nanoseconds since 1970-01-01T00:00:00Z, and their text forms.
 */
#ifndef HR_BASE_INSTANT_H
#define HR_BASE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/zone.h"

#define HR_NS_PER_US INT64_C(1000)
#define HR_NS_PER_MS INT64_C(1000000)
#define HR_NS_PER_S  INT64_C(1000000000)
/* The same as powers of ten, for hr_parse_scaled(). */
#define HR_SHIFT_NS          0
#define HR_SHIFT_US          3
#define HR_SHIFT_MS          6
#define HR_SHIFT_S           9
#define HR_INSTANT_NONE      INT64_MIN /* not known */
#define HR_INSTANT_TEXT_SIZE 48

struct hr_civil {
	int32_t year;
	int month, day, hour, minute, second; /* month and day from 1 */
	int32_t nanosecond;
	int weekday; /* 0 = Sunday */
	int32_t offset_s;
};

void hr_instant_civil(int64_t instant_ns, const struct hr_zone *zone, struct hr_civil *out);
/* False for an impossible date (month 13, 30 February, second 61, year outside 1678..2261). Ignores
 * weekday and offset_s; second 60 reads as 59. */
bool hr_instant_from_civil(const struct hr_civil *civil, const struct hr_zone *zone, int64_t *out);
/* The same where offset_s is known and counts. */
bool hr_instant_from_civil_offset(const struct hr_civil *civil, int64_t *out);

/*
 * hr_instant_parse - ISO 8601 / RFC 3339: "2026-11-20T02:00:00.123Z", blank for T, offset "+02:00",
 * "+0200" or "Z"; without one @zone decides. Also a date alone, and digits as epoch s, ms, us or ns
 * by their number (up to 11, 12-14, 15-17, 18-19 digits; seconds may carry a fraction). Digits of a
 * clock time beyond nanoseconds are cut off. HR_EPARSE otherwise.
 */
enum hr_err hr_instant_parse(struct hr_slice text, const struct hr_zone *zone, int64_t *out,
                             struct hr_error *err) HR_MUST_CHECK;

/*
 * A compiled time format: Java's SimpleDateFormat letters (y M d E H k K h m s S z Z X a, quoted
 * text) as JMeter's users write them, or strptime-like % directives (%Y %y %m %b %B %d %e %a %A %H
 * %I %p %M %S %f %z %Z %s %F %T %%), or one of the words "s" "ms" "us" "ns" (epoch in that unit)
 * and "iso". Names of months and days are English. A pattern without a date is HR_EINVAL.
 */
struct hr_time_format;
enum hr_err hr_time_format_compile(struct hr_slice pattern, struct hr_time_format **out,
                                   struct hr_error *err) HR_MUST_CHECK;
void hr_time_format_free(struct hr_time_format *format);
/*
 * hr_time_format_parse - false when @text does not match completely or the date is impossible.
 * @zone  decides where the text says no zone; its abbreviations are understood, too
 * Numbers may lack leading zeros unless the next field follows directly. Up to three S are
 * milliseconds as in Java, more are a decimal fraction. Two-digit years mean 1969 to 2068 (POSIX).
 * Cost: no allocation.
 */
bool hr_time_format_parse(const struct hr_time_format *format, struct hr_slice text,
                          const struct hr_zone *zone, int64_t *out);

/* "2026-11-20T02:00:00Z" (fraction only when not zero, 3, 6 or 9 digits); local with "+01:00" when
 * the zone is not UTC. Returns length. */
size_t hr_instant_format(int64_t instant_ns, const struct hr_zone *zone,
                         char out[HR_INSTANT_TEXT_SIZE]);
/* For people: "2026-11-20 02:00:00 UTC" (zone abbreviation of the day). */
size_t hr_instant_format_human(int64_t instant_ns, const struct hr_zone *zone,
                               char out[HR_INSTANT_TEXT_SIZE]);
/* Seconds from one instant to another, less than 0 when @end_ns comes first; NaN when either is
 * HR_INSTANT_NONE. Subtracted as integers, so that whole milliseconds stay as short as they are. */
double hr_span_s(int64_t start_ns, int64_t end_ns);
/* The instant @seconds (less than 0 for before) from another, cut off to whole nanoseconds;
 * HR_INSTANT_NONE when either is missing (HR_INSTANT_NONE, not finite) or it lies beyond 64 bits.
 */
int64_t hr_instant_after(int64_t start_ns, double seconds);
/* A length of time in seconds. */
static inline double hr_length_s(int64_t length_ns)
{
	return (double)length_ns / (double)HR_NS_PER_S;
}
/* The time "now" for `generated`: SOURCE_DATE_EPOCH when set and valid, else the clock. */
int64_t hr_instant_now(void);

#endif
