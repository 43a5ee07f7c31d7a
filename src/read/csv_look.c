#include <config.h>
#include "read/csv_look.h"

#include <string.h>

#include "base/str.h"
#include "read/csv.h"

#define ROW_TEXT_BYTES 200

/* Length of the first line that is not blank, line ends inside quotes not counted as such; *start
 * is where it begins. All that is left when it is not complete. */
static size_t first_line(struct hr_slice head, size_t *start)
{
	bool quoted = false;
	size_t i = 0;

	while (i < head.length && (head.ptr[i] == '\n' || head.ptr[i] == '\r'))
		i++;
	*start = i;
	for (; i < head.length; i++) {
		if (head.ptr[i] == '"')
			quoted = !quoted;
		if (!quoted && (head.ptr[i] == '\n' || head.ptr[i] == '\r'))
			break;
	}
	return i - *start;
}

bool hr_csv_has_line(struct hr_slice head)
{
	size_t start;
	size_t length = first_line(head, &start);

	return start + length < head.length;
}

char hr_csv_guess_delimiter(struct hr_slice head)
{
	static const char candidates[] = ",;\t|";
	size_t counts[sizeof(candidates) - 1] = { 0 };
	size_t best = 0, start, end;
	bool quoted = false;

	head = hr_slice_skip_bom(head);
	end = first_line(head, &start);
	end += start;
	for (size_t i = start; i < end; i++) {
		const char *hit;

		if (head.ptr[i] == '"')
			quoted = !quoted;
		if (quoted || head.ptr[i] == '\0')
			continue;
		hit = strchr(candidates, head.ptr[i]);
		if (hit != NULL)
			counts[hit - candidates]++;
	}
	for (size_t i = 1; i < sizeof(candidates) - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	return counts[best] == 0 ? '\0' : candidates[best];
}

const char *hr_csv_delimiter_name(char delimiter)
{
	switch (delimiter) {
	case ',':
		return "comma";
	case ';':
		return "semicolon";
	case '\t':
		return "tab";
	case '|':
		return "vertical bar";
	default:
		return "as given";
	}
}

size_t hr_csv_row_usable(const struct hr_csv_row *row, size_t expected)
{
	for (size_t i = expected; i < row->count; i++)
		if (row->fields[i].length > 0)
			return 0;
	return row->count < expected && row->at_end ? row->count - 1 : row->count;
}

static void begin_text(struct hr_str *out)
{
	hr_str_truncate(out, 0);
	out->truncated = false;
	out->limit = ROW_TEXT_BYTES;
}

/* Do the fields stand side by side, as in the file? Then the row, or what is wanted of it, is one
 * piece. */
static bool is_one_piece(const struct hr_csv_row *row, char delimiter, struct hr_slice *out)
{
	if (row->count == 0)
		return false;
	*out = row->fields[0];
	for (size_t i = 1; i < row->count && out->length <= ROW_TEXT_BYTES; i++) {
		if (row->fields[i].ptr != out->ptr + out->length + 1 ||
		    out->ptr[out->length] != delimiter)
			return false;
		out->length += 1 + row->fields[i].length;
	}
	return true;
}

static void add_fields(const struct hr_csv_row *row, char delimiter, struct hr_str *out)
{
	struct hr_slice piece;

	if (is_one_piece(row, delimiter, &piece)) {
		hr_str_add_slice(out, piece);
		return;
	}
	for (size_t i = 0; i < row->count && !out->truncated; i++) {
		if (i > 0)
			hr_str_putc(out, delimiter);
		hr_str_add_slice(out, row->fields[i]);
	}
}

void hr_csv_row_text(const struct hr_csv_row *row, char delimiter, struct hr_str *out)
{
	begin_text(out);
	add_fields(row, delimiter, out);
}

void hr_csv_row_misfit(const struct hr_csv_row *row, char delimiter, size_t expected,
                       struct hr_str *out)
{
	begin_text(out);
	hr_str_printf(out, "%zu fields of %zu: ", row->count, expected);
	add_fields(row, delimiter, out);
}

const char *hr_csv_misfit_reason(const struct hr_csv_row *row, size_t expected)
{
	return row->count < expected ? "fewer fields than columns" : "more fields than columns";
}

/* Is there, by the rules of CSV, a closing quote with something behind it other than the end of
 * its field? libcsv takes such a quote for a character. */
static bool has_stray_quote(struct hr_slice row, char delimiter)
{
	enum { FIELD_START, PLAIN, QUOTED, QUOTE_SEEN } state = FIELD_START;

	for (size_t i = 0; i < row.length; i++) {
		char c = row.ptr[i];
		bool ends = c == delimiter || c == '\n' || c == '\r';

		if (state == QUOTED) {
			state = c == '"' ? QUOTE_SEEN : QUOTED;
		} else if (state == QUOTE_SEEN) {
			if (c != '"' && !ends)
				return true;
			state = ends ? FIELD_START : QUOTED;
		} else if (ends) {
			state = FIELD_START;
		} else {
			state = state == FIELD_START && c == '"' ? QUOTED : PLAIN;
		}
	}
	return false;
}

static size_t count_fields(const char *line, size_t length, char delimiter)
{
	size_t fields = 1;
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '"')
			quoted = !quoted;
		else if (!quoted && line[i] == delimiter)
			fields++;
	}
	return fields;
}

bool hr_csv_is_markup(struct hr_slice head)
{
	head = hr_slice_skip_bom(head);
	while (head.length > 0 && memchr(" \t\r\n", head.ptr[0], 4) != NULL) {
		head.ptr++;
		head.length--;
	}
	return head.length > 0 && (head.ptr[0] == '{' || head.ptr[0] == '[' || head.ptr[0] == '<');
}

bool hr_csv_is_row_of(struct hr_slice line, char delimiter, size_t fields)
{
	size_t quotes = 0;

	for (size_t i = 0; i < line.length; i++)
		quotes += line.ptr[i] == '"';
	return quotes % 2 == 0 && count_fields(line.ptr, line.length, delimiter) == fields;
}

bool hr_csv_swallows_rows(struct hr_slice row, char delimiter, size_t fields)
{
	const char *end = row.ptr + row.length;
	const char *newline = memchr(row.ptr, '\n', row.length);

	if (fields < 2 || newline == NULL || !has_stray_quote(row, delimiter))
		return false;
	while (newline != NULL && newline + 1 < end) {
		const char *line = newline + 1;
		size_t length;

		newline = memchr(line, '\n', (size_t)(end - line));
		length = (size_t)((newline != NULL ? newline : end) - line);
		if (count_fields(line, length, delimiter) == fields)
			return true;
	}
	return false;
}
