/*
 * Rules of daylight saving time in the form of the TZ variable (POSIX.1-2017, section 8.3, with the
 * extensions of RFC 8536, section 3.3.1): the footer of TZif files.
 */
#ifndef HR_BASE_POSIX_TZ_H
#define HR_BASE_POSIX_TZ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define HR_ZONE_ABBREVIATION_SIZE 16

/* One kind of local time. */
struct hr_zone_type {
	int32_t offset_s; /* east positive */
	char abbreviation[HR_ZONE_ABBREVIATION_SIZE];
};

/* A stretch of time with one kind of local time: @begin_s <= t < @end_s (INT64_MIN, INT64_MAX when
 * without end). */
struct hr_zone_span {
	int64_t begin_s;
	int64_t end_s;
	const struct hr_zone_type *type;
};

enum hr_posix_day { HR_DAY_JULIAN, HR_DAY_OF_YEAR, HR_DAY_OF_MONTH };

struct hr_posix_change {
	enum hr_posix_day kind;
	int day;         /* 1..365 without 29 February, 0..365, or weekday 0..6 */
	int month, week; /* HR_DAY_OF_MONTH only: 1..12, 1..5 (5 = last) */
	int32_t time_s;  /* local time of day, may lie on other days */
};

struct hr_posix_tz {
	bool has_dst;
	struct hr_zone_type standard, dst;
	struct hr_posix_change to_dst, to_standard;
};

/* False when @text is not a complete rule. */
bool hr_posix_tz_parse(struct hr_slice text, struct hr_posix_tz *out);
/* The span around @epoch_s (within +-1e13); its type borrows from @tz. */
struct hr_zone_span hr_posix_tz_span(const struct hr_posix_tz *tz, int64_t epoch_s);

#endif
