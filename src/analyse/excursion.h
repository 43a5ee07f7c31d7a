/*
 * Criteria interval by interval: when one was missed without a break, and for how long. What "for
 * 30s" means, what alert rules replay, what experiments are judged by.
 */
#ifndef HR_ANALYSE_EXCURSION_H
#define HR_ANALYSE_EXCURSION_H

#include "config/criterion.h"
#include "record/run.h"

/* Intervals in a row in which a criterion was missed. */
struct hr_excursion {
	int64_t start_ns, end_ns;
	double worst; /* the figure furthest beyond the limit, in the metric's unit */
};

struct hr_excursions {
	struct hr_excursion *items; /* owned, in order of time */
	size_t count, capacity;
	size_t judged;    /* intervals in which the figure is known */
	int64_t end_ns;   /* of the last interval */
	int64_t total_ns; /* of all excursions */
	double worst; /* of all judged intervals, the figure nearest to or beyond the limit; NaN */
};

/* The figure of one interval: counts, ratios, rates, mean, extremes and percentiles (within 3.2 %);
 * NaN for others and without requests, but rates and counts of silence are 0. @cell may be NULL. */
double hr_interval_metric(const struct hr_metric *metric, const struct hr_cell *cell,
                          int64_t step_ns);
/* Is the metric known interval by interval? */
bool hr_interval_metric_known(const struct hr_metric *metric);
/*
 * hr_excursions_find - over the intervals of @label in [@from_ns, @to_ns) of @run's grid that lie
 * wholly inside (INT64_MIN and INT64_MAX: all). An interval without a figure ends a stretch.
 */
void hr_excursions_find(const struct hr_run *run, const struct hr_label *label,
                        const struct hr_criterion *criterion, int64_t from_ns, int64_t to_ns,
                        struct hr_excursions *out);
void hr_excursions_release(struct hr_excursions *excursions);
/* The longest, NULL when there is none. */
const struct hr_excursion *hr_excursions_longest(const struct hr_excursions *excursions);

#endif
