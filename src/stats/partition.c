#include <config.h>
#include "stats/partition.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/array.h"

void hr_partition_init(struct hr_partition *partition, const double *values, size_t n)
{
	double mean = hr_doubles_mean(values, n);

	partition->n = n;
	partition->sums = hr_zalloc(n + 1, sizeof(double));
	partition->squares = hr_zalloc(n + 1, sizeof(double));
	for (size_t i = 0; i < n; i++) {
		double value = values[i] - mean; /* against cancellation */

		partition->sums[i + 1] = partition->sums[i] + value;
		partition->squares[i + 1] = partition->squares[i] + value * value;
	}
}

void hr_partition_release(struct hr_partition *partition)
{
	free(partition->sums);
	free(partition->squares);
	*partition = (struct hr_partition){ 0 };
}

double hr_partition_cost(const struct hr_partition *partition, size_t first, size_t end)
{
	double sum = partition->sums[end] - partition->sums[first],
	       cost = partition->squares[end] - partition->squares[first] -
	              sum * sum / (double)(end - first);

	return cost > 0 ? cost : 0;
}

/* Where the last segment may begin. */
struct candidate {
	size_t first;
	size_t beaten; /* the end from which on it can no longer win, but for the delay; 0 not yet
	                */
	double sum;    /* of the values before it */
	double base;   /* cost of the values before it less their squares */
	double cost;   /* with the segment from it up to the end at hand */
};

struct solver {
	const struct hr_partition *partition;
	double penalty;
	size_t shortest;
	double *best;       /* of the first i values; infinite where no segments fit */
	size_t *last;       /* start of the last segment of that best */
	double *reciprocal; /* of lengths */
	struct candidate *candidates;
	size_t count;
};

static void add_candidate(struct solver *solver, size_t first)
{
	solver->candidates[solver->count++] = (struct candidate){
		.first = first,
		.sum = solver->partition->sums[first],
		.base = solver->best[first] - solver->partition->squares[first],
	};
}

/* The best split of the first @end values. The loop that costs the time: no calls, no divisions. */
static void extend(struct solver *solver, size_t end)
{
	const struct hr_partition *partition = solver->partition;
	double best = (double)INFINITY, sum = partition->sums[end],
	       squares = partition->squares[end];
	size_t last = 0;

	for (size_t i = 0; i < solver->count; i++) {
		struct candidate *candidate = &solver->candidates[i];
		size_t length = end - candidate->first;
		double segment = sum - candidate->sum;

		candidate->cost = candidate->base + squares -
		                  segment * segment * solver->reciprocal[length];
		if (candidate->cost < best && length >= solver->shortest) {
			best = candidate->cost;
			last = candidate->first;
		}
	}
	solver->best[end] = best + solver->penalty;
	solver->last[end] = last;
}

/* Drop the candidates that can never win again and take in the newest. */
static void prune(struct solver *solver, size_t end)
{
	double best = solver->best[end];
	size_t kept = 0;

	if (!isfinite(best))
		return;
	for (size_t i = 0; i < solver->count; i++) {
		struct candidate *candidate = &solver->candidates[i];

		if (candidate->beaten == 0 && candidate->cost > best)
			candidate->beaten = end;
		if (candidate->beaten == 0 || end < candidate->beaten + solver->shortest)
			solver->candidates[kept++] = *candidate;
	}
	solver->count = kept;
	add_candidate(solver, end);
}

static size_t collect(const size_t *last, size_t n, size_t *starts)
{
	size_t count = 0;

	for (size_t end = n; last[end] > 0; end = last[end])
		starts[count++] = last[end];
	for (size_t i = 0; i < count / 2; i++) {
		size_t swap = starts[i];

		starts[i] = starts[count - 1 - i];
		starts[count - 1 - i] = swap;
	}
	return count;
}

size_t hr_partition_solve(const struct hr_partition *partition, double penalty, size_t shortest,
                          size_t *starts)
{
	size_t n = partition->n, count = 0;
	struct solver solver = {
		.partition = partition,
		.penalty = penalty,
		.shortest = shortest,
		.best = hr_alloc_array(n + 1, sizeof(double)),
		.last = hr_zalloc(n + 1, sizeof(size_t)),
		.reciprocal = hr_zalloc(n + 1, sizeof(double)),
		.candidates = hr_alloc_array(n + 1, sizeof(struct candidate)),
	};

	for (size_t i = 1; i <= n; i++)
		solver.reciprocal[i] = 1 / (double)i;
	solver.best[0] = -penalty;
	add_candidate(&solver, 0);
	for (size_t end = 1; end <= n; end++) {
		extend(&solver, end);
		prune(&solver, end);
	}
	if (n > 0 && isfinite(solver.best[n]))
		count = collect(solver.last, n, starts);
	free(solver.best);
	free(solver.last);
	free(solver.reciprocal);
	free(solver.candidates);
	return count;
}
