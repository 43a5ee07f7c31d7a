#include <config.h>
#include "analyse/steady.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define BATCH 5 /* values in a batch mean, when there are enough */

bool hr_mser5(const double *values, size_t count, size_t *cut)
{
	size_t size = count / HR_STEADY_BATCHES_MIN < BATCH ? count / HR_STEADY_BATCHES_MIN : BATCH;
	size_t batches = size > 0 ? count / size : 0, best = 0;
	double sum = 0, squares = 0, least = INFINITY, origin = count > 0 ? values[0] : 0;

	*cut = 0;
	if (batches < HR_STEADY_BATCHES_MIN)
		return false;
	/* From the end: sums of what follows each place. About one of the values, so that a level
	 * far above the differences costs no digits. */
	for (size_t d = batches; d-- > 0;) {
		double mean = 0, kept = (double)(batches - d), error;

		for (size_t i = 0; i < size; i++)
			mean += (values[d * size + i] - origin) / (double)size;
		sum += mean;
		squares += mean * mean;
		if (batches - d < HR_STEADY_BATCHES_MIN / 2)
			continue; /* so few are alike by chance */
		error = fmax(squares - sum * sum / kept, 0) / (kept * kept);
		if (error <= least) { /* of equal ones the earliest */
			least = error;
			best = d;
		}
	}
	*cut = best * size;
	return best <= batches / 2;
}

/* Values of the interior intervals that are known, and the interval each stands for. */
struct series {
	double *values;
	size_t *at;
	size_t count;
};

static void collect(const double *values, size_t first, size_t last, struct series *out)
{
	out->values = hr_alloc_array(last - first + 1, sizeof(double));
	out->at = hr_alloc_array(last - first + 1, sizeof(size_t));
	out->count = 0;
	for (size_t i = first; i <= last; i++) {
		if (!isfinite(values[i]))
			continue;
		out->values[out->count] = values[i];
		out->at[out->count++] = i;
	}
}

static double mean_of(const double *values, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i];
	return sum / (double)count;
}

/* A cut that takes away what is no different is chance: of a series that hardly varies MSER finds
 * a minimum, too. */
static bool is_material(const struct series *series, size_t cut)
{
	double before = mean_of(series->values, cut);
	double after = mean_of(series->values + cut, series->count - cut);

	return fabs(before - after) > HR_STEADY_MATERIAL * fabs(after);
}

/* Moves @first up to where the series has settled; false when it has not. */
static bool settle(const double *values, size_t last, size_t *first)
{
	struct series series;
	size_t cut = 0;
	bool settled;

	collect(values, *first, last, &series);
	settled = hr_mser5(series.values, series.count, &cut);
	if (cut > 0 && !is_material(&series, cut)) {
		settled = true;
		cut = 0;
	}
	if (settled)
		*first = series.at[cut];
	free(series.values);
	free(series.at);
	return settled;
}

/* Narrows @first .. @last to where the users are near their most; all of it when none are known. */
static void find_plateau(const struct hr_run_intervals *intervals, size_t *first, size_t *last)
{
	double enough = HR_STEADY_PLATEAU * intervals->users_max;
	size_t from = *first, to = *last;

	if (isnan(intervals->users_max))
		return;
	while (from < to && !(intervals->users[from] >= enough))
		from++;
	while (to > from && !(intervals->users[to] >= enough))
		to--;
	*first = from;
	*last = to;
}

static bool is_too_short(const struct hr_run_intervals *intervals, size_t first, size_t last)
{
	double length = (double)(last - first + 1);

	return length < HR_STEADY_BATCHES_MIN ||
	       length < HR_STEADY_SHARE_MIN * (double)intervals->count;
}

static double mean_between(const struct hr_run_intervals *intervals, size_t first, size_t end,
                           double *requests)
{
	double sum = 0, weight = 0;

	*requests = 0;
	for (size_t i = first; i < end; i++) {
		*requests += intervals->requests[i];
		if (!isfinite(intervals->mean_ms[i]))
			continue;
		sum += intervals->mean_ms[i] * intervals->requests[i];
		weight += intervals->requests[i];
	}
	return weight > 0 ? sum / weight : (double)NAN;
}

void hr_steady_find(const struct hr_run_intervals *intervals, struct hr_steady *out)
{
	size_t first = 1, last, plateau;
	double ignored;

	*out = (struct hr_steady){ .warm_up_mean_ms = NAN, .steady_mean_ms = NAN };
	if (intervals->count < HR_STEADY_BATCHES_MIN + 2) {
		out->reason = "fewer than 12 intervals are too few to tell";
		return;
	}
	last = intervals->count - 2;
	find_plateau(intervals, &first, &last);
	plateau = first;
	if (is_too_short(intervals, first, last)) {
		out->reason = "the users stay near their most for less than a quarter of the run";
		return;
	}
	if (!settle(intervals->mean_ms, last, &first)) {
		out->reason = "response times do not settle in the first half";
		return;
	}
	if (!settle(intervals->requests, last, &first)) {
		out->reason = "throughput does not settle in the first half";
		return;
	}
	if (is_too_short(intervals, first, last)) {
		out->reason = "what follows the warm-up is less than a quarter of the run";
		return;
	}
	out->found = true;
	out->first = first;
	out->last = last;
	out->warm_up = first - plateau;
	out->warm_up_mean_ms = mean_between(intervals, 0, first, &out->warm_up_requests);
	out->steady_mean_ms = mean_between(intervals, first, last + 1, &ignored);
	mean_between(intervals, 0, intervals->count, &out->all_requests);
}
