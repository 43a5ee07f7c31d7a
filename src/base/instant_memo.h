/*
 * Times of a recording one after the other: most of them are of the second that the one before was
 * of, and differ in its fraction only.
 */
#ifndef HR_BASE_INSTANT_MEMO_H
#define HR_BASE_INSTANT_MEMO_H

#include "base/slice.h"
#include "base/zone.h"

#define HR_INSTANT_SECOND_BYTES 19 /* "2026-11-20T02:00:00" */
#define HR_INSTANT_OFFSET_BYTES 9  /* "+01:00:00" */

/* The last time of this form. Zero-initialised is none. */
struct hr_instant_memo {
	const struct hr_zone *zone; /* borrowed; NULL: no time yet */
	char second[HR_INSTANT_SECOND_BYTES], offset[HR_INSTANT_OFFSET_BYTES];
	uint8_t offset_length;
	int64_t second_ns;
};

/* What hr_instant_parse() says of @text, quicker for times that follow each other. */
bool hr_instant_memo_parse(struct hr_instant_memo *memo, struct hr_slice text,
                           const struct hr_zone *zone, int64_t *out);

#endif
