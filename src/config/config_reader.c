#include <config.h>
#include "config/config_reader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/message.h"
#include "config/config_tree.h"
#include "config/locate.h"

#define MESSAGE_BYTES 1024

/* --- errors --- */

static void release_list(struct hr_config_error *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(items[i].pointer);
		free(items[i].text);
	}
	free(items);
}

void hr_config_errors_release(struct hr_config_errors *errors)
{
	release_list(errors->items, errors->count);
	release_list(errors->warnings, errors->warning_count);
	*errors = (struct hr_config_errors){ 0 };
}

static void format_one(const struct hr_config_error *error, const char *path, const char *what,
                       struct hr_str *out)
{
	hr_str_printf(out, "%s:%" PRIu64 ":%" PRIu64 ": %s", path, error->line, error->column,
	              what);
	if (error->pointer[0] != '\0')
		hr_str_printf(out, "%s: ", error->pointer);
	hr_str_puts(out, error->text);
	hr_str_putc(out, '\n');
}

void hr_config_errors_format(const struct hr_config_errors *errors, const char *path,
                             struct hr_str *out)
{
	for (size_t i = 0; i < errors->count; i++)
		format_one(&errors->items[i], path, "", out);
	if (errors->omitted > 0)
		hr_str_printf(out, "%s: %zu more errors\n", path, errors->omitted);
}

void hr_config_warnings_format(const struct hr_config_errors *errors, const char *path,
                               struct hr_str *out)
{
	for (size_t i = 0; i < errors->warning_count; i++)
		format_one(&errors->warnings[i], path, "warning: ", out);
}

/* In the order of the file, so that they are mended from top to bottom. */
static struct hr_config_error *insert(struct hr_config_error *items, size_t *count,
                                      size_t *capacity, struct hr_config_error error)
{
	size_t at = (*count)++;

	items = hr_grow(items, at, capacity, sizeof(*items));
	for (; at > 0; at--) {
		const struct hr_config_error *before = &items[at - 1];

		if (before->line < error.line ||
		    (before->line == error.line && before->column <= error.column))
			break;
		items[at] = items[at - 1];
	}
	items[at] = error;
	return items;
}

static void add_error(struct hr_config_errors *errors, struct hr_config_error error)
{
	if (errors->count == HR_CONFIG_ERRORS_MAX) {
		errors->omitted++;
		free(error.pointer);
		free(error.text);
		return;
	}
	errors->items = insert(errors->items, &errors->count, &errors->capacity, error);
}

static struct hr_place place_of(const struct hr_config_reader *reader, enum hr_locate_what what)
{
	struct hr_place place = { 1, 1 };

	hr_config_trees_locate(reader->trees, reader->document, hr_str_text(&reader->pointer), what,
	                       &place);
	return place;
}

struct hr_place hr_config_place(const struct hr_config_reader *reader)
{
	return place_of(reader, HR_LOCATE_VALUE);
}

static struct hr_config_error make_error(const struct hr_config_reader *reader,
                                         struct hr_place place, const char *text)
{
	return (struct hr_config_error){ place.line, place.column,
		                         hr_strdup(hr_str_text(&reader->pointer)),
		                         hr_strdup(text) };
}

static void report(struct hr_config_reader *reader, enum hr_locate_what what, const char *text)
{
	add_error(reader->errors, make_error(reader, place_of(reader, what), text));
}

void hr_config_wrong(struct hr_config_reader *reader, const char *format, ...)
{
	char text[MESSAGE_BYTES];
	va_list args;

	va_start(args, format);
	hr_message_vprint(text, sizeof(text), format, args);
	va_end(args);
	report(reader, HR_LOCATE_VALUE, text);
}

void hr_config_wrong_name(struct hr_config_reader *reader, const char *format, ...)
{
	char text[MESSAGE_BYTES];
	va_list args;

	va_start(args, format);
	hr_message_vprint(text, sizeof(text), format, args);
	va_end(args);
	report(reader, HR_LOCATE_KEY, text);
}

void hr_config_wrong_at(struct hr_config_reader *reader, struct hr_place place, const char *format,
                        ...)
{
	char text[MESSAGE_BYTES];
	va_list args;

	va_start(args, format);
	hr_message_vprint(text, sizeof(text), format, args);
	va_end(args);
	add_error(reader->errors, make_error(reader, place, text));
}

void hr_config_warn(struct hr_config_reader *reader, const char *format, ...)
{
	struct hr_config_errors *errors = reader->errors;
	char text[MESSAGE_BYTES];
	va_list args;

	if (errors->warning_count == HR_CONFIG_ERRORS_MAX)
		return;
	va_start(args, format);
	hr_message_vprint(text, sizeof(text), format, args);
	va_end(args);
	errors->warnings = insert(errors->warnings, &errors->warning_count,
	                          &errors->warning_capacity,
	                          make_error(reader, hr_config_place(reader), text));
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
		text = (struct hr_slice){ json_string_value(value), json_string_length(value) };
		snprintf(out, size, "the text \"%s\"", hr_quoted_slice(text).text);
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
	char found[HR_QUOTED_BYTES + 64];

	describe(value, found, sizeof(found));
	hr_config_wrong(reader, "found %s, expected %s", found, expected);
}

/* --- a text --- */

size_t hr_config_reader_open(struct hr_config_reader *reader, struct hr_slice text,
                             const char *path, struct hr_config_errors *errors)
{
	struct hr_config_syntax_error error;
	struct hr_config_trees *trees = hr_config_trees_parse(text, path, &error);

	*reader = (struct hr_config_reader){ .trees = trees, .errors = errors };
	if (trees != NULL)
		return hr_config_trees_count(trees);
	hr_config_wrong_at(reader, error.place, "%s", error.text);
	return 0;
}

void hr_config_reader_close(struct hr_config_reader *reader)
{
	hr_config_trees_free(reader->trees);
	hr_str_release(&reader->pointer);
}

json_t *hr_config_reader_root(struct hr_config_reader *reader, size_t document)
{
	reader->document = document;
	return hr_config_trees_root(reader->trees, document);
}

enum hr_err hr_config_errors_result(const struct hr_config_errors *errors, const char *path,
                                    struct hr_error *err)
{
	const struct hr_config_error *first = errors->items;

	if (errors->count == 0)
		return HR_OK;
	return hr_error_at(err, HR_ECONFIG, path, first->line, first->column, "%s%s%s",
	                   first->pointer, first->pointer[0] != '\0' ? ": " : "", first->text);
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
