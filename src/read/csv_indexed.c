#include <config.h>
#include "read/csv_indexed.h"

#include <stdlib.h>

#include "base/mem.h"
#include "read/csv_index.h"
#include "read/instruction_set.h"

#define WINDOW_MIN 1024

struct hr_csv_indexed {
	struct hr_csv_rows *rows;
	hr_csv_plain_fn *on_plain;
	char delimiter;
	const char *bytes; /* the stretch */
	const char *next;  /* where its next row begins; NULL: there is no stretch */
	size_t next_row;   /* its number */
	size_t plain_end;  /* the rows before it, from next_row on, are plain */
	size_t window;     /* length of the next stretch */
	struct hr_csv_index index;
};

static bool is_plain(const struct hr_csv_index_row *row)
{
	return row->quotes == 0 && !row->returns;
}

/* The number of the first separator of row @at. */
static uint32_t first_end(const struct hr_csv_index *index, size_t at)
{
	return at > 0 ? index->rows[at - 1].end + 1 : 0;
}

/* Every field of the row, which begins at @begin, is quoted whole and has no quote within: so two
 * quotes each, at its ends. */
static bool is_quoted(const struct hr_csv_index *index, size_t at, const char *begin)
{
	const struct hr_csv_index_row *row = &index->rows[at];
	uint32_t fields = row->end + 1 - first_end(index, at);

	return row->quotes == 2 * fields && !row->loose && !row->returns && row->breaks == 0 &&
	       begin[0] == '"';
}

/* The end of the rows from @at on, which begins at @begin, that are all plain or all quoted. */
static size_t end_of_alike(const struct hr_csv_index *index, size_t at, const char *bytes,
                           const char *begin)
{
	size_t from = at;

	while (at < index->row_count && is_plain(&index->rows[at]))
		at++;
	if (at > from)
		return at;
	for (; at < index->row_count && is_quoted(index, at, begin); at++)
		begin = bytes + index->ends[index->rows[at].end] + 1;
	return at;
}

/* Where the plain rows end is kept: when few of many are taken at a time, counting them anew would
 * take the square of their number. */
static size_t count_plain(struct hr_csv_indexed *indexed)
{
	size_t from = indexed->next_row;

	if (indexed->plain_end <= from)
		indexed->plain_end = end_of_alike(&indexed->index, from, indexed->bytes,
		                                  indexed->next);
	return indexed->plain_end - from;
}

static struct hr_csv_plain plain_rows(struct hr_csv_indexed *indexed, size_t count)
{
	struct hr_csv_index *index = &indexed->index;
	const struct hr_csv_index_row *rows = index->rows + indexed->next_row;
	uint32_t first = first_end(index, indexed->next_row);

	return (struct hr_csv_plain){
		.quoted = rows[0].quotes > 0,
		.bytes = indexed->bytes,
		.begin = (uint32_t)(indexed->next - indexed->bytes),
		.ends = index->ends + first,
		.first = first,
		.rows = rows,
		.count = count,
		.line = indexed->rows->line,
	};
}

/* Go on behind the next @count rows. */
static void pass_rows(struct hr_csv_indexed *indexed, size_t count)
{
	const struct hr_csv_index *index = &indexed->index;

	indexed->next_row += count;
	indexed->next = indexed->bytes + index->ends[index->rows[indexed->next_row - 1].end] + 1;
}

/* The fields of the next row as they lie; those of a row with quotes with their quotes. */
static struct hr_csv_row lay_out_row(struct hr_csv_indexed *indexed)
{
	const struct hr_csv_index *index = &indexed->index;
	size_t first = first_end(index, indexed->next_row);
	size_t count = index->rows[indexed->next_row].end + 1 - first;
	const char *begin = indexed->next, *end = begin;
	struct hr_slice *fields = indexed->rows->fields;
	struct hr_csv_row row = { .count = count };

	if (count > HR_CSV_FIELDS_MAX)
		row = (struct hr_csv_row){ .count = HR_CSV_FIELDS_MAX, .too_long = true };
	for (size_t i = 0; i < row.count; i++) {
		end = indexed->bytes + index->ends[first + i];
		fields[i] = (struct hr_slice){ begin, (size_t)(end - begin) };
		begin = end + 1;
	}
	if (!row.too_long && fields[row.count - 1].length > 0 && end[-1] == '\r')
		fields[row.count - 1].length--;
	return row;
}

/* Take off the quotes; false when one stands anywhere but at both ends of a field, which is for
 * libcsv to read. */
static bool unquote_row(struct hr_slice *fields, size_t count, uint32_t quotes)
{
	uint32_t seen = 0;

	for (size_t i = 0; i < count; i++) {
		struct hr_slice *field = &fields[i];

		if (field->length == 0 || field->ptr[0] != '"')
			continue;
		if (field->length < 2 || field->ptr[field->length - 1] != '"')
			return false;
		field->ptr++;
		field->length -= 2;
		seen += 2;
	}
	return seen == quotes;
}

/* To libcsv the line ends twice when it ends in CR LF. */
static void pass_blank_line(struct hr_csv_indexed *indexed)
{
	if (indexed->next[0] == '\r')
		hr_csv_rows_end(indexed->rows, true, '\r');
	hr_csv_rows_end(indexed->rows, true, '\n');
}

/* False, and nothing done, when only libcsv can tell what the row is. */
static bool give_row(struct hr_csv_indexed *indexed)
{
	const struct hr_csv_index_row *found = &indexed->index.rows[indexed->next_row];
	struct hr_csv_rows *rows = indexed->rows;
	struct hr_csv_row row;

	if (found->returns)
		return false;
	row = lay_out_row(indexed);
	if (found->quotes > 0 &&
	    (row.too_long || !unquote_row(rows->fields, row.count, found->quotes)))
		return false;
	if (found->quotes == 0 && row.count == 1 && rows->fields[0].length == 0) {
		pass_blank_line(indexed);
	} else {
		hr_csv_rows_end(rows, false, '\n');
		hr_csv_rows_give(rows, row, found->breaks);
	}
	pass_rows(indexed, 1);
	return true;
}

/* Rows for which nothing but their separators matters; gives how many were taken. */
static size_t give_plain_rows(struct hr_csv_indexed *indexed)
{
	size_t count = indexed->on_plain != NULL ? count_plain(indexed) : 0, taken, last;
	struct hr_csv_plain plain;

	if (count == 0)
		return 0;
	plain = plain_rows(indexed, count);
	taken = indexed->on_plain(indexed->rows->context, &plain);
	if (taken == 0)
		return 0;
	last = indexed->next_row + taken - 1;
	hr_csv_rows_pass(indexed->rows, taken,
	                 indexed->index.rows[last].end + 1 - first_end(&indexed->index, last));
	pass_rows(indexed, taken);
	return taken;
}

/* Index what follows. A stretch that libcsv did not agree with is followed by a short one: text
 * full of stray quotes would otherwise be indexed over and over. */
static void index_next(struct hr_csv_indexed *indexed, struct hr_slice bytes)
{
	size_t length;

	if (indexed->next != NULL && indexed->next != bytes.ptr)
		indexed->window = WINDOW_MIN;
	length = bytes.length < indexed->window ? bytes.length : indexed->window;
	hr_csv_index_build(&indexed->index, bytes.ptr, length, indexed->delimiter);
	indexed->bytes = indexed->next = bytes.ptr;
	indexed->next_row = indexed->plain_end = 0;
	indexed->window = indexed->window * 2 < HR_CSV_INDEX_BYTES ? indexed->window * 2
	                                                           : HR_CSV_INDEX_BYTES;
}

size_t hr_csv_indexed_give(struct hr_csv_indexed *indexed, struct hr_slice bytes)
{
	if (indexed->next != bytes.ptr || indexed->next_row == indexed->index.row_count)
		index_next(indexed, bytes);
	while (indexed->next_row < indexed->index.row_count) {
		if (give_plain_rows(indexed) > 0 || give_row(indexed))
			continue;
		if (indexed->next == bytes.ptr) {
			pass_rows(indexed, 1); /* where libcsv should come out */
			return 0;
		}
		break;
	}
	return (size_t)(indexed->next - bytes.ptr);
}

void hr_csv_indexed_forget(struct hr_csv_indexed *indexed)
{
	indexed->next = NULL;
}

struct hr_csv_indexed *hr_csv_indexed_new(char delimiter, struct hr_csv_rows *rows,
                                          hr_csv_plain_fn *on_plain)
{
	/* Not zeroed: the index is large, and most inputs fill little of it. */
	struct hr_csv_indexed *indexed = hr_alloc(sizeof(*indexed));

	indexed->rows = rows;
	indexed->on_plain = on_plain;
	indexed->delimiter = delimiter;
	indexed->next = NULL;
	indexed->window = HR_CSV_INDEX_BYTES;
	hr_csv_index_init(&indexed->index, hr_instruction_set_best());
	return indexed;
}

void hr_csv_indexed_free(struct hr_csv_indexed *indexed)
{
	free(indexed);
}
