#include <config.h>
#include "model/season.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/decompose.h"
#include "model/line.h"

#define VALUES_MAX 5000
#define Z_99       2.326

/* Changes from step to step, less their mean. */
static size_t changes_of(const struct hr_history *history, double *out)
{
	size_t skip = history->count > VALUES_MAX ? history->count - VALUES_MAX : 0;
	struct hr_history part = { .values = history->values + skip,
		                   .count = history->count - skip };
	double mean = 0;

	hr_history_fill(&part, out);
	for (size_t i = 1; i < part.count; i++) {
		out[i - 1] = out[i] - out[i - 1];
		mean += out[i - 1] / (double)(part.count - 1);
	}
	for (size_t i = 0; i + 1 < part.count; i++)
		out[i] -= mean;
	return part.count - 1;
}

static bool correlations(const double *x, size_t n, size_t lags, double *out)
{
	double total = 0;

	for (size_t i = 0; i < n; i++)
		total += x[i] * x[i];
	if (!(total > 0))
		return false;
	for (size_t lag = 0; lag <= lags; lag++) {
		out[lag] = 0;
		for (size_t i = 0; i + lag < n; i++)
			out[lag] += x[i] * x[i + lag] / total;
	}
	return true;
}

static size_t choose(const double *r, size_t lags, size_t n)
{
	double largest = 0, squares = 0;

	for (size_t lag = 2; lag < lags; lag++) {
		if (r[lag] > r[lag - 1] && r[lag] >= r[lag + 1])
			largest = fmax(largest, r[lag]);
	}
	for (size_t lag = 1; lag < lags; lag++) {
		bool peak = lag >= 2 && r[lag] > r[lag - 1] && r[lag] >= r[lag + 1];

		if (peak && r[lag] >= 0.9 * largest &&
		    r[lag] > Z_99 * sqrt((1 + 2 * squares) / (double)n))
			return lag;
		squares += r[lag] * r[lag];
	}
	return 1;
}

size_t hr_season_detect(const struct hr_history *history)
{
	double *changes, r[HR_SEASON_LAGS + 1];
	size_t n, lags, season = 1;

	if (history->count < 8 || hr_history_known(history) < 8)
		return 1;
	changes = hr_alloc_array(history->count, sizeof(*changes));
	n = changes_of(history, changes);
	lags = n / 3 < HR_SEASON_LAGS ? n / 3 : HR_SEASON_LAGS;
	if (lags >= 3 && correlations(changes, n, lags, r))
		season = choose(r, lags, n);
	free(changes);
	return season;
}

bool hr_history_has_season(const struct hr_history *history, size_t season)
{
	double *values;
	struct hr_trend_line line;
	bool seasonal;

	if (season < 2 || history->count < 3 * season)
		return false;
	values = hr_alloc_array(history->count, sizeof(*values));
	hr_history_fill(history, values);
	if (hr_trend_line_fit(values, history->count, NULL, &line)) {
		for (size_t i = 0; i < history->count; i++)
			values[i] -= line.intercept + line.slope * (double)(i + 1);
	}
	seasonal = hr_is_seasonal(values, history->count, season);
	free(values);
	return seasonal;
}

size_t hr_season_usual(int64_t step_ns)
{
	static const struct {
		int64_t step_s;
		size_t season;
	} usual[] = {
		{ 60, 1440 },    { 120, 720 },      { 300, 288 },       { 600, 144 },
		{ 900, 96 },     { 1800, 48 },      { 3600, 24 },       { 2 * 3600, 12 },
		{ 3 * 3600, 8 }, { 4 * 3600, 6 },   { 6 * 3600, 4 },    { 12 * 3600, 2 },
		{ 86400, 7 },    { 7 * 86400, 52 }, { 30 * 86400, 12 }, { 91 * 86400, 4 },
	};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		if (step_ns == usual[i].step_s * 1000000000)
			return usual[i].season;
	}
	return 1;
}
