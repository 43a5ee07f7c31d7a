/*
 * Reading hostile JSON: a place is a value with its way from the root, so every error names its
 * JSON pointer. The first error sticks: later reads give zeros, and the caller looks once at the
 * end. Places live on the stack of the reader and point to their parents.
 */
#ifndef HR_DOCUMENT_JSON_PLACE_H
#define HR_DOCUMENT_JSON_PLACE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"
#include "base/int128.h"
#include "base/slice.h"

/* Shared by the places of one reading. Zero-initialise with err set. */
struct hr_json_read {
	struct hr_error *err;
	enum hr_err status; /* HR_OK until the first error */
};

struct hr_json_place {
	struct hr_json_read *read;
	const struct hr_json_place *parent; /* NULL at the root */
	const char *key;                    /* of a member */
	size_t index;                       /* of an item when key is NULL */
	const json_t *value;                /* NULL when absent */
};

struct hr_json_place hr_place_root(struct hr_json_read *read, const json_t *value);
/* Fails when @object is no object; a member that is absent is a place without value. */
struct hr_json_place hr_place_member(const struct hr_json_place *object, const char *key);
struct hr_json_place hr_place_item(const struct hr_json_place *array, size_t index);

/* "/run/labels/3/count: @format". The first failure of a reading wins. */
void hr_place_fail(const struct hr_json_place *place, const char *format, ...) HR_PRINTF(2, 3);
static inline bool hr_place_failed(const struct hr_json_place *place)
{
	return place->read->status != HR_OK;
}

bool hr_place_is_null(const struct hr_json_place *place); /* or absent */
/* Each fails when the value is of another type or outside its bounds, and then gives 0, "" or
 * false. */
bool hr_place_need_object(const struct hr_json_place *place);
size_t hr_place_array(const struct hr_json_place *place, size_t max); /* its size; null has 0 */
struct hr_slice hr_place_text(const struct hr_json_place *place, size_t max_bytes);
bool hr_place_bool(const struct hr_json_place *place);
int64_t hr_place_i64(const struct hr_json_place *place, int64_t min, int64_t max);
uint64_t hr_place_count(const struct hr_json_place *place);  /* up to HR_COUNT_MAX */
hr_u128 hr_place_u128(const struct hr_json_place *place);    /* decimal text */
double hr_place_decimal(const struct hr_json_place *place);  /* decimal text; null is NaN */
double hr_place_number(const struct hr_json_place *place);   /* null is NaN */
int64_t hr_place_instant(const struct hr_json_place *place); /* null is HR_INSTANT_NONE */

/* The same of a member. Text borrowed from the document; NULL when null and allowed. */
struct hr_slice hr_member_text(const struct hr_json_place *object, const char *key,
                               size_t max_bytes);
uint64_t hr_member_count(const struct hr_json_place *object, const char *key);
hr_u128 hr_member_u128(const struct hr_json_place *object, const char *key);
int64_t hr_member_instant(const struct hr_json_place *object, const char *key);
bool hr_member_bool(const struct hr_json_place *object, const char *key);
double hr_member_decimal(const struct hr_json_place *object, const char *key);
/* A copy (free()); NULL when null. */
char *hr_member_copy(const struct hr_json_place *object, const char *key, size_t max_bytes);

#endif
