/*
 * Numbers in text, strictly and without any locale: the decimal point is '.', nothing may follow,
 * overflow and NaN are errors. These are the only number parsers of the program.
 */
#ifndef HR_BASE_NUM_H
#define HR_BASE_NUM_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/int128.h"
#include "base/slice.h"

static inline uint64_t hr_read_u32(const char *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof(word));
	return le32toh(word);
}

/* One to eight bytes as a number whose highest byte is the last of them; '0' in front. */
static inline uint64_t hr_right_aligned(const char *bytes, size_t length)
{
	unsigned empty = 8 * (unsigned)(8 - length);
	const unsigned char *c = (const unsigned char *)bytes;
	uint64_t word;

	/* Loads that overlap write the same bytes twice: there is no loop whose end to guess. */
	if (length >= 4)
		word = hr_read_u32(bytes) << empty | hr_read_u32(bytes + length - 4) << 32;
	else
		word = (uint64_t)c[0] << empty |
		       (uint64_t)c[length / 2] << (empty + length / 2 * 8) |
		       (uint64_t)c[length - 1] << 56;
	return word | UINT64_C(0x30303030303030) >> (56 - empty);
}

/*
 * hr_digits_value - the number eight digits stand for, the first in the lowest byte of @word; false
 * when one is no digit.
 * Eight digits at once in three multiplications: neighbours are joined to pairs, pairs to fours,
 * fours to eight. Method: D. Lemire, "Quickly parsing eight digits" (2018).
 */
static inline bool hr_digits_value(uint64_t word, int64_t *out)
{
	const uint64_t high = UINT64_C(0xf0f0f0f0f0f0f0f0), zeros = UINT64_C(0x3030303030303030);

	/* 0x30..0x3f only, and still so with 6 more: '0'..'9' */
	if (((word & high) ^ zeros) | (((word + UINT64_C(0x0606060606060606)) & high) ^ zeros))
		return false;
	word -= zeros;
	word = word * 10 + (word >> 8);
	word = (word & UINT64_C(0x000000ff000000ff)) * (100 + (UINT64_C(1000000) << 32)) +
	       ((word >> 16) & UINT64_C(0x000000ff000000ff)) * (1 + (UINT64_C(10000) << 32));
	*out = (int64_t)(word >> 32);
	return true;
}

/* hr_parse_digits8 - 1 to 8 digits and nothing else, without a loop. */
static inline bool hr_parse_digits8(const char *bytes, size_t length, uint64_t *out)
{
	int64_t value;

	if (!hr_digits_value(hr_right_aligned(bytes, length), &value))
		return false;
	*out = (uint64_t)value;
	return true;
}

/* All return false and leave *out alone unless the whole slice is one number in range. */
bool hr_parse_u64(struct hr_slice text, uint64_t *out); /* digits only */
bool hr_parse_i64(struct hr_slice text, int64_t *out);  /* optional '-' or '+' */
bool hr_parse_u128(struct hr_slice text, hr_u128 *out); /* digits only */
/* [+-]digits[.digits][e[+-]digits], also ".5" and "5."; finite results only. Correctly rounded. */
bool hr_parse_double(struct hr_slice text, double *out);
/*
 * hr_parse_scaled - a decimal number times 10^@shift as an exact integer, rounding half away from
 * zero what lies beyond: hr_parse_scaled("1.25", 3) is 1250. Exponent forms are accepted.
 * No binary fraction is involved, so seconds written as text become exact nanoseconds.
 */
bool hr_parse_scaled(struct hr_slice text, int shift, int64_t *out);

/* Decimal text of a 128-bit number; @out holds HR_U128_TEXT_SIZE bytes. Returns the length. */
size_t hr_format_u128(hr_u128 value, char out[HR_U128_TEXT_SIZE]);
/*
 * hr_format_double - shortest decimal text that reads back as the same double: "1.21", "1e+30".
 * @out  >= 32 bytes; "nan", "inf" and "-inf" for what has no digits, so JSON writers test first
 * Returns the length. Powers of ten from -4 to 16 are written plainly, others with an exponent.
 */
size_t hr_format_double(double value, char *out, size_t size);
/* "%.*f" without any locale: @decimals 0..20 digits after the point. Returns the length, 0 when
 * @size does not suffice or the value is not finite. */
size_t hr_format_fixed(double value, int decimals, char *out, size_t size);
/* Round to @digits_kept significant decimal digits, 1..15. */
double hr_round_significant(double value, int digits_kept);
/* Round to 15 significant decimal digits: what a document stores of a derived number. */
double hr_round15(double value);

#endif
