/*
 * Documents as text.
 */
#include <config.h>
#include "document/document.h"

#include "document/json_print.h"

#define INDENT    2
#define ROW_DEPTH 3 /* document, run, its lists: below that one value a line */

void hr_document_dump(const json_t *document, struct hr_str *out)
{
	hr_json_print(document, INDENT, out);
	hr_str_putc(out, '\n');
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
		hr_json_print(value, 0, out);
		return;
	}
	hr_str_putc(out, object ? '{' : '[');
	json_object_foreach(value, key, item)
	{
		json_t *name = json_string(key);

		new_line(depth + 1, first, out);
		hr_json_print(name, 0, out);
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
