/*
 * Small helpers over jansson: reals with 15 digits, null for NaN, typed look-ups with JSON pointers
 * in their errors.
 */
#ifndef HR_DOCUMENT_JSONX_H
#define HR_DOCUMENT_JSONX_H

#include <jansson.h>
#include <stdint.h>

#include "base/error.h"

json_t *hr_json_real(
        double value); /* null when not finite; an integral value below 2^53 stays a real */
json_t *hr_json_u64(uint64_t value);         /* saturates at INT64_MAX */
json_t *hr_json_text(const char *text);      /* null for NULL; repairs bad UTF-8 */
json_t *hr_json_instant(int64_t instant_ns); /* ISO 8601 UTC; null for HR_INSTANT_NONE */

/* Value at a dotted path of members ("run.total.count"); NULL when absent. Borrowed. */
const json_t *hr_json_at(const json_t *value, const char *path);
double hr_json_number_at(const json_t *value, const char *path); /* NaN when absent or no number */
const char *hr_json_text_at(const json_t *value,
                            const char *path); /* NULL when absent or no text */

#endif
