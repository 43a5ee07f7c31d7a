#include <config.h>
#include "read/series_lines.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/line_split.h"

static bool is_missing(struct hr_slice word)
{
	return hr_slice_is(word, "NA") || hr_slice_is(word, "NaN") || hr_slice_is(word, "nan") ||
	       hr_slice_is(word, "null") || hr_slice_is(word, "-");
}

static enum hr_err take_size(struct hr_slice *text, const char *what, size_t most, size_t *out,
                             struct hr_error *err)
{
	struct hr_slice word;
	uint64_t value;

	if (!hr_line_word(text, &word))
		return hr_error_set(err, HR_EPARSE,
		                    "the line ends before its %s; "
		                    "expected id season horizon count and values",
		                    what);
	if (!hr_parse_u64(word, &value))
		return hr_error_set(err, HR_EPARSE, "the %s is no whole number", what);
	if (value > most)
		return hr_error_set(err, HR_ELIMIT, "the %s is beyond %zu", what, most);
	*out = (size_t)value;
	return HR_OK;
}

/* Room grows with what is there, not with what the line claims. */
static enum hr_err take_values(struct hr_slice *text, struct hr_series_line *line, size_t count,
                               struct hr_error *err)
{
	while (line->count < count) {
		struct hr_slice word;
		double value = NAN;

		if (!hr_line_word(text, &word))
			return hr_error_set(err, HR_EPARSE,
			                    "the line holds fewer values than it says");
		if (!is_missing(word) && !hr_parse_double(word, &value))
			return hr_error_set(err, HR_EPARSE, "a value is no number");
		if (fabs(value) > HR_SERIES_LINE_LARGEST)
			return hr_error_set(err, HR_ELIMIT, "a value is beyond 1e100");
		line->values = hr_grow(line->values, line->count, &line->capacity,
		                       sizeof(*line->values));
		line->values[line->count++] = value;
	}
	return HR_OK;
}

enum hr_err hr_series_line_parse(struct hr_slice text, struct hr_series_line *line,
                                 struct hr_error *err)
{
	enum hr_err code;
	size_t count = 0;

	line->count = 0;
	if (!hr_line_word(&text, &line->id) || line->id.ptr[0] == '#')
		return HR_ENODATA;
	if (line->id.length > HR_SERIES_LINE_ID)
		return hr_error_set(err, HR_ELIMIT, "the id is longer than %d bytes",
		                    HR_SERIES_LINE_ID);
	code = take_size(&text, "season", HR_SERIES_LINE_SEASON, &line->season, err);
	if (code == HR_OK)
		code = take_size(&text, "horizon", HR_SERIES_LINE_HORIZON, &line->horizon, err);
	if (code == HR_OK)
		code = take_size(&text, "count", HR_SERIES_LINE_VALUES, &count, err);
	if (code == HR_OK)
		code = take_values(&text, line, count, err);
	return code;
}

void hr_series_line_release(struct hr_series_line *line)
{
	free(line->values);
	line->values = NULL;
	line->count = line->capacity = 0;
}
