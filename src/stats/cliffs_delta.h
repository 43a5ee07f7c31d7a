/*
 * Cliff's delta: how much more often a value of b is greater than one of a than the other way
 * round. N. Cliff, Psychological Bulletin 114 (1993) 494-509; words for its size: J. Romano and
 * others, Annual Meeting of the Florida Association of Institutional Research (2006).
 */
#ifndef HR_STATS_CLIFFS_DELTA_H
#define HR_STATS_CLIFFS_DELTA_H

#include "stats/hist.h"

/* P(B > A) - P(B < A), -1..1; NaN when either is empty. Cost: one walk over the buckets. */
double hr_cliffs_delta(const struct hr_hist *a, const struct hr_hist *b);
/* "negligible" below 0.147, "small" below 0.33, "medium" below 0.474, else "large"; "" for NaN. */
const char *hr_cliffs_delta_word(double delta);

#endif
