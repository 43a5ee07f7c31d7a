/*
 * What of an error text differs from one failure to the next: runs of digits (with , . : between
 * digits), hexadecimal ids and UUIDs. Texts whose words are equal are of one group; the mask is the
 * name of the group.
 *
 * Response codes belong to the words: digits before the first slash ("404/Not Found") or alone, and
 * numbers from 100 to 599 after a word that ends in "status" or "code", unless a unit follows.
 * Masks are at most HR_ERROR_BYTES long. Of a text as long as that, which was cut in the middle of
 * its words, only the first HR_ERROR_MASK_BYTES of the mask count: figures of another length move
 * the cut.
 */
#ifndef HR_RECORD_ERROR_TEXT_H
#define HR_RECORD_ERROR_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_ERROR_GAP        "\xe2\x80\xa6" /* the ellipsis in place of what differs */
#define HR_ERROR_MASK_BYTES 250            /* of texts that were cut */

/* A walk over a text; initialise with hr_error_scan_init. */
struct hr_error_scan {
	struct hr_slice text;
	size_t at;
	size_t room;    /* bytes of the mask still to come */
	bool cut;       /* there is more of the text than the walk gives */
	bool code_next; /* "status" or "code" was among the words */
};

void hr_error_scan_init(struct hr_error_scan *scan, struct hr_slice text);
/* The next words, and what stands after them and may differ; one of both may be empty, both are
 * borrowed from the text. False at the end. Linear in the text for the whole walk. */
bool hr_error_scan_next(struct hr_error_scan *scan, struct hr_slice *words, struct hr_slice *piece);

/* The text with HR_ERROR_GAP for every piece. @out is replaced. */
void hr_error_mask(struct hr_slice text, struct hr_str *out);

#endif
