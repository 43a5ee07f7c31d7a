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
bool hr_vlq_get(struct hr_vlq_reader *reader, hr_u128 *out);
bool hr_vlq_get_u64(struct hr_vlq_reader *reader, uint64_t *out);
bool hr_vlq_get_i64(struct hr_vlq_reader *reader, int64_t *out);
static inline bool hr_vlq_at_end(const struct hr_vlq_reader *reader)
{
	return reader->rest.length == 0;
}

#endif
