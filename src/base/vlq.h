/*
 * Columns of integers as one printable string: each number is written base 32, low digits first,
 * one character a digit from A-Z a-z 0-9 - _ whose sixth bit says that more follow. Small numbers
 * take one character. Used for histograms and interval columns of the document.
 */
#ifndef HR_BASE_VLQ_H
#define HR_BASE_VLQ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/int128.h"
#include "base/slice.h"
#include "base/str.h"

void hr_vlq_put(struct hr_str *out, hr_u128 value);
void hr_vlq_put_signed(struct hr_str *out, hr_i128 value); /* zigzag: 0 -1 1 -2 2 ... */

/* A reading position in coded text. */
struct hr_vlq_reader {
	struct hr_slice rest;
};

/* False at the end, at a foreign character, in the middle of a number, or when it passes the type.
 */
static inline bool hr_vlq_get(struct hr_vlq_reader *reader, hr_u128 *out);
static inline bool hr_vlq_get_u64(struct hr_vlq_reader *reader, uint64_t *out);
bool hr_vlq_get_i64(struct hr_vlq_reader *reader, int64_t *out);
/* Numbers one after the other, at most @count: gives how many came before one that is missing,
 * broken or longer than 64 bits. */
size_t hr_vlq_get_each(struct hr_vlq_reader *reader, uint64_t *out, size_t count);
static inline bool hr_vlq_at_end(const struct hr_vlq_reader *reader)
{
	return reader->rest.length == 0;
}

/* --- the way most numbers go: documents hold millions of them --- */

#define HR_VLQ_DIGIT_BITS   5
#define HR_VLQ_MORE         (1u << HR_VLQ_DIGIT_BITS)
#define HR_VLQ_SHORT_DIGITS 12 /* that many fit 64 bits */

extern const unsigned char hr_vlq_values[256]; /* of a digit, plus one; 0 of what is none */

extern const char hr_vlq_alphabet[];

/* The digits of a number, at most 13; gives how many. Not terminated. */
static inline size_t hr_vlq_digits(char *out, uint64_t value)
{
	size_t n = 0;

	while (value >= HR_VLQ_MORE) {
		out[n++] = hr_vlq_alphabet[HR_VLQ_MORE | (value & (HR_VLQ_MORE - 1))];
		value >>= HR_VLQ_DIGIT_BITS;
	}
	out[n++] = hr_vlq_alphabet[value];
	return n;
}

/* What a digit stands for: below HR_VLQ_MORE the last one of its number, with HR_VLQ_MORE one that
 * others follow; more than that is no digit. */
static inline unsigned hr_vlq_digit(char c)
{
	return hr_vlq_values[(unsigned char)c] - 1u;
}

/* A number of at most HR_VLQ_SHORT_DIGITS; false for others and for errors. */
static inline bool hr_vlq_get_short(struct hr_vlq_reader *reader, uint64_t *out)
{
	const char *text = reader->rest.ptr;
	size_t length = reader->rest.length,
	       most = length < HR_VLQ_SHORT_DIGITS ? length : HR_VLQ_SHORT_DIGITS;
	uint64_t value = 0;

	for (size_t i = 0; i < most; i++) {
		unsigned digit = hr_vlq_digit(text[i]);

		if (digit < HR_VLQ_MORE) { /* the last one */
			*out = value | (uint64_t)digit << (HR_VLQ_DIGIT_BITS * i);
			reader->rest.ptr = text + i + 1;
			reader->rest.length = length - i - 1;
			return true;
		}
		if (digit >= 2 * HR_VLQ_MORE)
			return false;
		value |= (uint64_t)(digit - HR_VLQ_MORE) << (HR_VLQ_DIGIT_BITS * i);
	}
	return false;
}

/* Numbers of any length. */
bool hr_vlq_get_long(struct hr_vlq_reader *reader, hr_u128 *out);
bool hr_vlq_get_long_u64(struct hr_vlq_reader *reader, uint64_t *out);

/* The copies let a reader on the stack stay in registers. */
static inline bool hr_vlq_get_u64(struct hr_vlq_reader *reader, uint64_t *out)
{
	struct hr_vlq_reader ahead = *reader;
	uint64_t value;

	if (!hr_vlq_get_short(reader, out)) {
		if (!hr_vlq_get_long_u64(&ahead, &value))
			return false;
		*reader = ahead;
		*out = value;
	}
	return true;
}

static inline bool hr_vlq_get(struct hr_vlq_reader *reader, hr_u128 *out)
{
	struct hr_vlq_reader ahead = *reader;
	uint64_t value;
	hr_u128 wide;

	if (!hr_vlq_get_short(reader, &value)) {
		if (!hr_vlq_get_long(&ahead, &wide))
			return false;
		*reader = ahead;
		*out = wide;
		return true;
	}
	*out = value;
	return true;
}

#endif
