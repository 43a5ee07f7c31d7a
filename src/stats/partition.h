/*
 * Optimal partitioning: the split of a series into segments of constant mean that minimises the sum
 * of squared residuals plus a penalty for each change, exactly.
 * B. Jackson and others, IEEE Signal Processing Letters 12 (2005) 105-108; pruned as in R. Killick,
 * P. Fearnhead and I. A. Eckley, Journal of the American Statistical Association 107 (2012)
 * 1590-1598, delayed by the shortest segment, which keeps it exact.
 */
#ifndef HR_STATS_PARTITION_H
#define HR_STATS_PARTITION_H

#include <stddef.h>

/* Sums over a series from which the cost of any segment follows at once. */
struct hr_partition {
	size_t n;
	double *sums, *squares; /* of the first i values, less their common mean */
};

/* @values  @n of them, finite. Release it. */
void hr_partition_init(struct hr_partition *partition, const double *values, size_t n);
void hr_partition_release(struct hr_partition *partition);
/* Sum of squared residuals of values first .. end - 1 about their mean. */
double hr_partition_cost(const struct hr_partition *partition, size_t first, size_t end);

/*
 * hr_partition_solve - the best segments for one penalty.
 * @shortest  values in a segment at least, >= 1
 * @starts    out: first index of each segment but the first, ascending; room for n / @shortest
 * Gives their number. Cost: n^2 at most, near n when there are many changes.
 */
size_t hr_partition_solve(const struct hr_partition *partition, double penalty, size_t shortest,
                          size_t *starts);

#endif
