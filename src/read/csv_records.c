#include <config.h>
#include "read/csv_records.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "read/csv_reader.h"

#define ABSENT (-1)

struct hr_reader {
	struct hr_csv_reader base;
	const struct hr_csv_columns *columns;
	hr_csv_record_fn *on_record;
	int at[HR_CSV_COLUMNS_MAX];
	size_t width; /* of the header; 0: not seen yet */
	struct hr_error error;
};

static bool is_spelling(struct hr_slice field, const char *spellings)
{
	while (*spellings != '\0') {
		size_t length = strcspn(spellings, "|");

		if (length == field.length && strncasecmp(field.ptr, spellings, length) == 0)
			return true;
		spellings += length + (spellings[length] == '|' ? 1 : 0);
	}
	return false;
}

static int find_column(const struct hr_csv_row *row, const char *spellings)
{
	for (size_t i = 0; i < row->count; i++)
		if (is_spelling(hr_slice_trim(row->fields[i]), spellings))
			return (int)i;
	return ABSENT;
}

/* The needed column the row lacks, or NULL: it is a header. */
static const char *lay_out(const struct hr_csv_row *row, const struct hr_csv_columns *columns,
                           int *at)
{
	for (size_t i = 0; i < columns->count; i++) {
		at[i] = find_column(row, columns->names[i]);
		if (i < columns->needed && at[i] == ABSENT)
			return columns->names[i];
	}
	return NULL;
}

struct hr_slice hr_csv_record_text(const struct hr_csv_record *record)
{
	return hr_csv_reader_text(&record->reader->base, record->row);
}

static void take_header(struct hr_reader *reader, const struct hr_csv_row *row)
{
	const char *lacking = lay_out(row, reader->columns, reader->at);

	if (lacking != NULL)
		hr_error_at(&reader->error, HR_EPARSE, NULL, row->line, 0,
		            "the header has no column \"%s\"", lacking);
	reader->width = row->count;
}

/* Its first needed column stands where it stood: rows behind another header would be misread. */
static bool repeats_header(const struct hr_reader *reader, const struct hr_csv_row *row)
{
	int at[HR_CSV_COLUMNS_MAX];

	return (size_t)reader->at[0] < row->count &&
	       is_spelling(hr_slice_trim(row->fields[reader->at[0]]), reader->columns->names[0]) &&
	       lay_out(row, reader->columns, at) == NULL;
}

static void take_record(struct hr_reader *reader, const struct hr_csv_row *row)
{
	struct hr_slice values[HR_CSV_COLUMNS_MAX] = { { NULL, 0 } };
	struct hr_csv_record record = { values, row->line, row, reader };
	size_t usable = hr_csv_row_usable(row, reader->width);

	for (size_t i = 0; i < reader->columns->count; i++) {
		if (reader->at[i] == ABSENT)
			continue;
		if ((size_t)reader->at[i] < usable) {
			values[i] = hr_slice_trim(row->fields[reader->at[i]]);
		} else if (i < reader->columns->needed) {
			hr_csv_reader_reject(&reader->base, row,
			                     hr_csv_misfit_reason(row, reader->width));
			return;
		}
	}
	reader->on_record(reader->base.context, &record);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;

	if (reader->error.code != HR_OK || !hr_csv_reader_is_whole(&reader->base, row))
		return;
	if (reader->width == 0)
		take_header(reader, row);
	else if (!repeats_header(reader, row))
		take_record(reader, row);
}

struct hr_reader *hr_csv_records_open(struct hr_read_context *context,
                                      const struct hr_csv_columns *columns,
                                      hr_csv_record_fn *on_record)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->columns = columns;
	reader->on_record = on_record;
	hr_csv_reader_init(&reader->base, context, context->options.delimiter, take_row, reader);
	return reader;
}

static enum hr_err result_of(const struct hr_reader *reader, struct hr_error *err)
{
	if (reader->error.code == HR_OK)
		return HR_OK;
	return hr_error_at(err, reader->error.code, NULL, reader->error.line, 0, "%s",
	                   reader->error.text);
}

enum hr_err hr_csv_records_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	hr_csv_feed(reader->base.csv, bytes);
	return result_of(reader, err);
}

enum hr_err hr_csv_records_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_csv_finish(reader->base.csv);
	return result_of(reader, err);
}

void hr_csv_records_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	free(reader);
}

struct sniffing {
	const struct hr_csv_columns *columns;
	bool found;
};

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	struct sniffing *sniffing = context;
	int at[HR_CSV_COLUMNS_MAX];

	sniffing->found = lay_out(row, sniffing->columns, at) == NULL;
}

bool hr_csv_records_header(const struct hr_peek *peek, const struct hr_csv_columns *columns)
{
	struct sniffing sniffing = { .columns = columns };

	hr_csv_first_row(peek->head, peek->delimiter, sniff_row, &sniffing);
	return sniffing.found;
}
