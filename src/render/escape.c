#include <config.h>
#include "render/escape.h"

#include <stdint.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* A walk over the characters of any bytes, repaired first where they are not UTF-8. */
struct walk {
	struct hr_str repaired;
	struct hr_slice rest;
	uint32_t code;         /* of the character at hand */
	struct hr_slice bytes; /* its bytes */
};

static void walk_init(struct walk *walk, struct hr_slice text)
{
	*walk = (struct walk){ .rest = text };
	if (hr_utf8_valid(text))
		return;
	hr_utf8_repair(text, &walk->repaired);
	walk->rest = hr_str_slice(&walk->repaired);
}

static bool walk_next(struct walk *walk)
{
	size_t n = hr_utf8_next(walk->rest, &walk->code);

	if (n == 0) {
		hr_str_release(&walk->repaired);
		return false;
	}
	walk->bytes = (struct hr_slice){ walk->rest.ptr, n };
	walk->rest.ptr += n;
	walk->rest.length -= n;
	return true;
}

static char next_byte(const struct walk *walk)
{
	return walk->rest.length > 0 ? walk->rest.ptr[0] : '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_line_separator(uint32_t code)
{
	return code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029;
}

static bool is_noncharacter(uint32_t code)
{
	return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

/* The character itself, or a visible stand-in: two labels that differ must not look the same. */
static void put_visible(const struct walk *walk, struct hr_str *out)
{
	if (hr_utf8_is_control(walk->code) || is_noncharacter(walk->code))
		hr_str_puts(out, REPLACEMENT);
	else
		hr_str_add_slice(out, walk->bytes);
}

/* CR alone and CRLF become LF, as every HTML and XML parser reads them. */
void hr_escape_html(struct hr_slice text, struct hr_str *out)
{
	struct walk walk;

	walk_init(&walk, text);
	while (walk_next(&walk)) {
		switch (walk.code) {
		case '&':
			hr_str_puts(out, "&amp;");
			break;
		case '<':
			hr_str_puts(out, "&lt;");
			break;
		case '>':
			hr_str_puts(out, "&gt;");
			break;
		case '"':
			hr_str_puts(out, "&quot;");
			break;
		case '\'':
			hr_str_puts(out, "&#39;");
			break;
		case '\t':
		case '\n':
			hr_str_putc(out, (char)walk.code);
			break;
		case '\r':
			if (next_byte(&walk) != '\n')
				hr_str_putc(out, '\n');
			break;
		default:
			put_visible(&walk, out);
		}
	}
}

/* What begins a heading, list, quote, rule or indented code at the start of a line. */
static bool put_markdown_start(struct walk *walk, struct hr_str *out)
{
	switch (walk->code) {
	case ' ':
	case '\t':
		hr_str_puts(out, "&#32;");
		return true;
	case '#':
	case '-':
	case '+':
	case '=':
		hr_str_putc(out, '\\');
		hr_str_putc(out, (char)walk->code);
		if (walk->code == '#' && is_digit(next_byte(walk)))
			hr_str_puts(out, "\xE2\x80\x8B");
		return true;
	default:
		return false;
	}
}

/* "12." and "12)" at the start of a line are a list. */
static void put_markdown_number(struct walk *walk, struct hr_str *out)
{
	hr_str_add_slice(out, walk->bytes);
	while (is_digit(next_byte(walk)) && walk_next(walk))
		hr_str_add_slice(out, walk->bytes);
	if (next_byte(walk) == '.' || next_byte(walk) == ')')
		hr_str_putc(out, '\\');
}

/*
 * A mention or reference is recognised in the rendered text, where a backslash no longer helps: a
 * zero width space parts it.
 */
static void put_markdown(const struct walk *walk, char before, struct hr_str *out)
{
	switch (walk->code) {
	case '&':
		hr_str_puts(out, "&amp;");
		break;
	case '<':
		hr_str_puts(out, "&lt;");
		break;
	case '>':
		hr_str_puts(out, "&gt;");
		break;
	case '|':
	case '\\':
	case '`':
	case '[':
	case ']':
	case '*':
	case '_':
	case '~':
	case '$':
		hr_str_putc(out, '\\');
		hr_str_putc(out, (char)walk->code);
		break;
	case '@':
	case '#':
		hr_str_putc(out, (char)walk->code);
		if (is_word(next_byte(walk)))
			hr_str_puts(out, "\xE2\x80\x8B");
		break;
	case '-':
		hr_str_putc(out, '-');
		if ((before == 'H' || before == 'h') && is_digit(next_byte(walk)))
			hr_str_puts(out, "\xE2\x80\x8B");
		break;
	case '\t':
		hr_str_putc(out, ' ');
		break;
	default:
		if (is_line_separator(walk->code))
			hr_str_putc(out, ' ');
		else
			put_visible(walk, out);
	}
}

void hr_escape_markdown(struct hr_slice text, struct hr_str *out)
{
	struct walk walk;
	char before = '\0';
	bool start = true;

	walk_init(&walk, text);
	while (walk_next(&walk)) {
		if (start && walk.code < 0x80 && is_digit((char)walk.code))
			put_markdown_number(&walk, out);
		else if (!start || !put_markdown_start(&walk, out))
			put_markdown(&walk, before, out);
		start = false;
		before = walk.code < 0x80 ? (char)walk.code : '\0';
	}
}

/* What a spreadsheet takes for the beginning of a formula, full-width forms included. */
static bool starts_formula(struct hr_slice text)
{
	uint32_t code;
	double number;

	if (hr_utf8_next(text, &code) == 0 || hr_parse_double(text, &number))
		return false;
	switch (code) {
	case '=':
	case '+':
	case '-':
	case '@':
	case '\t':
	case '\r':
	case '\n':
	case 0xFF1D:
	case 0xFF0B:
	case 0xFF0D:
	case 0xFF20:
		return true;
	default:
		return false;
	}
}

void hr_escape_csv(struct hr_slice text, struct hr_str *out)
{
	struct hr_str cell = { 0 };
	struct walk walk;
	bool quoted = text.length > 0 && (text.ptr[0] == ' ' || text.ptr[text.length - 1] == ' ');

	walk_init(&walk, text);
	if (starts_formula(walk.rest))
		hr_str_putc(&cell, '\'');
	while (walk_next(&walk)) {
		switch (walk.code) {
		case '"':
			hr_str_puts(&cell, "\"\"");
			quoted = true;
			break;
		case ',':
		case ';':
		case '\t':
		case '\n':
		case '\r':
			hr_str_putc(&cell, (char)walk.code);
			quoted = true;
			break;
		default:
			put_visible(&walk, &cell);
		}
	}
	if (quoted)
		hr_str_putc(out, '"');
	hr_str_add_slice(out, hr_str_slice(&cell));
	if (quoted)
		hr_str_putc(out, '"');
	hr_str_release(&cell);
}

/* Loses nothing: what could do harm in a terminal or inside a <script> is written by its number. */
void hr_escape_json(struct hr_slice text, struct hr_str *out)
{
	struct walk walk;

	walk_init(&walk, text);
	while (walk_next(&walk)) {
		switch (walk.code) {
		case '"':
		case '\\':
			hr_str_putc(out, '\\');
			hr_str_putc(out, (char)walk.code);
			break;
		case '\n':
			hr_str_puts(out, "\\n");
			break;
		case '\r':
			hr_str_puts(out, "\\r");
			break;
		case '\t':
			hr_str_puts(out, "\\t");
			break;
		default:
			if (hr_utf8_is_control(walk.code) || is_line_separator(walk.code) ||
			    walk.code == '<' || walk.code == '>' || walk.code == '&')
				hr_str_printf(out, "\\u%04x", (unsigned)walk.code);
			else
				hr_str_add_slice(out, walk.bytes);
		}
	}
}

void hr_escape_terminal(struct hr_slice text, struct hr_str *out)
{
	struct walk walk;

	walk_init(&walk, text);
	while (walk_next(&walk)) {
		if (walk.code == '\t' || is_line_separator(walk.code))
			hr_str_putc(out, ' ');
		else
			put_visible(&walk, out);
	}
}

void hr_escape_openmetrics(struct hr_slice text, struct hr_str *out)
{
	struct walk walk;

	walk_init(&walk, text);
	while (walk_next(&walk)) {
		switch (walk.code) {
		case '"':
		case '\\':
			hr_str_putc(out, '\\');
			hr_str_putc(out, (char)walk.code);
			break;
		case '\n':
			hr_str_puts(out, "\\n");
			break;
		case '\t':
		case 0x2028:
		case 0x2029:
			hr_str_puts(out, REPLACEMENT);
			break;
		default:
			put_visible(&walk, out);
		}
	}
}

void hr_escape_tsv(struct hr_slice text, struct hr_str *out)
{
	struct walk walk;

	walk_init(&walk, text);
	while (walk_next(&walk)) {
		switch (walk.code) {
		case '\\':
			hr_str_puts(out, "\\\\");
			break;
		case '\t':
			hr_str_puts(out, "\\t");
			break;
		case '\n':
			hr_str_puts(out, "\\n");
			break;
		case '\r':
			hr_str_puts(out, "\\r");
			break;
		case 0x2028:
		case 0x2029:
			hr_str_puts(out, REPLACEMENT);
			break;
		default:
			put_visible(&walk, out);
		}
	}
}
