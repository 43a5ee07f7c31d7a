#include <config.h>
#include "model/forecast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/forecast_part.h"
#include "model/holt_winters.h"
#include "model/line.h"
#include "model/naive.h"
#include "model/seasonal_decomposition.h"
#include "model/seasonal_regression.h"
#include "model/smoothing.h"
#include "model/theta.h"

#define MANY_CYCLES    14 /* seasonal effects can be told one by one */
#define MANY_VALUES    200
#define ETS_SEASON_MAX 24

const char *hr_forecast_state_name(enum hr_forecast_state state)
{
	static const char *const names[] = {
		[HR_FORECAST_OK] = "ok",
		[HR_FORECAST_CONSTANT] = "constant",
		[HR_FORECAST_UNTESTED] = "untested",
		[HR_FORECAST_INSUFFICIENT] = "insufficient_history",
		[HR_FORECAST_NO_DATA] = "no_data",
		[HR_FORECAST_UNFIT] = "unfit",
	};

	return names[state];
}

bool hr_forecast_usable(enum hr_forecast_state state)
{
	return state == HR_FORECAST_OK || state == HR_FORECAST_CONSTANT ||
	       state == HR_FORECAST_UNTESTED;
}

void hr_history_add_week(struct hr_history *history)
{
	size_t day = history->seasons[0];

	/* Steps of 5, 10, 15, 20, 30 minutes and of an hour. */
	if (day % 24 == 0 && day <= 288 && history->seasons[1] == 0 &&
	    history->count >= 2 * 7 * day + day)
		history->seasons[1] = 7 * day;
}

/*
 * Candidates.
 */

struct candidate {
	const struct hr_method *method;
	double prior;
};

static size_t candidates_of(const struct hr_history *history, struct candidate *out)
{
	size_t season = hr_history_season(history), count = 0;
	bool seasonal = season > 1 && history->count >= 2 * season + 3;
	bool many = seasonal && history->count >= MANY_CYCLES * season &&
	            history->count >= MANY_VALUES;

	if (!seasonal || season <= ETS_SEASON_MAX)
		out[count++] = (struct candidate){ &hr_method_ets, 1 };
	out[count++] = (struct candidate){ &hr_method_dynamic_theta, 1 };
	out[count++] = (struct candidate){ &hr_method_damped_adjusted, seasonal ? 0.5 : 1 };
	if (seasonal) {
		out[count++] = (struct candidate){ &hr_method_hw_additive, 0.5 };
		out[count++] = (struct candidate){ &hr_method_hw_multiplicative, 0.5 };
	}
	if (many) {
		out[count++] = (struct candidate){ &hr_method_seasonal_naive, 1 };
		out[count++] = (struct candidate){ &hr_method_seasonal_regression, 1 };
		out[count++] = (struct candidate){ &hr_method_decomposition, 1 };
	}
	return count;
}

/* The members of a forecast, those with a weight first; gives the naive one's index. */
static size_t set_members(struct hr_forecast *forecast, const struct hr_history *history,
                          const struct hr_forecast_options *options, double *priors)
{
	struct candidate candidates[HR_MEMBERS_MAX];
	const struct hr_method *naive = history->seasons[0] > 1 ? &hr_method_seasonal_naive
	                                                        : &hr_method_naive;
	const struct hr_method *shown[] = { naive, &hr_method_line, &hr_method_compound };
	size_t count = 1, extra = options->references ? 3 : 1, naive_at = SIZE_MAX;

	if (options->method != NULL)
		candidates[0] = (struct candidate){ options->method, 1 };
	else
		count = candidates_of(history, candidates);
	for (size_t i = 0; i < count; i++) {
		forecast->members[i].method = candidates[i].method;
		priors[i] = candidates[i].prior;
		if (candidates[i].method == naive)
			naive_at = i;
	}
	for (size_t i = 0; i < extra; i++) {
		if ((i == 0 && naive_at != SIZE_MAX) || shown[i] == options->method)
			continue;
		if (i == 0)
			naive_at = count;
		priors[count] = 0;
		forecast->members[count].reference = true;
		forecast->members[count++].method = shown[i];
	}
	forecast->member_count = count;
	return naive_at;
}

static size_t fit_members(struct hr_forecast *forecast, const struct hr_history *history)
{
	size_t fitted = 0;

	for (size_t i = 0; i < forecast->member_count; i++) {
		struct hr_member *member = &forecast->members[i];

		member->status = hr_fit_new(member->method, history, &member->fit);
		fitted += member->status == HR_FIT_OK && !member->reference ? 1 : 0;
	}
	return fitted;
}

/*
 * What is no case for models.
 */

static double last_known(const struct hr_history *history)
{
	for (size_t i = history->count; i > 0; i--) {
		if (!isnan(history->values[i - 1]))
			return history->values[i - 1];
	}
	return 0;
}

static void without_models(struct hr_forecast *forecast, const struct hr_history *history)
{
	double last = last_known(history);

	for (size_t h = 0; h < forecast->horizon; h++) {
		forecast->mean[h] = last;
		forecast->deviation[h] = 0;
	}
	if (forecast->quality.known == 0)
		forecast->state = HR_FORECAST_NO_DATA;
	else if (forecast->quality.known < HR_FORECAST_MIN)
		forecast->state = HR_FORECAST_INSUFFICIENT;
	else
		forecast->state = HR_FORECAST_CONSTANT;
}

static void test_trend(struct hr_forecast *forecast, const struct hr_history *history)
{
	struct hr_history since = *history;
	size_t from = forecast->quality.last_shift;

	if (from > 0 && history->count - from >= HR_TREND_VALUES_MIN) {
		since.values += from;
		since.count -= from;
	}
	forecast->trend_known = hr_trend_test(&since, 0.99, &forecast->trend);
}

/* The latest values, without seasons that are too long to be seen twice. */
static struct hr_history usable_part(const struct hr_history *history)
{
	struct hr_history part = *history;
	size_t kept_seasons = 0;

	if (part.count > HR_FORECAST_VALUES) {
		part.values += part.count - HR_FORECAST_VALUES;
		part.count = HR_FORECAST_VALUES;
	}
	for (size_t i = 0; i < HR_SEASONS_MAX; i++) {
		size_t season = history->seasons[i];

		if (season > 1 && season <= HR_SEASON_MAX && 2 * season + 3 <= part.count)
			part.seasons[kept_seasons++] = season;
	}
	while (kept_seasons < HR_SEASONS_MAX)
		part.seasons[kept_seasons++] = 0;
	return part;
}

void hr_forecast_new(const struct hr_history *history, const struct hr_forecast_options *options,
                     struct hr_forecast *forecast)
{
	struct hr_history part = usable_part(history);
	struct hr_combining combining;
	double *clean = hr_alloc_array(part.count + 1, sizeof(*clean));

	*forecast = (struct hr_forecast){ .horizon = options->horizon,
		                          .seed = options->seed,
		                          .used = part.count };
	memcpy(forecast->seasons, part.seasons, sizeof(forecast->seasons));
	forecast->mean = hr_alloc_array(2 * options->horizon, sizeof(*forecast->mean));
	forecast->deviation = forecast->mean + options->horizon;
	hr_quality_check(&part, &forecast->quality, clean);
	part.values = clean;
	forecast->floor = forecast->quality.negative || options->any_sign ? -(double)INFINITY : 0;
	forecast->ceiling = part.ceiling > 0 ? part.ceiling : (double)INFINITY;
	forecast->scale = hr_accuracy_scale(&part);
	if (forecast->quality.known < HR_FORECAST_MIN || forecast->quality.constant) {
		without_models(forecast, &part);
	} else {
		test_trend(forecast, &part);
		combining.naive = set_members(forecast, &part, options, combining.priors);
		if (fit_members(forecast, &part) > 0) {
			hr_forecast_combine(forecast, &part, options, &combining);
		} else {
			without_models(forecast, &part);
			forecast->state = HR_FORECAST_UNFIT;
			forecast->reason = forecast->members[0].status;
		}
	}
	free(clean);
}

void hr_forecast_release(struct hr_forecast *forecast)
{
	for (size_t m = 0; m < forecast->member_count; m++)
		hr_fit_release(&forecast->members[m].fit);
	free(forecast->mean);
	forecast->mean = forecast->deviation = NULL;
	forecast->member_count = 0;
}

void hr_forecast_quantile(const struct hr_forecast *forecast, double p, double *out)
{
	double z = 0;

	if (forecast->degrees > 0)
		z = HR_FORECAST_Z95 * gsl_cdf_tdist_Pinv(p, forecast->degrees) /
		    gsl_cdf_tdist_Pinv(0.975, forecast->degrees);
	for (size_t h = 0; h < forecast->horizon; h++)
		out[h] = hr_forecast_kept(forecast, forecast->mean[h] + z * forecast->deviation[h]);
}
