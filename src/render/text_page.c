#include <config.h>
#include "render/text_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "render/escape.h"
#include "render/form.h"
#include "render/model_part.h"
#include "render/text_table.h"

#define INDENT 2

char *hr_text_plain(const struct hr_text_page *page, const char *text)
{
	static const struct {
		uint32_t code_point;
		const char *ascii;
	} known[] = { { 0x202F, "" },  { 0x00A0, " " },   { 0x2212, "-" },  { 0x2013, "-" },
		      { 0x00B5, "u" }, { 0x2026, "..." }, { 0x201C, "\"" }, { 0x201D, "\"" },
		      { 0x2716, "x" }, { 0x2714, "=" },   { 0x25B2, "!" },  { 0x25CB, "-" } };
	struct hr_str safe = { 0 }, ascii = { 0 };
	struct hr_slice rest;
	uint32_t code_point;
	size_t n, k;

	hr_escape_terminal(hr_slice_of(text), &safe);
	if (page->options->unicode)
		return hr_str_detach(&safe);
	rest = hr_str_slice(&safe);
	while ((n = hr_utf8_next(rest, &code_point)) > 0) {
		for (k = 0; k < sizeof(known) / sizeof(known[0]); k++)
			if (known[k].code_point == code_point)
				break;
		if (code_point < 0x80)
			hr_str_putc(&ascii, (char)code_point);
		else
			hr_str_puts(&ascii,
			            k < sizeof(known) / sizeof(known[0]) ? known[k].ascii : "?");
		rest.ptr += n;
		rest.length -= n;
	}
	hr_str_release(&safe);
	return hr_str_detach(&ascii);
}

const char *hr_text_ellipsis(const struct hr_text_page *page)
{
	return page->options->unicode ? "\xe2\x80\xa6" : "...";
}

void hr_text_put(const struct hr_text_page *page, const char *text, size_t width)
{
	char *safe = hr_text_plain(page, text);

	hr_text_put_cut(page->out, safe, width, hr_text_ellipsis(page));
	free(safe);
}

void hr_text_line(const struct hr_text_page *page, const char *text)
{
	hr_text_put(page, text, page->width);
	hr_str_putc(page->out, '\n');
}

/* Columns of the first @length bytes, near enough: characters. */
static size_t columns_of(const char *text, size_t length)
{
	size_t columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

size_t hr_text_columns(const char *text)
{
	return columns_of(text, strlen(text));
}

/* One word, cut where it would not fit on a line of its own; gives its columns. */
static size_t put_word(const struct hr_text_page *page, const char *word, size_t length,
                       size_t room)
{
	size_t columns = columns_of(word, length);
	struct hr_str copy = { 0 };

	hr_str_add(&copy, word, length);
	hr_text_put_cut(page->out, hr_str_text(&copy), room, hr_text_ellipsis(page));
	hr_str_release(&copy);
	return columns < room ? columns : room;
}

/* Behind @used columns; lines that follow begin at @indent. */
static void put_words(const struct hr_text_page *page, const char *text, size_t used, size_t indent)
{
	char *safe = hr_text_plain(page, text);
	size_t room = page->width > indent ? page->width - indent : 1;
	bool first = true;

	for (const char *rest = safe; *rest != '\0';) {
		size_t length = strcspn(rest, " ");

		if (!first && used + 1 + columns_of(rest, length) > page->width) {
			hr_str_printf(page->out, "\n%*s", (int)indent, "");
			used = indent;
		} else if (!first) {
			hr_str_putc(page->out, ' ');
			used++;
		}
		used += put_word(page, rest, length, room);
		rest += length + strspn(rest + length, " ");
		first = false;
	}
	hr_str_putc(page->out, '\n');
	free(safe);
}

void hr_text_paragraph(const struct hr_text_page *page, const char *text)
{
	put_words(page, text, 0, INDENT);
}

void hr_text_continue(const struct hr_text_page *page, const char *text, size_t column)
{
	put_words(page, text, column, column);
}

void hr_text_value(const struct hr_text_page *page, double value, enum hr_quantity quantity,
                   char out[HR_UNIT_TEXT_SIZE])
{
	hr_unit_format(value, quantity, page->options->unicode ? HR_STYLE_UNICODE : HR_STYLE_ASCII,
	               out);
}

static const char *text_at(const json_t *row, const char *key)
{
	const json_t *value = json_object_get(row, key);

	if (json_is_string(value))
		return json_string_value(value);
	return hr_value_get_text(value);
}

static void add_row(const struct hr_text_page *page, struct hr_text_table *table, const json_t *row,
                    const struct hr_text_field *fields, size_t count, const char *second)
{
	char *texts[HR_TEXT_COLUMNS_MAX], *label;
	const char *cells[HR_TEXT_COLUMNS_MAX];
	struct hr_str name = { 0 };

	for (size_t c = 0; c < count; c++)
		cells[c] = texts[c] = hr_text_plain(page, text_at(row, fields[c].key));
	hr_str_puts(&name, text_at(row, "name"));
	if (second != NULL && *text_at(row, second) != '\0')
		hr_str_printf(&name, " %s", text_at(row, second));
	label = hr_text_plain(page, hr_str_text(&name));
	hr_text_table_add(table, label, cells);
	free(label);
	hr_str_release(&name);
	for (size_t c = 0; c < count; c++)
		free(texts[c]);
}

void hr_text_rows(const struct hr_text_page *page, const json_t *rows,
                  const struct hr_text_field *fields, size_t count, const char *second)
{
	struct hr_text_column columns[HR_TEXT_COLUMNS_MAX];
	struct hr_text_table *table;
	const json_t *row;
	size_t i;

	if (json_array_size(rows) == 0)
		return;
	for (i = 0; i < count; i++)
		columns[i] = fields[i].column;
	table = hr_text_table_new(columns, count);
	json_array_foreach(rows, i, row) add_row(page, table, row, fields, count, second);
	hr_text_table_put(table, page->width, hr_text_ellipsis(page), page->out);
	hr_text_table_free(table);
}
