/*
 * Small helpers over jansson: reals with 15 digits, null for NaN, look-ups by path. Typed reading
 * with JSON pointers in the errors is in json_place.
 */
#ifndef HR_DOCUMENT_JSONX_H
#define HR_DOCUMENT_JSONX_H

#include <jansson.h>
#include <stdint.h>

#include "base/int128.h"
#include "base/str.h"

/* Null when not finite; rounded to 15 digits; an integral value stays a real. */
json_t *hr_json_real(double value);
json_t *hr_json_u64(uint64_t value);               /* HR_COUNT_MAX at most */
json_t *hr_json_u128(hr_u128 value);               /* decimal text */
json_t *hr_json_text(const char *text);            /* null for NULL; repairs bad UTF-8 */
json_t *hr_json_interval(double low, double high); /* [low, high]; null unless both are finite */
json_t *hr_json_instant(int64_t instant_ns);       /* ISO 8601 UTC; null for HR_INSTANT_NONE */
/* Set a member, append an item; both take @value, which is NULL only when memory is exhausted. */
void hr_json_set(json_t *object, const char *key, json_t *value);
void hr_json_append(json_t *array, json_t *value);

/* Append @value as JSON text of ASCII alone, with nothing in it that a terminal would obey.
 * @flags  of jansson: JSON_COMPACT, JSON_INDENT(n), JSON_SORT_KEYS */
void hr_json_dump(const json_t *value, size_t flags, struct hr_str *out);

/* Value at a dotted path of members ("run.total.count"); NULL when absent. Borrowed. */
const json_t *hr_json_at(const json_t *value, const char *path);
double hr_json_number_at(const json_t *value, const char *path); /* NaN when absent or no number */
const char *hr_json_text_at(const json_t *value,
                            const char *path); /* NULL when absent or no text */

#endif
