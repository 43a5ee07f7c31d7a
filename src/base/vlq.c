#include <config.h>
#include "base/vlq.h"

#define DIGIT_BITS 5
#define MORE       (1u << DIGIT_BITS)
#define FOREIGN    0xff

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void hr_vlq_put(struct hr_str *out, hr_u128 value)
{
	char text[32];
	size_t n = 0;

	while (value >= MORE) {
		text[n++] = alphabet[MORE | (unsigned)(value & (MORE - 1))];
		value >>= DIGIT_BITS;
	}
	text[n++] = alphabet[(unsigned)value];
	hr_str_add(out, text, n);
}

void hr_vlq_put_signed(struct hr_str *out, hr_i128 value)
{
	hr_u128 doubled = (hr_u128)value << 1;

	hr_vlq_put(out, value < 0 ? ~doubled : doubled);
}

static unsigned digit_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0') + 52;
	if (c == '-')
		return 62;
	return c == '_' ? 63 : FOREIGN;
}

bool hr_vlq_get(struct hr_vlq_reader *reader, hr_u128 *out)
{
	struct hr_slice rest = reader->rest;
	hr_u128 value = 0;
	unsigned shift = 0;

	for (size_t i = 0; i < rest.length; i++, shift += DIGIT_BITS) {
		unsigned digit = digit_value(rest.ptr[i]);
		hr_u128 part = digit & (MORE - 1);

		if (digit == FOREIGN || shift >= 128 || (part << shift) >> shift != part)
			return false;
		value |= part << shift;
		if ((digit & MORE) == 0) {
			reader->rest.ptr += i + 1;
			reader->rest.length -= i + 1;
			*out = value;
			return true;
		}
	}
	return false;
}

bool hr_vlq_get_u64(struct hr_vlq_reader *reader, uint64_t *out)
{
	struct hr_vlq_reader ahead = *reader;
	hr_u128 value;

	if (!hr_vlq_get(&ahead, &value) || value > UINT64_MAX)
		return false;
	*out = (uint64_t)value;
	*reader = ahead;
	return true;
}

bool hr_vlq_get_i64(struct hr_vlq_reader *reader, int64_t *out)
{
	uint64_t coded;

	if (!hr_vlq_get_u64(reader, &coded))
		return false;
	*out = (coded & 1) != 0 ? -(int64_t)(coded >> 1) - 1 : (int64_t)(coded >> 1);
	return true;
}
