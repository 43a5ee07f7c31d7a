/*
 * What readers of formats in CSV share, whatever their columns: rows by the options of the input,
 * and rows that cannot be used, told with the start of their text.
 */
#ifndef HR_READ_CSV_READER_H
#define HR_READ_CSV_READER_H

#include "read/csv.h"
#include "read/reader.h"

/* A member of such a reader. */
struct hr_csv_reader {
	struct hr_read_context *context;
	struct hr_csv *csv;
	struct hr_str text; /* of the row spoken of */
};

/*
 * hr_csv_reader_init
 * @context    borrowed until release
 * @delimiter  0: guessed
 * @reader     what @on_row is called with
 */
void hr_csv_reader_init(struct hr_csv_reader *base, struct hr_read_context *context, char delimiter,
                        hr_csv_row_fn *on_row, void *reader);
/* Reads on as @of would (hr_csv_fork()), for another reader and its context. */
void hr_csv_reader_fork(struct hr_csv_reader *base, const struct hr_csv_reader *of,
                        struct hr_read_context *context, void *reader);
void hr_csv_reader_release(struct hr_csv_reader *base);

/* The start of the row, for diagnostics; borrowed until the next call. */
struct hr_slice hr_csv_reader_text(struct hr_csv_reader *base, const struct hr_csv_row *row);
void hr_csv_reader_reject(struct hr_csv_reader *base, const struct hr_csv_row *row,
                          const char *reason);
/* For its number of fields, which is not @expected. */
void hr_csv_reader_reject_misfit(struct hr_csv_reader *base, const struct hr_csv_row *row,
                                 size_t expected);
/* It is too long, or a quote has no end. */
void hr_csv_reader_reject_part(struct hr_csv_reader *base, const struct hr_csv_row *row);
/* False, and the row is rejected, when it is only a part. */
static inline bool hr_csv_reader_is_whole(struct hr_csv_reader *base, const struct hr_csv_row *row)
{
	if (!row->too_long && !row->unterminated)
		return true;
	hr_csv_reader_reject_part(base, row);
	return false;
}

#endif
