/*
 * CSV rows on their way out, whoever reads them (csv_library.h, csv_indexed.h): what is a row and
 * what a blank line, and on which line of the input each begins.
 */
#ifndef HR_READ_CSV_ROWS_H
#define HR_READ_CSV_ROWS_H

#include "read/csv.h"

struct hr_csv_rows {
	hr_csv_row_fn *on_row;
	void *context;
	uint64_t line;     /* on which the row being read begins, or the next one will */
	uint64_t ended;    /* rows and blank lines so far */
	bool after_cr;     /* the last of them ended in CR: a LF would belong to it */
	size_t last_count; /* fields of the last good row */
	struct hr_slice fields[HR_CSV_FIELDS_MAX]; /* of the row that is given out next */
};

/* A line ends, in '\r' or '\n', or with the input, -1. False when there is no row to give out, but
 * a blank line, or the LF of CR LF. */
static inline bool hr_csv_rows_end(struct hr_csv_rows *rows, bool blank, int end)
{
	rows->ended++;
	if (blank && (end != '\n' || !rows->after_cr))
		rows->line++;
	rows->after_cr = end == '\r';
	return !blank;
}

/* @row     how many of the fields are its own, and its flags
 * @breaks  line ends inside it */
static inline void hr_csv_rows_give(struct hr_csv_rows *rows, struct hr_csv_row row,
                                    uint64_t breaks)
{
	row.fields = rows->fields;
	row.line = rows->line;
	rows->on_row(rows->context, &row);
	rows->line += 1 + breaks;
	if (!row.too_long && !row.unterminated)
		rows->last_count = row.count;
}

/* @count rows of a line each were given out by other means, the last one of @fields fields. */
static inline void hr_csv_rows_pass(struct hr_csv_rows *rows, size_t count, size_t fields)
{
	rows->last_count = fields;
	rows->line += count;
	rows->ended += count;
	rows->after_cr = false;
}

#endif
