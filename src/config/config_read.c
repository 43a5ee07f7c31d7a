#include <config.h>
#include "config/config_read.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "config/locate.h"

#define MESSAGE_BYTES 1024
#define QUOTED_BYTES  60 /* of a value, in a message */

/* --- errors --- */

void hr_config_errors_release(struct hr_config_errors *errors)
{
	for (size_t i = 0; i < errors->count; i++) {
		free(errors->items[i].pointer);
		free(errors->items[i].text);
	}
	free(errors->items);
	*errors = (struct hr_config_errors){ 0 };
}

void hr_config_errors_format(const struct hr_config_errors *errors, const char *path,
                             struct hr_str *out)
{
	for (size_t i = 0; i < errors->count; i++) {
		const struct hr_config_error *error = &errors->items[i];

		hr_str_printf(out, "%s:%" PRIu64 ":%" PRIu64 ": ", path, error->line,
		              error->column);
		if (error->pointer[0] != '\0')
			hr_str_printf(out, "%s: ", error->pointer);
		hr_str_puts(out, error->text);
		hr_str_putc(out, '\n');
	}
	if (errors->omitted > 0)
		hr_str_printf(out, "%s: %zu more errors\n", path, errors->omitted);
}

/* In the order of the file, so that they are mended from top to bottom. */
static void add_error(struct hr_config_errors *errors, struct hr_config_error error)
{
	size_t at = errors->count;

	if (errors->count == HR_CONFIG_ERRORS_MAX) {
		errors->omitted++;
		free(error.pointer);
		free(error.text);
		return;
	}
	errors->items = hr_grow(errors->items, errors->count, &errors->capacity,
	                        sizeof(*errors->items));
	for (; at > 0; at--) {
		const struct hr_config_error *before = &errors->items[at - 1];

		if (before->line < error.line ||
		    (before->line == error.line && before->column <= error.column))
			break;
		errors->items[at] = errors->items[at - 1];
	}
	errors->items[at] = error;
	errors->count++;
}

static void report(struct hr_config_reader *reader, enum hr_locate_what what, const char *text)
{
	const char *pointer = hr_str_text(&reader->pointer);
	struct hr_place place = { 1, 1 };

	hr_locate(reader->text, pointer, what, &place);
	add_error(reader->errors, (struct hr_config_error){ place.line, place.column,
	                                                    hr_strdup(pointer), hr_strdup(text) });
}

void hr_config_wrong(struct hr_config_reader *reader, const char *format, ...)
{
	char text[MESSAGE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	report(reader, HR_LOCATE_VALUE, text);
}

void hr_config_wrong_name(struct hr_config_reader *reader, const char *format, ...)
{
	char text[MESSAGE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	report(reader, HR_LOCATE_KEY, text);
}

void hr_config_wrong_at(struct hr_config_reader *reader, int line, int column, const char *format,
                        ...)
{
	char text[MESSAGE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	add_error(reader->errors,
	          (struct hr_config_error){
	                  (uint64_t)(line > 0 ? line : 1), (uint64_t)(column > 0 ? column : 1),
	                  hr_strdup(hr_str_text(&reader->pointer)), hr_strdup(text) });
}

static void describe(const json_t *value, char *out, size_t size)
{
	struct hr_slice text;

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		snprintf(out, size, "an object");
		break;
	case JSON_ARRAY:
		snprintf(out, size, "a list");
		break;
	case JSON_STRING:
		text = hr_utf8_cut(
		        (struct hr_slice){ json_string_value(value), json_string_length(value) },
		        QUOTED_BYTES);
		snprintf(out, size, "the text \"%.*s\"", (int)text.length, text.ptr);
		break;
	case JSON_INTEGER:
		snprintf(out, size, "the number %" JSON_INTEGER_FORMAT, json_integer_value(value));
		break;
	case JSON_REAL:
		snprintf(out, size, "the number %g", json_real_value(value));
		break;
	case JSON_TRUE:
		snprintf(out, size, "true");
		break;
	case JSON_FALSE:
		snprintf(out, size, "false");
		break;
	case JSON_NULL:
		snprintf(out, size, "null");
		break;
	}
}

void hr_config_wrong_type(struct hr_config_reader *reader, const json_t *value,
                          const char *expected)
{
	char found[QUOTED_BYTES + 64];

	describe(value, found, sizeof(found));
	hr_config_wrong(reader, "found %s, expected %s", found, expected);
}

/* --- where we are --- */

size_t hr_config_enter(struct hr_config_reader *reader, const char *name)
{
	size_t mark = reader->pointer.length;

	hr_pointer_push(&reader->pointer, name);
	return mark;
}

size_t hr_config_enter_index(struct hr_config_reader *reader, size_t index)
{
	size_t mark = reader->pointer.length;

	hr_str_printf(&reader->pointer, "/%zu", index);
	return mark;
}

void hr_config_leave(struct hr_config_reader *reader, size_t mark)
{
	hr_str_truncate(&reader->pointer, mark);
}

/* --- values --- */

bool hr_config_read_text(struct hr_config_reader *reader, const json_t *value, char **out)
{
	if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a text");
		return false;
	}
	if (json_string_length(value) == 0) {
		hr_config_wrong(reader, "found an empty text");
		return false;
	}
	free(*out);
	*out = hr_strdup(json_string_value(value));
	return true;
}

bool hr_config_read_duration(struct hr_config_reader *reader, const json_t *value, int64_t *out)
{
	struct hr_error error = { 0 };

	if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a duration with its unit, such as \"500ms\"");
		return false;
	}
	if (hr_duration_parse(hr_slice_of(json_string_value(value)), out, &error) == HR_OK)
		return true;
	hr_config_wrong(reader, "%s", error.text);
	return false;
}

bool hr_config_read_word(struct hr_config_reader *reader, const json_t *value,
                         const char *const *words, int *out)
{
	struct hr_str expected = { 0 };

	for (int i = 0; words[i] != NULL; i++) {
		if (json_is_string(value) && strcmp(json_string_value(value), words[i]) == 0) {
			*out = i;
			hr_str_release(&expected);
			return true;
		}
		hr_str_printf(&expected, "%s\"%s\"",
		              i == 0                 ? ""
		              : words[i + 1] == NULL ? " or "
		                                     : ", ",
		              words[i]);
	}
	hr_config_wrong_type(reader, value, hr_str_text(&expected));
	hr_str_release(&expected);
	return false;
}

bool hr_config_read_pattern(struct hr_config_reader *reader, const char *text,
                            struct hr_pattern **out)
{
	struct hr_error error = { 0 };

	if (hr_pattern_compile(hr_slice_of(text), out, &error) == HR_OK)
		return true;
	hr_config_wrong(reader, "%s", error.text);
	return false;
}

/* --- lists --- */

void hr_config_patterns_release(struct hr_config_patterns *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		hr_pattern_free(patterns->items[i]);
	free(patterns->items);
	*patterns = (struct hr_config_patterns){ 0 };
}

void hr_config_texts_release(struct hr_config_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
	*texts = (struct hr_config_texts){ 0 };
}

static void read_texts(struct hr_config_reader *reader, json_t *value, struct hr_config_texts *out)
{
	json_t *item;
	size_t i;

	if (!json_is_array(value) && !json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a text, or a list of texts");
		return;
	}
	out->items = hr_zalloc(json_array_size(value) + 1, sizeof(char *));
	if (json_is_string(value)) {
		out->count = hr_config_read_text(reader, value, &out->items[0]);
		return;
	}
	json_array_foreach(value, i, item)
	{
		size_t mark = hr_config_enter_index(reader, i);

		out->count += hr_config_read_text(reader, item, &out->items[out->count]);
		hr_config_leave(reader, mark);
	}
}

static void read_patterns(struct hr_config_reader *reader, json_t *value,
                          struct hr_config_patterns *out)
{
	json_t *item;
	size_t i;

	if (!json_is_array(value)) {
		hr_config_wrong_type(reader, value, "a list of label patterns");
		return;
	}
	out->items = hr_zalloc(json_array_size(value) + 1, sizeof(struct hr_pattern *));
	json_array_foreach(value, i, item)
	{
		size_t mark = hr_config_enter_index(reader, i);

		if (!json_is_string(item))
			hr_config_wrong_type(reader, item, "a label pattern");
		else if (hr_config_read_pattern(reader, json_string_value(item),
		                                &out->items[out->count]))
			out->count++;
		hr_config_leave(reader, mark);
	}
}

/* --- objects --- */

static void read_boolean(struct hr_config_reader *reader, const json_t *value, bool *out)
{
	if (json_is_boolean(value))
		*out = json_is_true(value);
	else
		hr_config_wrong_type(reader, value, "true or false");
}

static void read_value(struct hr_config_reader *reader, json_t *value,
                       const struct hr_config_key *key, void *target)
{
	void *place = (char *)target + key->offset;

	switch (key->type) {
	case HR_CONFIG_TEXT:
		hr_config_read_text(reader, value, place);
		break;
	case HR_CONFIG_BOOLEAN:
		read_boolean(reader, value, place);
		break;
	case HR_CONFIG_DURATION:
		hr_config_read_duration(reader, value, place);
		break;
	case HR_CONFIG_WORD:
		hr_config_read_word(reader, value, key->words, place);
		break;
	case HR_CONFIG_TEXTS:
		read_texts(reader, value, place);
		break;
	case HR_CONFIG_PATTERNS:
		read_patterns(reader, value, place);
		break;
	case HR_CONFIG_OBJECT:
		hr_config_read_object(reader, value, key->keys, target);
		break;
	case HR_CONFIG_CUSTOM:
		key->read(reader, value, place);
		break;
	}
}

static void unknown_name(struct hr_config_reader *reader, const char *name,
                         const struct hr_config_key *keys)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };
	struct hr_str known = { .limit = MESSAGE_BYTES / 2 };

	for (; keys->name != NULL; keys++) {
		hr_suggest_try(&suggestion, keys->name);
		hr_str_printf(&known, "%s%s", known.length == 0 ? "" : ", ", keys->name);
	}
	if (suggestion.best != NULL)
		hr_config_wrong_name(reader, "unknown key \"%.*s\", did you mean \"%s\"?",
		                     (int)hr_utf8_cut(suggestion.wrong, QUOTED_BYTES).length, name,
		                     suggestion.best);
	else
		hr_config_wrong_name(reader, "unknown key \"%.*s\", expected one of: %s",
		                     (int)hr_utf8_cut(suggestion.wrong, QUOTED_BYTES).length, name,
		                     hr_str_text(&known));
	hr_str_release(&known);
}

/* Members that say nothing to the program. */
static bool is_remark(const char *name)
{
	return strncmp(name, "x-", 2) == 0 || strcmp(name, "$schema") == 0 ||
	       strcmp(name, "_comment") == 0;
}

void hr_config_read_object(struct hr_config_reader *reader, json_t *object,
                           const struct hr_config_key *keys, void *target)
{
	const char *name;
	json_t *value;

	if (!json_is_object(object)) {
		hr_config_wrong_type(reader, object, "an object");
		return;
	}
	json_object_foreach(object, name, value)
	{
		const struct hr_config_key *key = keys;
		size_t mark;

		if (is_remark(name))
			continue;
		mark = hr_config_enter(reader, name);

		while (key->name != NULL && strcmp(key->name, name) != 0)
			key++;
		if (key->name != NULL)
			read_value(reader, value, key, target);
		else
			unknown_name(reader, name, keys);
		hr_config_leave(reader, mark);
	}
}
