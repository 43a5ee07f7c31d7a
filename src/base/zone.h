/*
 * Time zones: "UTC", fixed offsets ("+02:00") and names of the tz database ("Europe/Berlin"),
 * read from TZif files (RFC 8536) by this module. The process's own TZ is never consulted.
 */
#ifndef HR_BASE_ZONE_H
#define HR_BASE_ZONE_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct hr_zone; /* opaque, immutable, shareable between threads */

/* UTC; static, never freed. */
const struct hr_zone *hr_zone_utc(void);
/* Gives a zone. HR_EINVAL names what is accepted; "/", ".." and absolute names are refused. */
enum hr_err hr_zone_open(struct hr_slice name, struct hr_zone **out,
                         struct hr_error *err) HR_MUST_CHECK;
void hr_zone_free(struct hr_zone *zone); /* NULL and the static UTC are fine */
const char *hr_zone_name(const struct hr_zone *zone);

/* Offset from UTC in seconds (east positive) in force at an instant; @abbreviation ("CEST") may be
 * NULL, else >= 16 bytes. */
int32_t hr_zone_offset_s(const struct hr_zone *zone, int64_t epoch_s, char *abbreviation);
/*
 * Epoch seconds of a local wall-clock time given as seconds since 1970-01-01 00:00 local. A time in
 * the gap of a change moves forward by the gap; of two possible times the earlier is taken.
 */
int64_t hr_zone_to_epoch_s(const struct hr_zone *zone, int64_t local_s);

#endif
