#include <config.h>
#include "mustache/mustache_value.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"

struct hr_slice hr_mustache_name_part(struct hr_slice *rest)
{
	const char *dot = memchr(rest->ptr, '.', rest->length);
	struct hr_slice part = *rest;

	if (dot == NULL) {
		rest->ptr += rest->length;
		rest->length = 0;
		return part;
	}
	part.length = (size_t)(dot - rest->ptr);
	rest->ptr += part.length + 1;
	rest->length -= part.length + 1;
	return part;
}

bool hr_mustache_is_true(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_NULL:
	case JSON_FALSE:
		return false;
	case JSON_ARRAY:
		return json_array_size(value) > 0;
	case JSON_STRING:
		return json_string_length(value) > 0;
	case JSON_INTEGER:
		return json_integer_value(value) != 0;
	case JSON_REAL:
		return json_real_value(value) < 0 || json_real_value(value) > 0;
	case JSON_OBJECT:
	case JSON_TRUE:
	default:
		return true;
	}
}

struct hr_slice hr_mustache_text(const json_t *value, char number[HR_MUSTACHE_NUMBER_SIZE])
{
	struct hr_slice text = { number, 0 };

	switch (json_typeof(value)) {
	case JSON_STRING:
		return (struct hr_slice){ json_string_value(value), json_string_length(value) };
	case JSON_TRUE:
		return HR_SLICE_LITERAL("true");
	case JSON_FALSE:
		return HR_SLICE_LITERAL("false");
	case JSON_INTEGER:
		text.length = (size_t)snprintf(number, HR_MUSTACHE_NUMBER_SIZE,
		                               "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return text;
	case JSON_REAL:
		text.length = hr_format_double(json_real_value(value), number,
		                               HR_MUSTACHE_NUMBER_SIZE);
		return text;
	case JSON_NULL:
	case JSON_OBJECT:
	case JSON_ARRAY:
	default:
		return text;
	}
}

void hr_mustache_escape_html(struct hr_slice text, struct hr_str *out)
{
	size_t done = 0;

	for (size_t i = 0; i < text.length; i++) {
		const char *entity;

		switch (text.ptr[i]) {
		case '&':
			entity = "&amp;";
			break;
		case '<':
			entity = "&lt;";
			break;
		case '>':
			entity = "&gt;";
			break;
		case '"':
			entity = "&quot;";
			break;
		case '\'':
			entity = "&#39;";
			break;
		default:
			continue;
		}
		hr_str_add(out, text.ptr + done, i - done);
		hr_str_puts(out, entity);
		done = i + 1;
	}
	hr_str_add(out, text.ptr + done, text.length - done);
}
