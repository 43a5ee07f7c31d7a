#include <config.h>
#include "read/csv_library.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/csv_look.h"

/* libcsv's states, from its source: what csv_parser.pstate holds. A test guards them. */
#define PSTATE_ROW_NOT_BEGUN 0
#define PSTATE_FIELD_BEGUN   2

#define COPY_BYTES   16 /* of a short field, whatever its length; allocated beyond the capacity */
#define BUFFER_STEP  4096
#define REREAD_BYTES (4 * (size_t)HR_CSV_ROW_BYTES)

/* ---- the parser ---- */

/* JMeter pads nothing, so blanks belong to the field; libcsv would trim them. */
static int never_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* libcsv takes NULL for "no more": that is how a field meets its cap. */
static void *capped_realloc(void *ptr, size_t size)
{
	return size > HR_CSV_ROW_BYTES ? NULL : hr_realloc_array(ptr, size, 1);
}

static void parser_init(struct hr_csv_library *library)
{
	/* csv_init() cannot fail: it allocates nothing. Reporting all newlines lets us count them.
	 */
	csv_init(&library->parser, CSV_REPALL_NL);
	csv_set_delim(&library->parser, (unsigned char)library->delimiter);
	csv_set_realloc_func(&library->parser, capped_realloc);
	csv_set_blk_size(&library->parser, BUFFER_STEP);
	csv_set_space_func(&library->parser, never_space);
}

bool hr_csv_library_is_open(const struct hr_csv_library *library)
{
	return library->parser.pstate != PSTATE_ROW_NOT_BEGUN;
}

static bool is_in_quotes(const struct hr_csv_library *library)
{
	return library->parser.quoted && library->parser.pstate == PSTATE_FIELD_BEGUN;
}

/* ---- the row being read ---- */

static uint64_t count_breaks(const char *bytes, size_t length)
{
	uint64_t breaks = 0;

	if (length == 0 ||
	    (memchr(bytes, '\n', length) == NULL && memchr(bytes, '\r', length) == NULL))
		return 0;
	for (size_t i = 0; i < length; i++)
		if (bytes[i] == '\n' ||
		    (bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n')))
			breaks++;
	return breaks;
}

static void grow_bytes(struct hr_csv_library *library, size_t length)
{
	while (library->capacity - library->used < length)
		library->capacity *= 2;
	library->bytes = hr_realloc_array(library->bytes, library->capacity + COPY_BYTES, 1);
}

static void take_field(void *bytes, size_t length, void *context)
{
	struct hr_csv_library *library = context;

	if (library->count == HR_CSV_FIELDS_MAX || length > HR_CSV_ROW_BYTES - library->used) {
		library->too_long = true;
		library->lost_breaks += count_breaks(bytes, length);
		return;
	}
	if (library->capacity - library->used < length)
		grow_bytes(library, length);
	/* Most fields are short: a copy of fixed size has no call and no branches. Both buffers are
	 * longer than that (libcsv's grows by BUFFER_STEP). */
	if (length > COPY_BYTES)
		memcpy(library->bytes + library->used, bytes, length);
	else if (length > 0)
		memcpy(library->bytes + library->used, bytes, COPY_BYTES);
	library->used += length;
	library->ends[library->count++] = library->used;
}

static void row_reset(struct hr_csv_library *library)
{
	library->used = 0;
	library->count = 0;
	library->too_long = false;
	library->unterminated = false;
	library->lost_breaks = 0;
}

/*
 * Only for rows that began at the start of a line and end at the end of one, LF or CR LF, so that
 * the answer does not depend on the pieces. On yes the row as it came is in library->raw.
 */
static bool has_swallowed(struct hr_csv_library *library, int end)
{
	struct hr_slice line = library->line_at_hand;
	struct hr_slice row;
	size_t from;

	if (!library->raw_valid || library->raw.length == 0 ||
	    library->rows->ended != library->ended_before + 1 || end == -1 || line.length == 0 ||
	    line.ptr[line.length - 1] != '\n' ||
	    library->reread_left < library->raw.length + line.length)
		return false;
	hr_str_add_slice(&library->raw, line);
	row = hr_str_slice(&library->raw);
	if (end == '\r') {
		for (from = row.length - 1; from > 0 && row.ptr[from - 1] != '\n'; from--)
			;
		if (memchr(row.ptr + from, '\r', row.length - from) != row.ptr + row.length - 2)
			return false;
	}
	return hr_csv_swallows_rows(row, library->delimiter, library->rows->last_count);
}

static void give_row(struct hr_csv_library *library, int end)
{
	struct hr_slice *fields = library->rows->fields;
	struct hr_csv_row row = { .count = library->count,
		                  .too_long = library->too_long,
		                  .unterminated = library->unterminated,
		                  .at_end = end == -1 && !library->unterminated };
	size_t start = 0;

	for (size_t i = 0; i < library->count; i++) {
		fields[i] = (struct hr_slice){ library->bytes + start, library->ends[i] - start };
		start = library->ends[i];
	}
	hr_csv_rows_give(library->rows, row,
	                 library->lost_breaks + count_breaks(library->bytes, library->used));
	row_reset(library);
}

/* @end is the character that ended the row, -1 at the end of the input. */
static void take_row(int end, void *context)
{
	struct hr_csv_library *library = context;

	if (!hr_csv_rows_end(library->rows, library->count == 0 && !library->too_long, end))
		return;
	if (has_swallowed(library, end)) {
		library->suspect = true;
		row_reset(library);
		return;
	}
	give_row(library, end);
}

/* One call into libcsv; a field that met its cap is dropped but for its last byte (libcsv may take
 * back the quote that ended it), and the row goes on. */
static void parse(struct hr_csv_library *library, const char *bytes, size_t length)
{
	struct csv_parser *parser = &library->parser;
	size_t done;

	while ((done = csv_parse(parser, bytes, length, take_field, take_row, library)) < length) {
		size_t held = parser->entry_pos;

		library->too_long = true;
		library->lost_breaks += count_breaks((char *)parser->entry_buf, held - 1);
		parser->entry_buf[0] = parser->entry_buf[held - 1];
		parser->entry_pos = 1;
		bytes += done;
		length -= done;
	}
}

/* ---- quotes without end ---- */

static bool can_reread(const struct hr_csv_library *library)
{
	return library->raw_valid && library->reread_left >= library->raw.length &&
	       library->raw.length > 0 &&
	       memchr(library->raw.data, '\n', library->raw.length) != NULL;
}

/* The row as it came has a quote without end: its first line is a row, the others are for @again.
 */
static void give_first_line(struct hr_csv_library *library)
{
	struct hr_str raw = library->raw;
	const char *newline = memchr(raw.data, '\n', raw.length);
	size_t first = (size_t)(newline - raw.data);
	uint64_t line = library->rows->line;

	library->reread_left -= raw.length;
	library->suspect = false;
	library->line_at_hand = (struct hr_slice){ NULL, 0 };
	library->raw = (struct hr_str){ 0 };
	csv_free(&library->parser);
	parser_init(library);
	row_reset(library);
	parse(library, raw.data, first > 0 && raw.data[first - 1] == '\r' ? first - 1 : first);
	library->unterminated = true;
	csv_fini(&library->parser, take_field, take_row, library);
	library->rows->line = line + 1;
	memmove(raw.data, newline + 1, raw.length - first - 1);
	hr_str_truncate(&raw, raw.length - first - 1);
	library->again = raw;
}

/* Keep the open row as it came; true when it is too long for that, and its quote taken for one
 * without end. */
static bool keep_raw(struct hr_csv_library *library, struct hr_slice line, bool was_open,
                     bool begins)
{
	bool ended = library->rows->ended != library->ended_before;

	if (!hr_csv_library_is_open(library)) {
		library->raw.length = 0;
		return false;
	}
	/* libcsv grows its buffer by a fixed step: let the step follow the size. */
	if (library->parser.entry_size > BUFFER_STEP)
		csv_set_blk_size(&library->parser, library->parser.entry_size);
	if (!was_open || ended) {
		library->raw.length = 0;
		/* After lone CRs nobody knows where in these bytes the row began. */
		library->raw_valid = begins && !ended;
	}
	if (library->raw_valid && library->raw.length + line.length <= HR_CSV_ROW_BYTES) {
		hr_str_add_slice(&library->raw, line);
		return false;
	}
	if (library->raw_valid && library->parser.quoted && can_reread(library)) {
		hr_str_add_slice(&library->raw, line);
		give_first_line(library);
		return true;
	}
	library->raw_valid = false;
	library->raw.length = 0;
	return false;
}

/* ---- feeding ---- */

void hr_csv_library_init(struct hr_csv_library *library, char delimiter, struct hr_csv_rows *rows)
{
	library->rows = rows;
	library->delimiter = delimiter;
	library->capacity = BUFFER_STEP;
	library->bytes = hr_alloc(library->capacity + COPY_BYTES);
	library->reread_left = REREAD_BYTES;
	parser_init(library);
}

void hr_csv_library_release(struct hr_csv_library *library)
{
	csv_free(&library->parser);
	free(library->bytes);
	hr_str_release(&library->raw);
}

bool hr_csv_library_feed(struct hr_csv_library *library, struct hr_slice line, bool begins)
{
	bool was_open = hr_csv_library_is_open(library);

	library->line_at_hand = line;
	library->ended_before = library->rows->ended;
	parse(library, line.ptr, line.length);
	if (library->suspect) {
		give_first_line(library);
		return true;
	}
	return (was_open || hr_csv_library_is_open(library)) &&
	       keep_raw(library, line, was_open, begins);
}

bool hr_csv_library_finish(struct hr_csv_library *library)
{
	if (is_in_quotes(library) && can_reread(library)) {
		give_first_line(library);
		return true;
	}
	library->unterminated = is_in_quotes(library);
	csv_fini(&library->parser, take_field, take_row, library);
	return false;
}

struct hr_str hr_csv_library_take_again(struct hr_csv_library *library)
{
	struct hr_str again = library->again;

	library->again = (struct hr_str){ 0 };
	return again;
}
