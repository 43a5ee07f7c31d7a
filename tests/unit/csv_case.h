/*
 * Rows of CSV as text, so that ways of reading the same file can be compared, and files with what
 * goes wrong in files.
 */
#ifndef HR_TESTS_UNIT_CSV_CASE_H
#define HR_TESTS_UNIT_CSV_CASE_H

#include <stdint.h>

#include "base/str.h"
#include "read/csv.h"

/* Appends "LINE:field|field[!flags]\n" to the hr_str that is @context; flags: l too long, u
 * unterminated, e at the end. */
void csv_case_write_row(void *context, const struct hr_csv_row *row);

/* Whole and all right, quoted, with line ends inside, and now and then a stray quote or CR; blanks
 * belong to a field. */
void csv_case_add_field(struct hr_str *out, uint32_t *state);
/* An end of a row: LF, CR LF, CR, or with a blank line behind it. */
void csv_case_add_end(struct hr_str *out, uint32_t *state);

#endif
