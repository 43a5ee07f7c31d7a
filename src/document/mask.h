/*
 * Secrets in recorded text. Values of well-known parameters in URLs and passwords before an '@'
 * become *** in everything that is written; whole query strings go on demand. Masking masked text
 * changes nothing.
 */
#ifndef HR_DOCUMENT_MASK_H
#define HR_DOCUMENT_MASK_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"
#include "record/run.h"

/* Append @text masked to @out; true when that differs from @text. Cost: one walk. */
bool hr_mask_text(struct hr_slice text, bool drop_queries, struct hr_str *out);
bool hr_mask_needed(struct hr_slice text, bool drop_queries);

/* Does any text of a run need masking? */
bool hr_mask_run_needed(const struct hr_run *run, bool drop_queries);
/*
 * hr_mask_run - a copy of a run with every text masked. Labels, error texts, series, hosts that
 * become equal are merged. @out is initialised by the call and classified. Of two labels of tools'
 * own figures (aggregates) that become equal, which nothing can merge, the later gets a number.
 */
void hr_mask_run(const struct hr_run *run, bool drop_queries, struct hr_run *out);

#endif
