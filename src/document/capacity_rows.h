/*
 * The series of a fleet as a table, also those that a document leaves out.
 */
#ifndef HR_DOCUMENT_CAPACITY_ROWS_H
#define HR_DOCUMENT_CAPACITY_ROWS_H

#include "analyse/capacity.h"
#include "base/str.h"

/* All rows as CSV (RFC 4180, LF), with a header; appended to @out. What is not known is empty. */
void hr_capacity_rows(const struct hr_capacity *capacity, struct hr_str *out);

#endif
