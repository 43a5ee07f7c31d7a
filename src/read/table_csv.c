/*
 * Any CSV table: samples or observations by the user's mapping of its columns; without a mapping by
 * their well-known names, `time,name,value[,host,unit]` or `time,elapsed_ms,label,...`.
 */
#include <config.h>
#include "read/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "read/csv_reader.h"
#include "read/mapped_row.h"

#define ABSENT (-1)

/* Where in a row the mapped fields are. */
struct layout {
	int at[HR_FIELD_COUNT];
	size_t count; /* fields a row must have; 0: not known */
};

struct hr_reader {
	struct hr_csv_reader base;
	const struct hr_mapping *mapping; /* the user's, or &named */
	struct hr_mapping named;
	struct layout layout;
	bool begun, useless;
	struct hr_error error; /* why it is useless */
	char reason[64];
};

/* Blanks round a field, and quotes within the blanks, are no part of it: `"a"; "b"`. */
static struct hr_slice strip(struct hr_slice field)
{
	field = hr_slice_trim(field);
	if (field.length >= 2 && field.ptr[0] == '"' && field.ptr[field.length - 1] == '"') {
		field.ptr++;
		field.length -= 2;
	}
	return field;
}

static int find_column(const struct hr_csv_row *row, const char *name)
{
	for (size_t i = 0; i < row->count; i++)
		if (hr_slice_is(strip(row->fields[i]), name))
			return (int)i;
	for (size_t i = 0; i < row->count; i++) {
		struct hr_slice field = strip(row->fields[i]);

		if (strlen(name) == field.length && strncasecmp(field.ptr, name, field.length) == 0)
			return (int)i;
	}
	return ABSENT;
}

static bool has_column(void *table, const char *name)
{
	const struct hr_csv_row *const *row = table;

	return find_column(*row, name) != ABSENT;
}

/* Columns of a table without header are called "1", "2", ... */
static int numbered_column(const char *name)
{
	uint64_t number;

	if (!hr_parse_u64(hr_slice_of(name), &number) || number < 1 || number > HR_CSV_FIELDS_MAX)
		return ABSENT;
	return (int)number - 1;
}

static void lay_out(struct layout *layout, const struct hr_mapping *mapping,
                    const struct hr_csv_row *row)
{
	layout->count = row->count;
	for (size_t i = 0; i < HR_FIELD_COUNT; i++) {
		layout->at[i] = ABSENT;
		if (mapping->columns[i] == NULL)
			continue;
		layout->at[i] = mapping->has_header ? find_column(row, mapping->columns[i])
		                                    : numbered_column(mapping->columns[i]);
		if (layout->at[i] >= (int)row->count)
			layout->at[i] = ABSENT;
	}
}

/* Fields without which no row makes a record. */
static bool is_essential(const struct hr_mapping *mapping, size_t field)
{
	if (hr_mapping_is_series(mapping))
		return field == HR_FIELD_TIME || field == HR_FIELD_VALUE;
	return field == HR_FIELD_TIME || field == HR_FIELD_ELAPSED || field == HR_FIELD_SUCCESS;
}

/* Which of the mapped columns the table lacks. A table that can give no record at all is an error.
 */
static void check_layout(struct hr_reader *reader, const struct hr_csv_row *row)
{
	const struct hr_mapping *mapping = reader->mapping;
	bool series = hr_mapping_is_series(mapping);
	size_t found = 0, essential = 0;
	const char *lacking = "";

	for (size_t i = 0; i < HR_FIELD_COUNT; i++) {
		if (is_essential(mapping, i)) {
			essential++;
			if (reader->layout.at[i] != ABSENT)
				found++;
			else if (mapping->columns[i] != NULL)
				lacking = mapping->columns[i];
		}
		if (mapping->columns[i] == NULL || reader->layout.at[i] != ABSENT)
			continue;
		hr_message_print(reader->reason, sizeof(reader->reason), "no column for \"%s\"",
		                 hr_field_name((enum hr_field)i));
		hr_read_note(reader->base.context, reader->reason, row->line,
		             hr_csv_reader_text(&reader->base, row));
	}
	if (found > 0 && (!series || found == essential))
		return;
	reader->useless = true;
	hr_error_at(&reader->error, HR_EPARSE, NULL, row->line, 0,
	            "the table has no column \"%s\" that its mapping asks for",
	            hr_quoted(lacking).text);
}

static void begin(struct hr_reader *reader, const struct hr_csv_row *row)
{
	reader->begun = true;
	if (reader->mapping == NULL) {
		if (!hr_mapped_row_names(has_column, &row, &reader->named)) {
			reader->useless = true;
			hr_error_at(&reader->error, HR_EPARSE, NULL, row->line, 0,
			            "no header with time and value (a series) or elapsed "
			            "(samples); describe the columns by a mapping in the "
			            "configuration");
			return;
		}
		reader->named.time_marks = reader->base.context->options.stamp;
		reader->mapping = &reader->named;
	}
	lay_out(&reader->layout, reader->mapping, row);
	check_layout(reader, row);
	for (size_t i = 0; i < HR_FIELD_COUNT; i++)
		if (reader->layout.at[i] != ABSENT)
			hr_read_assume(reader->base.context, "%s: column %d, \"%s\"",
			               hr_field_name((enum hr_field)i), reader->layout.at[i] + 1,
			               hr_quoted(reader->mapping->columns[i]).text);
	hr_mapped_row_assume(reader->base.context, reader->mapping);
}

/* Files joined end to end repeat their header. */
static bool repeats_header(const struct hr_reader *reader, const struct hr_csv_row *row)
{
	int time = reader->layout.at[HR_FIELD_TIME];

	return reader->mapping->has_header && time != ABSENT && (size_t)time < row->count &&
	       find_column(row, reader->mapping->columns[HR_FIELD_TIME]) == time;
}

static void take_record(struct hr_reader *reader, const struct hr_csv_row *row)
{
	struct hr_mapped_row record = { .line = row->line };
	size_t usable = hr_csv_row_usable(row, reader->layout.count);
	bool fits = usable > 0;

	for (size_t i = 0; i < HR_FIELD_COUNT; i++) {
		int at = reader->layout.at[i];

		if (at == ABSENT)
			continue;
		if ((size_t)at < usable)
			record.values[i] = strip(row->fields[at]);
		else if (is_essential(reader->mapping, i))
			fits = false;
	}
	if (!fits) {
		hr_csv_reader_reject_misfit(&reader->base, row, reader->layout.count);
		return;
	}
	record.text = hr_csv_reader_text(&reader->base, row);
	hr_mapped_row_push(reader->base.context, reader->mapping, &record);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;

	if (reader->useless || !hr_csv_reader_is_whole(&reader->base, row))
		return;
	if (!reader->begun) {
		begin(reader, row);
		if (reader->useless || reader->mapping->has_header)
			return;
	} else if (repeats_header(reader, row)) {
		return;
	}
	take_record(reader, row);
}

static struct hr_reader *table_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));
	const struct hr_mapping *mapping = context->options.mapping;
	char delimiter = context->options.delimiter;

	if (delimiter == 0 && mapping != NULL)
		delimiter = mapping->delimiter;
	reader->mapping = mapping;
	hr_mapping_init(&reader->named);
	hr_csv_reader_init(&reader->base, context, delimiter, take_row, reader);
	return reader;
}

static enum hr_err table_csv_result(const struct hr_reader *reader, struct hr_error *err)
{
	if (!reader->useless)
		return HR_OK;
	return hr_error_at(err, reader->error.code, NULL, reader->error.line, 0, "%s",
	                   reader->error.text);
}

static enum hr_err table_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                                  struct hr_error *err)
{
	hr_csv_feed(reader->base.csv, bytes);
	return table_csv_result(reader, err);
}

static enum hr_err table_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_csv_finish(reader->base.csv);
	hr_read_assume(reader->base.context, "delimiter: %s",
	               hr_csv_delimiter_name(hr_csv_delimiter(reader->base.csv)));
	return table_csv_result(reader, err);
}

static void table_csv_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	hr_mapping_release(&reader->named);
	free(reader);
}

struct sniffing {
	const struct hr_mapping *mapping;
	int sure;
};

static int sniff_mapping(const struct hr_mapping *mapping, const struct hr_csv_row *row)
{
	struct layout layout;
	bool all = true, essential = true;

	lay_out(&layout, mapping, row);
	for (size_t i = 0; i < HR_FIELD_COUNT; i++) {
		if (mapping->columns[i] == NULL || layout.at[i] != ABSENT)
			continue;
		all = false;
		if (is_essential(mapping, i))
			essential = false;
	}
	if (!mapping->has_header)
		return all ? 55 : 0;
	return all ? 100 : essential ? 70 : 0;
}

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	struct sniffing *sniffing = context;
	struct hr_mapping named;

	if (sniffing->mapping != NULL) {
		sniffing->sure = sniff_mapping(sniffing->mapping, row);
		return;
	}
	if (hr_mapped_row_names(has_column, &row, &named)) {
		if (hr_mapping_is_series(&named))
			sniffing->sure = named.columns[HR_FIELD_NAME] != NULL ? 95 : 80;
		else if (named.columns[HR_FIELD_TIME] != NULL &&
		         named.columns[HR_FIELD_LABEL] != NULL)
			sniffing->sure = 70;
	}
	hr_mapping_release(&named);
}

static int table_csv_sniff(const struct hr_peek *peek)
{
	struct sniffing sniffing = { .mapping = peek->mapping };
	char delimiter = peek->delimiter;

	if (delimiter == 0 && peek->mapping != NULL)
		delimiter = peek->mapping->delimiter;
	hr_csv_first_row(peek->head, delimiter, sniff_row, &sniffing);
	return sniffing.sure;
}

const struct hr_format hr_format_table_csv = {
	.name = "csv",
	.title = "any CSV table by a mapping, or time,name,value[,host,unit]",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_OBSERVATIONS,
	.sniff = table_csv_sniff,
	.open = table_csv_open,
	.feed = table_csv_feed,
	.finish = table_csv_finish,
	.free = table_csv_free,
};
