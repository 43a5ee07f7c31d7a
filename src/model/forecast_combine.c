/*
 * Backtest to weights; members to one forecast; past errors to its width.
 */
#include <config.h>
#include "model/forecast_part.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/backtest.h"

#define WEIGHT_POWER   3.0
#define SHRINK_ORIGINS 0.5  /* weight of the mean error of all in the error of each */
#define FALLBACK_RATIO 1.2  /* error of the combination to that of the naive method */
#define PRIOR_ORIGINS  4.0  /* how much the prior width counts */
#define PRIOR_WIDENING 14.0 /* its ratio to the models' own is 1 + this / n */
#define RATIO_MAX      5.0  /* of an error to the models' own deviation, as far as it counts */

struct judge {
	struct hr_forecast *forecast;
	const struct hr_history *history;
	const struct hr_backtest *backtest;
	const struct hr_combining *combining;
	double *mean, *deviation; /* scratch for combinations, backtest->horizon values */
};

static double actual(const struct judge *judge, size_t origin, size_t step)
{
	return judge->history->values[judge->backtest->cuts[origin] + step];
}

double hr_forecast_kept(const struct hr_forecast *forecast, double value)
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
				double mean = hr_forecast_kept(judge->forecast, cell->mean[h]);
				double half = HR_FORECAST_Z95 * cell->deviation[h];

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
			member->weight = (choice == HR_CHOICE_BEST ? 1
			                                           : judge->combining->priors[m]) *
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
			mean[h] += parts[i].weight / sum *
			           hr_forecast_kept(forecast, parts[i].mean[h]);
		for (size_t i = 0; i < count; i++) {
			double off = hr_forecast_kept(forecast, parts[i].mean[h]) - mean[h];

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
	const struct hr_member *naive = &forecast->members[judge->combining->naive];

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
	forecast->members[judge->combining->naive].weight += 0.5;
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
			double half = HR_FORECAST_Z95 * factor * judge->deviation[h];

			hr_accuracy_add(&forecast->accuracy, actual(judge, o, h), judge->mean[h],
			                judge->mean[h] - half, judge->mean[h] + half);
		}
	}
	forecast->naive = forecast->members[judge->combining->naive].accuracy;
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

void hr_forecast_combine(struct hr_forecast *forecast, const struct hr_history *history,
                         const struct hr_forecast_options *options,
                         const struct hr_combining *combining)
{
	const struct hr_method *methods[HR_MEMBERS_MAX];
	size_t origins = HR_FORECAST_ORIGINS;
	struct hr_backtest backtest;
	struct judge judge = { forecast, history, &backtest, combining, NULL, NULL };

	for (size_t m = 0; m < forecast->member_count; m++)
		methods[m] = forecast->members[m].method;
	if (options->origins > 0)
		origins = options->origins == HR_ORIGINS_NONE ? 0 : options->origins;
	hr_backtest_run(history, methods, forecast->member_count, forecast->horizon, origins,
	                &backtest);
	judge.mean = hr_alloc_array(2 * backtest.horizon + 2, sizeof(*judge.mean));
	judge.deviation = judge.mean + backtest.horizon + 1;
	set_weights(&judge, options->choice);
	if (options->method == NULL)
		fall_back(&judge);
	set_result(forecast, set_width(&judge));
	forecast->origins = backtest.origins;
	forecast->state = backtest.origins > 0 ? HR_FORECAST_OK : HR_FORECAST_UNTESTED;
	free(judge.mean);
	hr_backtest_release(&backtest);
}
