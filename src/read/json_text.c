#include <config.h>
#include "read/json_text.h"

#include <math.h>
#include <stdio.h>

#include "base/num.h"
#include "stats/moments.h"

#define COUNT_MAX    INT64_C(9007199254740992) /* 2^53: beyond, a real is no exact count */
#define DIGITS_SHIFT 19

json_t *hr_json_load(struct hr_slice text, json_error_t *error)
{
	const size_t flags = JSON_ALLOW_NUL | JSON_DECODE_ANY;
	json_error_t own;
	json_t *value;

	if (error == NULL)
		error = &own;
	value = json_loadb(text.ptr, text.length, flags, error);
	if (value == NULL && json_error_code(error) == json_error_numeric_overflow)
		value = json_loadb(text.ptr, text.length, flags | JSON_DECODE_INT_AS_REAL, error);
	return value;
}

enum hr_err hr_json_text_add(struct hr_str *text, struct hr_slice bytes, const char *name,
                             struct hr_error *err)
{
	if (bytes.length > HR_JSON_TEXT_BYTES - text->length)
		return hr_error_set(err, HR_ELIMIT, "%s is longer than 64 MiB", name);
	hr_str_add_slice(text, bytes);
	return HR_OK;
}

json_t *hr_json_text_parse(const struct hr_str *text, const char *name, struct hr_error *err)
{
	struct hr_slice bytes = hr_slice_skip_bom(hr_str_slice(text));
	json_error_t error;
	json_t *document = hr_json_load(bytes, &error);

	if (document == NULL)
		hr_error_at(err, HR_EPARSE, NULL, (uint64_t)(error.line > 0 ? error.line : 0),
		            (uint64_t)(error.column > 0 ? error.column : 0),
		            "%s is not valid JSON: %s", name, error.text);
	return document;
}

json_t *hr_json_text_object(const struct hr_str *text, const char *name, struct hr_error *err)
{
	json_t *document = hr_json_text_parse(text, name, err);

	if (document == NULL || json_is_object(document))
		return document;
	json_decref(document);
	hr_error_set(err, HR_EPARSE, "%s is not a JSON object", name);
	return NULL;
}

double hr_json_figure(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

bool hr_json_count(const json_t *object, const char *name, uint64_t *out)
{
	const json_t *value = json_object_get(object, name);
	double real;

	if (json_is_integer(value)) {
		if (json_integer_value(value) < 0 || json_integer_value(value) > COUNT_MAX)
			return false;
		*out = (uint64_t)json_integer_value(value);
		return true;
	}
	if (!json_is_real(value))
		return false;
	real = json_real_value(value);
	if (!(real >= 0) || real > (double)COUNT_MAX || floor(real) < real)
		return false;
	*out = (uint64_t)real;
	return true;
}

struct hr_slice hr_json_string(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_string(value))
		return (struct hr_slice){ "", 0 };
	return (struct hr_slice){ json_string_value(value), json_string_length(value) };
}

bool hr_json_duration(const json_t *value, int shift, int64_t *out_ns)
{
	double ns;

	if (!json_is_number(value) || shift < 0 || shift > DIGITS_SHIFT)
		return false;
	ns = round(json_number_value(value) * pow(10, shift));
	if (!(ns >= 0) || ns > (double)HR_DURATION_MAX_NS)
		return false;
	*out_ns = (int64_t)ns;
	return true;
}

struct hr_slice hr_json_scalar_text(const json_t *value, char number[HR_JSON_NUMBER_BYTES])
{
	if (value == NULL)
		return (struct hr_slice){ NULL, 0 };
	switch (json_typeof(value)) {
	case JSON_STRING:
		return (struct hr_slice){ json_string_value(value), json_string_length(value) };
	case JSON_INTEGER:
		snprintf(number, HR_JSON_NUMBER_BYTES, "%" JSON_INTEGER_FORMAT,
		         json_integer_value(value));
		return hr_slice_of(number);
	case JSON_REAL:
		return (struct hr_slice){ number, hr_format_double(json_real_value(value), number,
			                                           HR_JSON_NUMBER_BYTES) };
	case JSON_TRUE:
		return HR_SLICE_LITERAL("true");
	case JSON_FALSE:
		return HR_SLICE_LITERAL("false");
	default:
		return (struct hr_slice){ NULL, 0 };
	}
}

bool hr_json_text_looks_like(struct hr_slice head, char open, const char *const *wanted)
{
	head = hr_slice_skip_bom(head);
	while (head.length > 0 && memchr(" \t\r\n", head.ptr[0], 4) != NULL) {
		head.ptr++;
		head.length--;
	}
	if (head.length == 0 || head.ptr[0] != open)
		return false;
	for (; *wanted != NULL; wanted++)
		if (memmem(head.ptr, head.length, *wanted, strlen(*wanted)) == NULL)
			return false;
	return true;
}
