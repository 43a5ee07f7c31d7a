/*
 * Series as lines of text, as forecasting competitions exchange them:
 *
 *	id season horizon count x1 x2 .. x(count)
 *
 * separated by blanks or tabs. Exactly count values are read; what follows on the line is ignored,
 * so that a line can carry its own solution. NA, NaN, null and - are missing values. Lines that are
 * empty or begin with '#' are passed over.
 */
#ifndef HR_READ_SERIES_LINES_H
#define HR_READ_SERIES_LINES_H

#include "base/error.h"
#include "base/slice.h"

#define HR_SERIES_LINE_VALUES  1000000
#define HR_SERIES_LINE_SEASON  10000
#define HR_SERIES_LINE_HORIZON 10000
#define HR_SERIES_LINE_LARGEST 1e100 /* of a value: squares must stay finite */
#define HR_SERIES_LINE_ID      500   /* bytes */

/* Zero-initialise; reuse for line after line. */
struct hr_series_line {
	struct hr_slice id;     /* borrowed from the line */
	size_t season, horizon; /* 0: not said */
	size_t count;
	double *values; /* owned; NaN where missing */
	size_t capacity;
};

/*
 * hr_series_line_parse - one line.
 * Errors: HR_ENODATA for a line to pass over; HR_EPARSE and HR_ELIMIT with the reason in @err,
 * which holds no text of the line.
 */
enum hr_err hr_series_line_parse(struct hr_slice text, struct hr_series_line *line,
                                 struct hr_error *err) HR_MUST_CHECK;
void hr_series_line_release(struct hr_series_line *line);

#endif
