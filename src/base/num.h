/*
 * Numbers in text, strictly and without any locale: the decimal point is '.', nothing may follow,
 * overflow and NaN are errors. These are the only number parsers of the program.
 */
#ifndef HR_BASE_NUM_H
#define HR_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/int128.h"
#include "base/slice.h"

/* All return false and leave *out alone unless the whole slice is one number in range. */
bool hr_parse_u64(struct hr_slice text, uint64_t *out); /* digits only */
bool hr_parse_i64(struct hr_slice text, int64_t *out);  /* optional '-' or '+' */
bool hr_parse_u128(struct hr_slice text, hr_u128 *out); /* digits only */
/* [+-]digits[.digits][e[+-]digits], also ".5" and "5."; finite results only. Correctly rounded. */
bool hr_parse_double(struct hr_slice text, double *out);
/*
 * hr_parse_scaled - a decimal number times 10^@shift as an exact integer, rounding half away from
 * zero what lies beyond: hr_parse_scaled("1.25", 3) is 1250. Exponent forms are accepted.
 * No binary fraction is involved, so seconds written as text become exact nanoseconds.
 */
bool hr_parse_scaled(struct hr_slice text, int shift, int64_t *out);

/* Decimal text of a 128-bit number; @out holds HR_U128_TEXT_SIZE bytes. Returns the length. */
size_t hr_format_u128(hr_u128 value, char out[HR_U128_TEXT_SIZE]);
/*
 * hr_format_double - shortest decimal text that reads back as the same double: "1.21", "1e+30".
 * @out  >= 32 bytes; "nan", "inf" and "-inf" for what has no digits, so JSON writers test first
 * Returns the length. Powers of ten from -4 to 16 are written plainly, others with an exponent.
 */
size_t hr_format_double(double value, char *out, size_t size);
/* "%.*f" without any locale: @decimals 0..20 digits after the point. Returns the length, 0 when
 * @size does not suffice or the value is not finite. */
size_t hr_format_fixed(double value, int decimals, char *out, size_t size);
/* Round to 15 significant decimal digits: what a document stores of a derived number. */
double hr_round15(double value);

#endif
