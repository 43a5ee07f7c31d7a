/*
 * CSV as a table: fields change places, columns move, rows come twice, quotes come and go, headers
 * change, and the text ends at a border.
 */
#include <config.h>
#include "mutate.h"

#include <string.h>

#include "base/mem.h"

#define ROWS_MAX   64
#define FIELDS_MAX 32

struct row {
	struct hr_slice fields[FIELDS_MAX]; /* as they stand, with their quotes */
	size_t count;
	const char *end; /* of the line */
};

struct table {
	struct row rows[ROWS_MAX];
	size_t count;
	char delimiter;
	struct hr_slice rest; /* beyond the rows kept */
	struct hr_arena made; /* of fields that are new */
	struct mutate_random random;
};

static char guess_delimiter(struct hr_slice text)
{
	static const char candidates[] = ",;\t|";
	char best = ',';
	size_t most = 0;

	for (const char *c = candidates; *c != '\0'; c++) {
		size_t count = 0;

		for (size_t i = 0; i < text.length && text.ptr[i] != '\n'; i++)
			count += text.ptr[i] == *c ? 1 : 0;
		if (count > most) {
			most = count;
			best = *c;
		}
	}
	return best;
}

/* To the end of the field; a quoted one may hold delimiters and line ends. */
static size_t field_length(struct hr_slice text, char delimiter)
{
	bool quoted = text.length > 0 && text.ptr[0] == '"', inside = false;
	size_t i;

	for (i = 0; i < text.length; i++) {
		char c = text.ptr[i];

		if (quoted && c == '"')
			inside = !inside;
		if (!inside && (c == delimiter || c == '\n' || c == '\r'))
			break;
	}
	return i;
}

static void take_row(struct table *table, struct hr_slice *text)
{
	struct row *row = &table->rows[table->count++];
	bool more = true;

	row->count = 0;
	row->end = "";
	while (more) {
		size_t length = field_length(*text, table->delimiter);

		more = length < text->length && text->ptr[length] == table->delimiter;
		if (row->count == FIELDS_MAX) { /* the last one is all the others */
			struct hr_slice *last = &row->fields[FIELDS_MAX - 1];

			last->length = (size_t)(text->ptr + length - last->ptr);
		} else {
			row->fields[row->count++] = (struct hr_slice){ text->ptr, length };
		}
		length += more ? 1 : 0;
		text->ptr += length;
		text->length -= length;
	}
	if (text->length > 0) {
		bool both = text->length > 1 && text->ptr[0] == '\r' && text->ptr[1] == '\n';

		row->end = both ? "\r\n" : text->ptr[0] == '\r' ? "\r" : "\n";
		text->ptr += both ? 2 : 1;
		text->length -= both ? 2 : 1;
	}
}

static void table_read(struct table *table, struct hr_slice text)
{
	table->count = 0;
	table->delimiter = guess_delimiter(text);
	while (text.length > 0 && table->count < ROWS_MAX)
		take_row(table, &text);
	table->rest = text;
}

static void table_write(const struct table *table, struct hr_str *out)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct row *row = &table->rows[i];

		for (size_t k = 0; k < row->count; k++) {
			if (k > 0)
				hr_str_putc(out, table->delimiter);
			hr_str_add_slice(out, row->fields[k]);
		}
		hr_str_puts(out, row->end);
	}
	hr_str_add_slice(out, table->rest);
}

static uint32_t below(struct table *table, size_t n)
{
	return mutate_below(&table->random, (uint32_t)n);
}

static struct row *any_row(struct table *table)
{
	return &table->rows[below(table, table->count)];
}

static struct hr_slice *any_field(struct table *table, struct row *row)
{
	return &row->fields[below(table, row->count)];
}

/* --- operations --- */

static void swap_fields(struct table *table)
{
	struct row *row = any_row(table);
	struct hr_slice *a = any_field(table, row), *b = any_field(table, row), kept = *a;

	*a = *b;
	*b = kept;
}

static void swap_columns(struct table *table)
{
	size_t a = below(table, table->rows[0].count), b = below(table, table->rows[0].count);

	for (size_t i = 0; i < table->count; i++) {
		struct row *row = &table->rows[i];

		if (a < row->count && b < row->count) {
			struct hr_slice kept = row->fields[a];

			row->fields[a] = row->fields[b];
			row->fields[b] = kept;
		}
	}
}

static void copy_field(struct table *table)
{
	struct row *from = any_row(table), *to = any_row(table);
	size_t column = below(table, from->count);

	if (column < to->count)
		to->fields[column] = from->fields[column];
}

static void quote_field(struct table *table)
{
	struct hr_slice *field = any_field(table, any_row(table));
	struct hr_str made = { 0 };

	if (field->length >= 2 && field->ptr[0] == '"') {
		*field = (struct hr_slice){ field->ptr + 1, field->length - 2 };
		return;
	}
	hr_str_putc(&made, '"');
	for (size_t i = 0; i < field->length; i++) {
		if (field->ptr[i] == '"')
			hr_str_putc(&made, '"');
		hr_str_putc(&made, field->ptr[i]);
	}
	hr_str_putc(&made, '"');
	*field = mutate_keep(&table->made, &made);
}

/* All fields of a row, or of all rows. */
static void quote_rows(struct table *table)
{
	bool all = below(table, 2) == 0;
	size_t one = below(table, table->count);

	for (size_t i = 0; i < table->count; i++) {
		for (size_t k = 0; k < table->rows[i].count && (all || i == one); k++) {
			struct hr_slice *field = &table->rows[i].fields[k];
			struct hr_str made = { 0 };

			if (field->length > 0 && memchr(field->ptr, '"', field->length) != NULL)
				continue;
			hr_str_putc(&made, '"');
			hr_str_add_slice(&made, *field);
			hr_str_putc(&made, '"');
			*field = mutate_keep(&table->made, &made);
		}
	}
}

static void duplicate_row(struct table *table)
{
	size_t from = below(table, table->count), to = below(table, table->count);

	if (table->count == ROWS_MAX)
		return;
	memmove(&table->rows[to + 1], &table->rows[to],
	        (table->count - to) * sizeof(table->rows[0]));
	table->rows[to] = table->rows[from >= to ? from + 1 : from];
	if (table->rows[to].end[0] == '\0')
		table->rows[to].end = "\n";
	table->count++;
}

static void drop_row(struct table *table)
{
	size_t which = below(table, table->count);

	if (table->count == 1)
		return;
	memmove(&table->rows[which], &table->rows[which + 1],
	        (table->count - which - 1) * sizeof(table->rows[0]));
	table->count--;
}

static void swap_rows(struct table *table)
{
	struct row *a = any_row(table), *b = any_row(table), kept = *a;

	*a = *b;
	*b = kept;
}

static void drop_field(struct table *table)
{
	bool all = below(table, 2) == 0;
	size_t column = below(table, table->rows[0].count), one = below(table, table->count);

	for (size_t i = 0; i < table->count; i++) {
		struct row *row = &table->rows[i];

		if ((!all && i != one) || column >= row->count || row->count == 1)
			continue;
		memmove(&row->fields[column], &row->fields[column + 1],
		        (row->count - column - 1) * sizeof(row->fields[0]));
		row->count--;
	}
}

static void add_field(struct table *table)
{
	bool all = below(table, 2) == 0;
	size_t column = below(table, table->rows[0].count), one = below(table, table->count);

	for (size_t i = 0; i < table->count; i++) {
		struct row *row = &table->rows[i];

		if ((!all && i != one) || column >= row->count || row->count == FIELDS_MAX)
			continue;
		memmove(&row->fields[column + 1], &row->fields[column],
		        (row->count - column) * sizeof(row->fields[0]));
		row->count++;
	}
}

static void set_odd_value(struct table *table)
{
	*any_field(table, any_row(table)) = hr_slice_of(mutate_odd_value(&table->random));
}

static void set_bytes(struct table *table)
{
	struct hr_slice *field = any_field(table, any_row(table));
	struct hr_str made = { 0 };

	mutate_bytes(*field, &made);
	*field = mutate_keep(&table->made, &made);
}

static void rename_column(struct table *table)
{
	static const char *const names[] = {
		"timeStamp",
		"elapsed",
		"label",
		"responseCode",
		"responseMessage",
		"threadName",
		"dataType",
		"success",
		"failureMessage",
		"bytes",
		"sentBytes",
		"grpThreads",
		"allThreads",
		"URL",
		"Filename",
		"Latency",
		"Encoding",
		"SampleCount",
		"ErrorCount",
		"Hostname",
		"IdleTime",
		"Connect",
		"time",
		"timestamp",
		"value",
		"metric_name",
		"metric_value",
		"name",
		"host",
		"unit",
		"response_time",
		"status",
		"count",
		"ELAPSED",
		"\"label\"",
	};

	*any_field(table, &table->rows[0]) = hr_slice_of(
	        names[below(table, sizeof(names) / sizeof(names[0]))]);
}

static void change_header(struct table *table)
{
	if (below(table, 2) == 0 && table->count > 1) { /* lost */
		memmove(&table->rows[0], &table->rows[1],
		        (table->count - 1) * sizeof(table->rows[0]));
		table->count--;
	} else { /* once more, where another run was appended */
		struct row *row = any_row(table);
		const char *end = row->end;

		*row = table->rows[0];
		row->end = end;
	}
}

static void change_ends(struct table *table)
{
	static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n", "" };
	const char *end = ends[below(table, 5)];
	bool all = below(table, 2) == 0;

	if (!all)
		any_row(table)->end = end;
	for (size_t i = 0; all && i < table->count; i++)
		table->rows[i].end = end;
}

static void change_delimiter(struct table *table)
{
	table->delimiter = ",;\t|"[below(table, 4)];
}

/* Ends at or next to a border: behind a row, a field, a quote. */
static void cut_at_border(struct table *table)
{
	size_t last = below(table, table->count);
	struct row *row = &table->rows[last];
	struct hr_slice *field;

	table->rest.length = 0;
	table->count = last + 1;
	if (below(table, 3) == 0)
		return;
	row->end = "";
	row->count = 1 + below(table, row->count);
	field = &row->fields[row->count - 1];
	if (field->length > 0 && below(table, 2) == 0)
		field->length = below(table, 2) == 0 ? field->length - 1
		                                     : below(table, field->length);
}

static void add_mark(struct table *table)
{
	struct hr_str made = { 0 };

	hr_str_puts(&made, "\xef\xbb\xbf");
	hr_str_add_slice(&made, table->rows[0].fields[0]);
	table->rows[0].fields[0] = mutate_keep(&table->made, &made);
}

static void (*const operations[])(struct table *) = {
	swap_fields,   swap_columns,  copy_field,    quote_field, quote_rows,       duplicate_row,
	duplicate_row, drop_row,      swap_rows,     drop_field,  add_field,        set_odd_value,
	set_odd_value, set_odd_value, set_bytes,     set_bytes,   set_bytes,        rename_column,
	change_header, change_ends,   cut_at_border, add_mark,    change_delimiter,
};

size_t mutate_csv(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	static struct table table;
	struct hr_str out = { 0 };
	uint32_t steps;

	table.random = mutate_seed(seed);
	if (size == 0 || below(&table, 8) == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	table_read(&table, (struct hr_slice){ (const char *)data, size });
	for (steps = 1 + below(&table, 4); steps > 0; steps--)
		operations[below(&table, sizeof(operations) / sizeof(operations[0]))](&table);
	table_write(&table, &out);
	hr_arena_release(&table.made);
	return mutate_put(&out, data, max_size);
}

size_t cross_csv(struct hr_slice a, struct hr_slice b, uint8_t *out, size_t max_size, unsigned seed)
{
	static struct table first, second;
	struct hr_str text = { 0 };

	table_read(&first, a);
	table_read(&second, b);
	first.random = mutate_seed(seed);
	for (size_t i = 1; i < first.count && second.count > 1; i++) {
		if (below(&first, 2) == 0)
			first.rows[i] = second.rows[1 + below(&first, second.count - 1)];
		if (first.rows[i].end[0] == '\0')
			first.rows[i].end = "\n";
	}
	table_write(&first, &text);
	return mutate_put(&text, out, max_size);
}
