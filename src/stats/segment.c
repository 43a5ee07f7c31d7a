#include <config.h>
#include "stats/segment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/mann_whitney.h"
#include "stats/partition.h"
#include "stats/spikes.h"

#define PENALTIES     40
#define PENALTY_LAST  0.02 /* times ln n */
#define A_CHANGE      4.0  /* times ln n, in the criterion */
#define FEW_VALUES    20   /* below it neighbouring residuals say nothing */
#define P_LIMIT       0.005
#define P_LIMIT_FEW   0.01
#define CHANGES_SHARE 6 /* no more changes than a sixth of the values */
#define RSS_LEAST     1e-6
#define UNCERTAIN     2.0 /* times ln n */
#define QUIETER       0.6 /* than the series */

double hr_autoregressive_rss(const double *residuals, size_t n, double *correlation)
{
	double cross = 0, square = 0, rho = *correlation, rss;

	if (n == 0)
		return 0;
	for (size_t i = 1; i < n; i++) {
		cross += residuals[i] * residuals[i - 1];
		square += residuals[i - 1] * residuals[i - 1];
	}
	if (isnan(rho))
		rho = square > 0 ? fmin(fmax(cross / square, 0), 0.99) : 0;
	*correlation = rho;
	rss = (1 - rho * rho) * residuals[0] * residuals[0];
	for (size_t i = 1; i < n; i++) {
		double innovation = residuals[i] - rho * residuals[i - 1];

		rss += innovation * innovation;
	}
	return rss;
}

/* What the search works on. */
struct search {
	double *values; /* scaled */
	size_t n;
	struct hr_partition partition;
	double *residuals;
	size_t *starts, *best_starts;
	size_t best_count;
	double best, best_correlation;
	size_t counts[PENALTIES]; /* of changes by penalty, SIZE_MAX unknown */
};

static void take_residuals(const struct search *search, const size_t *starts, size_t count,
                           double *residuals)
{
	for (size_t i = 0, first = 0; i <= count; i++) {
		size_t end = i < count ? starts[i] : search->n;
		double mean = hr_doubles_mean(search->values + first, end - first);

		for (size_t k = first; k < end; k++)
			residuals[k] = search->values[k] - mean;
		first = end;
	}
}

static double criterion_of(const struct search *search, const size_t *starts, size_t count,
                           double *correlation)
{
	double n = (double)search->n, rss;

	take_residuals(search, starts, count, search->residuals);
	rss = hr_autoregressive_rss(search->residuals, search->n, correlation);
	return n * log(fmax(rss / n, RSS_LEAST)) + A_CHANGE * (double)count * log(n);
}

static double fresh_correlation(size_t n)
{
	return n < FEW_VALUES ? 0 : (double)NAN;
}

static double penalty_at(size_t n, size_t i)
{
	double high = (double)n, low = PENALTY_LAST * log((double)n);

	return high * pow(low / high, (double)i / (PENALTIES - 1));
}

static void solve_at(struct search *search, size_t i)
{
	double correlation = fresh_correlation(search->n), criterion;
	size_t count = hr_partition_solve(&search->partition, penalty_at(search->n, i),
	                                  HR_SEGMENT_SHORTEST, search->starts);

	search->counts[i] = count;
	if (count > search->n / CHANGES_SHARE)
		return;
	criterion = criterion_of(search, search->starts, count, &correlation);
	if (!(criterion < search->best))
		return;
	search->best = criterion;
	search->best_count = count;
	search->best_correlation = correlation;
	memcpy(search->best_starts, search->starts, count * sizeof(*search->starts));
}

/* The number of changes falls as the penalty rises, and the best split is the same wherever the
 * number is: between two penalties of equal number there is nothing to find. */
static void solve_between(struct search *search, size_t first, size_t last)
{
	size_t middle = (first + last) / 2;

	if (last - first < 2 || search->counts[first] == search->counts[last] ||
	    search->counts[first] > search->n / CHANGES_SHARE)
		return;
	solve_at(search, middle);
	solve_between(search, first, middle);
	solve_between(search, middle, last);
}

static void search_path(struct search *search)
{
	size_t n = search->n, room = n / HR_SEGMENT_SHORTEST + 1;

	search->best = (double)INFINITY;
	search->residuals = hr_alloc_array(n, sizeof(double));
	search->starts = hr_alloc_array(room, sizeof(size_t));
	search->best_starts = hr_alloc_array(room, sizeof(size_t));
	hr_partition_init(&search->partition, search->values, n);
	solve_at(search, 0);
	solve_at(search, PENALTIES - 1);
	solve_between(search, 0, PENALTIES - 1);
}

static void search_release(struct search *search)
{
	hr_partition_release(&search->partition);
	free(search->values);
	free(search->residuals);
	free(search->starts);
	free(search->best_starts);
}

size_t hr_segmentation_first(const struct hr_segmentation *segmentation, size_t i)
{
	return i > 0 ? segmentation->changes[i - 1].index : 0;
}

size_t hr_segmentation_end(const struct hr_segmentation *segmentation, size_t i)
{
	return i < segmentation->count ? segmentation->changes[i].index : segmentation->n;
}

static void test_change(struct hr_segmentation *segmentation, size_t i)
{
	size_t first = hr_segmentation_first(segmentation, i),
	       middle = segmentation->changes[i].index,
	       end = hr_segmentation_end(segmentation, i + 1);

	segmentation->changes[i].p = hr_mann_whitney(segmentation->values + first, middle - first,
	                                             segmentation->values + middle, end - middle)
	                                     .p;
}

void hr_segmentation_drop(struct hr_segmentation *segmentation, size_t i)
{
	segmentation->count--;
	memmove(segmentation->changes + i, segmentation->changes + i + 1,
	        (segmentation->count - i) * sizeof(*segmentation->changes));
	if (i > 0)
		test_change(segmentation, i - 1);
	if (i < segmentation->count)
		test_change(segmentation, i);
}

/* The least certain change goes until all are certain. */
static void prune(struct hr_segmentation *segmentation)
{
	double limit = segmentation->n < FEW_VALUES ? P_LIMIT_FEW : P_LIMIT;

	for (size_t i = 0; i < segmentation->count; i++)
		test_change(segmentation, i);
	while (segmentation->count > 0) {
		size_t worst = 0;

		for (size_t i = 1; i < segmentation->count; i++)
			if (segmentation->changes[i].p > segmentation->changes[worst].p)
				worst = i;
		if (segmentation->changes[worst].p <= limit)
			return;
		hr_segmentation_drop(segmentation, worst);
	}
}

/* Move one change to and fro, all others held, as long as the criterion stays near. */
static void bound_change(const struct search *search, struct hr_segmentation *segmentation,
                         size_t *starts, size_t i)
{
	size_t first = hr_segmentation_first(segmentation, i),
	       end = hr_segmentation_end(segmentation, i + 1);
	struct hr_change_point *change = &segmentation->changes[i];
	double correlation = segmentation->correlation,
	       near = criterion_of(search, starts, segmentation->count, &correlation) +
	              UNCERTAIN * log((double)search->n);

	change->low = change->high = change->index;
	while (change->low > first + 1) {
		starts[i] = change->low - 1;
		if (criterion_of(search, starts, segmentation->count, &correlation) > near)
			break;
		change->low--;
	}
	while (change->high + 1 < end) {
		starts[i] = change->high + 1;
		if (criterion_of(search, starts, segmentation->count, &correlation) > near)
			break;
		change->high++;
	}
	starts[i] = change->index;
}

static size_t *starts_of(const struct hr_segmentation *segmentation)
{
	size_t *starts = hr_alloc_array(segmentation->count + 1, sizeof(*starts));

	for (size_t i = 0; i < segmentation->count; i++)
		starts[i] = segmentation->changes[i].index;
	return starts;
}

static void scale_values(const struct hr_segmentation *segmentation, double *scaled)
{
	double mean = hr_doubles_mean(segmentation->values, segmentation->n);

	for (size_t i = 0; i < segmentation->n; i++)
		scaled[i] = (segmentation->values[i] - mean) / segmentation->scale;
}

/* What the changes that passed the rank test come to by the one criterion for all of the series. */
static void judge(const struct search *search, struct hr_segmentation *segmentation)
{
	size_t *starts = starts_of(segmentation);

	segmentation->correlation = fresh_correlation(search->n);
	segmentation->criterion = criterion_of(search, starts, segmentation->count,
	                                       &segmentation->correlation);
	free(starts);
}

/* With all changes found: noise, and the ranges of the changes. */
static void finish(const struct search *search, struct hr_segmentation *segmentation)
{
	size_t n = search->n, count = segmentation->count, *starts = starts_of(segmentation);
	double squares = 0, correlation = fresh_correlation(n);

	scale_values(segmentation, search->values);
	criterion_of(search, starts, count, &correlation);
	for (size_t i = 0; i < n; i++)
		squares += search->residuals[i] * search->residuals[i];
	if (n > count + 1)
		segmentation->noise = segmentation->scale * sqrt(squares / (double)(n - count - 1));
	for (size_t i = 0; i < count; i++)
		bound_change(search, segmentation, starts, i);
	free(starts);
}

/* A deviation of the last bits is none. */
static double scale_of(const double *values, size_t n)
{
	double scale = n < 2 ? 0 : hr_doubles_stddev(values, n);

	return n > 0 && scale > 1e-12 * fmax(1, fabs(values[0])) ? scale : 0;
}

/* The splits of the best criterion that pass the rank test. False when all values are equal. */
static bool find_splits(struct search *search, struct hr_segmentation *segmentation)
{
	size_t n = segmentation->n;

	*search = (struct search){ .n = n };
	segmentation->scale = scale_of(segmentation->values, n);
	if (!(segmentation->scale > 0))
		return false;
	search->values = hr_alloc_array(n, sizeof(*search->values));
	scale_values(segmentation, search->values);
	search_path(search);
	segmentation->changes = hr_zalloc(search->best_count + 1, sizeof(*segmentation->changes));
	segmentation->count = search->best_count;
	for (size_t i = 0; i < search->best_count; i++)
		segmentation->changes[i].index = search->best_starts[i];
	prune(segmentation);
	return true;
}

static void append_change(struct hr_segmentation *into, size_t *capacity, size_t index)
{
	into->changes = hr_grow(into->changes, into->count, capacity, sizeof(*into->changes));
	into->changes[into->count++] = (struct hr_change_point){ .index = index };
}

/* A regime's spikes are told by its own scatter. */
static void replace_spikes(struct hr_segmentation *segmentation)
{
	bool *spike = hr_alloc_array(segmentation->n, sizeof(*spike));

	hr_spikes_replace(segmentation->values, segmentation->n, spike);
	for (size_t i = 0; i < segmentation->n; i++)
		segmentation->spike[i] |= spike[i];
	free(spike);
}

/* Of neighbours, so that a change of level does not count. */
static double neighbour_noise(const struct hr_segmentation *segmentation)
{
	double squares = 0;

	for (size_t i = 1; i < segmentation->n; i++) {
		double step = segmentation->values[i] - segmentation->values[i - 1];

		squares += step * step;
	}
	return sqrt(squares / (2 * ((double)segmentation->n - 1)));
}

/*
 * The changes of a segmentation with those of its segments by themselves, as long as they split.
 * Only where a segment is quieter than the series, whose criterion was too strict for it: elsewhere
 * it would only tell the scatter apart. Gives the array.
 */
static struct hr_change_point *split_again(const struct hr_segmentation *segmentation, double noise,
                                           size_t *count)
{
	struct hr_segmentation found = { 0 };
	size_t capacity = 0;

	for (size_t i = 0; i <= segmentation->count; i++) {
		size_t first = hr_segmentation_first(segmentation, i);
		struct hr_segmentation part = {
			.n = hr_segmentation_end(segmentation, i) - first,
			.values = segmentation->values + first,
			.spike = segmentation->spike + first,
		};
		struct search search = { 0 };

		if (i > 0)
			append_change(&found, &capacity, first);
		if (part.n < FEW_VALUES)
			continue;
		replace_spikes(&part);
		if (!(neighbour_noise(&part) <= QUIETER * noise))
			continue;
		if (find_splits(&search, &part) && part.count > 0) {
			struct hr_change_point *changes = split_again(&part, noise, &part.count);

			for (size_t k = 0; k < part.count; k++)
				append_change(&found, &capacity, first + changes[k].index);
			free(changes);
		}
		free(part.changes);
		search_release(&search);
	}
	*count = found.count;
	return found.changes;
}

void hr_segment(const double *values, size_t n, struct hr_segmentation *out)
{
	struct search search = { 0 };

	*out = (struct hr_segmentation){ .n = n };
	out->values = hr_alloc_array(n, sizeof(*out->values));
	out->spike = hr_zalloc(n + 1, sizeof(*out->spike));
	if (n > 0)
		memcpy(out->values, values, n * sizeof(*out->values));
	hr_spikes_replace(out->values, n, out->spike);
	if (n < 2 * HR_SEGMENT_SHORTEST) {
		out->scale = out->noise = scale_of(out->values, n);
	} else if (find_splits(&search, out)) {
		judge(&search, out);
		finish(&search, out);
	}
	search_release(&search);
	for (size_t i = 0; i < n; i++)
		out->spike_count += out->spike[i];
}

static bool same_places(const struct hr_segmentation *a, const struct hr_segmentation *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->changes[i].index != b->changes[i].index)
			return false;
	return true;
}

void hr_segment_regimes(struct hr_segmentation *segmentation)
{
	size_t n = segmentation->n;
	struct hr_segmentation found = *segmentation;
	struct search search = { .n = n };

	if (segmentation->count == 0)
		return;
	found.values = hr_alloc_array(n, sizeof(*found.values));
	memcpy(found.values, segmentation->values, n * sizeof(*found.values));
	found.changes = split_again(&found, segmentation->noise, &found.count);
	free(found.values);
	found.values = segmentation->values;
	prune(&found);
	if (same_places(segmentation, &found)) {
		free(found.changes);
		return;
	}
	free(segmentation->changes);
	segmentation->changes = found.changes;
	segmentation->count = found.count;
	search.values = hr_alloc_array(n, sizeof(*search.values));
	search.residuals = hr_alloc_array(n, sizeof(*search.residuals));
	finish(&search, segmentation);
	search_release(&search);
}

void hr_segmentation_release(struct hr_segmentation *segmentation)
{
	free(segmentation->changes);
	free(segmentation->values);
	free(segmentation->spike);
	*segmentation = (struct hr_segmentation){ 0 };
}
