#include <config.h>
#include "document/json_place.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/count.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "base/str.h"
#include "base/utf8.h"

#define POINTER_BYTES_MAX 200

struct hr_json_place hr_place_root(struct hr_json_read *read, const json_t *value)
{
	return (struct hr_json_place){ .read = read, .value = value };
}

static void add_step(struct hr_str *pointer, const struct hr_json_place *place)
{
	hr_str_putc(pointer, '/');
	if (place->key == NULL) {
		hr_str_printf(pointer, "%zu", place->index);
		return;
	}
	for (const char *c = place->key; *c != '\0'; c++) {
		if (*c == '~')
			hr_str_puts(pointer, "~0");
		else if (*c == '/')
			hr_str_puts(pointer, "~1");
		else
			hr_str_putc(pointer, *c);
	}
}

/* Documents are read a few levels deep, by our own functions, so the recursion is bounded. */
static void add_pointer(struct hr_str *pointer, const struct hr_json_place *place)
{
	if (place->parent == NULL)
		return;
	add_pointer(pointer, place->parent);
	add_step(pointer, place);
}

void hr_place_fail(const struct hr_json_place *place, const char *format, ...)
{
	struct hr_str pointer = { .limit = POINTER_BYTES_MAX };
	char text[HR_ERROR_TEXT_SIZE - POINTER_BYTES_MAX - 8];
	va_list args;

	if (place->read->status != HR_OK)
		return;
	va_start(args, format);
	hr_message_vprint(text, sizeof(text), format, args);
	va_end(args);
	add_pointer(&pointer, place);
	place->read->status = hr_error_set(place->read->err, HR_EPARSE, "%s: %s",
	                                   pointer.length > 0 ? hr_str_text(&pointer) : "/", text);
	hr_str_release(&pointer);
}

static const char *type_name(const json_t *value)
{
	if (value == NULL)
		return "nothing";
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_STRING:
		return "a text";
	case JSON_INTEGER:
	case JSON_REAL:
		return "a number";
	case JSON_TRUE:
	case JSON_FALSE:
		return "a truth value";
	case JSON_NULL:
		break;
	}
	return "null";
}

static void fail_type(const struct hr_json_place *place, const char *expected)
{
	hr_place_fail(place, "found %s, expected %s", type_name(place->value), expected);
}

bool hr_place_need_object(const struct hr_json_place *place)
{
	if (json_is_object(place->value))
		return true;
	fail_type(place, "an object");
	return false;
}

struct hr_json_place hr_place_member(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = { .read = object->read, .parent = object, .key = key };

	if (hr_place_need_object(object))
		place.value = json_object_get(object->value, key);
	return place;
}

struct hr_json_place hr_place_item(const struct hr_json_place *array, size_t index)
{
	return (struct hr_json_place){ .read = array->read,
		                       .parent = array,
		                       .index = index,
		                       .value = json_array_get(array->value, index) };
}

bool hr_place_is_null(const struct hr_json_place *place)
{
	return place->value == NULL || json_is_null(place->value);
}

size_t hr_place_array(const struct hr_json_place *place, size_t max)
{
	if (hr_place_is_null(place))
		return 0;
	if (!json_is_array(place->value)) {
		fail_type(place, "an array");
		return 0;
	}
	if (json_array_size(place->value) > max) {
		hr_place_fail(place, "found %zu items, expected at most %zu",
		              json_array_size(place->value), max);
		return 0;
	}
	return json_array_size(place->value);
}

struct hr_slice hr_place_text(const struct hr_json_place *place, size_t max_bytes)
{
	struct hr_slice text = { "", 0 };

	if (!json_is_string(place->value)) {
		fail_type(place, "a text");
		return text;
	}
	if (json_string_length(place->value) > max_bytes) {
		hr_place_fail(place, "the text has %zu bytes, expected at most %zu",
		              json_string_length(place->value), max_bytes);
		return text;
	}
	text.ptr = json_string_value(place->value);
	text.length = json_string_length(place->value);
	if (!hr_utf8_valid(text)) {
		hr_place_fail(place, "the text holds bytes that are no UTF-8, or NUL");
		return (struct hr_slice){ "", 0 };
	}
	return text;
}

bool hr_place_bool(const struct hr_json_place *place)
{
	if (!json_is_boolean(place->value))
		fail_type(place, "true or false");
	return json_is_true(place->value);
}

int64_t hr_place_i64(const struct hr_json_place *place, int64_t min, int64_t max)
{
	int64_t value;

	if (!json_is_integer(place->value)) {
		fail_type(place, "an integer");
		return 0;
	}
	value = json_integer_value(place->value);
	if (value < min || value > max) {
		hr_place_fail(place,
		              "found %" PRId64 ", expected a number from %" PRId64 " to %" PRId64,
		              value, min, max);
		return 0;
	}
	return value;
}

uint64_t hr_place_count(const struct hr_json_place *place)
{
	return (uint64_t)hr_place_i64(place, 0, (int64_t)HR_COUNT_MAX);
}

static void fail_text(const struct hr_json_place *place, struct hr_slice text, const char *expected)
{
	hr_place_fail(place, "found '%s', expected %s", hr_quoted_slice(text).text, expected);
}

hr_u128 hr_place_u128(const struct hr_json_place *place)
{
	struct hr_slice text = hr_place_text(place, HR_U128_TEXT_SIZE);
	hr_u128 value = 0;

	if (!hr_place_failed(place) && !hr_parse_u128(text, &value))
		fail_text(place, text, "a whole number below 2^128 as text");
	return value;
}

double hr_place_decimal(const struct hr_json_place *place)
{
	struct hr_slice text;
	double value = NAN;

	if (hr_place_is_null(place))
		return value;
	text = hr_place_text(place, 64);
	if (!hr_place_failed(place) && !hr_parse_double(text, &value))
		fail_text(place, text, "a number as text");
	return value;
}

double hr_place_number(const struct hr_json_place *place)
{
	if (hr_place_is_null(place))
		return NAN;
	if (!json_is_number(place->value)) {
		fail_type(place, "a number");
		return NAN;
	}
	return json_number_value(place->value);
}

int64_t hr_place_instant(const struct hr_json_place *place)
{
	struct hr_slice text;
	int64_t instant_ns = HR_INSTANT_NONE;

	if (hr_place_is_null(place))
		return HR_INSTANT_NONE;
	text = hr_place_text(place, HR_INSTANT_TEXT_SIZE);
	if (!hr_place_failed(place) &&
	    hr_instant_parse(text, hr_zone_utc(), &instant_ns, NULL) != HR_OK)
		fail_text(place, text, "an ISO 8601 time such as 2026-11-20T02:00:00Z");
	return instant_ns;
}

struct hr_slice hr_member_text(const struct hr_json_place *object, const char *key,
                               size_t max_bytes)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_text(&place, max_bytes);
}

uint64_t hr_member_count(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_count(&place);
}

hr_u128 hr_member_u128(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_u128(&place);
}

int64_t hr_member_instant(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_instant(&place);
}

bool hr_member_bool(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_bool(&place);
}

double hr_member_decimal(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_decimal(&place);
}

char *hr_member_copy(const struct hr_json_place *object, const char *key, size_t max_bytes)
{
	struct hr_json_place place = hr_place_member(object, key);
	struct hr_slice text;

	if (hr_place_is_null(&place))
		return NULL;
	text = hr_place_text(&place, max_bytes);
	return hr_strndup(text.ptr, text.length);
}
