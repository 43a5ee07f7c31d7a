/*
 * Lines of a series file beside the project (data/ref/classic-series.txt): id, season, horizon,
 * count, values.
 */
#ifndef HR_TESTS_REFERENCE_SERIES_H
#define HR_TESTS_REFERENCE_SERIES_H

#include "base/str.h"
#include "model/history.h"

#define REFERENCE_VALUES_MAX 1000

struct reference_series {
	double values[REFERENCE_VALUES_MAX];
	struct hr_history history; /* of the values, with the season of the line */
};

/* Find @name in the text of the file; the test fails when it is not there. */
void reference_series_find(const struct hr_str *text, const char *name,
                           struct reference_series *out);
/* Column @name of a CSV row; headers and texts may be quoted. NaN for NA. */
double csv_number(const char *header, const char *row, const char *name);
/* Text of the column into @out, without quotes. */
void csv_text(const char *header, const char *row, const char *name, char *out, size_t size);

#endif
