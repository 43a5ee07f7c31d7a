#include <config.h>
#include "render/log_bins.h"

#include <math.h>

/* Fewer requests a bin than this on average are shown as whole ones; of many, whole ones would be
 * stripes where bins are hardly wider than what was counted. */
#define WHOLE_BELOW 10

struct axis {
	double low, ratio; /* log10 of the low end and of one bin's width */
	size_t n;
};

static double edge_of(const struct axis *axis, size_t bin)
{
	return pow(10, axis->low + axis->ratio * (double)bin);
}

static size_t bin_of(const struct axis *axis, double value_ms)
{
	double place = value_ms > 0 ? (log10(value_ms) - axis->low) / axis->ratio : -1;

	if (place < 0)
		return 0;
	return place >= (double)axis->n ? axis->n - 1 : (size_t)place;
}

/* Share @count over [from, to) by length. */
static void spread(const struct axis *axis, double from, double to, double count, double *out)
{
	size_t first = bin_of(axis, from), last = bin_of(axis, to);

	if (first == last) {
		out[first] += count;
		return;
	}
	for (size_t bin = first; bin <= last; bin++) {
		double left = bin == first ? from : edge_of(axis, bin);
		double right = bin == last ? to : edge_of(axis, bin + 1);

		out[bin] += count * fmax(right - left, 0) / (to - from);
	}
}

uint64_t hr_log_bins(const struct hr_hist *hist, double low_ms, double high_ms, size_t n,
                     double *out)
{
	struct axis axis = { log10(low_ms), (log10(high_ms) - log10(low_ms)) / (double)n, n };
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	uint64_t zeros = 0;
	bool whole, few = hist != NULL && hr_hist_count(hist) < WHOLE_BELOW * n;

	for (size_t i = 0; i < n; i++)
		out[i] = 0;
	if (hist == NULL)
		return 0;
	whole = hr_hist_exact(hist);
	while (hr_hist_next(hist, &cursor, &bucket)) {
		double from = (double)bucket.low_ns / 1e6, to = (double)bucket.high_ns / 1e6;

		if (whole)
			to = from + 1;
		if (bucket.high_ns == 0)
			zeros += bucket.count;
		else if (few)
			out[bin_of(&axis, (from + fmax(from, to)) / 2)] += (double)bucket.count;
		else if (to > from)
			spread(&axis, from, to, (double)bucket.count, out);
		else
			out[bin_of(&axis, from)] += (double)bucket.count;
	}
	return zeros;
}

double hr_log_bins_least_ms(const struct hr_hist *hist)
{
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;

	while (hist != NULL && hr_hist_next(hist, &cursor, &bucket))
		if (bucket.high_ns > 0)
			return (double)(bucket.low_ns > 0 ? bucket.low_ns : bucket.high_ns) / 1e6;
	return (double)INFINITY;
}
