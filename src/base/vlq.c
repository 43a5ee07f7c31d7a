#include <config.h>
#include "base/vlq.h"

#define DIGITS64 13 /* of a number of 64 bits */

const char hr_vlq_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Straight into a string without limit. */
static void put_u64(struct hr_str *out, uint64_t value)
{
	hr_str_reserve(out, DIGITS64);
	out->length += hr_vlq_digits(out->data + out->length, value);
	out->data[out->length] = '\0';
}

void hr_vlq_put(struct hr_str *out, hr_u128 value)
{
	char text[32];
	size_t n = 0;

	if (value <= UINT64_MAX && out->limit == 0) {
		put_u64(out, (uint64_t)value);
		return;
	}
	while (value > UINT64_MAX) {
		text[n++] = hr_vlq_alphabet[HR_VLQ_MORE | (unsigned)(value & (HR_VLQ_MORE - 1))];
		value >>= HR_VLQ_DIGIT_BITS;
	}
	n += hr_vlq_digits(text + n, (uint64_t)value);
	hr_str_add(out, text, n);
}

void hr_vlq_put_signed(struct hr_str *out, hr_i128 value)
{
	hr_u128 doubled = (hr_u128)value << 1;

	hr_vlq_put(out, value < 0 ? ~doubled : doubled);
}

const unsigned char hr_vlq_values[256] = {
	['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,
	['H'] = 8,  ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14,
	['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21,
	['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28,
	['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35,
	['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
	['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49,
	['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
	['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['-'] = 63,
	['_'] = 64,
};

bool hr_vlq_get_long(struct hr_vlq_reader *reader, hr_u128 *out)
{
	struct hr_slice rest = reader->rest;
	hr_u128 value = 0;
	unsigned shift = 0;

	for (size_t i = 0; i < rest.length; i++, shift += HR_VLQ_DIGIT_BITS) {
		unsigned digit = hr_vlq_digit(rest.ptr[i]);
		hr_u128 part = digit & (HR_VLQ_MORE - 1);

		if (digit >= 2 * HR_VLQ_MORE || shift >= 128 || (part << shift) >> shift != part)
			return false;
		value |= part << shift;
		if ((digit & HR_VLQ_MORE) == 0) {
			reader->rest.ptr += i + 1;
			reader->rest.length -= i + 1;
			*out = value;
			return true;
		}
	}
	return false;
}

bool hr_vlq_get_long_u64(struct hr_vlq_reader *reader, uint64_t *out)
{
	struct hr_vlq_reader ahead = *reader;
	hr_u128 value;

	if (!hr_vlq_get_long(&ahead, &value) || value > UINT64_MAX)
		return false;
	*out = (uint64_t)value;
	*reader = ahead;
	return true;
}

size_t hr_vlq_get_each(struct hr_vlq_reader *reader, uint64_t *out, size_t count)
{
	struct hr_vlq_reader ahead = *reader;
	size_t i = 0;

	while (i < count && hr_vlq_get_u64(&ahead, &out[i]))
		i++;
	*reader = ahead;
	return i;
}

bool hr_vlq_get_i64(struct hr_vlq_reader *reader, int64_t *out)
{
	uint64_t coded;

	if (!hr_vlq_get_u64(reader, &coded))
		return false;
	*out = (coded & 1) != 0 ? -(int64_t)(coded >> 1) - 1 : (int64_t)(coded >> 1);
	return true;
}
