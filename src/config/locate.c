#include <config.h>
#include "config/locate.h"

#include <jansson.h>

#include "base/num.h"

/* Reading position. Running over the end is harmless: peek() gives NUL there. */
struct scan {
	struct hr_slice text;
	size_t at;
};

static char peek(const struct scan *scan)
{
	return scan->at < scan->text.length ? scan->text.ptr[scan->at] : '\0';
}

static void skip_blanks(struct scan *scan)
{
	while (peek(scan) == ' ' || peek(scan) == '\t' || peek(scan) == '\n' || peek(scan) == '\r')
		scan->at++;
}

/* Over a string, at its opening quote; returns it with its quotes. */
static struct hr_slice skip_string(struct scan *scan)
{
	size_t start = scan->at++;

	while (scan->at < scan->text.length && peek(scan) != '"')
		scan->at += peek(scan) == '\\' ? 2 : 1;
	if (scan->at < scan->text.length)
		scan->at++;
	else
		scan->at = scan->text.length;
	return (struct hr_slice){ scan->text.ptr + start, scan->at - start };
}

/* Over any value: brackets are counted, strings skipped, the rest runs up to a delimiter. */
static void skip_value(struct scan *scan)
{
	size_t depth = 0;

	do {
		char c = peek(scan);

		if (c == '"') {
			skip_string(scan);
			continue;
		}
		if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		scan->at++;
	} while (scan->at < scan->text.length &&
	         (depth > 0 || (peek(scan) != ',' && peek(scan) != '}' && peek(scan) != ']' &&
	                        peek(scan) != ' ' && peek(scan) != '\n' && peek(scan) != '\r' &&
	                        peek(scan) != '\t')));
}

static bool name_is(struct hr_slice quoted, struct hr_slice name)
{
	json_t *text = json_loadb(quoted.ptr, quoted.length, JSON_DECODE_ANY | JSON_ALLOW_NUL,
	                          NULL);
	bool same = json_is_string(text) &&
	            hr_slice_equal(
	                    (struct hr_slice){ json_string_value(text), json_string_length(text) },
	                    name);

	json_decref(text);
	return same;
}

/* At an object: on to the value of its member; *key is where its name is. */
static bool enter_member(struct scan *scan, struct hr_slice name, size_t *key)
{
	size_t found = 0;

	for (scan->at++, skip_blanks(scan); peek(scan) == '"'; skip_blanks(scan)) {
		size_t start = scan->at;
		bool same = name_is(skip_string(scan), name);

		skip_blanks(scan);
		scan->at++; /* the colon */
		skip_blanks(scan);
		if (same) {
			*key = start;
			found = scan->at;
		}
		skip_value(scan);
		skip_blanks(scan);
		if (peek(scan) == ',')
			scan->at++;
	}
	scan->at = found;
	return found > 0;
}

/* At an array: on to an element. */
static bool enter_element(struct scan *scan, struct hr_slice name, size_t *key)
{
	uint64_t index;

	if (!hr_parse_u64(name, &index))
		return false;
	scan->at++;
	skip_blanks(scan);
	for (; index > 0; index--) {
		skip_value(scan);
		skip_blanks(scan);
		if (peek(scan) != ',')
			return false;
		scan->at++;
		skip_blanks(scan);
	}
	*key = scan->at;
	return peek(scan) != ']' && peek(scan) != '\0';
}

struct hr_place hr_place_of(struct hr_slice text, size_t at)
{
	struct hr_place place = { 1, 1 };

	for (size_t i = text.length - hr_slice_skip_bom(text).length; i < at; i++) {
		if (text.ptr[i] == '\n') {
			place.line++;
			place.column = 1;
		} else if (((unsigned char)text.ptr[i] & 0xc0) != 0x80) {
			place.column++; /* continuation bytes of UTF-8 are no characters */
		}
	}
	return place;
}

const char *hr_pointer_next(const char *pointer, struct hr_str *name)
{
	hr_str_truncate(name, 0);
	for (pointer++; *pointer != '\0' && *pointer != '/'; pointer++) {
		if (*pointer == '~' && (pointer[1] == '0' || pointer[1] == '1')) {
			hr_str_putc(name, pointer[1] == '0' ? '~' : '/');
			pointer++;
		} else {
			hr_str_putc(name, *pointer);
		}
	}
	return pointer;
}

bool hr_locate(struct hr_slice text, const char *pointer, enum hr_locate_what what,
               struct hr_place *out)
{
	struct scan scan = { text, text.length - hr_slice_skip_bom(text).length };
	struct hr_str name = { 0 };
	size_t key;
	bool found = true;

	skip_blanks(&scan);
	key = scan.at;
	while (found && *pointer == '/') {
		pointer = hr_pointer_next(pointer, &name);
		if (peek(&scan) == '{')
			found = enter_member(&scan, hr_str_slice(&name), &key);
		else
			found = peek(&scan) == '[' &&
			        enter_element(&scan, hr_str_slice(&name), &key);
	}
	hr_str_release(&name);
	if (found)
		*out = hr_place_of(text, what == HR_LOCATE_KEY ? key : scan.at);
	return found;
}

void hr_pointer_push(struct hr_str *pointer, const char *name)
{
	hr_str_putc(pointer, '/');
	for (; *name != '\0'; name++) {
		if (*name == '~')
			hr_str_puts(pointer, "~0");
		else if (*name == '/')
			hr_str_puts(pointer, "~1");
		else
			hr_str_putc(pointer, *name);
	}
}
