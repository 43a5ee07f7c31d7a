#include <config.h>
#include "model/demand_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/crossing.h"
#include "model/forecast.h"
#include "model/methods.h"
#include "model/naive.h"
#include "stats/random.h"
#include "model/trend_paths.h"

#define ORIGINS     3
#define PATH_VALUES 2000000 /* of all futures together */

const double hr_demand_bounds[HR_DEMAND_BOUNDS] = { 0.025, 0.975, 0.1, 0.9, 0.25, 0.75 };

/* What planners call two of the methods. */
static const struct {
	const char *alias, *name;
} aliases[] = { { "linear", "trend" }, { "holt-winters", "hw-additive" } };

static const char *real_name(const char *name)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(name, aliases[i].alias) == 0)
			return aliases[i].name;
	return name;
}

bool hr_demand_model_is_known(const char *name)
{
	name = real_name(name);
	return strcmp(name, "trend") == 0 || strcmp(name, "auto") == 0 ||
	       hr_method_find(hr_slice_of(name)) != NULL;
}

/* --- one forecast --- */

struct rows {
	double *mean, *bounds[HR_DEMAND_BOUNDS];
	double *paths; /* NULL: not wanted */
	size_t path_count;
	uint64_t seed;
};

static void alloc_rows(struct rows *rows, size_t horizon)
{
	*rows = (struct rows){ 0 };
	rows->mean = hr_zalloc(horizon + 1, sizeof(double));
	for (size_t b = 0; b < HR_DEMAND_BOUNDS; b++)
		rows->bounds[b] = hr_zalloc(horizon + 1, sizeof(double));
}

static void want_paths(struct rows *rows, size_t horizon, uint64_t seed)
{
	size_t most = PATH_VALUES / horizon;

	rows->path_count = most < HR_DEMAND_PATHS ? most : HR_DEMAND_PATHS;
	rows->paths = hr_alloc_array(rows->path_count * horizon, sizeof(double));
	rows->seed = seed;
}

static void free_rows(struct rows *rows)
{
	free(rows->paths);
	free(rows->mean);
	for (size_t b = 0; b < HR_DEMAND_BOUNDS; b++)
		free(rows->bounds[b]);
}

static void simulate_trend(const struct hr_crossing_trends *trends, size_t horizon,
                           struct rows *out)
{
	struct hr_trend_futures futures;
	struct hr_random random;

	if (out->paths == NULL || !hr_trend_futures_open(trends, &futures))
		return;
	hr_random_seed(&random, out->seed);
	for (size_t i = 0; i < out->path_count; i++)
		hr_trend_path(&futures, &random, horizon, INFINITY, out->paths + i * horizon);
}

/* A slope that is no trend is left out: the level goes on. */
bool hr_demand_trend_rows(const struct hr_crossing_trends *trends, size_t horizon, double *mean,
                          double *const bounds[HR_DEMAND_BOUNDS])
{
	struct hr_level_trend trend = trends->trends[0];

	if (trends->status == HR_TREND_TOO_SHORT)
		return false;
	if (!hr_crossing_has_trend(trends))
		trend.slope = trend.slope_var = trend.level_slope_cov = 0;
	for (size_t h = 0; h < horizon; h++) {
		mean[h] = hr_level_trend_value(&trend, h + 1);
		for (size_t b = 0; b < HR_DEMAND_BOUNDS; b++)
			bounds[b][h] = hr_level_trend_quantile(&trend, h + 1, hr_demand_bounds[b]);
	}
	return true;
}

static bool forecast_trend(const struct hr_history *history, size_t season, size_t horizon,
                           struct rows *out)
{
	struct hr_crossing_trends trends;

	hr_crossing_fit(history, season, &trends);
	simulate_trend(&trends, horizon, out);
	return hr_demand_trend_rows(&trends, horizon, out->mean, out->bounds);
}

static bool forecast_method(const struct hr_history *history, size_t season, size_t horizon,
                            const char *name, struct rows *out)
{
	struct hr_history seasonal = *history;
	struct hr_forecast_options options = { .horizon = horizon,
		                               .method = hr_method_find(hr_slice_of(name)),
		                               .seed = out->seed };
	struct hr_forecast forecast;
	bool usable;

	memset(seasonal.seasons, 0, sizeof(seasonal.seasons));
	seasonal.seasons[0] = season > 1 ? season : 0;
	hr_forecast_new(&seasonal, &options, &forecast);
	usable = hr_forecast_usable(forecast.state);
	for (size_t b = 0; usable && b < HR_DEMAND_BOUNDS; b++)
		hr_forecast_quantile(&forecast, hr_demand_bounds[b], out->bounds[b]);
	if (usable)
		memcpy(out->mean, forecast.mean, horizon * sizeof(*out->mean));
	if (usable && out->paths != NULL)
		hr_forecast_paths(&forecast, out->path_count, out->paths);
	hr_forecast_release(&forecast);
	return usable;
}

static bool forecast_by(const char *name, const struct hr_history *history, size_t season,
                        size_t horizon, struct rows *out)
{
	name = real_name(name);
	return strcmp(name, "trend") == 0 ? forecast_trend(history, season, horizon, out)
	                                  : forecast_method(history, season, horizon, name, out);
}

/* --- the choice --- */

/* Adds the errors of one origin; false when the history before it is too short. */
static bool test_origin(const char *name, const struct hr_history *history, size_t season,
                        size_t origin, size_t horizon, struct hr_accuracy *accuracy)
{
	struct hr_history head = hr_history_head(history, origin);
	size_t ahead = history->count - origin < horizon ? history->count - origin : horizon;
	struct rows rows;
	bool done = false;

	if (hr_history_known(&head) < HR_TREND_POINTS_MIN || hr_history_known(&head) < 2 * season ||
	    ahead == 0)
		return false;
	alloc_rows(&rows, ahead);
	if (forecast_by(name, &head, season, ahead, &rows)) {
		done = true;
		for (size_t h = 0; h < ahead; h++)
			hr_accuracy_add(accuracy, history->values[origin + h], rows.mean[h],
			                rows.bounds[0][h], rows.bounds[1][h]);
	}
	free_rows(&rows);
	return done;
}

static void test_candidate(struct hr_demand_model *model, const struct hr_history *history,
                           size_t season, struct hr_demand_candidate *candidate)
{
	struct hr_history seasonal = *history;
	struct hr_accuracy accuracy = { 0 };
	size_t origins = 0;

	memset(seasonal.seasons, 0, sizeof(seasonal.seasons));
	seasonal.seasons[0] = season > 1 ? season : 0;
	for (size_t k = 0; k < ORIGINS; k++)
		origins += test_origin(candidate->name, history, season,
		                       history->count * (5 + k) / 8, model->horizon, &accuracy);
	candidate->mase = (double)NAN;
	candidate->smape = (double)NAN;
	candidate->coverage = (double)NAN;
	if (origins > 0) {
		candidate->mase = hr_accuracy_mase(&accuracy, hr_accuracy_scale(&seasonal));
		candidate->smape = hr_accuracy_smape(&accuracy);
		candidate->coverage = hr_accuracy_coverage(&accuracy);
	}
	if (origins > model->origins)
		model->origins = origins;
}

static void take_rows(struct hr_demand_model *model, struct rows *rows)
{
	model->mean = rows->mean;
	memcpy(model->bounds, rows->bounds, sizeof(model->bounds));
	model->paths = rows->paths;
	model->path_count = rows->path_count;
}

/* The untried candidate with the smallest error, the earlier one on a tie; count when none. */
static size_t next_best(const struct hr_demand_model *model, const bool *tried)
{
	size_t best = model->count;

	for (size_t i = 0; i < model->count; i++) {
		if (tried[i])
			continue;
		if (best == model->count ||
		    model->candidates[i].mase < model->candidates[best].mase ||
		    (isnan(model->candidates[best].mase) && !isnan(model->candidates[i].mase)))
			best = i;
	}
	return best;
}

bool hr_demand_model_new(const struct hr_history *history, size_t season, size_t horizon,
                         const char *const *names, size_t count, uint64_t seed,
                         struct hr_demand_model *out)
{
	bool tried[HR_DEMAND_MODELS_MAX] = { false };
	struct rows rows;

	*out = (struct hr_demand_model){ .horizon = horizon };
	for (size_t i = 0; i < count && i < HR_DEMAND_MODELS_MAX; i++) {
		out->candidates[out->count].name = names[i];
		test_candidate(out, history, season, &out->candidates[out->count++]);
	}
	out->naive.name = season > 1 ? hr_method_seasonal_naive.name : hr_method_naive.name;
	test_candidate(out, history, season, &out->naive);
	if (hr_history_known(history) < HR_TREND_POINTS_MIN ||
	    hr_history_known(history) < 2 * season || horizon == 0)
		return false;
	alloc_rows(&rows, horizon);
	want_paths(&rows, horizon, seed);
	for (size_t i = 0; i < out->count; i++) {
		out->chosen = next_best(out, tried);
		tried[out->chosen] = true;
		if (forecast_by(names[out->chosen], history, season, horizon, &rows)) {
			take_rows(out, &rows);
			return true;
		}
	}
	free_rows(&rows);
	return false;
}

void hr_demand_model_release(struct hr_demand_model *model)
{
	free(model->paths);
	free(model->mean);
	for (size_t b = 0; b < HR_DEMAND_BOUNDS; b++)
		free(model->bounds[b]);
	*model = (struct hr_demand_model){ 0 };
}
