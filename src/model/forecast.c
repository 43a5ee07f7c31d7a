#include <config.h>
#include "model/forecast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/backtest.h"
#include "model/holt_winters.h"
#include "model/line.h"
#include "model/naive.h"
#include "model/seasonal_decomposition.h"
#include "model/seasonal_regression.h"
#include "model/smoothing.h"
#include "model/theta.h"

#define WEIGHT_POWER   3.0
#define SHRINK_ORIGINS 0.5  /* weight of the mean error of all in the error of each */
#define FALLBACK_RATIO 1.2  /* error of the combination to that of the naive method */
#define PRIOR_ORIGINS  4.0  /* how much the prior width counts */
#define PRIOR_WIDENING 14.0 /* its ratio to the models' own is 1 + this / n */
#define RATIO_MAX      5.0  /* of an error to the models' own deviation, as far as it counts */
#define MANY_CYCLES    14   /* seasonal effects can be told one by one */
#define MANY_VALUES    200
#define ETS_SEASON_MAX 24
#define Z_95           1.959963984540054

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
 * Backtest to weights.
 */

struct judge {
	struct hr_forecast *forecast;
	const struct hr_history *history;
	const struct hr_backtest *backtest;
	size_t naive; /* index of the naive member */
	double priors[HR_MEMBERS_MAX];
	double *mean, *deviation; /* scratch for combinations, backtest->horizon values */
};

static double actual(const struct judge *judge, size_t origin, size_t step)
{
	return judge->history->values[judge->backtest->cuts[origin] + step];
}

static double kept(const struct hr_forecast *forecast, double value)
{
	return fmax(fmin(value, forecast->ceiling), forecast->floor);
}

static void judge_members(struct judge *judge, double *errors, size_t *origins)
{
	const struct hr_backtest *backtest = judge->backtest;

	for (size_t m = 0; m < backtest->methods; m++) {
		struct hr_accuracy *accuracy = &judge->forecast->members[m].accuracy;

		errors[m] = 0;
		origins[m] = 0;
		for (size_t o = 0; o < backtest->origins; o++) {
			const struct hr_backtest_cell *cell = hr_backtest_cell(backtest, o, m);
			double before = accuracy->absolute;
			size_t steps = accuracy->steps;

			for (size_t h = 0; cell->fitted && h < backtest->horizon; h++) {
				double mean = kept(judge->forecast, cell->mean[h]);
				double half = Z_95 * cell->deviation[h];

				hr_accuracy_add(accuracy, actual(judge, o, h), mean, mean - half,
				                mean + half);
			}
			if (accuracy->steps == steps)
				continue;
			errors[m] += (accuracy->absolute - before) /
			             (double)(accuracy->steps - steps);
			origins[m]++;
		}
	}
}

static bool takes_part(const struct hr_member *member)
{
	return !member->reference && member->status == HR_FIT_OK;
}

static void keep_best(struct hr_forecast *forecast)
{
	size_t best = 0;

	for (size_t m = 1; m < forecast->member_count; m++) {
		if (forecast->members[m].weight > forecast->members[best].weight)
			best = m;
	}
	for (size_t m = 0; m < forecast->member_count; m++)
		forecast->members[m].weight = m == best ? 1 : 0;
}

static void set_weights(struct judge *judge, enum hr_forecast_choice choice)
{
	struct hr_forecast *forecast = judge->forecast;
	double errors[HR_MEMBERS_MAX] = { 0 }, sum = 0, common = 0;
	size_t origins[HR_MEMBERS_MAX] = { 0 }, tested = 0;

	judge_members(judge, errors, origins);
	for (size_t m = 0; m < forecast->member_count; m++) {
		if (takes_part(&forecast->members[m]) && origins[m] > 0) {
			common += errors[m] / (double)origins[m];
			tested++;
		}
	}
	common = tested > 0 && common > 0 ? common / (double)tested : 1;
	for (size_t m = 0; m < forecast->member_count; m++) {
		double error = (SHRINK_ORIGINS * common + errors[m]) /
		               (SHRINK_ORIGINS + (double)origins[m]);
		struct hr_member *member = &forecast->members[m];

		member->weight = 0;
		if (takes_part(member))
			member->weight = (choice == HR_CHOICE_BEST ? 1 : judge->priors[m]) *
			                 pow(error / common, -WEIGHT_POWER);
		sum += member->weight;
	}
	for (size_t m = 0; m < forecast->member_count; m++)
		forecast->members[m].weight /= sum;
	if (choice == HR_CHOICE_BEST)
		keep_best(forecast);
}

/*
 * Combining: mean of means; variance of the mixture, own variances plus disagreement.
 */

struct part {
	double weight;
	const double *mean, *deviation;
};

static void combine(const struct hr_forecast *forecast, const struct part *parts, size_t count,
                    size_t horizon, double *mean, double *deviation)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += parts[i].weight;
	for (size_t h = 0; h < horizon; h++) {
		double variance = 0;

		mean[h] = 0;
		for (size_t i = 0; i < count; i++)
			mean[h] += parts[i].weight / sum * kept(forecast, parts[i].mean[h]);
		for (size_t i = 0; i < count; i++) {
			double off = kept(forecast, parts[i].mean[h]) - mean[h];

			variance += parts[i].weight / sum *
			            (parts[i].deviation[h] * parts[i].deviation[h] + off * off);
		}
		deviation[h] = sqrt(variance);
	}
}

/* The combination as it would have been at an origin, with the weights of now. */
static bool combine_at(struct judge *judge, size_t origin)
{
	const struct hr_forecast *forecast = judge->forecast;
	struct part parts[HR_MEMBERS_MAX];
	size_t count = 0;

	for (size_t m = 0; m < forecast->member_count; m++) {
		const struct hr_backtest_cell *cell = hr_backtest_cell(judge->backtest, origin, m);

		if (cell->fitted && forecast->members[m].weight > 0)
			parts[count++] = (struct part){ forecast->members[m].weight, cell->mean,
				                        cell->deviation };
	}
	if (count == 0)
		return false;
	combine(forecast, parts, count, judge->backtest->horizon, judge->mean, judge->deviation);
	return true;
}

/* Half the weight goes to the naive method when the others were clearly worse all along. */
static void fall_back(struct judge *judge)
{
	struct hr_forecast *forecast = judge->forecast;
	struct hr_accuracy combined = { 0 };
	const struct hr_member *naive = &forecast->members[judge->naive];

	if (judge->backtest->origins < HR_FORECAST_ORIGINS || naive->status != HR_FIT_OK)
		return;
	for (size_t o = 0; o < judge->backtest->origins; o++) {
		if (!combine_at(judge, o))
			return;
		for (size_t h = 0; h < judge->backtest->horizon; h++)
			hr_accuracy_add(&combined, actual(judge, o, h), judge->mean[h], 0, 0);
	}
	if (naive->accuracy.steps != combined.steps ||
	    combined.absolute <= FALLBACK_RATIO * naive->accuracy.absolute)
		return;
	forecast->fallback = true;
	for (size_t m = 0; m < forecast->member_count; m++)
		forecast->members[m].weight /= 2;
	forecast->members[judge->naive].weight += 0.5;
}

/*
 * Widths: the mean squared ratio of errors to the models' deviations, origin by origin.
 */

static double widening(double known, const double *ratios, size_t origins, size_t without)
{
	double prior = 1 + PRIOR_WIDENING / known;
	double sum = PRIOR_ORIGINS * prior * prior, weight = PRIOR_ORIGINS;

	for (size_t o = 0; o < origins; o++) {
		if (o == without || isnan(ratios[o]))
			continue;
		sum += ratios[o];
		weight++;
	}
	return sqrt(sum / weight);
}

static double ratio_at(struct judge *judge, size_t origin)
{
	double sum = 0;
	size_t steps = 0;

	if (!combine_at(judge, origin))
		return (double)NAN;
	for (size_t h = 0; h < judge->backtest->horizon; h++) {
		double error = actual(judge, origin, h) - judge->mean[h];

		if (isnan(error) || !(judge->deviation[h] > 0))
			continue;
		error /= judge->deviation[h];
		sum += error * error;
		steps++;
	}
	return steps > 0 ? fmin(sum / (double)steps, RATIO_MAX * RATIO_MAX) : (double)NAN;
}

/* The factor of the widths; the accuracy of the whole, each origin with the width of the others. */
static double set_width(struct judge *judge)
{
	struct hr_forecast *forecast = judge->forecast;
	const struct hr_backtest *backtest = judge->backtest;
	double ratios[HR_ORIGINS_MAX], known = (double)forecast->quality.known;

	for (size_t o = 0; o < backtest->origins; o++)
		ratios[o] = ratio_at(judge, o);
	for (size_t o = 0; o < backtest->origins; o++) {
		double factor = widening(known, ratios, backtest->origins, o);

		if (!combine_at(judge, o))
			continue;
		for (size_t h = 0; h < backtest->horizon; h++) {
			double half = Z_95 * factor * judge->deviation[h];

			hr_accuracy_add(&forecast->accuracy, actual(judge, o, h), judge->mean[h],
			                judge->mean[h] - half, judge->mean[h] + half);
		}
	}
	forecast->naive = forecast->members[judge->naive].accuracy;
	forecast->degrees = PRIOR_ORIGINS + (double)backtest->origins;
	return widening(known, ratios, backtest->origins, SIZE_MAX);
}

static void set_result(struct hr_forecast *forecast, double factor)
{
	size_t horizon = forecast->horizon, count = 0;
	double *memory = hr_alloc_array(2 * HR_MEMBERS_MAX * horizon, sizeof(*memory));
	struct part parts[HR_MEMBERS_MAX];

	for (size_t m = 0; m < forecast->member_count; m++) {
		double *mean = memory + 2 * m * horizon, *deviation = mean + horizon;

		if (!(forecast->members[m].weight > 0))
			continue;
		hr_fit_mean(&forecast->members[m].fit, horizon, mean);
		hr_fit_deviation(&forecast->members[m].fit, horizon, deviation);
		parts[count++] = (struct part){ forecast->members[m].weight, mean, deviation };
	}
	combine(forecast, parts, count, horizon, forecast->mean, forecast->deviation);
	for (size_t h = 0; h < horizon; h++)
		forecast->deviation[h] *= factor;
	free(memory);
}

static void judge_and_combine(struct hr_forecast *forecast, const struct hr_history *history,
                              const struct hr_forecast_options *options, struct judge *judge)
{
	const struct hr_method *methods[HR_MEMBERS_MAX];
	size_t origins = HR_FORECAST_ORIGINS;
	struct hr_backtest backtest;

	for (size_t m = 0; m < forecast->member_count; m++)
		methods[m] = forecast->members[m].method;
	if (options->origins > 0)
		origins = options->origins == HR_ORIGINS_NONE ? 0 : options->origins;
	hr_backtest_run(history, methods, forecast->member_count, forecast->horizon, origins,
	                &backtest);
	judge->backtest = &backtest;
	judge->mean = hr_alloc_array(2 * backtest.horizon + 2, sizeof(*judge->mean));
	judge->deviation = judge->mean + backtest.horizon + 1;
	set_weights(judge, options->choice);
	if (options->method == NULL)
		fall_back(judge);
	set_result(forecast, set_width(judge));
	forecast->origins = backtest.origins;
	forecast->state = backtest.origins > 0 ? HR_FORECAST_OK : HR_FORECAST_UNTESTED;
	free(judge->mean);
	hr_backtest_release(&backtest);
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
	struct judge judge = { .forecast = forecast, .history = &part };
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
		judge.naive = set_members(forecast, &part, options, judge.priors);
		if (fit_members(forecast, &part) > 0) {
			judge_and_combine(forecast, &part, options, &judge);
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
		z = Z_95 * gsl_cdf_tdist_Pinv(p, forecast->degrees) /
		    gsl_cdf_tdist_Pinv(0.975, forecast->degrees);
	for (size_t h = 0; h < forecast->horizon; h++)
		out[h] = kept(forecast, forecast->mean[h] + z * forecast->deviation[h]);
}
