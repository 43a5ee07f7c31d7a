#include <config.h>
#include "model/quality.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/adjust.h"
#include "stats/array.h"
#include "stats/segment.h"

#define REACH        3 /* neighbours on either side */
#define VALUES       8 /* fewer tell nothing of outliers */
#define RISING_MIN   20
#define SHIFT_VALUES 1000 /* the latest, that are looked at for level shifts */
#define SHIFT_SIDE   5    /* values on either side that must differ */
#define SHIFT_SIGMAS 5

/* Collects what is known at @distance steps on either side. */
static void collect(const double *y, size_t n, size_t t, size_t distance, double *near,
                    size_t *count)
{
	if (t >= distance && !isnan(y[t - distance]))
		near[(*count)++] = y[t - distance];
	if (t + distance < n && !isnan(y[t + distance]))
		near[(*count)++] = y[t + distance];
}

/* How far a value is from the median of its neighbours in time, or from that of its position in the
 * cycles around when this is nearer: what comes back every year is no outlier. */
static double unexplained(const double *y, size_t n, size_t t, size_t season)
{
	double near[2 * REACH], off = 0;
	size_t count = 0;

	for (size_t distance = 1; distance <= REACH; distance++)
		collect(y, n, t, distance, near, &count);
	if (count > 0)
		off = y[t] - hr_doubles_median(near, count);
	count = 0;
	for (size_t cycle = 1; season > 1 && cycle <= REACH; cycle++)
		collect(y, n, t, cycle * season, near, &count);
	if (count > 0) {
		double seasonal = y[t] - hr_doubles_median(near, count);

		off = fabs(seasonal) < fabs(off) ? seasonal : off;
	}
	return off;
}

/* Marks in @out how many robust deviations each value is from what its neighbours suggest. */
static void deviations(const double *y, size_t n, size_t season, double *out)
{
	double *sizes = hr_alloc_array(n, sizeof(*sizes)), sigma = 0;
	size_t known = 0;

	for (size_t t = 0; t < n; t++) {
		out[t] = isnan(y[t]) ? 0 : unexplained(y, n, t, season);
		if (!isnan(y[t]))
			sizes[known++] = fabs(out[t]);
	}
	if (known > 0)
		sigma = hr_doubles_select(sizes, known, known / 2) * HR_MAD_SCALE;
	for (size_t i = 0; sigma <= 0 && i < known; i++) /* most values are the same */
		sigma += sizes[i] / (double)known;
	for (size_t t = 0; t < n; t++)
		out[t] = sigma > 0 ? out[t] / sigma : 0;
	free(sizes);
}

static bool isolated(const double *score, size_t n, size_t t)
{
	double half = fabs(score[t]) / 2;

	return (t == 0 || fabs(score[t - 1]) < half) && (t + 1 >= n || fabs(score[t + 1]) < half);
}

static void find_outliers(const struct hr_history *history, struct hr_quality *quality,
                          double *cleaned)
{
	size_t n = history->count, season = hr_history_season(history);
	double *logs = hr_alloc_array(3 * n, sizeof(*logs));
	double *plain = logs + n, *relative = logs + 2 * n;
	bool positive = hr_history_positive(history);

	deviations(history->values, n, season, plain);
	if (positive) {
		for (size_t t = 0; t < n; t++)
			logs[t] = log(history->values[t]);
		deviations(logs, n, season, relative);
	}
	for (size_t t = 0; t < n; t++) {
		bool out = fabs(plain[t]) > HR_OUTLIER_SIGMAS && isolated(plain, n, t) &&
		           (!positive || fabs(relative[t]) > HR_OUTLIER_SIGMAS);

		if (!out)
			continue;
		if (quality->outliers < HR_QUALITY_LISTED)
			quality->outlier_at[quality->outliers] = t;
		quality->outliers++;
		cleaned[t] = NAN;
	}
	free(logs);
}

static void find_gaps(const struct hr_history *history, struct hr_quality *quality)
{
	size_t gap = 0;

	for (size_t i = 0; i < history->count; i++) {
		if (isnan(history->values[i])) {
			gap += quality->known > 0 ? 1 : 0;
			continue;
		}
		quality->known++;
		quality->missing += gap;
		if (gap > quality->longest_gap)
			quality->longest_gap = gap;
		gap = 0;
		quality->negative |= history->values[i] < 0;
	}
}

static bool keeps_rising(const struct hr_history *history, size_t known)
{
	double last = NAN;
	size_t rises = 0;

	for (size_t i = 0; i < history->count; i++) {
		double value = history->values[i];

		if (isnan(value))
			continue;
		if (value < last)
			return false;
		rises += value > last ? 1 : 0;
		last = value;
	}
	return known >= RISING_MIN && rises * 10 >= known * 9;
}

/* Noise of neighbouring values. */
static double noise_of(const double *y, size_t n)
{
	double *changes = hr_alloc_array(n, sizeof(*changes)), noise;

	for (size_t i = 1; i < n; i++)
		changes[i - 1] = fabs(y[i] - y[i - 1]);
	noise = hr_doubles_median(changes, n - 1) * HR_MAD_SCALE / sqrt(2);
	free(changes);
	return noise;
}

/* A change point is a shift where the values next to it differ as well: a slope is none. */
static bool is_shift(const double *y, size_t n, size_t at, double noise)
{
	size_t before = at < SHIFT_SIDE ? at : SHIFT_SIDE;
	size_t after = n - at < SHIFT_SIDE ? n - at : SHIFT_SIDE;
	double jump = hr_doubles_median(y + at, after) - hr_doubles_median(y + at - before, before);

	return fabs(jump) > SHIFT_SIGMAS * noise;
}

static void find_shifts(const struct hr_history *history, struct hr_quality *quality)
{
	size_t skip = history->count > SHIFT_VALUES ? history->count - SHIFT_VALUES : 0;
	size_t n = history->count - skip;
	struct hr_segmentation segments;
	struct hr_adjustment adjusted;
	double noise;

	hr_adjust(history, &adjusted);
	noise = noise_of(adjusted.values + skip, n);
	hr_segment(adjusted.values + skip, n, &segments);
	for (size_t i = 0; i < segments.count; i++) {
		size_t at = segments.changes[i].index;

		if (!is_shift(adjusted.values + skip, n, at, noise))
			continue;
		if (quality->shifts < HR_QUALITY_LISTED)
			quality->shift_at[quality->shifts] = skip + at;
		quality->shifts++;
		quality->last_shift = skip + at;
	}
	hr_segmentation_release(&segments);
	hr_adjust_release(&adjusted);
}

void hr_quality_check(const struct hr_history *history, struct hr_quality *quality, double *cleaned)
{
	struct hr_history seen = *history;

	*quality = (struct hr_quality){ .count = history->count };
	if (history->count > 0)
		memcpy(cleaned, history->values, history->count * sizeof(*cleaned));
	find_gaps(history, quality);
	quality->constant = hr_history_constant(history);
	quality->rising = keeps_rising(history, quality->known);
	if (history->seasons[0] > 1)
		quality->cycles = (double)history->count / (double)history->seasons[0];
	if (quality->known < VALUES || quality->constant)
		return;
	find_outliers(history, quality, cleaned);
	seen.values = cleaned;
	find_shifts(&seen, quality);
}
