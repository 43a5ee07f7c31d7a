/*
 * CSV rows by the index (csv_index.h), read where they lie: those without quotes, and those whose
 * fields are quoted whole, mean the same to any reader of CSV. Where the index cannot vouch for a
 * row it says so, and libcsv reads it (csv_library.h).
 */
#ifndef HR_READ_CSV_INDEXED_H
#define HR_READ_CSV_INDEXED_H

#include "read/csv_rows.h"

struct hr_csv_indexed;

/* @rows      where they go, borrowed until free
 * @on_plain  offered plain rows before they are taken apart; NULL = nobody is */
struct hr_csv_indexed *hr_csv_indexed_new(char delimiter, struct hr_csv_rows *rows,
                                          hr_csv_plain_fn *on_plain);
void hr_csv_indexed_free(struct hr_csv_indexed *indexed);
/*
 * hr_csv_indexed_give - rows from the start of @bytes for as long as the index suffices.
 * @bytes  begin with a row; as long as they lie where they are, what was indexed is used again
 * Gives the length of the rows; 0 when the first one is for libcsv.
 */
size_t hr_csv_indexed_give(struct hr_csv_indexed *indexed, struct hr_slice bytes);
/* The bytes go, or others come. */
void hr_csv_indexed_forget(struct hr_csv_indexed *indexed);

#endif
