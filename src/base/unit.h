/*
 * Numbers for people: three significant digits, one unit, thousands by U+202F, true minus. For
 * rendered text only; data keeps plain numbers. From 10^18 on a number stands with its power of
 * ten.
 */
#ifndef HR_BASE_UNIT_H
#define HR_BASE_UNIT_H

#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

enum hr_quantity {
	HR_QUANTITY_COUNT,       /* 1 204 811 */
	HR_QUANTITY_DURATION_MS, /* value in ms: "45 ms", "1.23 s", "12 µs", "3 min 20 s" */
	HR_QUANTITY_RATIO,       /* 0.0031 -> "0.31 %" */
	HR_QUANTITY_PER_S,       /* "611/s" */
	HR_QUANTITY_BYTES,       /* B, KiB, MiB, GiB, TiB */
	HR_QUANTITY_BYTES_PER_S,
	HR_QUANTITY_NUMBER, /* plain, three significant digits */
};

#define HR_UNIT_TEXT_SIZE 64

enum hr_unit_style {
	HR_STYLE_UNICODE, /* U+202F, U+2212, µ: pages and UTF-8 terminals */
	HR_STYLE_ASCII,   /* blank-free ASCII: "1204811", "-", "us" */
};

/* A value that is not finite prints as an en dash (ASCII: "-"). Returns the length. */
size_t hr_unit_format(double value, enum hr_quantity quantity, enum hr_unit_style style,
                      char out[HR_UNIT_TEXT_SIZE]);
/*
 * hr_unit_parse - a value with unit as criteria write it: "800ms", "1.5 s", "1%", "0.01", "100/s",
 * "20 KiB/s". @quantity says what is expected; the result is in the quantity's base (ms, ratio, per
 * s, bytes).
 */
enum hr_err hr_unit_parse(struct hr_slice text, enum hr_quantity quantity, double *out,
                          struct hr_error *err) HR_MUST_CHECK;
/* The unit that data of this quantity is in, as checks name it: "ms", "ratio", "1/s"; "1" for a
 * bare number. A constant. */
const char *hr_quantity_unit(enum hr_quantity quantity);
/* The quantity of data in @unit, as hr_quantity_unit() writes it; HR_QUANTITY_NUMBER for "1", NULL
 * and units of no quantity. */
enum hr_quantity hr_quantity_of_unit(const char *unit);
/* As hr_unit_format(), by the unit of the data; one of no quantity stands behind the number ("1200
 * rpm"), whole bare numbers are counts. */
size_t hr_unit_format_in(double value, const char *unit, enum hr_unit_style style,
                         char out[HR_UNIT_TEXT_SIZE]);

#endif
