/*
 * CSV rows from pieces of bytes, by libcsv: quotes and newlines in fields, LF, CRLF or CR, any
 * delimiter. Rows arrive as arrays of fields with the number of the line they begin on.
 */
#ifndef HR_READ_CSV_H
#define HR_READ_CSV_H

#include "base/error.h"
#include "base/slice.h"

#define HR_CSV_FIELDS_MAX 1024        /* fields of a row; more are HR_ELIMIT for that row */
#define HR_CSV_ROW_BYTES  (16u << 20) /* a longer row is cut and rejected */

struct hr_csv_row {
	const struct hr_slice *fields; /* borrowed for the call */
	size_t count;
	uint64_t line;     /* first line of the row, from 1 */
	bool too_long;     /* a cap was met: the fields are what fitted */
	bool unterminated; /* input ended inside quotes */
};

typedef void hr_csv_row_fn(void *context, const struct hr_csv_row *row);

struct hr_csv;
struct hr_csv *hr_csv_new(char delimiter, hr_csv_row_fn *on_row, void *context);
enum hr_err hr_csv_feed(struct hr_csv *csv, struct hr_slice bytes,
                        struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_csv_finish(struct hr_csv *csv, struct hr_error *err) HR_MUST_CHECK;
void hr_csv_free(struct hr_csv *csv);
/* Delimiter of a header or first line: of , ; tab | the one that splits it (outside quotes) into
 * most fields; 0 when none occurs. A BOM is skipped. */
char hr_csv_guess_delimiter(struct hr_slice head);

#endif
