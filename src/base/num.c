/*
 * Number scanning and printing by hand, so that no locale can change a result. Only decimals that
 * plain arithmetic cannot round correctly reach the C library, as digits without a radix character.
 */
#include <config.h>
#include "base/num.h"

#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* No double needs more digits than this to be rounded correctly (767 decide every halfway case);
 * whether anything beyond them is not zero is kept as one sticky digit. */
#define MAX_DIGITS 800

/* Exponents beyond this are cut to it: every result is decided long before. */
#define EXPONENT_CAP INT64_C(1000000000)

/* A validated decimal: value = digits of integer and fraction / 10^fraction.length * 10^exponent.
 */
struct decimal {
	bool negative;
	struct hr_slice integer;
	struct hr_slice fraction;
	int64_t exponent;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take_sign(struct hr_slice *text)
{
	bool negative = text->length > 0 && text->ptr[0] == '-';

	if (text->length > 0 && (text->ptr[0] == '-' || text->ptr[0] == '+')) {
		text->ptr++;
		text->length--;
	}
	return negative;
}

static struct hr_slice take_digits(struct hr_slice *text)
{
	struct hr_slice digits = { text->ptr, 0 };

	while (digits.length < text->length && is_digit(text->ptr[digits.length]))
		digits.length++;
	if (digits.length > 0) {
		text->ptr += digits.length;
		text->length -= digits.length;
	}
	return digits;
}

static bool take_char(struct hr_slice *text, char lower, char upper)
{
	if (text->length == 0 || (text->ptr[0] != lower && text->ptr[0] != upper))
		return false;
	text->ptr++;
	text->length--;
	return true;
}

static bool scan_exponent(struct hr_slice *text, int64_t *exponent)
{
	bool negative = take_sign(text);
	struct hr_slice digits = take_digits(text);
	int64_t value = 0;

	if (digits.length == 0)
		return false;
	for (size_t i = 0; i < digits.length && value < EXPONENT_CAP; i++)
		value = value * 10 + (digits.ptr[i] - '0');
	if (value > EXPONENT_CAP)
		value = EXPONENT_CAP;
	*exponent = negative ? -value : value;
	return true;
}

static bool scan_decimal(struct hr_slice text, struct decimal *out)
{
	*out = (struct decimal){ 0 };
	out->negative = take_sign(&text);
	out->integer = take_digits(&text);
	if (take_char(&text, '.', '.'))
		out->fraction = take_digits(&text);
	if (out->integer.length + out->fraction.length == 0)
		return false;
	if (take_char(&text, 'e', 'E') && !scan_exponent(&text, &out->exponent))
		return false;
	return text.length == 0;
}

static size_t decimal_digits(const struct decimal *decimal)
{
	return decimal->integer.length + decimal->fraction.length;
}

static unsigned decimal_digit(const struct decimal *decimal, size_t i)
{
	char c = i < decimal->integer.length ? decimal->integer.ptr[i]
	                                     : decimal->fraction.ptr[i - decimal->integer.length];

	return (unsigned)(c - '0');
}

static size_t leading_zeros(const struct decimal *decimal)
{
	size_t n = decimal_digits(decimal);
	size_t i = 0;

	while (i < n && decimal_digit(decimal, i) == 0)
		i++;
	return i;
}

/* The power of ten of the last digit. */
static int64_t last_digit_power(const struct decimal *decimal)
{
	return decimal->exponent - (int64_t)decimal->fraction.length;
}

bool hr_parse_u128(struct hr_slice text, hr_u128 *out)
{
	hr_u128 value = 0;

	if (text.length == 0)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (!is_digit(text.ptr[i]) || __builtin_mul_overflow(value, 10u, &value) ||
		    __builtin_add_overflow(value, (unsigned)(text.ptr[i] - '0'), &value))
			return false;
	}
	*out = value;
	return true;
}

static bool parse_long(struct hr_slice text, uint64_t *out)
{
	uint64_t value = 0;

	for (size_t i = 0; i < text.length; i++) {
		if (!is_digit(text.ptr[i]) || __builtin_mul_overflow(value, 10u, &value) ||
		    __builtin_add_overflow(value, (unsigned)(text.ptr[i] - '0'), &value))
			return false;
	}
	*out = value;
	return true;
}

bool hr_parse_u64(struct hr_slice text, uint64_t *out)
{
	uint64_t head, tail;

	if (text.length == 0)
		return false;
	if (text.length <= 8)
		return hr_parse_digits8(text.ptr, text.length, out);
	if (text.length > 16)
		return parse_long(text, out);
	if (!hr_parse_digits8(text.ptr, text.length - 8, &head) ||
	    !hr_parse_digits8(text.ptr + text.length - 8, 8, &tail))
		return false;
	*out = head * 100000000 + tail;
	return true;
}

static bool signed_value(uint64_t magnitude, bool negative, int64_t *out)
{
	if (negative && magnitude == (uint64_t)INT64_MAX + 1) {
		*out = INT64_MIN;
		return true;
	}
	if (magnitude > INT64_MAX)
		return false;
	*out = negative ? -(int64_t)magnitude : (int64_t)magnitude;
	return true;
}

bool hr_parse_i64(struct hr_slice text, int64_t *out)
{
	bool negative = take_sign(&text);
	uint64_t magnitude;

	return hr_parse_u64(text, &magnitude) && signed_value(magnitude, negative, out);
}

/* Plain digits, with or without a fraction that @shift covers: what nearly all texts are. */
static bool scaled_short(struct hr_slice text, int shift, int64_t *out)
{
	static const uint64_t powers[] = { 1,      10,      100,      1000,      10000,
		                           100000, 1000000, 10000000, 100000000, 1000000000 };
	struct hr_slice fraction = { NULL, 0 };
	uint64_t whole, parts = 0;
	const char *point;

	if (shift < 0 || shift > 9 || text.length == 0 || text.length + (size_t)shift > 19)
		return false;
	point = memchr(text.ptr, '.', text.length);
	if (point != NULL) {
		fraction = (struct hr_slice){ point + 1,
			                      text.length - 1 - (size_t)(point - text.ptr) };
		text.length = (size_t)(point - text.ptr);
		if (fraction.length > (size_t)shift || !hr_parse_u64(fraction, &parts))
			return false;
	}
	if (!hr_parse_u64(text, &whole))
		return false;
	/* less than 10^19, which fits */
	return signed_value(whole * powers[shift] + parts * powers[(size_t)shift - fraction.length],
	                    false, out);
}

bool hr_parse_scaled(struct hr_slice text, int shift, int64_t *out)
{
	struct decimal decimal;
	uint64_t magnitude = 0;
	size_t first, n, keep;
	int64_t power;

	if (scaled_short(text, shift, out))
		return true;
	if (!scan_decimal(text, &decimal))
		return false;
	first = leading_zeros(&decimal);
	n = decimal_digits(&decimal);
	power = last_digit_power(&decimal) + shift;
	keep = n;
	if (power < 0)
		keep = (uint64_t)-power <= n - first ? n - (size_t)-power : first;
	for (size_t i = first; i < keep; i++) {
		if (__builtin_mul_overflow(magnitude, 10u, &magnitude) ||
		    __builtin_add_overflow(magnitude, decimal_digit(&decimal, i), &magnitude))
			return false;
	}
	for (int64_t i = 0; i < power && magnitude != 0; i++) {
		if (__builtin_mul_overflow(magnitude, 10u, &magnitude))
			return false;
	}
	/* The first dropped digit alone decides; it exists only when no zeros lie before it. */
	if (power < 0 && (uint64_t)-power <= n - first && decimal_digit(&decimal, keep) >= 5 &&
	    __builtin_add_overflow(magnitude, 1u, &magnitude))
		return false;
	return signed_value(magnitude, decimal.negative, out);
}

/* Digits without a radix character read the same in every locale; the C locale is named all the
 * same, so that no reader has to know that. glibc and musl give it without allocating. */
static double read_canonical(const char *text)
{
	locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double value;

	if (c_locale == (locale_t)0)
		return HUGE_VAL;
	value = strtod_l(text, NULL, c_locale);
	freelocale(c_locale);
	return value;
}

/* Clinger's fast path: both factors are exact doubles, so one operation rounds once. */
static bool exact_product(const struct decimal *decimal, size_t first, double *out)
{
	static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
		                         1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
		                         1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	size_t n = decimal_digits(decimal);
	int64_t power = last_digit_power(decimal);
	uint64_t mantissa = 0;

	if (FLT_EVAL_METHOD != 0 || n - first > 18 || power < -22 || power > 22)
		return false;
	for (size_t i = first; i < n; i++)
		mantissa = mantissa * 10 + decimal_digit(decimal, i);
	if (mantissa > UINT64_C(1) << DBL_MANT_DIG)
		return false;
	*out = power < 0 ? (double)mantissa / powers[-power] : (double)mantissa * powers[power];
	return true;
}

static double rounded_by_library(const struct decimal *decimal, size_t first)
{
	char canonical[MAX_DIGITS + 32];
	size_t n = decimal_digits(decimal);
	int64_t power = last_digit_power(decimal);
	size_t length = 0;
	size_t i;

	for (i = first; i < n && length < MAX_DIGITS; i++)
		canonical[length++] = (char)('0' + decimal_digit(decimal, i));
	power += (int64_t)(n - i);
	for (; i < n; i++) {
		if (decimal_digit(decimal, i) != 0) {
			canonical[length++] = '1';
			power--;
			break;
		}
	}
	snprintf(canonical + length, sizeof(canonical) - length, "e%" PRId64, power);
	return read_canonical(canonical);
}

bool hr_parse_double(struct hr_slice text, double *out)
{
	struct decimal decimal;
	size_t first;
	double value;

	if (!scan_decimal(text, &decimal))
		return false;
	first = leading_zeros(&decimal);
	if (first == decimal_digits(&decimal))
		value = 0.0;
	else if (!exact_product(&decimal, first, &value))
		value = rounded_by_library(&decimal, first);
	if (!isfinite(value))
		return false;
	*out = decimal.negative ? -value : value;
	return true;
}

size_t hr_format_u128(hr_u128 value, char out[HR_U128_TEXT_SIZE])
{
	char reversed[HR_U128_TEXT_SIZE];
	size_t n = 0;

	do {
		reversed[n++] = (char)('0' + (unsigned)(value % 10));
		value /= 10;
	} while (value != 0);
	for (size_t i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	out[n] = '\0';
	return n;
}

/* @count digits of a positive value, correctly rounded; returns the power of ten of the first. The
 * radix character that a locale may put between them is skipped. */
static int significant_digits(double value, int count, char digits[DBL_DECIMAL_DIG + 1])
{
	char text[64];
	const char *c = text;
	int64_t exponent = 0;
	size_t n = 0;

	snprintf(text, sizeof(text), "%.*e", count - 1, value);
	for (; *c != '\0' && *c != 'e'; c++) {
		if (is_digit(*c) && n < DBL_DECIMAL_DIG)
			digits[n++] = *c;
	}
	digits[n] = '\0';
	if (*c == 'e') {
		struct hr_slice rest = hr_slice_of(c + 1);

		if (!scan_exponent(&rest, &exponent))
			exponent = 0;
	}
	return (int)exponent;
}

static double value_of_digits(const char *digits, int exponent)
{
	char canonical[64];

	snprintf(canonical, sizeof(canonical), "%se%d", digits, exponent + 1 - (int)strlen(digits));
	return read_canonical(canonical);
}

/* Lay digits out as printf's %g does, with a fixed border between plain and exponent form. */
static size_t lay_out(bool negative, const char *digits, int exponent, char *out, size_t size)
{
	const char *sign = negative ? "-" : "";
	int count = (int)strlen(digits);
	int n;

	if (exponent < -4 || exponent >= DBL_DECIMAL_DIG)
		n = snprintf(out, size, "%s%c%s%se%c%02d", sign, digits[0], count > 1 ? "." : "",
		             digits + 1, exponent < 0 ? '-' : '+', abs(exponent));
	else if (exponent < 0)
		n = snprintf(out, size, "%s0.%.*s%s", sign, -exponent - 1, "0000", digits);
	else if (count <= exponent + 1)
		n = snprintf(out, size, "%s%s%.*s", sign, digits, exponent + 1 - count,
		             "0000000000000000");
	else
		n = snprintf(out, size, "%s%.*s.%s", sign, exponent + 1, digits,
		             digits + exponent + 1);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static size_t copy_text(const char *text, char *out, size_t size)
{
	int n = snprintf(out, size, "%s", text);

	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

size_t hr_format_double(double value, char *out, size_t size)
{
	char digits[DBL_DECIMAL_DIG + 1];
	bool negative = signbit(value) != 0;
	double magnitude = negative ? -value : value;
	/* Below the smallest normal number fewer digits can be enough. */
	int count = magnitude < DBL_MIN ? 1 : DBL_DIG;
	size_t n;
	int exponent;

	if (size == 0)
		return 0;
	if (isnan(value))
		return copy_text("nan", out, size);
	if (isinf(value))
		return copy_text(negative ? "-inf" : "inf", out, size);
	if (!(magnitude > 0.0))
		return copy_text(negative ? "-0" : "0", out, size);
	if (magnitude < 1e15 && magnitude == floor(magnitude)) {
		int written = snprintf(out, size, "%s%" PRIu64, negative ? "-" : "",
		                       (uint64_t)magnitude);

		return written > 0 && (size_t)written < size ? (size_t)written : 0;
	}
	for (;; count++) {
		exponent = significant_digits(magnitude, count, digits);
		if (count == DBL_DECIMAL_DIG || value_of_digits(digits, exponent) == magnitude)
			break;
	}
	for (n = strlen(digits); n > 1 && digits[n - 1] == '0'; n--)
		digits[n - 1] = '\0';
	return lay_out(negative, digits, exponent, out, size);
}

size_t hr_format_fixed(double value, int decimals, char *out, size_t size)
{
	int n;
	size_t point, rest;

	if (size == 0)
		return 0;
	out[0] = '\0';
	if (!isfinite(value))
		return 0;
	n = snprintf(out, size, "%.*f", decimals, value);
	if (n < 0 || (size_t)n >= size) {
		out[0] = '\0';
		return 0;
	}
	if (decimals <= 0)
		return (size_t)n;
	/* Whatever a locale puts between the digits becomes one point. */
	rest = (size_t)(n - decimals);
	for (point = out[0] == '-' ? 1 : 0; is_digit(out[point]);)
		point++;
	out[point++] = '.';
	memmove(out + point, out + rest, (size_t)decimals + 1);
	return point + (size_t)decimals;
}

double hr_round_significant(double value, int digits_kept)
{
	char digits[DBL_DECIMAL_DIG + 1];
	double magnitude = fabs(value);
	double rounded;
	int exponent;

	if (!isfinite(value) || !(magnitude > 0.0))
		return value;
	exponent = significant_digits(magnitude, digits_kept, digits);
	rounded = value_of_digits(digits, exponent);
	/* Only the largest doubles can round up beyond the range. */
	if (!isfinite(rounded))
		return value;
	return value < 0 ? -rounded : rounded;
}

double hr_round15(double value)
{
	if (fabs(value) < 1e15 && fabs(value) == floor(fabs(value)))
		return value;
	return hr_round_significant(value, DBL_DIG);
}
