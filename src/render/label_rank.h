/*
 * The labels worth a place in a chart that has few.
 */
#ifndef HR_RENDER_LABEL_RANK_H
#define HR_RENDER_LABEL_RANK_H

#include "record/run.h"
#include "stats/quantile.h"

enum hr_label_rank {
	HR_RANK_TOTAL_TIME, /* the sum of elapsed times: where the time went */
	HR_RANK_P95,        /* slowest first */
};

struct hr_ranked_label {
	const struct hr_label *label;
	double key;
	double p50_ms, p95_ms, p99_ms; /* NaN when not known */
};

/*
 * hr_label_rank - the request labels of @run (no sub-results, nor a total that a tool recorded)
 * that have a key, highest first, ties by name, at most @most.
 * @out  room for @most
 * Returns their number. @all, when not NULL, becomes the number of those that have a key.
 */
size_t hr_label_rank(const struct hr_run *run, enum hr_label_rank by,
                     enum hr_quantile_method method, struct hr_ranked_label *out, size_t most,
                     size_t *all);

/* The name to show: "(no name)" for an empty one. Borrowed. */
const char *hr_label_title(const struct hr_label *label);

#endif
