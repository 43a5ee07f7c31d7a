/*
 * What the look of CSV text tells before and beside the parser: the first line, and
 * quotes that cannot be meant. The rest of csv_look.c is declared in csv.h.
 */
#ifndef HR_READ_CSV_LOOK_H
#define HR_READ_CSV_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Does @head hold a whole line that is not blank? Line ends inside quotes do not count. */
bool hr_csv_has_line(struct hr_slice head);
/* Does the text begin as JSON or XML does? Their quotes would make long rows of nothing. */
bool hr_csv_is_markup(struct hr_slice head);
/* Has the line alone @fields fields, and a quote to end each that begins? Without its line feed. */
bool hr_csv_is_row_of(struct hr_slice line, char delimiter, size_t fields);
/*
 * hr_csv_swallows_rows - has a row of several lines swallowed others because a quote of its first
 * line was never closed (a program killed while writing, and its next run appended)?
 * Yes when one of its quotes is closed where no field ends, and one of its later lines alone has as
 * many fields as the rows before. Text quoted properly is never taken for that.
 * @row  the bytes as they came, with the newline   @fields  of the rows before; 0 unknown
 */
bool hr_csv_swallows_rows(struct hr_slice row, char delimiter, size_t fields);

#endif
