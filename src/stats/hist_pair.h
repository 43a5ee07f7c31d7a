/*
 * A walk over two histograms at once, in ascending order of the values that buckets stand for.
 */
#ifndef HR_STATS_HIST_PAIR_H
#define HR_STATS_HIST_PAIR_H

#include "stats/hist.h"

struct hr_hist_pair {
	const struct hr_hist *hist[2];
	struct hr_hist_cursor cursor[2];
	struct hr_hist_bucket bucket[2];
	bool more[2];
};

/* Either may be NULL or empty. */
void hr_hist_pair_init(struct hr_hist_pair *pair, const struct hr_hist *a, const struct hr_hist *b);
/* The counts at the next value that occurs in either; false at the end. */
bool hr_hist_pair_next(struct hr_hist_pair *pair, int64_t *value_ns, uint64_t counts[2]);

#endif
