/* Shares as integers over integers. */
#include <config.h>
#include "base/fraction.h"

#include "base/int128.h"

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
	while (b != 0) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

struct hr_fraction hr_fraction_of(uint64_t num, uint64_t den)
{
	uint64_t divisor = common_divisor(num, den);

	return (struct hr_fraction){ num / divisor, den / divisor };
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool hr_fraction_parse(struct hr_slice decimal, int shift, struct hr_fraction *out)
{
	uint64_t digits = 0, den = 1;
	bool point = false;
	int count = 0, places = shift;

	for (size_t i = 0; i < decimal.length; i++) {
		char c = decimal.ptr[i];

		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (!is_digit(c) || (count == HR_FRACTION_DIGITS_MAX && digits > 0))
			return false;
		digits = digits * 10 + (uint64_t)(c - '0');
		count += digits > 0;
		places += point;
	}
	if (decimal.length == 0 || (decimal.length == 1 && point) ||
	    places > HR_FRACTION_DIGITS_MAX)
		return false;
	for (int i = 0; i < places; i++)
		den *= 10;
	*out = hr_fraction_of(digits, den);
	return true;
}

struct hr_fraction hr_fraction_complement(struct hr_fraction fraction)
{
	return (struct hr_fraction){ fraction.den - fraction.num, fraction.den };
}

bool hr_fraction_multiply(struct hr_fraction a, struct hr_fraction b, struct hr_fraction *out)
{
	/* Reduced crosswise first, the products are in lowest terms and as small as they can be. */
	struct hr_fraction left = hr_fraction_of(a.num, b.den),
	                   right = hr_fraction_of(b.num, a.den);

	return !__builtin_mul_overflow(left.num, right.num, &out->num) &&
	       !__builtin_mul_overflow(left.den, right.den, &out->den);
}

int hr_fraction_compare(uint64_t part, uint64_t whole, struct hr_fraction fraction)
{
	hr_u128 left = (hr_u128)part * fraction.den, right = (hr_u128)whole * fraction.num;

	return (left > right) - (left < right);
}

double hr_fraction_value(struct hr_fraction fraction)
{
	return (double)fraction.num / (double)fraction.den;
}
