#include <config.h>
#include "read/jtl_xml_plain.h"

#include <string.h>

#include "read/text_end.h"

static inline bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline size_t skip_blanks(struct hr_slice text, size_t at)
{
	while (at < text.length && text.ptr[at] == ' ')
		at++;
	return at;
}

/* Where the value that begins at @at ends: at its quote, or 0 when it is not plain. */
static inline size_t value_end(struct hr_slice text, size_t at)
{
	const char *end = text.ptr + text.length;
	const char *quote = hr_text_end(text.ptr + at, end, '"', '&', '<');

	return quote < end && *quote == '"' ? (size_t)(quote - text.ptr) : 0;
}

/* The name at @at, with its "=\"", when it is the one the shape has at @i. Short ones are told by a
 * word. */
static inline bool is_expected(const struct hr_jtl_xml_shape *shape, size_t i, struct hr_slice text,
                               size_t at)
{
	size_t length;

	if (i >= shape->count)
		return false;
	length = shape->attributes[i].length;
	if (length <= 6 && text.length - at >= 8)
		return ((le64toh(hr_load64(text.ptr + at)) ^ shape->attributes[i].word)
		        << (48 - 8 * length)) == 0;
	return text.length - at >= length + 2 &&
	       hr_bytes_equal(text.ptr + at, shape->attributes[i].name, length) &&
	       text.ptr[at + length] == '=' && text.ptr[at + length + 1] == '"';
}

static bool is_known(const struct hr_jtl_xml_shape *shape, struct hr_slice name)
{
	for (size_t i = 0; i < shape->count; i++)
		if (hr_slice_equal((struct hr_slice){ shape->attributes[i].name,
		                                      shape->attributes[i].length },
		                   name))
			return true;
	return false;
}

/* A short name and what follows it, as it lies in memory. */
static uint64_t first_word(struct hr_slice name)
{
	char bytes[8] = { 0 };

	if (name.length > 6)
		return 0;
	memcpy(bytes, name.ptr, name.length);
	bytes[name.length] = '=';
	bytes[name.length + 1] = '"';
	return le64toh(hr_load64(bytes));
}

/* The shape learns its attribute @i; what it knew from there on is forgotten. */
static bool learn(struct hr_jtl_xml_shape *shape, size_t i, struct hr_slice text, size_t at)
{
	struct hr_slice name = { text.ptr + at, 0 };

	while (at + name.length < text.length && is_letter(name.ptr[name.length]))
		name.length++;
	shape->count = i;
	shape->changes++;
	if (i == HR_JTL_XML_ATTRIBUTES_MAX || name.length == 0 ||
	    name.length > HR_JTL_XML_NAME_BYTES || hr_slice_starts(name, "xml") ||
	    is_known(shape, name))
		return false;
	memcpy(shape->attributes[i].name, name.ptr, name.length);
	shape->attributes[i].length = name.length;
	shape->attributes[i].word = first_word(name);
	shape->attributes[i].column = hr_jtl_attribute_column(name);
	shape->count = i + 1;
	return is_expected(shape, i, text, at);
}

static size_t skip_name(struct hr_slice text)
{
	static const char *const names[] = { "<httpSample ", "<sample " };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (hr_slice_starts(text, names[i]))
			return strlen(names[i]);
	return 0;
}

size_t hr_jtl_xml_plain_tag(struct hr_jtl_xml_shape *shape, struct hr_slice text,
                            struct hr_jtl_attributes *out)
{
	size_t at = skip_name(text), i;

	if (at == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	for (i = 0;; i++) {
		size_t end;

		at = skip_blanks(text, at);
		if (text.length - at < 2)
			return 0;
		if (text.ptr[at] == '/')
			break;
		if (!is_expected(shape, i, text, at) && !learn(shape, i, text, at))
			return 0;
		at += shape->attributes[i].length + 2;
		end = value_end(text, at);
		if (end == 0)
			return 0;
		if (shape->attributes[i].column != HR_JTL_ABSENT)
			out->at[shape->attributes[i].column] = (struct hr_slice){ text.ptr + at,
				                                                  end - at };
		at = end + 1;
		/* a blank must stand between attributes */
		if (at < text.length && text.ptr[at] != ' ' && text.ptr[at] != '/')
			return 0;
	}
	if (text.ptr[at + 1] != '>')
		return 0;
	if (i < shape->count) {
		shape->count = i;
		shape->changes++;
	}
	return at + 2;
}
