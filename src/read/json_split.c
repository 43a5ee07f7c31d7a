#include <config.h>
#include "read/json_split.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "read/json_text.h"

#define KEY_BYTES  256 /* longer names match no path */
#define TEXT_BYTES 200

enum mode {
	MODE_PLAIN,
	MODE_STRING,
	MODE_ESCAPE, /* behind a backslash in a string */
	MODE_SCALAR, /* a number or word */
};

/* An open array or object outside of parts. */
struct frame {
	char opened;    /* '[' or '{' */
	bool after_key; /* in an object: the next value belongs to the key */
	uint32_t match; /* paths that agree with the way to here, a bit each */
};

struct hr_json_split {
	const char *const *paths;
	hr_json_part_fn *on_part;
	void *context;
	enum mode mode;
	bool is_key, broken;
	struct frame frames[HR_JSON_DEPTH_MAX];
	size_t depth;
	struct hr_str key;
	uint64_t line, part_line;
	size_t bom; /* bytes of a byte order mark met at the start */
	bool begun;

	bool taking;      /* inside a part */
	size_t part_path; /* its path */
	size_t part_depth;
	bool too_long, too_deep;
	struct hr_str part;
};

struct hr_json_split *hr_json_split_new(const char *const *paths, hr_json_part_fn *on_part,
                                        void *context)
{
	struct hr_json_split *split = hr_zalloc(1, sizeof(*split));

	split->paths = paths;
	split->on_part = on_part;
	split->context = context;
	split->line = 1;
	split->key.limit = KEY_BYTES;
	return split;
}

void hr_json_split_free(struct hr_json_split *split)
{
	if (split == NULL)
		return;
	hr_str_release(&split->key);
	hr_str_release(&split->part);
	free(split);
}

/* --- paths --- */

/* The @index-th name of a path; false when it has fewer. */
static bool path_name(const char *path, size_t index, struct hr_slice *out)
{
	if (*path == '\0')
		return false;
	for (; index > 0; index--) {
		path = strchr(path, '.');
		if (path == NULL)
			return false;
		path++;
	}
	out->ptr = path;
	out->length = strcspn(path, ".");
	return true;
}

/* Paths that agree with the value that begins here; *ends the one that ends at it, or none. */
static uint32_t match_value(const struct hr_json_split *split, size_t *ends)
{
	const struct frame *frame = split->depth > 0 ? &split->frames[split->depth - 1] : NULL;
	uint32_t match = 0;
	struct hr_slice name;

	*ends = HR_JSON_PATHS_MAX;
	for (size_t i = 0; split->paths[i] != NULL; i++) {
		if (frame != NULL) {
			if ((frame->match & (UINT32_C(1) << i)) == 0 ||
			    !path_name(split->paths[i], split->depth - 1, &name))
				continue;
			if (!hr_slice_is(name, "*") &&
			    (frame->opened == '[' || split->key.truncated ||
			     !hr_slice_equal(name, hr_str_slice(&split->key))))
				continue;
		}
		match |= UINT32_C(1) << i;
		if (!path_name(split->paths[i], split->depth, &name) && *ends == HR_JSON_PATHS_MAX)
			*ends = i;
	}
	return match;
}

/* --- parts --- */

static void begin_part(struct hr_json_split *split, size_t path)
{
	split->taking = true;
	split->part_path = path;
	split->part_line = split->line;
	split->part_depth = 0;
	split->too_long = split->too_deep = false;
	hr_str_truncate(&split->part, 0);
}

static void add_to_part(struct hr_json_split *split, const char *bytes, size_t length)
{
	if (split->too_long || split->too_deep)
		return;
	if (length > HR_JSON_PART_BYTES - split->part.length)
		split->too_long = true;
	else
		hr_str_add(&split->part, bytes, length);
}

static void end_part(struct hr_json_split *split)
{
	struct hr_json_part part = { .path = split->part_path,
		                     .line = split->part_line,
		                     .text = hr_str_slice(&split->part) };

	split->taking = false;
	if (split->too_long) {
		part.fault = "a part of the JSON is longer than 16 MiB";
	} else if (split->too_deep) {
		part.fault = "a part of the JSON is nested too deeply";
	} else {
		part.value = hr_json_load(part.text, NULL);
		if (part.value == NULL)
			part.fault = "not valid JSON";
	}
	if (part.text.length > TEXT_BYTES)
		part.text.length = TEXT_BYTES;
	split->on_part(split->context, &part);
	json_decref(part.value);
}

/* --- scanning --- */

/* A value is complete. */
static void end_value(struct hr_json_split *split)
{
	if (split->taking && split->part_depth == 0)
		end_part(split);
	if (!split->taking && split->depth > 0)
		split->frames[split->depth - 1].after_key = false;
}

/* A value begins: enter it, or begin to take it. Returns the paths it agrees with. */
static uint32_t begin_value(struct hr_json_split *split)
{
	size_t ends;
	uint32_t match;

	if (split->taking)
		return 0;
	match = match_value(split, &ends);
	if (ends < HR_JSON_PATHS_MAX)
		begin_part(split, ends);
	return match;
}

static void open_bracket(struct hr_json_split *split, char c)
{
	uint32_t match = begin_value(split);

	if (split->taking) {
		if (++split->part_depth > HR_JSON_DEPTH_MAX)
			split->too_deep = true;
		return;
	}
	if (split->depth == HR_JSON_DEPTH_MAX) {
		split->broken = true;
		return;
	}
	split->frames[split->depth++] = (struct frame){ .opened = c, .match = match };
}

/* @c has been added to the part already. */
static void close_bracket(struct hr_json_split *split, char c)
{
	char opened = c == ']' ? '[' : '{';

	if (split->taking) {
		/* Brackets of a part are for the parser to judge; only its end matters here. */
		split->part_depth--;
	} else if (split->depth == 0 || split->frames[split->depth - 1].opened != opened) {
		split->broken = true;
		return;
	} else {
		split->depth--;
	}
	end_value(split);
}

static void begin_string(struct hr_json_split *split)
{
	struct frame *frame = split->depth > 0 ? &split->frames[split->depth - 1] : NULL;

	split->mode = MODE_STRING;
	split->is_key = !split->taking && frame != NULL && frame->opened == '{' &&
	                !frame->after_key;
	if (!split->is_key) {
		begin_value(split);
		return;
	}
	hr_str_truncate(&split->key, 0);
	split->key.truncated = false;
}

static void end_string(struct hr_json_split *split)
{
	split->mode = MODE_PLAIN;
	if (split->is_key)
		split->frames[split->depth - 1].after_key = true;
	else
		end_value(split);
}

static void comma(struct hr_json_split *split)
{
	if (!split->taking && split->depth > 0)
		split->frames[split->depth - 1].after_key = false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One byte outside strings. Whether it belongs to a part is decided before it can end one. */
static void plain(struct hr_json_split *split, char c)
{
	switch (c) {
	case '{':
	case '[':
		open_bracket(split, c);
		if (split->taking)
			add_to_part(split, &c, 1);
		return;
	case '}':
	case ']':
		if (split->taking)
			add_to_part(split, &c, 1);
		close_bracket(split, c);
		return;
	case '"':
		begin_string(split);
		break;
	case ',':
		comma(split);
		break;
	case ':':
		break;
	default:
		if (is_blank(c))
			break;
		split->mode = MODE_SCALAR;
		begin_value(split);
		break;
	}
	if (split->taking)
		add_to_part(split, &c, 1);
}

/* As much of a string as needs no decision; returns the bytes taken. */
static size_t string_run(struct hr_json_split *split, const char *bytes, size_t length)
{
	size_t n = 0;

	while (n < length && bytes[n] != '"' && bytes[n] != '\\' && bytes[n] != '\n')
		n++;
	if (split->taking)
		add_to_part(split, bytes, n);
	else if (split->is_key)
		hr_str_add(&split->key, bytes, n);
	return n;
}

static void in_string(struct hr_json_split *split, char c)
{
	if (split->taking)
		add_to_part(split, &c, 1);
	else if (split->is_key && (c != '"' || split->mode == MODE_ESCAPE))
		hr_str_putc(&split->key, c);
	if (split->mode == MODE_ESCAPE)
		split->mode = MODE_STRING;
	else if (c == '\\')
		split->mode = MODE_ESCAPE;
	else if (c == '"')
		end_string(split);
}

static void step(struct hr_json_split *split, char c)
{
	if (split->mode == MODE_STRING || split->mode == MODE_ESCAPE) {
		in_string(split, c);
	} else if (split->mode == MODE_SCALAR && !is_blank(c) &&
	           (c == '\0' || strchr(",:{}[]\"", c) == NULL)) {
		if (split->taking)
			add_to_part(split, &c, 1);
	} else {
		if (split->mode == MODE_SCALAR) {
			split->mode = MODE_PLAIN;
			end_value(split);
		}
		plain(split, c);
	}
	if (c == '\n')
		split->line++;
}

/* A byte order mark is no part of the text. */
static bool is_bom(struct hr_json_split *split, char c)
{
	if (split->begun)
		return false;
	if (split->bom < strlen(HR_UTF8_BOM) && c == HR_UTF8_BOM[split->bom]) {
		split->bom++;
		return true;
	}
	split->begun = true;
	return false;
}

void hr_json_split_feed(struct hr_json_split *split, struct hr_slice bytes)
{
	for (size_t i = 0; i < bytes.length && !split->broken; i++) {
		if (split->mode == MODE_STRING) {
			i += string_run(split, bytes.ptr + i, bytes.length - i);
			if (i == bytes.length)
				break;
		}
		if (!is_bom(split, bytes.ptr[i]))
			step(split, bytes.ptr[i]);
	}
}

enum hr_json_end hr_json_split_finish(struct hr_json_split *split, uint64_t *line)
{
	if (!split->broken && split->mode == MODE_SCALAR && split->depth == 0 &&
	    split->part_depth == 0)
		step(split, '\n');
	if (line != NULL)
		*line = split->line;
	if (split->broken)
		return HR_JSON_BROKEN;
	return split->depth > 0 || split->taking || split->mode != MODE_PLAIN ? HR_JSON_CUT
	                                                                      : HR_JSON_WHOLE;
}

enum hr_err hr_read_json_end(struct hr_read_context *context, struct hr_json_split *split,
                             const char *what, struct hr_error *err)
{
	struct hr_slice none = { NULL, 0 };
	uint64_t line;
	enum hr_json_end end = hr_json_split_finish(split, &line);

	if (end == HR_JSON_CUT)
		hr_read_note(context, "the JSON ends early: what it holds is counted", line, none);
	if (end == HR_JSON_BROKEN)
		hr_read_note(context, "brackets do not match: nothing behind them is read", line,
		             none);
	if (end == HR_JSON_WHOLE || context->records + context->rejected > 0)
		return HR_OK;
	return hr_error_at(err, HR_EPARSE, NULL, line, 0,
	                   "the JSON is damaged before the first record of %s", what);
}
