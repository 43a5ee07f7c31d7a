#include <config.h>
#include "read/csv.h"

#include <csv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/csv_index.h"
#include "read/csv_look.h"

/* libcsv's states, from its source: what csv_parser.pstate holds. A test guards them. */
#define PSTATE_ROW_NOT_BEGUN 0
#define PSTATE_FIELD_BEGUN   2

#define COPY_BYTES      16 /* of a short field, whatever its length */
#define GUESS_BYTES     65536
#define BUFFER_STEP     4096
#define REREAD_BYTES    (4 * (size_t)HR_CSV_ROW_BYTES)
#define FIRST_ROW_BYTES 65536
#define WINDOW_MIN      1024
#define TAIL_BYTES      4096 /* of a line whose end is still to come */

struct hr_csv {
	struct csv_parser parser;
	hr_csv_row_fn *on_row;
	void *context;
	char delimiter;
	bool indexing;      /* not libcsv alone */
	bool begun;         /* the delimiter is known and the BOM is behind */
	struct hr_str head; /* held back until then */

	/* The row being read: its fields' bytes one after another. */
	char *bytes;
	size_t used, capacity; /* always COPY_BYTES more are allocated */
	size_t count;
	bool too_long, unterminated;
	uint64_t line;        /* on which it begins, or the next one will */
	uint64_t lost_breaks; /* line ends in parts of it that were dropped */
	bool after_cr;        /* the last row ended in CR: a LF would belong to it */
	uint64_t ended;       /* rows and blank lines so far */

	/* The same row as it came, while it is open and began at the start of a line: what is read
	 * again when its quote turns out to have no end. The budget keeps that linear. */
	struct hr_str raw;
	bool raw_valid;
	bool line_start; /* the next byte is the first of a line, as LF divides them */
	size_t reread_left;
	bool suspect;                 /* the row that just ended has to be read again */
	size_t last_count;            /* fields of the last good row */
	struct hr_slice line_at_hand; /* what libcsv is being given */
	uint64_t ended_before;        /* rows and blank lines before it */
	bool held_cr;                 /* a piece ended in CR: the next may begin with its LF */
	struct hr_str tail;           /* how the line begins that the last bytes ended in */

	/* Rows that the index can vouch for are read where they lie. */
	struct hr_csv_index *index; /* NULL: libcsv reads everything */
	hr_csv_plain_fn *on_plain;
	const char *indexed; /* the stretch */
	const char *next;    /* where its next row begins; NULL: there is no stretch */
	size_t next_row;     /* its number */
	size_t plain_end;    /* the rows before it, from next_row on, are plain */
	size_t window;       /* length of the next stretch */

	size_t ends[HR_CSV_FIELDS_MAX];
	struct hr_slice fields[HR_CSV_FIELDS_MAX];
};

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

static void parser_init(struct hr_csv *csv)
{
	/* csv_init() cannot fail: it allocates nothing. Reporting all newlines lets us count them.
	 */
	csv_init(&csv->parser, CSV_REPALL_NL);
	csv_set_delim(&csv->parser, (unsigned char)csv->delimiter);
	csv_set_realloc_func(&csv->parser, capped_realloc);
	csv_set_blk_size(&csv->parser, BUFFER_STEP);
	csv_set_space_func(&csv->parser, never_space);
}

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

static void grow_bytes(struct hr_csv *csv, size_t length)
{
	while (csv->capacity - csv->used < length)
		csv->capacity *= 2;
	csv->bytes = hr_realloc_array(csv->bytes, csv->capacity + COPY_BYTES, 1);
}

static void take_field(void *bytes, size_t length, void *context)
{
	struct hr_csv *csv = context;

	if (csv->count == HR_CSV_FIELDS_MAX || length > HR_CSV_ROW_BYTES - csv->used) {
		csv->too_long = true;
		csv->lost_breaks += count_breaks(bytes, length);
		return;
	}
	if (csv->capacity - csv->used < length)
		grow_bytes(csv, length);
	/* Most fields are short: a copy of fixed size has no call and no branches. Both buffers are
	 * longer than that (libcsv's grows by BUFFER_STEP). */
	if (length > COPY_BYTES)
		memcpy(csv->bytes + csv->used, bytes, length);
	else if (length > 0)
		memcpy(csv->bytes + csv->used, bytes, COPY_BYTES);
	csv->used += length;
	csv->ends[csv->count++] = csv->used;
}

static void row_reset(struct hr_csv *csv)
{
	csv->used = 0;
	csv->count = 0;
	csv->too_long = false;
	csv->unterminated = false;
	csv->lost_breaks = 0;
}

/*
 * Only for rows that began at the start of a line and end at the end of one, LF or CR LF, so that
 * the answer does not depend on the pieces. On yes the row as it came is in csv->raw.
 */
static bool has_swallowed(struct hr_csv *csv, int end)
{
	struct hr_slice line = csv->line_at_hand;
	struct hr_slice row;
	size_t from;

	if (!csv->raw_valid || csv->raw.length == 0 || csv->ended != csv->ended_before + 1 ||
	    end == -1 || line.length == 0 || line.ptr[line.length - 1] != '\n' ||
	    csv->reread_left < csv->raw.length + line.length)
		return false;
	hr_str_add_slice(&csv->raw, line);
	row = hr_str_slice(&csv->raw);
	if (end == '\r') {
		for (from = row.length - 1; from > 0 && row.ptr[from - 1] != '\n'; from--)
			;
		if (memchr(row.ptr + from, '\r', row.length - from) != row.ptr + row.length - 2)
			return false;
	}
	return hr_csv_swallows_rows(row, csv->delimiter, csv->last_count);
}

/* The end of a row or a line: true when there is no row to give out, but a blank line, or the LF
 * of CR LF. */
static bool ends_nothing(struct hr_csv *csv, int end)
{
	bool nothing = csv->count == 0 && !csv->too_long;

	csv->ended++;
	if (nothing && (end != '\n' || !csv->after_cr))
		csv->line++;
	csv->after_cr = end == '\r';
	return nothing;
}

/* @breaks  line ends inside the row */
static void give_row(struct hr_csv *csv, int end, uint64_t breaks)
{
	struct hr_csv_row row = { .fields = csv->fields,
		                  .count = csv->count,
		                  .line = csv->line,
		                  .too_long = csv->too_long,
		                  .unterminated = csv->unterminated,
		                  .at_end = end == -1 && !csv->unterminated };

	csv->on_row(csv->context, &row);
	csv->line += 1 + breaks;
	if (!csv->too_long && !csv->unterminated)
		csv->last_count = csv->count;
	row_reset(csv);
}

/* @end is the character that ended the row, -1 at the end of the input. */
static void take_row(int end, void *context)
{
	struct hr_csv *csv = context;
	size_t start = 0;

	if (ends_nothing(csv, end))
		return;
	if (has_swallowed(csv, end)) {
		csv->suspect = true;
		row_reset(csv);
		return;
	}
	for (size_t i = 0; i < csv->count; i++) {
		csv->fields[i] = (struct hr_slice){ csv->bytes + start, csv->ends[i] - start };
		start = csv->ends[i];
	}
	give_row(csv, end, csv->lost_breaks + count_breaks(csv->bytes, csv->used));
}

static bool row_is_open(const struct hr_csv *csv)
{
	return csv->parser.pstate != PSTATE_ROW_NOT_BEGUN;
}

/* One call into libcsv; a field that met its cap is dropped but for its last byte (libcsv may take
 * back the quote that ended it), and the row goes on. */
static void parse(struct hr_csv *csv, const char *bytes, size_t length)
{
	size_t done;

	while ((done = csv_parse(&csv->parser, bytes, length, take_field, take_row, csv)) <
	       length) {
		size_t held = csv->parser.entry_pos;

		csv->too_long = true;
		csv->lost_breaks += count_breaks((char *)csv->parser.entry_buf, held - 1);
		csv->parser.entry_buf[0] = csv->parser.entry_buf[held - 1];
		csv->parser.entry_pos = 1;
		bytes += done;
		length -= done;
	}
}

static void feed_lines(struct hr_csv *csv, struct hr_slice bytes);

/*
 * The open row has a quote without end: its first line is given out as a row of its own, flagged,
 * and the lines after it are read again as if nothing had happened.
 */
static void reread(struct hr_csv *csv)
{
	struct hr_str raw = csv->raw;
	const char *newline = memchr(raw.data, '\n', raw.length);
	size_t first = (size_t)(newline - raw.data);
	uint64_t line = csv->line;

	csv->reread_left -= raw.length;
	csv->suspect = false;
	csv->line_at_hand = (struct hr_slice){ NULL, 0 };
	csv->raw = (struct hr_str){ 0 };
	csv_free(&csv->parser);
	parser_init(csv);
	row_reset(csv);
	parse(csv, raw.data, first > 0 && raw.data[first - 1] == '\r' ? first - 1 : first);
	csv->unterminated = true;
	csv_fini(&csv->parser, take_field, take_row, csv);
	csv->line = line + 1;
	csv->after_cr = false;
	csv->line_start = true;
	feed_lines(csv, (struct hr_slice){ newline + 1, raw.length - first - 1 });
	hr_str_release(&raw);
}

static bool can_reread(const struct hr_csv *csv)
{
	return csv->raw_valid && csv->reread_left >= csv->raw.length && csv->raw.length > 0 &&
	       memchr(csv->raw.data, '\n', csv->raw.length) != NULL;
}

/* Keep the open row as it came. @was_open, @ended: the state before these bytes. */
static void keep_raw(struct hr_csv *csv, const char *bytes, size_t length, bool was_open,
                     uint64_t ended)
{
	if (!row_is_open(csv)) {
		csv->raw.length = 0;
		return;
	}
	/* libcsv grows its buffer by a fixed step: let the step follow the size. */
	if (csv->parser.entry_size > BUFFER_STEP)
		csv_set_blk_size(&csv->parser, csv->parser.entry_size);
	if (!was_open || csv->ended != ended) {
		csv->raw.length = 0;
		/* After lone CRs nobody knows where in these bytes the row began. */
		csv->raw_valid = csv->line_start && csv->ended == ended;
	}
	if (csv->raw_valid && csv->raw.length + length <= HR_CSV_ROW_BYTES) {
		hr_str_add(&csv->raw, bytes, length);
		return;
	}
	if (csv->raw_valid && csv->parser.quoted && can_reread(csv)) {
		hr_str_add(&csv->raw, bytes, length);
		reread(csv);
		return;
	}
	csv->raw_valid = false;
	csv->raw.length = 0;
}

/* @line  one line, or a part of one */
static void feed_line(struct hr_csv *csv, struct hr_slice line)
{
	bool was_open = row_is_open(csv);
	uint64_t ended = csv->ended;

	csv->line_at_hand = line;
	csv->ended_before = ended;
	parse(csv, line.ptr, line.length);
	if (csv->suspect)
		reread(csv);
	else if (was_open || row_is_open(csv))
		keep_raw(csv, line.ptr, line.length, was_open, ended);
}

static struct hr_slice behind(struct hr_slice bytes, size_t n)
{
	return (struct hr_slice){ bytes.ptr + n, bytes.length - n };
}

/* ---- rows by the index ---- */

static bool is_plain(const struct hr_csv_index_row *row)
{
	return row->quotes == 0 && !row->returns;
}

/* Every field of the row, which begins at @begin, is quoted whole and has no quote within: so two
 * quotes each, at its ends. */
static bool is_quoted(const struct hr_csv_index *index, size_t at, const char *begin)
{
	const struct hr_csv_index_row *row = &index->rows[at];
	uint32_t fields = row->end + 1 - (at > 0 ? index->rows[at - 1].end + 1 : 0);

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
static struct hr_csv_plain plain_rows(struct hr_csv *csv)
{
	struct hr_csv_index *index = csv->index;
	size_t from = csv->next_row;

	if (csv->plain_end <= from)
		csv->plain_end = end_of_alike(index, from, csv->indexed, csv->next);
	return (struct hr_csv_plain){
		.quoted = from < index->row_count && index->rows[from].quotes > 0,
		.bytes = csv->indexed,
		.begin = (uint32_t)(csv->next - csv->indexed),
		.ends = index->ends + (from > 0 ? index->rows[from - 1].end + 1 : 0),
		.first = from > 0 ? index->rows[from - 1].end + 1 : 0,
		.rows = index->rows + from,
		.count = csv->plain_end - from,
		.line = csv->line,
	};
}

/* Go on behind the next @count rows. */
static void pass_rows(struct hr_csv *csv, size_t count)
{
	csv->next_row += count;
	csv->next = csv->indexed + csv->index->ends[csv->index->rows[csv->next_row - 1].end] + 1;
}

/* The fields of the next row as they lie; those of a row with quotes with their quotes. */
static void lay_out_row(struct hr_csv *csv)
{
	const struct hr_csv_index *index = csv->index;
	size_t first = csv->next_row > 0 ? index->rows[csv->next_row - 1].end + 1 : 0;
	size_t count = index->rows[csv->next_row].end + 1 - first;
	const char *begin = csv->next, *end = begin;

	csv->too_long = count > HR_CSV_FIELDS_MAX;
	csv->count = csv->too_long ? HR_CSV_FIELDS_MAX : count;
	for (size_t i = 0; i < csv->count; i++) {
		end = csv->indexed + index->ends[first + i];
		csv->fields[i] = (struct hr_slice){ begin, (size_t)(end - begin) };
		begin = end + 1;
	}
	if (!csv->too_long && csv->fields[csv->count - 1].length > 0 && end[-1] == '\r')
		csv->fields[csv->count - 1].length--;
}

/* Take off the quotes; false when one stands anywhere but at both ends of a field, which is for
 * libcsv to read. */
static bool unquote_row(struct hr_csv *csv, uint32_t quotes)
{
	uint32_t seen = 0;

	for (size_t i = 0; i < csv->count; i++) {
		struct hr_slice *field = &csv->fields[i];

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
static void pass_blank_line(struct hr_csv *csv)
{
	csv->count = 0;
	if (csv->next[0] == '\r')
		ends_nothing(csv, '\r');
	ends_nothing(csv, '\n');
}

static void give_indexed_fields(struct hr_csv *csv, uint32_t breaks)
{
	ends_nothing(csv, '\n');
	give_row(csv, '\n', breaks);
}

/* False, and nothing done, when only libcsv can tell what the row is. */
static bool give_indexed_row(struct hr_csv *csv)
{
	const struct hr_csv_index_row *row = &csv->index->rows[csv->next_row];

	if (row->returns)
		return false;
	lay_out_row(csv);
	if (row->quotes > 0 && (csv->too_long || !unquote_row(csv, row->quotes))) {
		row_reset(csv);
		return false;
	}
	if (row->quotes == 0 && csv->count == 1 && csv->fields[0].length == 0)
		pass_blank_line(csv);
	else
		give_indexed_fields(csv, row->breaks);
	pass_rows(csv, 1);
	return true;
}

/* Rows for which nothing but their separators matters; gives how many were taken. */
static size_t give_plain_rows(struct hr_csv *csv)
{
	struct hr_csv_plain plain;
	size_t taken;

	if (csv->on_plain == NULL)
		return 0;
	plain = plain_rows(csv);
	taken = plain.count > 0 ? csv->on_plain(csv->context, &plain) : 0;
	if (taken == 0)
		return 0;
	csv->last_count = plain.rows[taken - 1].end + 1 -
	                  (taken > 1 ? plain.rows[taken - 2].end + 1 : plain.first);
	csv->line += taken;
	csv->ended += taken;
	csv->after_cr = false;
	pass_rows(csv, taken);
	return taken;
}

/* Index what follows. A stretch that libcsv did not agree with is followed by a short one: text
 * full of stray quotes would otherwise be indexed over and over. */
static void index_next(struct hr_csv *csv, struct hr_slice bytes)
{
	size_t length;

	if (csv->next != NULL && csv->next != bytes.ptr)
		csv->window = WINDOW_MIN;
	length = bytes.length < csv->window ? bytes.length : csv->window;
	hr_csv_index_build(csv->index, bytes.ptr, length, csv->delimiter);
	csv->indexed = csv->next = bytes.ptr;
	csv->next_row = csv->plain_end = 0;
	csv->window = csv->window * 2 < HR_CSV_INDEX_BYTES ? csv->window * 2 : HR_CSV_INDEX_BYTES;
}

/* Rows from the start of @bytes for as long as the index suffices; gives their length. */
static size_t give_indexed(struct hr_csv *csv, struct hr_slice bytes)
{
	if (csv->index == NULL)
		return 0;
	if (csv->next != bytes.ptr || csv->next_row == csv->index->row_count)
		index_next(csv, bytes);
	while (csv->next_row < csv->index->row_count) {
		if (give_plain_rows(csv) > 0 || give_indexed_row(csv))
			continue;
		if (csv->next == bytes.ptr) {
			pass_rows(csv, 1); /* where libcsv should come out */
			return 0;
		}
		break;
	}
	if (csv->next > bytes.ptr)
		csv->line_start = true;
	return (size_t)(csv->next - bytes.ptr);
}

/* What the index cannot tell goes to libcsv, line by line, so that the place where a row begins is
 * known. */
static size_t feed_one_line(struct hr_csv *csv, struct hr_slice bytes)
{
	const char *newline = memchr(bytes.ptr, '\n', bytes.length);
	size_t n = newline != NULL ? (size_t)(newline - bytes.ptr) + 1 : bytes.length;

	feed_line(csv, (struct hr_slice){ bytes.ptr, n });
	csv->line_start = newline != NULL;
	return n;
}

static void feed_lines(struct hr_csv *csv, struct hr_slice bytes)
{
	csv->next = NULL;
	while (bytes.length > 0) {
		size_t n = row_is_open(csv) ? 0 : give_indexed(csv, bytes);

		if (n == 0)
			n = feed_one_line(csv, bytes);
		bytes = behind(bytes, n);
	}
	csv->next = NULL;
}

/* CR LF stays together. */
static void feed_piece(struct hr_csv *csv, struct hr_slice bytes)
{
	static const char line_end[] = "\r\n";

	if (bytes.length == 0)
		return;
	if (csv->held_cr) {
		size_t n = bytes.ptr[0] == '\n' ? 2 : 1;

		feed_lines(csv, (struct hr_slice){ line_end, n });
		bytes.ptr += n - 1;
		bytes.length -= n - 1;
	}
	csv->held_cr = bytes.length > 0 && bytes.ptr[bytes.length - 1] == '\r';
	if (csv->held_cr)
		bytes.length--;
	feed_lines(csv, bytes);
}

static void start_parsing(struct hr_csv *csv)
{
	parser_init(csv);
	csv->begun = true;
	if (csv->indexing && strchr("\"\r\n", csv->delimiter) == NULL) {
		csv->index = hr_alloc(sizeof(*csv->index));
		hr_csv_index_init(csv->index);
	}
}

static void begin(struct hr_csv *csv)
{
	struct hr_slice head = hr_slice_skip_bom(hr_str_slice(&csv->head));

	if (csv->delimiter == 0)
		csv->delimiter = hr_csv_guess_delimiter(head);
	if (csv->delimiter == 0)
		csv->delimiter = ',';
	start_parsing(csv);
	feed_piece(csv, head);
	hr_str_release(&csv->head);
}
struct hr_csv *hr_csv_new(char delimiter, hr_csv_row_fn *on_row, void *context)
{
	struct hr_csv *csv = hr_zalloc(1, sizeof(*csv));

	csv->delimiter = delimiter;
	csv->on_row = on_row;
	csv->context = context;
	csv->line = 1;
	csv->line_start = true;
	csv->capacity = BUFFER_STEP;
	csv->bytes = hr_alloc(csv->capacity + COPY_BYTES);
	csv->reread_left = REREAD_BYTES;
	csv->window = HR_CSV_INDEX_BYTES;
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
		csv_free(&csv->parser);
	hr_str_release(&csv->head);
	free(csv->bytes);
	free(csv->index);
	hr_str_release(&csv->raw);
	hr_str_release(&csv->tail);
	free(csv);
}

static void feed_tail(struct hr_csv *csv)
{
	feed_piece(csv, hr_str_slice(&csv->tail));
	hr_str_truncate(&csv->tail, 0);
}

/* The line that was held back, with its rest from the start of @bytes; gives how much that is. A
 * line that does not end soon is not waited for any longer. */
static size_t complete_tail(struct hr_csv *csv, struct hr_slice bytes)
{
	size_t most = bytes.length < TAIL_BYTES ? bytes.length : TAIL_BYTES;
	const char *newline = memchr(bytes.ptr, '\n', most);
	size_t rest = newline != NULL ? (size_t)(newline + 1 - bytes.ptr) : most;

	hr_str_add(&csv->tail, bytes.ptr, rest);
	if (newline != NULL || csv->tail.length >= TAIL_BYTES)
		feed_tail(csv);
	return rest;
}

/* A line cut in two would have no place in an index, and be for libcsv: hold back how it begins. */
static void feed_whole_lines(struct hr_csv *csv, struct hr_slice bytes)
{
	size_t most = bytes.length < TAIL_BYTES ? bytes.length : TAIL_BYTES;
	const char *end = bytes.ptr + bytes.length;
	const char *newline = memrchr(end - most, '\n', most);
	size_t tail = newline != NULL ? (size_t)(end - newline) - 1 : 0;

	feed_piece(csv, (struct hr_slice){ bytes.ptr, bytes.length - tail });
	if (tail > 0)
		hr_str_add(&csv->tail, end - tail, tail);
}

void hr_csv_feed(struct hr_csv *csv, struct hr_slice bytes)
{
	if (csv->begun) {
		if (csv->tail.length > 0 && bytes.length > 0)
			bytes = behind(bytes, complete_tail(csv, bytes));
		if (bytes.length > 0)
			feed_whole_lines(csv, bytes);
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
	feed_tail(csv);
	if (csv->held_cr)
		feed_lines(csv, HR_SLICE_LITERAL("\r"));
	while (csv->parser.quoted && csv->parser.pstate == PSTATE_FIELD_BEGUN && can_reread(csv))
		reread(csv);
	csv->unterminated = csv->parser.quoted && csv->parser.pstate == PSTATE_FIELD_BEGUN;
	csv_fini(&csv->parser, take_field, take_row, csv);
}

char hr_csv_delimiter(const struct hr_csv *csv)
{
	return csv->begun ? csv->delimiter : 0;
}

bool hr_csv_is_between_rows(const struct hr_csv *csv)
{
	return csv->begun && !row_is_open(csv) && !csv->held_cr && !csv->after_cr &&
	       csv->line_start && csv->tail.length == 0;
}

struct hr_csv *hr_csv_fork(const struct hr_csv *csv, void *context)
{
	struct hr_csv *fork = hr_csv_new(csv->delimiter, csv->on_row, context);

	fork->on_plain = csv->on_plain;
	fork->indexing = csv->indexing;
	fork->last_count = csv->last_count;
	fork->reread_left = csv->reread_left;
	start_parsing(fork);
	return fork;
}

bool hr_csv_reads_like(const struct hr_csv *a, const struct hr_csv *b)
{
	return a->delimiter == b->delimiter && a->last_count == b->last_count &&
	       a->reread_left == b->reread_left;
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
		                     csv->delimiter, csv->last_count))
			return (size_t)(line - bytes.ptr);
	}
	return SIZE_MAX;
}

uint64_t hr_csv_lines(const struct hr_csv *csv)
{
	return csv->line - 1;
}

void hr_csv_move_lines(struct hr_csv *csv, uint64_t lines)
{
	csv->line += lines;
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
