/*
 * Text of inputs becomes text of the run: valid UTF-8 without NUL, cut at a character border.
 */
#ifndef HR_RECORD_CLEAN_H
#define HR_RECORD_CLEAN_H

#include "base/slice.h"
#include "base/str.h"

/*
 * hr_clean_text - @text repaired, then cut to at most @max bytes.
 * @scratch  holds the result when repair was needed (its content is replaced); else it is left
 *           alone and the result borrows from @text, without allocation
 */
struct hr_slice hr_clean_text(struct hr_slice text, size_t max, struct hr_str *scratch);

/* The same as a copy with terminator (free()). */
char *hr_clean_copy(struct hr_slice text, size_t max);

/* Order of bytes; of two texts of which one begins the other the shorter is first. */
static inline int hr_text_compare(struct hr_slice a, struct hr_slice b)
{
	size_t n = a.length < b.length ? a.length : b.length;
	int order = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

#endif
