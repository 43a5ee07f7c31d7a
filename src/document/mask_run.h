/*
 * A run with every text masked (record/mask.h): for documents that were made without --mask, and as
 * a last net before anything is written.
 */
#ifndef HR_DOCUMENT_MASK_RUN_H
#define HR_DOCUMENT_MASK_RUN_H

#include <stdbool.h>

#include "record/run.h"

/* Does any text of a run need masking? */
bool hr_mask_run_needed(const struct hr_run *run, bool drop_queries);
/*
 * hr_mask_run - a copy of a run with every text masked. Labels, error texts, series, hosts that
 * become equal are merged. @out is initialised by the call and classified. Of two labels of tools'
 * own figures (aggregates) that become equal, which nothing can merge, the later gets a number.
 */
void hr_mask_run(const struct hr_run *run, bool drop_queries, struct hr_run *out);

#endif
