/*
 * Reading the small languages of a configuration: criteria and filters. A position in one line of
 * text, the words both have in common, and errors that quote the line and say the column.
 */
#ifndef HR_CONFIG_SCAN_H
#define HR_CONFIG_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"

struct hr_scan {
	const char *what;     /* "criterion", for errors */
	struct hr_slice text; /* UTF-8; borrowed */
	size_t at;            /* next byte */
	struct hr_error *err;
};

/* Fails at byte @at of the text: err->column, and the message, count characters from 1, as an
 * editor shows them. Returns @code. */
enum hr_err hr_scan_fail(const struct hr_scan *scan, size_t at, enum hr_err code, const char *what);

bool hr_scan_is_blank(char c);
/* The next byte; '\0' at the end. */
char hr_scan_peek(const struct hr_scan *scan);
void hr_scan_skip_blanks(struct hr_scan *scan);
/* Pass blanks and then @token, if it comes next; a word only as a whole word. */
bool hr_scan_take(struct hr_scan *scan, const char *token);
/* The same with whatever word comes next; empty when none does. */
struct hr_slice hr_scan_word(struct hr_scan *scan);
/* The same with "300ms", "1 m 30 s", "20 KiB", "404": up to what no number with a unit holds. ".."
 * ends it, and so do the words "and" and "or". */
struct hr_slice hr_scan_amount(struct hr_scan *scan);
/* All that is left. */
struct hr_slice hr_scan_rest(const struct hr_scan *scan);

/* Whether a text in single or double quotes comes next. */
bool hr_scan_at_quote(const struct hr_scan *scan);
/*
 * hr_scan_quoted - read a text in quotes, at which the position is.
 * @out  gets what stands between them: a backslash protects the quote; before anything else it
 *       stays, since it may belong to a pattern
 * Errors: HR_EPARSE where the text begins when it does not end.
 */
enum hr_err hr_scan_quoted(struct hr_scan *scan, struct hr_str *out) HR_MUST_CHECK;

#endif
