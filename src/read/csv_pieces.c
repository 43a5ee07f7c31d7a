#include <config.h>
#include "read/csv_pieces.h"

#include <string.h>

static struct hr_slice first(struct hr_slice bytes, size_t n)
{
	return (struct hr_slice){ bytes.ptr, n };
}

static struct hr_slice behind(struct hr_slice bytes, size_t n)
{
	return (struct hr_slice){ bytes.ptr + n, bytes.length - n };
}

/* A CR at the end waits: what begins with its LF would count as another line end. */
static void pass_on(struct hr_csv_pieces *pieces, struct hr_slice bytes)
{
	static const char line_end[] = "\r\n";

	if (bytes.length == 0)
		return;
	pieces->in_line = bytes.ptr[bytes.length - 1] != '\n';
	if (pieces->held_cr) {
		size_t n = bytes.ptr[0] == '\n' ? 2 : 1;

		pieces->on_piece(pieces->context, (struct hr_slice){ line_end, n });
		bytes = behind(bytes, n - 1);
	}
	pieces->held_cr = bytes.length > 0 && bytes.ptr[bytes.length - 1] == '\r';
	if (pieces->held_cr)
		bytes.length--;
	if (bytes.length > 0)
		pieces->on_piece(pieces->context, bytes);
}

static void pass_tail_on(struct hr_csv_pieces *pieces)
{
	pass_on(pieces, hr_str_slice(&pieces->tail));
	hr_str_truncate(&pieces->tail, 0);
}

static size_t at_most(size_t length)
{
	return length < HR_CSV_TAIL_BYTES ? length : HR_CSV_TAIL_BYTES;
}

/* The line that waits, with its rest from the start of @bytes; gives how much that is. A line that
 * does not end soon is not waited for any longer. */
static size_t complete_tail(struct hr_csv_pieces *pieces, struct hr_slice bytes)
{
	size_t most = at_most(bytes.length);
	const char *newline = memchr(bytes.ptr, '\n', most);
	size_t rest = newline != NULL ? (size_t)(newline + 1 - bytes.ptr) : most;

	hr_str_add(&pieces->tail, bytes.ptr, rest);
	if (newline != NULL || pieces->tail.length >= HR_CSV_TAIL_BYTES)
		pass_tail_on(pieces);
	return rest;
}

/* The beginning of a line waits if it is short and nothing of it is passed on yet. */
static void pass_lines_on(struct hr_csv_pieces *pieces, struct hr_slice bytes)
{
	size_t most = at_most(bytes.length), tail = 0;
	const char *end = bytes.ptr + bytes.length;
	const char *newline = memrchr(end - most, '\n', most);

	if (newline != NULL)
		tail = (size_t)(end - newline) - 1;
	else if (bytes.length < HR_CSV_TAIL_BYTES && !pieces->in_line)
		tail = bytes.length;
	pass_on(pieces, first(bytes, bytes.length - tail));
	if (tail > 0)
		hr_str_add(&pieces->tail, end - tail, tail);
}

void hr_csv_pieces_feed(struct hr_csv_pieces *pieces, struct hr_slice bytes)
{
	if (pieces->tail.length > 0 && bytes.length > 0)
		bytes = behind(bytes, complete_tail(pieces, bytes));
	if (bytes.length > 0)
		pass_lines_on(pieces, bytes);
}

void hr_csv_pieces_finish(struct hr_csv_pieces *pieces)
{
	pass_tail_on(pieces);
	if (pieces->held_cr)
		pieces->on_piece(pieces->context, HR_SLICE_LITERAL("\r"));
	pieces->held_cr = false;
}

bool hr_csv_pieces_is_empty(const struct hr_csv_pieces *pieces)
{
	return pieces->tail.length == 0 && !pieces->held_cr;
}

void hr_csv_pieces_release(struct hr_csv_pieces *pieces)
{
	hr_str_release(&pieces->tail);
}
