#include <config.h>
#include "base/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "base/message.h"
#include "base/num.h"
#include "base/utf8.h"

#define NARROW_BLANK "\xe2\x80\xaf" /* U+202F NARROW NO-BREAK SPACE */
#define MINUS        "\xe2\x88\x92" /* U+2212 MINUS SIGN */
#define EN_DASH      "\xe2\x80\x93" /* U+2013 */
#define MICRO        "\xc2\xb5"     /* U+00B5 MICRO SIGN */

#define SIGNIFICANT  3
#define MAX_DECIMALS 9
#define WHOLE_MAX    1e9  /* beyond, a part of a whole unit is of no account */
#define PLAIN_MAX    1e18 /* from here on digits only fill the line */

/* Text under construction; it never goes beyond HR_UNIT_TEXT_SIZE, nor ends inside a character. */
struct text {
	char *out;
	size_t length;
	enum hr_unit_style style;
};

static void put(struct text *text, const char *piece)
{
	struct hr_slice kept = hr_utf8_cut(hr_slice_of(piece),
	                                   HR_UNIT_TEXT_SIZE - 1 - text->length);

	memcpy(text->out + text->length, kept.ptr, kept.length);
	text->length += kept.length;
	text->out[text->length] = '\0';
}

static void put_unit(struct text *text, const char *unit)
{
	if (text->style == HR_STYLE_UNICODE)
		put(text, NARROW_BLANK);
	put(text, unit);
}

/* Decimals that give a positive value @digits significant digits, after rounding; none beyond the
 * whole part. */
static int decimals_for(double magnitude, int digits)
{
	int decimals = digits - 1;
	double limit = 10.0;

	if (!(magnitude > 0.0))
		return 0;
	/* A value that rounds up to the next power of ten loses a decimal: 9.996 -> "10.0". */
	while (decimals > 0 && magnitude >= limit - 5.0 / pow(10.0, decimals + 1)) {
		limit *= 10.0;
		decimals--;
	}
	if (decimals == digits - 1) {
		limit = 1.0;
		while (decimals < MAX_DECIMALS &&
		       magnitude < limit - 5.0 / pow(10.0, decimals + 2)) {
			limit /= 10.0;
			decimals++;
		}
	}
	return decimals;
}

/* A finite magnitude with grouped thousands; zeros at the end of the decimals are left out. */
static void put_plainly(struct text *text, double magnitude, int decimals)
{
	char digits[32]; /* below PLAIN_MAX */
	size_t length = hr_format_fixed(magnitude, decimals, digits, sizeof(digits));
	char *point = memchr(digits, '.', length);
	size_t whole = point != NULL ? (size_t)(point - digits) : length;

	while (point != NULL && digits[length - 1] == '0')
		digits[--length] = '\0';
	if (point != NULL && digits[length - 1] == '.')
		digits[--length] = '\0';
	for (size_t i = 0; i < whole; i++) {
		char one[2] = { digits[i], '\0' };

		if (i > 0 && (whole - i) % 3 == 0 && text->style == HR_STYLE_UNICODE)
			put(text, NARROW_BLANK);
		put(text, one);
	}
	put(text, digits + whole);
}

/* "1.23e+300": a large magnitude times 10^@shift, which may be more than a double holds. */
static void put_powers(struct text *text, double magnitude, int shift)
{
	int exponent = (int)floor(log10(magnitude));
	double first = magnitude / pow(10.0, exponent);
	char power[16];

	if (first >= 9.995) { /* would read 10.0 */
		first /= 10.0;
		exponent++;
	}
	put_plainly(text, first, decimals_for(first, SIGNIFICANT));
	snprintf(power, sizeof(power), "e+%d", exponent + shift);
	put(text, power);
}

static void put_number(struct text *text, double magnitude, int decimals)
{
	if (magnitude >= PLAIN_MAX)
		put_powers(text, magnitude, 0);
	else
		put_plainly(text, magnitude, decimals);
}

static void put_significant(struct text *text, double magnitude)
{
	put_number(text, magnitude, decimals_for(magnitude, SIGNIFICANT));
}

/* Near 100 % the distance from it is what counts: 99.987 % must not read 100 %. */
static void put_percent(struct text *text, double ratio)
{
	double percent = 100.0 * ratio, distance = 100.0 - percent;
	int decimals = decimals_for(percent, SIGNIFICANT);

	if (percent > 99.0 && distance > 0.0) {
		int wanted = decimals_for(distance, 2);

		decimals = wanted > decimals ? wanted : decimals;
	}
	if (percent >= PLAIN_MAX)
		put_powers(text, ratio, 2);
	else
		put_plainly(text, percent, decimals);
	put_unit(text, "%");
}

/* Whole parts of two neighbouring units: "3 min 20 s". */
static void put_two_units(struct text *text, double seconds)
{
	static const struct {
		double length_s;
		const char *name;
		double part_s;
		const char *part_name;
	} pairs[] = { { 86400, "d", 3600, "h" }, { 3600, "h", 60, "min" }, { 60, "min", 1, "s" } };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		double parts = round(seconds / pairs[i].part_s);
		double per_whole = pairs[i].length_s / pairs[i].part_s;
		double whole = floor(parts / per_whole);

		if (whole < 1.0)
			continue;
		put_number(text, whole, 0);
		put_unit(text, pairs[i].name);
		parts -= whole * per_whole;
		if (parts > 0.0 && whole < WHOLE_MAX) {
			if (text->style == HR_STYLE_UNICODE)
				put(text, NARROW_BLANK);
			put_number(text, parts, 0);
			put_unit(text, pairs[i].part_name);
		}
		return;
	}
}

static void put_duration(struct text *text, double milliseconds)
{
	const char *micro = text->style == HR_STYLE_UNICODE ? MICRO "s" : "us";

	/* Borders lie where three digits would round up to the next unit. */
	if (milliseconds >= 59950.0) {
		put_two_units(text, milliseconds / 1e3);
	} else if (milliseconds >= 999.5) {
		put_significant(text, milliseconds / 1e3);
		put_unit(text, "s");
	} else if (milliseconds >= 0.9995 || !(milliseconds > 0.0)) {
		put_significant(text, milliseconds);
		put_unit(text, "ms");
	} else if (milliseconds >= 0.0009995) {
		put_significant(text, milliseconds * 1e3);
		put_unit(text, micro);
	} else {
		put_significant(text, milliseconds * 1e6);
		put_unit(text, "ns");
	}
}

static void put_bytes(struct text *text, double bytes, const char *per)
{
	static const char *const names[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	size_t i = 0;
	char unit[8];

	while (i + 1 < sizeof(names) / sizeof(names[0]) && bytes >= 1023.5) {
		bytes /= 1024.0;
		i++;
	}
	put_significant(text, bytes);
	snprintf(unit, sizeof(unit), "%s%s", names[i], per);
	put_unit(text, unit);
}

static void put_plain(struct text *text, double magnitude)
{
	char digits[32];

	/* Beyond what fixed decimals can show of it. */
	if (magnitude > 0.0 && magnitude < 1e-7) {
		hr_format_double(magnitude, digits, sizeof(digits));
		put(text, digits);
	} else {
		put_significant(text, magnitude);
	}
}

static size_t put_missing(struct text *text)
{
	put(text, text->style == HR_STYLE_UNICODE ? EN_DASH : "-");
	return text->length;
}

/* A minus before a text that shows nothing but zero would mislead. */
static size_t with_sign(double value, struct text *text, const char *magnitude)
{
	bool nothing = strpbrk(magnitude, "123456789") == NULL;

	if (value < 0.0 && !nothing)
		put(text, text->style == HR_STYLE_UNICODE ? MINUS : "-");
	put(text, magnitude);
	return text->length;
}

size_t hr_unit_format(double value, enum hr_quantity quantity, enum hr_unit_style style,
                      char out[HR_UNIT_TEXT_SIZE])
{
	char magnitude_text[HR_UNIT_TEXT_SIZE] = "";
	struct text text = { out, 0, style };
	struct text inner = { magnitude_text, 0, style };
	double magnitude = fabs(value);

	out[0] = '\0';
	if (!isfinite(value))
		return put_missing(&text);
	switch (quantity) {
	case HR_QUANTITY_COUNT:
		put_number(&inner, magnitude, 0);
		break;
	case HR_QUANTITY_DURATION_MS:
		put_duration(&inner, magnitude);
		break;
	case HR_QUANTITY_RATIO:
		put_percent(&inner, magnitude);
		break;
	case HR_QUANTITY_PER_S:
		put_significant(&inner, magnitude);
		put(&inner, "/s");
		break;
	case HR_QUANTITY_BYTES:
		put_bytes(&inner, magnitude, "");
		break;
	case HR_QUANTITY_BYTES_PER_S:
		put_bytes(&inner, magnitude, "/s");
		break;
	case HR_QUANTITY_NUMBER:
		put_plain(&inner, magnitude);
		break;
	}
	return with_sign(value, &text, magnitude_text);
}

/* The text is cut in two where the number ends. */
static struct hr_slice number_part(struct hr_slice text)
{
	struct hr_slice number = { text.ptr, 0 };

	while (number.length < text.length) {
		char c = text.ptr[number.length];
		bool sign = c == '+' || c == '-';
		bool exponent = (c == 'e' || c == 'E') && number.length > 0;

		if (!(c >= '0' && c <= '9') && c != '.' && !sign && !exponent)
			break;
		number.length++;
	}
	return number;
}

struct scale {
	const char *unit;
	double factor;
};

static bool find_scale(const struct scale *scales, size_t count, struct hr_slice unit,
                       double *factor)
{
	for (size_t i = 0; i < count; i++) {
		if (hr_slice_is(unit, scales[i].unit)) {
			*factor = scales[i].factor;
			return true;
		}
	}
	return false;
}

static bool byte_factor(struct hr_slice unit, double *factor)
{
	static const struct scale scales[] = {
		{ "", 1 },
		{ "B", 1 },
		{ "kB", 1e3 },
		{ "KB", 1e3 },
		{ "MB", 1e6 },
		{ "GB", 1e9 },
		{ "TB", 1e12 },
		{ "KiB", 1024.0 },
		{ "MiB", 1024.0 * 1024.0 },
		{ "GiB", 1024.0 * 1024.0 * 1024.0 },
		{ "TiB", 1024.0 * 1024.0 * 1024.0 * 1024.0 },
	};

	return find_scale(scales, sizeof(scales) / sizeof(scales[0]), unit, factor);
}

static bool per_second_factor(struct hr_slice unit, double *factor)
{
	static const struct scale scales[] = {
		{ "", 1 },
		{ "/s", 1 },
		{ "/sec", 1 },
		{ "/m", 1.0 / 60 },
		{ "/min", 1.0 / 60 },
		{ "/h", 1.0 / 3600 },
		{ "/d", 1.0 / 86400 },
	};

	return find_scale(scales, sizeof(scales) / sizeof(scales[0]), unit, factor);
}

/* Bytes a second always name the second, unless no unit is given at all. */
static bool byte_rate_factor(struct hr_slice unit, double *factor)
{
	if (unit.length == 0)
		return byte_factor(unit, factor);
	if (unit.length < 2 || unit.ptr[unit.length - 2] != '/' || unit.ptr[unit.length - 1] != 's')
		return false;
	unit.length -= 2;
	return byte_factor(hr_slice_trim(unit), factor);
}

/* By the decimal exponent rather than by a division: "0.1%" is the double nearest to 0.001. */
static bool parse_percent(struct hr_slice number, double *out)
{
	char text[64];
	int n;

	if (number.length > 40 || memchr(number.ptr, 'e', number.length) != NULL ||
	    memchr(number.ptr, 'E', number.length) != NULL) {
		if (!hr_parse_double(number, out))
			return false;
		*out /= 100.0;
		return true;
	}
	n = snprintf(text, sizeof(text), "%.*se-2", (int)number.length, number.ptr);
	return n > 0 && hr_parse_double((struct hr_slice){ text, (size_t)n }, out);
}

static bool parse_duration_ms(struct hr_slice text, double *out)
{
	int64_t duration_ns;

	if (hr_duration_parse(text, &duration_ns, NULL) != HR_OK)
		return false;
	*out = (double)duration_ns / 1e6;
	return true;
}

static const char *example_of(enum hr_quantity quantity)
{
	switch (quantity) {
	case HR_QUANTITY_DURATION_MS:
		return "a duration with its unit such as 800ms or 1.5s";
	case HR_QUANTITY_RATIO:
		return "a ratio such as 1% or 0.01";
	case HR_QUANTITY_PER_S:
		return "a rate such as 100/s or 6000/min";
	case HR_QUANTITY_BYTES:
		return "a size such as 20KiB or 1.5MB";
	case HR_QUANTITY_BYTES_PER_S:
		return "a rate such as 20KiB/s";
	case HR_QUANTITY_COUNT:
	case HR_QUANTITY_NUMBER:
		break;
	}
	return "a plain number";
}

static bool parse_value(struct hr_slice number, struct hr_slice unit, enum hr_quantity quantity,
                        double *out)
{
	double factor = 1.0;
	double value;
	bool known = false;

	switch (quantity) {
	case HR_QUANTITY_RATIO:
		if (hr_slice_is(unit, "%"))
			return parse_percent(number, out);
		known = unit.length == 0;
		break;
	case HR_QUANTITY_PER_S:
		known = per_second_factor(unit, &factor);
		break;
	case HR_QUANTITY_BYTES:
		known = byte_factor(unit, &factor);
		break;
	case HR_QUANTITY_BYTES_PER_S:
		known = byte_rate_factor(unit, &factor);
		break;
	case HR_QUANTITY_COUNT:
	case HR_QUANTITY_NUMBER:
		known = unit.length == 0;
		break;
	case HR_QUANTITY_DURATION_MS:
		break;
	}
	if (!known || !hr_parse_double(number, &value) || !isfinite(value * factor))
		return false;
	*out = value * factor;
	return true;
}

enum hr_err hr_unit_parse(struct hr_slice text, enum hr_quantity quantity, double *out,
                          struct hr_error *err)
{
	struct hr_slice trimmed = hr_slice_trim(text);
	struct hr_slice number = number_part(trimmed);
	struct hr_slice unit = { trimmed.ptr, trimmed.length - number.length };
	bool ok;

	if (number.length > 0)
		unit.ptr += number.length;
	if (quantity == HR_QUANTITY_DURATION_MS)
		ok = parse_duration_ms(trimmed, out);
	else
		ok = parse_value(number, hr_slice_trim(unit), quantity, out);
	if (ok)
		return HR_OK;
	return hr_error_set(err, HR_EPARSE, "'%s': expected %s", hr_quoted_slice(text).text,
	                    example_of(quantity));
}

const char *hr_quantity_unit(enum hr_quantity quantity)
{
	switch (quantity) {
	case HR_QUANTITY_DURATION_MS:
		return "ms";
	case HR_QUANTITY_RATIO:
		return "ratio";
	case HR_QUANTITY_PER_S:
		return "1/s";
	case HR_QUANTITY_BYTES:
		return "B";
	case HR_QUANTITY_BYTES_PER_S:
		return "B/s";
	case HR_QUANTITY_COUNT:
	case HR_QUANTITY_NUMBER:
		break;
	}
	return "1";
}

enum hr_quantity hr_quantity_of_unit(const char *unit)
{
	static const enum hr_quantity quantities[] = { HR_QUANTITY_DURATION_MS, HR_QUANTITY_RATIO,
		                                       HR_QUANTITY_PER_S, HR_QUANTITY_BYTES,
		                                       HR_QUANTITY_BYTES_PER_S };

	for (size_t i = 0; unit != NULL && i < sizeof(quantities) / sizeof(quantities[0]); i++)
		if (strcmp(hr_quantity_unit(quantities[i]), unit) == 0)
			return quantities[i];
	return HR_QUANTITY_NUMBER;
}

size_t hr_unit_format_in(double value, const char *unit, enum hr_unit_style style,
                         char out[HR_UNIT_TEXT_SIZE])
{
	enum hr_quantity quantity = hr_quantity_of_unit(unit);
	bool bare = unit == NULL || unit[0] == '\0' || strcmp(unit, "1") == 0;
	struct text text = { out, 0, style };

	if (quantity == HR_QUANTITY_NUMBER && bare && value >= floor(value) &&
	    value <= floor(value))
		quantity = HR_QUANTITY_COUNT;
	text.length = hr_unit_format(value, quantity, style, out);
	if (quantity == HR_QUANTITY_NUMBER && !bare && isfinite(value))
		put_unit(&text, unit);
	return text.length;
}
