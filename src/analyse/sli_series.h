/*
 * The counts of an indicator as plain arrays, one element a second: what budgets and burn rates are
 * computed from.
 */
#ifndef HR_ANALYSE_SLI_SERIES_H
#define HR_ANALYSE_SLI_SERIES_H

#include "config/config_slo.h"
#include "record/sli.h"

struct hr_sli_series {
	int64_t start_s; /* of element 0 */
	size_t count;
	uint32_t *seen, *valid, *bad; /* owned */
	uint64_t maintenance;         /* events taken out by exclusions */
	int64_t slice_s;              /* 0: events; else slices of this length (analyse/slices.h) */
};

/* Seconds in [@from_s, @to_s), at most HR_SLI_BLOCKS_MAX * HR_SLI_BLOCK_S of them (the latest).
 * What lies in one of the exclusions of @slo (NULL = none) is left out and counted. */
void hr_sli_series_init(struct hr_sli_series *series, const struct hr_sli *sli, int64_t from_s,
                        int64_t to_s, const struct hr_config_slo *slo);
void hr_sli_series_release(struct hr_sli_series *series);

/* Sums over the elements of [@from_s, @to_s) that there are. */
struct hr_sli_sum hr_sli_series_sum(const struct hr_sli_series *series, int64_t from_s,
                                    int64_t to_s);
/* Seconds of [@from_s, @to_s) that were observed: the span from the first to the last second with
 * an event, without stretches longer than @max_gap_s between two. */
int64_t hr_sli_series_observed_s(const struct hr_sli_series *series, int64_t from_s, int64_t to_s,
                                 int64_t max_gap_s);

#endif
