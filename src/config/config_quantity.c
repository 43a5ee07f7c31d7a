#include <config.h>
#include "config/config_quantity.h"

#include <math.h>
#include <string.h>

#include "base/duration.h"
#include "base/instant.h"
#include "base/message.h"
#include "base/num.h"

#define MONTH_NS (30 * INT64_C(86400) * HR_NS_PER_S)

/* Of a number or a text; false for anything else. */
static bool number_of(const json_t *value, double *out)
{
	if (json_is_number(value)) {
		*out = json_number_value(value);
		return isfinite(*out);
	}
	return json_is_string(value) && hr_parse_double(hr_slice_of(json_string_value(value)), out);
}

bool hr_config_read_number(struct hr_config_reader *reader, const json_t *value, double low,
                           double high, double *out)
{
	double number;

	if (!number_of(value, &number)) {
		hr_config_wrong_type(reader, value, "a number");
		return false;
	}
	if (number < low || number > high) {
		hr_config_wrong(reader, "%g is not between %g and %g", number, low, high);
		return false;
	}
	*out = number;
	return true;
}

/* "85%" or "85 %" as 0.85. */
static bool percent_of(struct hr_slice text, double *out)
{
	text = hr_slice_trim(text);
	if (text.length < 2 || text.ptr[text.length - 1] != '%')
		return false;
	text.length--;
	if (!hr_parse_double(hr_slice_trim(text), out))
		return false;
	*out /= 100;
	return true;
}

static bool is_percent(const json_t *value, double *out)
{
	return json_is_string(value) && percent_of(hr_slice_of(json_string_value(value)), out);
}

bool hr_config_read_ratio(struct hr_config_reader *reader, const json_t *value, double *out)
{
	double ratio;
	bool percent = is_percent(value, &ratio);

	if (!percent && !number_of(value, &ratio)) {
		hr_config_wrong_type(reader, value, "a percentage such as \"85%\"");
		return false;
	}
	if (!percent && ratio >= 1 && ratio <= 1) {
		hr_config_wrong(reader, "1 could be 1 %% or 100 %%; write \"1%%\" or \"100%%\"");
		return false;
	}
	if (!percent && ratio > 1)
		ratio /= 100;
	if (!(ratio > 0) || ratio > 1) {
		hr_config_wrong(reader, "%g %% is not above 0 and at most 100 %%", ratio * 100);
		return false;
	}
	*out = ratio;
	return true;
}

bool hr_config_read_margin(struct hr_config_reader *reader, const json_t *value, double *out)
{
	double ratio;

	if (!is_percent(value, &ratio) && !number_of(value, &ratio)) {
		hr_config_wrong_type(reader, value, "a percentage such as \"20%\"");
		return false;
	}
	if (ratio < 0 || ratio > 100) {
		hr_config_wrong(reader, "%g %% is not between 0 and 10000 %%", ratio * 100);
		return false;
	}
	*out = ratio;
	return true;
}

/* What growth is per: a word, or a duration. */
static bool period_of(struct hr_slice text, int64_t *out)
{
	static const struct {
		const char *word;
		int64_t ns;
	} words[] = { { "day", MONTH_NS / 30 },
		      { "week", MONTH_NS / 30 * 7 },
		      { "month", MONTH_NS },
		      { "quarter", MONTH_NS / 30 * 365 / 4 },
		      { "year", MONTH_NS / 30 * 365 } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!hr_slice_is(text, words[i].word))
			continue;
		*out = words[i].ns;
		return true;
	}
	return hr_duration_parse(text, out, NULL) == HR_OK && *out > 0;
}

bool hr_config_read_growth(struct hr_config_reader *reader, const json_t *value, double *out)
{
	const char *text = json_string_value(value);
	const char *slash = text != NULL ? strrchr(text, '/') : NULL;
	int64_t period_ns;
	double ratio;

	if (slash == NULL ||
	    !percent_of((struct hr_slice){ text, (size_t)(slash - text) }, &ratio) ||
	    !period_of(hr_slice_trim(hr_slice_of(slash + 1)), &period_ns)) {
		hr_config_wrong_type(reader, value, "growth per time, such as \"5%/month\"");
		return false;
	}
	/* Compound, so half a month has less than half of it. */
	*out = pow(1 + ratio, (double)MONTH_NS / (double)period_ns) - 1;
	if (!(ratio > -1) || !isfinite(*out) || *out > 1e6) {
		hr_config_wrong(reader, "growth of \"%s\" is out of bounds", hr_quoted(text).text);
		return false;
	}
	return true;
}

bool hr_config_read_instant(struct hr_config_reader *reader, const json_t *value, int64_t *out)
{
	const char *text = json_string_value(value);

	if (text != NULL && hr_instant_parse(hr_slice_of(text), hr_zone_utc(), out, NULL) == HR_OK)
		return true;
	hr_config_wrong_type(reader, value, "a date such as \"2026-11-27\"");
	return false;
}
