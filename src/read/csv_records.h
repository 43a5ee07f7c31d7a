/*
 * CSV files of one tool: a header with names that are known, then records. Columns are found by
 * name, whatever their order and case; others are left alone; a header that is repeated is skipped.
 */
#ifndef HR_READ_CSV_RECORDS_H
#define HR_READ_CSV_RECORDS_H

#include "read/reader.h"

struct hr_csv_row;

#define HR_CSV_COLUMNS_MAX 32

struct hr_csv_columns {
	const char *const *names; /* spellings of a column are separated by '|' */
	size_t count;             /* <= HR_CSV_COLUMNS_MAX */
	size_t needed;            /* so many of the first every row must have */
};

struct hr_csv_record {
	const struct hr_slice *values; /* as in names; ptr NULL where there is none */
	uint64_t line;
	const struct hr_csv_row *row; /* that it was made of, */
	struct hr_reader *reader;     /* and whose */
};

typedef void hr_csv_record_fn(struct hr_read_context *context, const struct hr_csv_record *record);

/* These make up an hr_format. @columns is borrowed until free. */
struct hr_reader *hr_csv_records_open(struct hr_read_context *context,
                                      const struct hr_csv_columns *columns,
                                      hr_csv_record_fn *on_record);
enum hr_err hr_csv_records_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err);
enum hr_err hr_csv_records_finish(struct hr_reader *reader, struct hr_error *err);
void hr_csv_records_free(struct hr_reader *reader);

/* The start of the row, for diagnostics; borrowed until the next call. */
struct hr_slice hr_csv_record_text(const struct hr_csv_record *record);

/* For sniffers: is the first row a header that has the needed columns? */
bool hr_csv_records_header(const struct hr_peek *peek, const struct hr_csv_columns *columns);

#endif
