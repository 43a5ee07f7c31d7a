/*
 * Documents as text.
 */
#include <config.h>
#include "document/document.h"

#include <inttypes.h>

#include "base/utf8.h"

#define REAL_DIGITS 15
#define INDENT      2
#define ROW_DEPTH   3 /* document, run, its lists: below that one value a line */

static bool is_printable_ascii(struct hr_slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		if ((unsigned char)text.ptr[i] >= 0x7f)
			return false;
	}
	return true;
}

/* Documents are looked at in terminals: what jansson leaves raw but a terminal would obey (DEL, C1,
 * bidirectional controls) is written as an escape. Pieces are whole characters. */
static int append(const char *bytes, size_t length, void *context)
{
	struct hr_slice rest = { bytes, length };
	struct hr_str *out = context;
	uint32_t code;
	size_t n;

	if (is_printable_ascii(rest)) {
		hr_str_add_slice(out, rest);
		return 0;
	}
	for (; (n = hr_utf8_next(rest, &code)) > 0; rest.ptr += n, rest.length -= n) {
		if (code >= 0x7f && hr_utf8_is_control(code))
			hr_str_printf(out, "\\u%04" PRIX32, code);
		else
			hr_str_add(out, rest.ptr, n);
	}
	return 0;
}

void hr_document_dump(const json_t *document, struct hr_str *out)
{
	json_dump_callback(document, append, out,
	                   JSON_INDENT(INDENT) | JSON_REAL_PRECISION(REAL_DIGITS));
	hr_str_putc(out, '\n');
}

static void add_text(const json_t *value, struct hr_str *out)
{
	json_dump_callback(value, append, out,
	                   JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS));
}

static void new_line(size_t depth, bool first, struct hr_str *out)
{
	hr_str_puts(out, first ? "\n" : ",\n");
	for (size_t i = 0; i < depth; i++)
		hr_str_putc(out, ' ');
}

static void add_rows(json_t *value, size_t depth, struct hr_str *out)
{
	bool object = json_is_object(value), first = true;
	json_t *item;
	const char *key;
	size_t i;

	if (depth >= ROW_DEPTH || json_object_size(value) + json_array_size(value) == 0) {
		add_text(value, out);
		return;
	}
	hr_str_putc(out, object ? '{' : '[');
	json_object_foreach(value, key, item)
	{
		json_t *name = json_string(key);

		new_line(depth + 1, first, out);
		add_text(name, out);
		hr_str_puts(out, ": ");
		add_rows(item, depth + 1, out);
		json_decref(name);
		first = false;
	}
	json_array_foreach(value, i, item)
	{
		new_line(depth + 1, i == 0, out);
		add_rows(item, depth + 1, out);
	}
	hr_str_putc(out, '\n');
	for (size_t k = 0; k < depth; k++)
		hr_str_putc(out, ' ');
	hr_str_putc(out, object ? '}' : ']');
}

void hr_document_dump_rows(json_t *document, struct hr_str *out)
{
	add_rows(document, 0, out);
	hr_str_putc(out, '\n');
}
