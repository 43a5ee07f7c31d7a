#include <config.h>
#include "base/duration.h"

#include <inttypes.h>

#include "base/message.h"
#include "base/num.h"

#define EPOCH_DIGITS 9 /* seconds since 1970: from March 1973 on */

/* A number of a unit is read as an integer of 10^-shift parts; times factor these are ns. */
static const struct unit {
	const char *name;
	int shift;
	int64_t factor;
	int64_t length_ns;
} units[] = {
	{ "ns", 0, 1, 1 },
	{ "us", 3, 1, 1000 },
	{ "\xc2\xb5s", 3, 1, 1000 }, /* U+00B5 MICRO SIGN */
	{ "\xce\xbcs", 3, 1, 1000 }, /* U+03BC GREEK SMALL LETTER MU */
	{ "ms", 6, 1, 1000000 },
	{ "s", 9, 1, INT64_C(1000000000) },
	{ "m", 9, 60, INT64_C(60000000000) },
	{ "min", 9, 60, INT64_C(60000000000) },
	{ "h", 9, 3600, INT64_C(3600000000000) },
	{ "d", 9, 86400, INT64_C(86400000000000) },
	{ "w", 9, 604800, INT64_C(604800000000000) },
};

static bool is_number_char(char c)
{
	return (c >= '0' && c <= '9') || c == '.';
}

static struct hr_slice take_while_number(struct hr_slice *text, bool wanted)
{
	struct hr_slice taken = { text->ptr, 0 };

	while (taken.length < text->length && text->ptr[taken.length] != ' ' &&
	       is_number_char(text->ptr[taken.length]) == wanted)
		taken.length++;
	if (taken.length > 0) {
		text->ptr += taken.length;
		text->length -= taken.length;
	}
	return taken;
}

static void skip_blanks(struct hr_slice *text)
{
	while (text->length > 0 && text->ptr[0] == ' ') {
		text->ptr++;
		text->length--;
	}
}

static const struct unit *find_unit(struct hr_slice name)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (hr_slice_is(name, units[i].name))
			return &units[i];
	}
	return NULL;
}

static bool is_zero(struct hr_slice number)
{
	double value;

	return hr_parse_double(number, &value) && !(value > 0.0);
}

static enum hr_err not_a_duration(struct hr_slice text, const char *why, struct hr_error *err)
{
	return hr_error_set(err, HR_EPARSE,
	                    "'%s' is not a duration: %s; "
	                    "expected a form such as 250ms, 90s or 1h30m",
	                    hr_quoted_slice(text).text, why);
}

enum hr_err hr_duration_parse(struct hr_slice text, int64_t *out, struct hr_error *err)
{
	struct hr_slice rest = hr_slice_trim(text);
	int64_t total_ns = 0;
	int64_t before_ns = INT64_MAX;

	if (rest.length == 0)
		return not_a_duration(text, "it is empty", err);
	if (rest.ptr[0] == '-')
		return not_a_duration(text, "it is negative", err);
	while (rest.length > 0) {
		struct hr_slice number = take_while_number(&rest, true);
		struct hr_slice name;
		const struct unit *unit;
		int64_t value;

		skip_blanks(&rest);
		name = take_while_number(&rest, false);
		skip_blanks(&rest);
		if (name.length == 0 && before_ns == INT64_MAX && rest.length == 0 &&
		    is_zero(number))
			break;
		if (number.length == 0)
			return not_a_duration(text, "a number is missing", err);
		if (name.length == 0)
			return not_a_duration(text, "a unit is missing", err);
		unit = find_unit(name);
		if (unit == NULL)
			return not_a_duration(text, "units are ns us ms s m h d w", err);
		if (unit->length_ns >= before_ns)
			return not_a_duration(text, "its units do not fall", err);
		before_ns = unit->length_ns;
		if (!hr_parse_scaled(number, unit->shift, &value) ||
		    __builtin_mul_overflow(value, unit->factor, &value) ||
		    __builtin_add_overflow(total_ns, value, &total_ns))
			return not_a_duration(text, "a number is damaged or too large", err);
	}
	*out = total_ns;
	return HR_OK;
}

bool hr_duration_lacks_unit(struct hr_slice text)
{
	size_t digits = 0;

	while (digits < text.length && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	return digits > 0 && digits == text.length && digits < EPOCH_DIGITS;
}

void hr_duration_put(struct hr_str *out, int64_t seconds)
{
	static const struct {
		int64_t length_s;
		char unit;
	} whole[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	size_t i = 0;

	while (seconds % whole[i].length_s != 0)
		i++;
	hr_str_printf(out, "%" PRId64 "%c", seconds / whole[i].length_s, whole[i].unit);
}
