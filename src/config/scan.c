#include <config.h>
#include "config/scan.h"

#include <string.h>

#include "base/message.h"

static size_t column_of(const struct hr_scan *scan, size_t at)
{
	size_t column = 1;

	for (size_t i = 0; i < at && i < scan->text.length; i++)
		column += ((unsigned char)scan->text.ptr[i] & 0xc0) != 0x80;
	return column;
}

enum hr_err hr_scan_fail(const struct hr_scan *scan, size_t at, enum hr_err code, const char *what)
{
	size_t column = column_of(scan, at);

	return hr_error_at(scan->err, code, NULL, 0, column, "%s '%s', column %zu: %s", scan->what,
	                   hr_quoted_slice(scan->text).text, column, what);
}

bool hr_scan_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char hr_scan_peek(const struct hr_scan *scan)
{
	return scan->at < scan->text.length ? scan->text.ptr[scan->at] : '\0';
}

void hr_scan_skip_blanks(struct hr_scan *scan)
{
	while (hr_scan_is_blank(hr_scan_peek(scan)))
		scan->at++;
}

struct hr_slice hr_scan_rest(const struct hr_scan *scan)
{
	return (struct hr_slice){ scan->text.ptr + scan->at, scan->text.length - scan->at };
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || ((unsigned char)c & 0x80) != 0;
}

/* What comes next, without taking it. */
static bool next_is(const struct hr_scan *scan, const char *token)
{
	struct hr_slice rest = hr_scan_rest(scan);
	size_t n = strlen(token);

	return rest.length >= n && memcmp(rest.ptr, token, n) == 0 &&
	       (!is_word(token[0]) || rest.length == n || !is_word(rest.ptr[n]));
}

bool hr_scan_take(struct hr_scan *scan, const char *token)
{
	hr_scan_skip_blanks(scan);
	if (!next_is(scan, token))
		return false;
	scan->at += strlen(token);
	return true;
}

struct hr_slice hr_scan_word(struct hr_scan *scan)
{
	struct hr_slice word;

	hr_scan_skip_blanks(scan);
	word = hr_scan_rest(scan);
	word.length = 0;
	while (is_word(hr_scan_peek(scan))) {
		word.length++;
		scan->at++;
	}
	return word;
}

/* Of a number or its unit; ".." is the border of a range. */
static bool at_amount(const struct hr_scan *scan)
{
	char next = hr_scan_peek(scan);

	return is_word(next) || (next == '.' && !next_is(scan, ".."));
}

struct hr_slice hr_scan_amount(struct hr_scan *scan)
{
	size_t start, end;

	hr_scan_skip_blanks(scan);
	start = scan->at;
	/* A word behind a blank belongs to it, unless the filter goes on with it. */
	do {
		while (at_amount(scan))
			scan->at++;
		end = scan->at;
		hr_scan_skip_blanks(scan);
	} while (is_word(hr_scan_peek(scan)) && !next_is(scan, "and") && !next_is(scan, "or"));
	scan->at = end;
	return (struct hr_slice){ scan->text.ptr + start, end - start };
}

bool hr_scan_at_quote(const struct hr_scan *scan)
{
	char next = hr_scan_peek(scan);

	return next == '"' || next == '\'';
}

enum hr_err hr_scan_quoted(struct hr_scan *scan, struct hr_str *out)
{
	struct hr_slice text = scan->text;
	size_t start = scan->at;
	char quote = text.ptr[scan->at++];

	while (scan->at < text.length && text.ptr[scan->at] != quote) {
		if (text.ptr[scan->at] == '\\' && scan->at + 1 < text.length) {
			scan->at++;
			if (text.ptr[scan->at] != quote)
				hr_str_putc(out, '\\');
		}
		hr_str_putc(out, text.ptr[scan->at++]);
	}
	if (scan->at >= text.length)
		return hr_scan_fail(scan, start, HR_EPARSE, "the text has no closing quote");
	scan->at++;
	return HR_OK;
}
