/*
 * Bounds of a mean time between failures that was observed for a fixed time: by the chi-square
 * distribution, as MIL-HDBK-781 and the NIST/SEMATECH e-Handbook, section 8.4.5.1, give them.
 */
#ifndef HR_STATS_MTBF_H
#define HR_STATS_MTBF_H

#include <stdint.h>

#include "stats/binomial.h"

/* Two-sided bounds after @failures in @uptime (any unit, > 0); the upper one is infinite without
 * failures. @confidence in (0, 1). */
struct hr_bounds hr_mtbf_bounds(double uptime, uint64_t failures, double confidence);
/* The one-sided lower bound. */
double hr_mtbf_at_least(double uptime, uint64_t failures, double confidence);

#endif
