/* Decimals to fractions. */
#include <config.h>
#include "config/config_share.h"

#include "base/num.h"

/* The decimal of a number, or of a text that ends in a percent sign. False when it is neither. */
static bool decimal_of(const json_t *value, char out[32], struct hr_slice *decimal, bool *percent)
{
	struct hr_slice text;

	*percent = false;
	if (json_is_number(value)) {
		decimal->length = json_is_integer(value)
		                          ? (size_t)snprintf(out, 32, "%" JSON_INTEGER_FORMAT,
		                                             json_integer_value(value))
		                          : hr_format_double(json_real_value(value), out, 32);
		decimal->ptr = out;
		return true;
	}
	if (!json_is_string(value))
		return false;
	text = hr_slice_trim(
	        (struct hr_slice){ json_string_value(value), json_string_length(value) });
	if (text.length > 0 && text.ptr[text.length - 1] == '%') {
		text.length--;
		*percent = true;
	}
	*decimal = hr_slice_trim(text);
	return true;
}

/* In percent unless it is a ratio. */
static bool to_fraction(struct hr_slice decimal, int shift, struct hr_fraction *out)
{
	return hr_fraction_parse(decimal, shift, out);
}

static bool is_above_one(struct hr_fraction value)
{
	return value.num > value.den;
}

bool hr_config_read_share(struct hr_config_reader *reader, const json_t *value,
                          struct hr_fraction *out)
{
	static const char expected[] = "a share such as \"99.9%\", 99.9 or 0.999";
	struct hr_fraction plain, share;
	struct hr_slice decimal;
	bool percent;
	char text[32];

	if (!decimal_of(value, text, &decimal, &percent) || !to_fraction(decimal, 0, &plain)) {
		hr_config_wrong_type(reader, value, expected);
		return false;
	}
	if (!percent && plain.num == plain.den) {
		hr_config_wrong(reader, "found 1, which could be 1 %% or 100 %%: "
		                        "write \"1%%\" or \"100%%\"");
		return false;
	}
	if (!to_fraction(decimal, percent || is_above_one(plain) ? 2 : 0, &share)) {
		hr_config_wrong_type(reader, value, expected);
		return false;
	}
	if (share.num == 0 || is_above_one(share)) {
		/* 999 for 99.9 and 9990 for 99.90 are slips of the point. */
		double number = hr_fraction_value(plain);

		while (number > 100)
			number /= 10;
		if (share.num > 0 && json_is_number(value))
			hr_config_wrong(reader,
			                "%.*s is not between 0 and 100 (percent), did you mean "
			                "%.6g?",
			                (int)decimal.length, decimal.ptr, number);
		else
			hr_config_wrong(reader, "%.*s%s is not above 0 and at most 100 %%",
			                (int)decimal.length, decimal.ptr, percent ? " %" : "");
		return false;
	}
	*out = share;
	return true;
}

bool hr_config_read_percent(struct hr_config_reader *reader, const json_t *value,
                            struct hr_fraction *out)
{
	struct hr_slice decimal;
	bool percent;
	char text[32];

	if (!decimal_of(value, text, &decimal, &percent) || (json_is_string(value) && !percent) ||
	    !to_fraction(decimal, 2, out) || is_above_one(*out)) {
		hr_config_wrong_type(reader, value, "a percentage from 0 to 100, such as \"10%\"");
		return false;
	}
	return true;
}

bool hr_config_read_factor(struct hr_config_reader *reader, const json_t *value,
                           struct hr_fraction *out)
{
	struct hr_slice decimal;
	bool percent;
	char text[32];

	if (!json_is_number(value) || !decimal_of(value, text, &decimal, &percent) ||
	    !to_fraction(decimal, 0, out) || out->num == 0) {
		hr_config_wrong_type(reader, value, "a number above 0, such as 14.4");
		return false;
	}
	return true;
}
