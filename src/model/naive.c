#include <config.h>
#include "model/naive.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

enum kind { MEAN, NAIVE, DRIFT, SEASONAL };

struct naive {
	enum kind kind;
	size_t period;
	double level, slope, span; /* span: steps the drift was taken over */
	double last[];             /* SEASONAL: the last cycle, the next step's first */
};

static enum kind kind_of(const struct hr_fit *fit)
{
	return *(const enum kind *)fit->method->variant;
}

static void fit_mean(const struct hr_history *history, struct hr_fit *fit, struct naive *own)
{
	size_t known = hr_history_known(history);

	for (size_t i = 0; i < history->count; i++) {
		if (!isnan(history->values[i]))
			own->level += history->values[i] / (double)known;
	}
	for (size_t i = 0; i < history->count; i++)
		fit->residuals[i] = history->values[i] - own->level;
}

/* Also with a slope: from the first to the last known value. */
static void fit_last(const struct hr_history *history, struct hr_fit *fit, struct naive *own)
{
	size_t first = 0, before = 0;
	const double *y = history->values;

	while (isnan(y[first]))
		first++;
	own->level = y[first];
	before = first;
	for (size_t i = first + 1; i < history->count; i++) {
		if (!isnan(y[i]))
			before = i;
	}
	own->span = (double)(before - first);
	if (own->kind == DRIFT && before > first)
		own->slope = (y[before] - y[first]) / own->span;
	before = first;
	for (size_t i = first + 1; i < history->count; i++) {
		if (isnan(y[i]))
			continue;
		fit->residuals[i] = y[i] - own->level - own->slope * (double)(i - before);
		own->level = y[i];
		before = i;
	}
	own->level += own->slope * (double)(history->count - 1 - before);
}

/* A missing value of the last cycle is that of the cycle before. */
static void fit_seasonal(const struct hr_history *history, struct hr_fit *fit, struct naive *own)
{
	size_t m = own->period, n = history->count;
	double *filled = hr_alloc_array(n, sizeof(*filled));

	hr_history_fill(history, filled);
	for (size_t i = m; i < n; i++) {
		if (isnan(history->values[i]))
			filled[i] = filled[i - m];
		else
			fit->residuals[i] = history->values[i] - filled[i - m];
	}
	for (size_t i = 0; i < m; i++)
		own->last[i] = filled[n - m + i];
	free(filled);
}

static size_t longest_season(const struct hr_history *history)
{
	size_t longest = 1;

	for (size_t i = 0; i < HR_SEASONS_MAX && history->seasons[i] > 1; i++) {
		if (history->count >= 2 * history->seasons[i])
			longest = history->seasons[i];
	}
	return longest;
}

static enum hr_fit_status fit_naive(const struct hr_history *history, struct hr_fit *fit)
{
	enum kind kind = kind_of(fit);
	size_t period = kind == SEASONAL ? longest_season(history) : 1;
	struct naive *own;

	if (kind == SEASONAL && period < 2)
		return history->seasons[0] > 1 ? HR_FIT_TOO_SHORT : HR_FIT_NO_SEASON;
	if (kind == DRIFT && hr_history_known(history) < 2)
		return HR_FIT_TOO_SHORT;
	own = hr_zalloc(1, sizeof(*own) + period * sizeof(own->last[0]));
	own->kind = kind;
	own->period = period;
	fit->own = own;
	hr_fit_begin(fit, history);
	if (kind == MEAN)
		fit_mean(history, fit, own);
	else if (kind == SEASONAL)
		fit_seasonal(history, fit, own);
	else
		fit_last(history, fit, own);
	hr_fit_normal(fit, kind == MEAN || kind == DRIFT);
	if (kind == DRIFT) {
		fit->slope = own->slope;
		fit->slope_se = own->span > 0 ? sqrt(fit->sigma2 / own->span) : (double)NAN;
	}
	snprintf(fit->label, sizeof(fit->label), "%s", fit->method->title);
	return HR_FIT_OK;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct naive *own = fit->own;

	for (size_t h = 0; h < horizon; h++) {
		if (own->kind == SEASONAL)
			out[h] = own->last[h % own->period];
		else
			out[h] = own->level + own->slope * (double)(h + 1);
	}
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct naive *own = fit->own;

	for (size_t h = 0; h < horizon; h++) {
		double steps = (double)(h + 1);

		switch (own->kind) {
		case MEAN:
			steps = 1 + 1 / (double)fit->used;
			break;
		case NAIVE:
			break;
		case DRIFT:
			steps *= 1 + steps / fmax(own->span, 1);
			break;
		case SEASONAL:
			steps = (double)(h / own->period + 1);
			break;
		}
		out[h] = fit->sigma2 * steps;
	}
}

static void path_of(const struct hr_fit *fit, struct hr_random *random, size_t horizon, double *out)
{
	const struct naive *own = fit->own;
	double sigma = sqrt(fit->sigma2), walk = 0;

	mean_of(fit, horizon, out);
	for (size_t h = 0; h < horizon; h++) {
		double noise = sigma * hr_random_normal(random);

		if (own->kind == MEAN) {
			out[h] += noise;
		} else if (own->kind == SEASONAL) {
			/* each position of the cycle walks by itself */
			out[h] = (h < own->period ? out[h] : out[h - own->period]) + noise;
		} else {
			walk += noise;
			out[h] += walk;
		}
	}
}

#define METHOD(symbol, member, called, text)                                                       \
	const struct hr_method hr_method_##symbol = {                                              \
		.name = called,                                                                    \
		.title = text,                                                                     \
		.fit = fit_naive,                                                                  \
		.mean = mean_of,                                                                   \
		.variance = variance_of,                                                           \
		.path = path_of,                                                                   \
		.variant = &(const enum kind){ member },                                           \
	}
METHOD(mean, MEAN, "mean", "mean");
METHOD(naive, NAIVE, "naive", "last value");
METHOD(drift, DRIFT, "drift", "last value and mean change");
METHOD(seasonal_naive, SEASONAL, "snaive", "value one season ago");
