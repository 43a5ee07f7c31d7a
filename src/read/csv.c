#include <config.h>
#include "read/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/csv_indexed.h"
#include "read/csv_library.h"
#include "read/csv_look.h"
#include "read/csv_pieces.h"

#define GUESS_BYTES     65536
#define FIRST_ROW_BYTES 65536

struct hr_csv {
	char delimiter;
	bool indexing; /* not libcsv alone */
	hr_csv_plain_fn *on_plain;
	bool begun;         /* the delimiter is known and the BOM is behind */
	struct hr_str head; /* held back until then */
	struct hr_csv_pieces pieces;
	bool line_start; /* the next byte is the first of a line, as LF divides them */
	struct hr_csv_library library;
	struct hr_csv_indexed *indexed; /* NULL: libcsv reads everything */
	struct hr_csv_rows rows;
};

static void feed_lines(struct hr_csv *csv, struct hr_slice bytes);

/* Whole lines but for the last. */
static void read_again(struct hr_csv *csv)
{
	struct hr_str lines = hr_csv_library_take_again(&csv->library);

	csv->line_start = true;
	feed_lines(csv, hr_str_slice(&lines));
	hr_str_release(&lines);
}

/* What the index cannot tell goes to libcsv, line by line, so that the place where a row begins is
 * known. */
static size_t feed_one_line(struct hr_csv *csv, struct hr_slice bytes)
{
	const char *newline = memchr(bytes.ptr, '\n', bytes.length);
	size_t n = newline != NULL ? (size_t)(newline - bytes.ptr) + 1 : bytes.length;
	bool begins = csv->line_start;

	csv->line_start = newline != NULL;
	if (hr_csv_library_feed(&csv->library, (struct hr_slice){ bytes.ptr, n }, begins))
		read_again(csv);
	return n;
}

static size_t give_indexed(struct hr_csv *csv, struct hr_slice bytes)
{
	size_t n;

	if (csv->indexed == NULL || hr_csv_library_is_open(&csv->library))
		return 0;
	n = hr_csv_indexed_give(csv->indexed, bytes);
	if (n > 0)
		csv->line_start = true;
	return n;
}

static void forget_indexed(struct hr_csv *csv)
{
	if (csv->indexed != NULL)
		hr_csv_indexed_forget(csv->indexed);
}

static void feed_lines(struct hr_csv *csv, struct hr_slice bytes)
{
	forget_indexed(csv);
	while (bytes.length > 0) {
		size_t n = give_indexed(csv, bytes);

		if (n == 0)
			n = feed_one_line(csv, bytes);
		bytes.ptr += n;
		bytes.length -= n;
	}
	forget_indexed(csv);
}

static void take_piece(void *context, struct hr_slice bytes)
{
	feed_lines(context, bytes);
}

static void start_parsing(struct hr_csv *csv)
{
	hr_csv_library_init(&csv->library, csv->delimiter, &csv->rows);
	csv->begun = true;
	if (csv->indexing && strchr("\"\r\n", csv->delimiter) == NULL)
		csv->indexed = hr_csv_indexed_new(csv->delimiter, &csv->rows, csv->on_plain);
}

static void begin(struct hr_csv *csv)
{
	struct hr_slice head = hr_slice_skip_bom(hr_str_slice(&csv->head));

	if (csv->delimiter == 0)
		csv->delimiter = hr_csv_guess_delimiter(head);
	if (csv->delimiter == 0)
		csv->delimiter = ',';
	start_parsing(csv);
	hr_csv_pieces_feed(&csv->pieces, head);
	hr_str_release(&csv->head);
}

struct hr_csv *hr_csv_new(char delimiter, hr_csv_row_fn *on_row, void *context)
{
	struct hr_csv *csv = hr_zalloc(1, sizeof(*csv));

	csv->delimiter = delimiter;
	csv->rows.on_row = on_row;
	csv->rows.context = context;
	csv->rows.line = 1;
	csv->pieces.on_piece = take_piece;
	csv->pieces.context = csv;
	csv->line_start = true;
	csv->indexing = true;
	return csv;
}

void hr_csv_use_reference(struct hr_csv *csv)
{
	csv->indexing = false;
}

void hr_csv_take_plain(struct hr_csv *csv, hr_csv_plain_fn *on_plain)
{
	csv->on_plain = on_plain;
}

void hr_csv_free(struct hr_csv *csv)
{
	if (csv == NULL)
		return;
	if (csv->begun)
		hr_csv_library_release(&csv->library);
	hr_csv_indexed_free(csv->indexed);
	hr_csv_pieces_release(&csv->pieces);
	hr_str_release(&csv->head);
	free(csv);
}

void hr_csv_feed(struct hr_csv *csv, struct hr_slice bytes)
{
	if (csv->begun) {
		hr_csv_pieces_feed(&csv->pieces, bytes);
		return;
	}
	hr_str_add_slice(&csv->head, bytes);
	if (csv->head.length >= GUESS_BYTES ||
	    hr_csv_has_line(hr_slice_skip_bom(hr_str_slice(&csv->head))))
		begin(csv);
}

void hr_csv_finish(struct hr_csv *csv)
{
	if (!csv->begun)
		begin(csv);
	hr_csv_pieces_finish(&csv->pieces);
	while (hr_csv_library_finish(&csv->library))
		read_again(csv);
}

char hr_csv_delimiter(const struct hr_csv *csv)
{
	return csv->begun ? csv->delimiter : 0;
}

bool hr_csv_is_between_rows(const struct hr_csv *csv)
{
	return csv->begun && !hr_csv_library_is_open(&csv->library) &&
	       hr_csv_pieces_is_empty(&csv->pieces) && !csv->rows.after_cr && csv->line_start;
}

struct hr_csv *hr_csv_fork(const struct hr_csv *csv, void *context)
{
	struct hr_csv *fork = hr_csv_new(csv->delimiter, csv->rows.on_row, context);

	fork->on_plain = csv->on_plain;
	fork->indexing = csv->indexing;
	fork->rows.last_count = csv->rows.last_count;
	start_parsing(fork);
	fork->library.reread_left = csv->library.reread_left;
	return fork;
}

bool hr_csv_reads_like(const struct hr_csv *a, const struct hr_csv *b)
{
	return a->delimiter == b->delimiter && a->rows.last_count == b->rows.last_count &&
	       a->library.reread_left == b->library.reread_left;
}

size_t hr_csv_guess_row(const struct hr_csv *csv, struct hr_slice bytes)
{
	const char *end = bytes.ptr + bytes.length;
	const char *newline = memchr(bytes.ptr, '\n', bytes.length);

	while (newline != NULL) {
		const char *line = newline + 1;

		newline = memchr(line, '\n', (size_t)(end - line));
		if (newline != NULL &&
		    hr_csv_is_row_of((struct hr_slice){ line, (size_t)(newline - line) },
		                     csv->delimiter, csv->rows.last_count))
			return (size_t)(line - bytes.ptr);
	}
	return SIZE_MAX;
}

uint64_t hr_csv_lines(const struct hr_csv *csv)
{
	return csv->rows.line - 1;
}

void hr_csv_move_lines(struct hr_csv *csv, uint64_t lines)
{
	csv->rows.line += lines;
}

struct first_row {
	hr_csv_row_fn *on_row;
	void *context;
	bool seen;
};

static void take_first(void *context, const struct hr_csv_row *row)
{
	struct first_row *first = context;

	if (!first->seen)
		first->on_row(first->context, row);
	first->seen = true;
}

void hr_csv_first_row(struct hr_slice head, char delimiter, hr_csv_row_fn *on_row, void *context)
{
	struct first_row first = { .on_row = on_row, .context = context };
	struct hr_csv *csv;

	if (hr_csv_is_markup(head))
		return;
	csv = hr_csv_new(delimiter, take_first, &first);
	hr_csv_use_reference(csv); /* an index of one row is not worth its memory */
	if (head.length > FIRST_ROW_BYTES)
		head.length = FIRST_ROW_BYTES;
	while (head.length > 0 && !first.seen) {
		const char *newline = memchr(head.ptr, '\n', head.length);
		size_t n = newline != NULL ? (size_t)(newline - head.ptr) + 1 : head.length;

		hr_csv_feed(csv, (struct hr_slice){ head.ptr, n });
		head.ptr += n;
		head.length -= n;
	}
	if (!first.seen)
		hr_csv_finish(csv);
	hr_csv_free(csv);
}
