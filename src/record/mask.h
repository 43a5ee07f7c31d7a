/*
 * Secrets in recorded text. Values of well-known parameters in URLs and passwords before an '@'
 * become *** before anything is kept, also where names and separators are percent-encoded, as in
 * URLs that are parameters of URLs; whole query strings go on demand. Masking masked text changes
 * nothing.
 */
#ifndef HR_RECORD_MASK_H
#define HR_RECORD_MASK_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"

/* Append @text masked to @out; true when that differs from @text. Cost: one walk. */
bool hr_mask_text(struct hr_slice text, bool drop_queries, struct hr_str *out);
/* False when nothing in @text could be masked. Cost: a few searches for a character; most texts of
 * a recording end here. */
bool hr_mask_possible(struct hr_slice text, bool drop_queries);
/* Would it differ? */
bool hr_mask_needed(struct hr_slice text, bool drop_queries);

#endif
