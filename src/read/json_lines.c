/*
 * JSON lines: one object a line, samples or observations by the user's mapping of its members
 * ("data.time" for members of members), or by their well-known names. Objects of different shape
 * may be mixed: names are looked up by shape.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/json_shape.h"
#include "read/json_text.h"
#include "read/line_split.h"
#include "read/mapped_row.h"
#include "record/diag.h"

#define SHAPES_MAX 8
#define LEARN_MAX  4 /* objects of a shape by which it is learnt what is nested in it */
#define JSON_FLAGS (JSON_ALLOW_NUL | JSON_DECODE_ANY)

/* A set of member names, and what they mean. */
struct shape {
	json_t *keys;                     /* an object with these members; owned */
	struct hr_mapping named;          /* by well-known names */
	const struct hr_mapping *mapping; /* that, or the user's; NULL: they make no record */
	struct hr_json_shape plain;       /* to read lines of it without jansson */
	unsigned learnt;
	/* Took the place of another and has not come again. Where shapes come and go, learning one
	 * and looking for it costs more than it saves. */
	bool passing;
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct shape shapes[SHAPES_MAX];
	size_t shape_count, next_shape, last_shape;
	bool useful; /* some object had a meaning */
	char numbers[HR_FIELD_COUNT][HR_JSON_NUMBER_BYTES];
};

/* --- shapes --- */

static bool has_member(void *object, const char *name)
{
	return hr_json_member(object, name) != NULL;
}

static bool same_keys(json_t *keys, json_t *object)
{
	const char *key;
	json_t *value;

	if (json_object_size(keys) != json_object_size(object))
		return false;
	json_object_foreach(object, key,
	                    value) if (json_object_get(keys, key) == NULL) return false;
	return true;
}

static void release_shape(struct shape *shape)
{
	json_decref(shape->keys);
	hr_mapping_release(&shape->named);
	hr_json_shape_release(&shape->plain);
	shape->learnt = 0;
}

static void displace(struct shape *shape)
{
	release_shape(shape);
	shape->passing = true;
}

static json_t *keys_of(json_t *object)
{
	json_t *keys = json_object();
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) json_object_set_new(keys, key, json_true());
	return keys;
}

static struct shape *add_shape(struct hr_reader *reader, json_t *object)
{
	const struct hr_read_options *options = &reader->context->options;
	struct shape *shape = &reader->shapes[reader->next_shape];

	reader->next_shape = (reader->next_shape + 1) % SHAPES_MAX;
	if (reader->shape_count < SHAPES_MAX)
		reader->shape_count++;
	else
		displace(shape);
	shape->keys = keys_of(object);
	shape->mapping = options->mapping;
	if (shape->mapping != NULL) {
		hr_mapping_init(&shape->named);
		return shape;
	}
	if (hr_mapped_row_names(has_member, object, &shape->named))
		shape->mapping = &shape->named;
	shape->named.time_marks = options->stamp;
	return shape;
}

static struct shape *shape_of(struct hr_reader *reader, json_t *object)
{
	for (size_t i = 0; i < reader->shape_count; i++) {
		struct shape *shape = &reader->shapes[i];

		if (!same_keys(shape->keys, object))
			continue;
		shape->passing = false;
		return shape;
	}
	return add_shape(reader, object);
}

/* --- lines --- */

static void reject(struct hr_reader *reader, const char *reason, const struct hr_line *line)
{
	hr_read_reject(reader->context, reason, line->number, hr_line_start(line->text));
}

static void push_row(struct hr_reader *reader, const struct hr_mapping *mapping,
                     struct hr_mapped_row *row, const struct hr_line *line)
{
	if (mapping == NULL) {
		reject(reader,
		       "no members that make a sample (elapsed) or a value of a series "
		       "(time, value)",
		       line);
		return;
	}
	reader->useful = true;
	row->line = line->number;
	row->text = hr_line_start(line->text);
	hr_mapped_row_push(reader->context, mapping, row);
}

static void take_object(struct hr_reader *reader, json_t *object, const struct hr_line *line)
{
	struct shape *shape = shape_of(reader, object);
	struct hr_mapped_row row = { .line = 0 };

	for (size_t i = 0; i < HR_FIELD_COUNT && shape->mapping != NULL; i++) {
		const json_t *value;

		if (shape->mapping->columns[i] == NULL)
			continue;
		value = hr_json_path(object, shape->mapping->columns[i]);
		if (value != NULL)
			row.values[i] = hr_json_scalar_text(value, reader->numbers[i]);
	}
	push_row(reader, shape->mapping, &row, line);
	if (!shape->passing && shape->learnt < LEARN_MAX && !reader->context->options.reference) {
		hr_json_shape_learn(&shape->plain, object, shape->mapping);
		shape->learnt++;
	}
}

typedef bool read_fn(struct hr_json_shape *shape, struct hr_slice line,
                     struct hr_slice values[HR_FIELD_COUNT],
                     char numbers[HR_FIELD_COUNT][HR_JSON_NUMBER_BYTES]);

/* By the scanner, when the line has the shape of one that came before. */
static bool take_shaped(struct hr_reader *reader, const struct hr_line *line, read_fn *read)
{
	struct hr_mapped_row row;

	for (size_t i = 0; i < reader->shape_count; i++) {
		size_t at = (reader->last_shape + i) % reader->shape_count;
		struct shape *shape = &reader->shapes[at];

		if (!read(&shape->plain, line->text, row.values, reader->numbers))
			continue;
		reader->last_shape = at;
		push_row(reader, shape->mapping, &row, line);
		return true;
	}
	return false;
}

static bool is_blank(struct hr_slice line)
{
	for (size_t i = 0; i < line.length; i++)
		if (line.ptr[i] != ' ' && line.ptr[i] != '\t' && line.ptr[i] != '\r')
			return false;
	return true;
}

static void take_any(struct hr_reader *reader, const struct hr_line *line)
{
	json_error_t error;
	json_t *value = json_loadb(line->text.ptr, line->text.length, JSON_FLAGS, &error);

	if (value == NULL) {
		char text[HR_DIAG_TEXT_BYTES + JSON_ERROR_TEXT_LENGTH];

		snprintf(text, sizeof(text), "column %d: %s", error.column, error.text);
		hr_read_reject(reader->context, "the line is not valid JSON", line->number,
		               hr_line_start(hr_slice_of(text)));
	} else if (json_is_object(value)) {
		take_object(reader, value, line);
	} else {
		reject(reader, "the line is not a JSON object", line);
	}
	json_decref(value);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;

	if (line->too_long)
		reject(reader, "the line is longer than 16 MiB", line);
	else if (!is_blank(line->text) && !take_shaped(reader, line, hr_json_shape_read_again) &&
	         !take_shaped(reader, line, hr_json_shape_read))
		take_any(reader, line);
}

/* --- the format --- */

static struct hr_reader *json_lines_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err json_lines_feed(struct hr_reader *reader, struct hr_slice bytes,
                                   struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err json_lines_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_line_split_finish(&reader->lines);
	if (!reader->useful && reader->context->rejected > 0)
		return hr_error_set(
		        err, HR_EPARSE,
		        "no line is an object whose members make a sample (elapsed) or a value of "
		        "a series (time, value); describe them by a mapping in the configuration");
	return HR_OK;
}

static void json_lines_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	for (size_t i = 0; i < reader->shape_count; i++)
		release_shape(&reader->shapes[i]);
	hr_line_split_release(&reader->lines);
	free(reader);
}

/* The first line must be an object, and what follows look like another. */
static int json_lines_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = hr_slice_skip_bom(peek->head), rest;
	const char *end = head.length > 0 ? memchr(head.ptr, '\n', head.length) : NULL;
	struct hr_mapping mapping;
	int sure = 0;
	json_t *object;

	if (!hr_slice_starts(head, "{") || (end == NULL && !peek->complete))
		return 0;
	if (end != NULL) {
		rest = (struct hr_slice){ end + 1, head.length - (size_t)(end + 1 - head.ptr) };
		head.length = (size_t)(end - head.ptr);
		if (rest.length > 0 && rest.ptr[0] != '{')
			return 0;
	}
	object = json_loadb(head.ptr, head.length, JSON_FLAGS, NULL);
	if (json_is_object(object)) {
		sure = 10;
		if (peek->mapping != NULL) {
			sure = 80;
		} else {
			if (hr_mapped_row_names(has_member, object, &mapping))
				sure = 60;
			hr_mapping_release(&mapping);
		}
	}
	json_decref(object);
	return sure;
}

const struct hr_format hr_format_json_lines = {
	.name = "json-lines",
	.title = "JSON lines, one object a line",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_OBSERVATIONS,
	.sniff = json_lines_sniff,
	.open = json_lines_open,
	.feed = json_lines_feed,
	.finish = json_lines_finish,
	.free = json_lines_free,
};
