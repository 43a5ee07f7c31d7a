/*
 * The values of records as text; for the forms of src/write only.
 */
#ifndef HR_WRITE_RECORD_TEXT_H
#define HR_WRITE_RECORD_TEXT_H

#include "base/str.h"
#include "write/writer.h"

extern const struct hr_record_form hr_record_form_jtl;
extern const struct hr_record_form hr_record_form_csv;
extern const struct hr_record_form hr_record_form_series;
extern const struct hr_record_form hr_record_form_ndjson;

/* Each appends; unknown values (HR_UNKNOWN, HR_INSTANT_NONE) append nothing. */

/* ISO 8601, UTC, fraction as long as needed. */
void hr_put_instant(struct hr_str *out, int64_t instant_ns);
/* A number of 10^-@shift units as exact decimal text without trailing zeros: 245591442 with 6 is
 * "245.591442". */
void hr_put_scaled(struct hr_str *out, int64_t value, int shift);
/* The same of a figure that is negative when unknown: milliseconds of nanoseconds, a count. */
void hr_put_ms(struct hr_str *out, int64_t duration_ns);
void hr_put_known(struct hr_str *out, int64_t value);
/* A cell of CSV (RFC 4180): the bytes as they are, quoted when they hold a delimiter, a quote, a
 * line end, or blanks at an end. No apostrophes against formulas: this is for programs. */
void hr_put_cell(struct hr_str *out, struct hr_slice text);
/* A JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void hr_put_json(struct hr_str *out, struct hr_slice text);

#endif
