#include <config.h>
#include "model/seasonal_decomposition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/ets.h"

#define ROUNDS 3
#define WINDOW 11 /* occurrences of a position that count, STL's usual span */

struct decomposition {
	size_t cycles;
	size_t periods[HR_SEASONS_MAX];
	double *last[HR_SEASONS_MAX]; /* owned; the pattern of the cycle to come, next step first */
	struct hr_ets ets;            /* of what remains */
};

struct work {
	size_t n;
	const double *filled;
	double *trend;
	double *seasonal[HR_SEASONS_MAX]; /* n values each */
	double *rest;
};

/* Average over one whole cycle around each value; towards the ends the last whole one. */
static void smooth_trend(struct work *w, size_t period, const double *y)
{
	size_t half = period / 2, first = half, last = w->n - 1 - half;
	double sum = 0;

	for (size_t i = 0; i < period; i++)
		sum += y[i];
	for (size_t t = first; t <= last; t++) {
		size_t from = t - half;

		w->trend[t] = sum / (double)period;
		if (from + period < w->n)
			sum += y[from + period] - y[from];
	}
	for (size_t t = 0; t < first; t++)
		w->trend[t] = w->trend[first];
	for (size_t t = last + 1; t < w->n; t++)
		w->trend[t] = w->trend[last];
}

/* Tricube weight of an occurrence @distance away. */
static double tricube(double distance)
{
	double share = distance / ((WINDOW + 1) / 2.0), rest = 1 - share * share * share;

	return share < 1 ? rest * rest * rest : 0;
}

/* The pattern of position @t: a weighted average of its occurrences, nearer ones more. */
static double local_average(const struct work *w, size_t t, size_t period)
{
	double sum = 0, weights = 0;
	size_t reach = WINDOW / 2;

	/* Near an end the window grows on the other side. */
	for (size_t j = 0; j <= 2 * reach; j++) {
		double weight = tricube((double)j / (j > reach ? 1.5 : 1));

		if (weight <= 0)
			break;
		if (t >= j * period) {
			sum += weight * w->rest[t - j * period];
			weights += weight;
		}
		if (j > 0 && t + j * period < w->n) {
			sum += weight * w->rest[t + j * period];
			weights += weight;
		}
	}
	return sum / weights;
}

static void smooth_season(struct work *w, const struct decomposition *d, size_t c)
{
	size_t period = d->periods[c];

	for (size_t t = 0; t < w->n; t++) {
		w->rest[t] = w->filled[t] - w->trend[t];
		for (size_t other = 0; other < d->cycles; other++)
			w->rest[t] -= other != c ? w->seasonal[other][t] : 0;
	}
	for (size_t t = 0; t < w->n; t++)
		w->seasonal[c][t] = local_average(w, t, period);
	/* A pattern has no level of its own: each cycle sums to zero. */
	for (size_t from = 0; from < w->n; from += period) {
		size_t start = from + period <= w->n ? from : w->n - period;
		double mean = 0;

		for (size_t i = 0; i < period; i++)
			mean += w->seasonal[c][start + i] / (double)period;
		for (size_t i = from; i < start + period; i++)
			w->seasonal[c][i] -= mean;
	}
}

static void decompose(struct work *w, struct decomposition *d)
{
	double *level = hr_alloc_array(w->n, sizeof(*level));

	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t t = 0; t < w->n; t++) {
			level[t] = w->filled[t];
			for (size_t c = 0; c < d->cycles; c++)
				level[t] -= w->seasonal[c][t];
		}
		smooth_trend(w, d->periods[round == 0 ? d->cycles - 1 : 0], level);
		for (size_t c = 0; c < d->cycles; c++)
			smooth_season(w, d, c);
	}
	free(level);
	for (size_t c = 0; c < d->cycles; c++) {
		size_t period = d->periods[c];

		d->last[c] = hr_alloc_array(period, sizeof(*d->last[c]));
		for (size_t i = 0; i < period; i++)
			d->last[c][i] = w->seasonal[c][w->n - period + i];
	}
}

/* Additive error, as seasons are taken off: any of no, a full or a damped trend. */
static enum hr_fit_status fit_rest(const struct hr_history *rest, struct hr_ets *best)
{
	static const struct hr_ets_form forms[] = {
		{ HR_ETS_ADDITIVE, HR_ETS_NONE, HR_ETS_NONE, false },
		{ HR_ETS_ADDITIVE, HR_ETS_ADDITIVE, HR_ETS_NONE, true },
	};
	static const struct hr_ets_options options = { .states = false };
	enum hr_fit_status status = HR_FIT_NO_SOLUTION;

	memset(best, 0, sizeof(*best));
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct hr_ets ets;

		if (hr_ets_fit(&forms[i], rest, &options, &ets) != HR_FIT_OK)
			continue;
		if (status != HR_FIT_OK || hr_ets_aicc(&ets) < hr_ets_aicc(best)) {
			hr_ets_release(best);
			*best = ets;
			status = HR_FIT_OK;
		} else {
			hr_ets_release(&ets);
		}
	}
	return status;
}

static enum hr_fit_status fit_decomposition(const struct hr_history *history, struct hr_fit *fit)
{
	size_t n = history->count;
	struct decomposition *own;
	struct hr_history rest = { .count = n };
	struct work w = { .n = n };
	double *arrays;
	enum hr_fit_status status;

	if (history->seasons[0] < 2)
		return HR_FIT_NO_SEASON;
	if (n < 2 * history->seasons[0] + 1)
		return HR_FIT_TOO_SHORT;
	own = hr_zalloc(1, sizeof(*own));
	fit->own = own;
	for (size_t i = 0; i < HR_SEASONS_MAX && history->seasons[i] > 1; i++) {
		if (n >= 2 * history->seasons[i] + 1)
			own->periods[own->cycles++] = history->seasons[i];
	}
	arrays = hr_zalloc(n * (3 + own->cycles), sizeof(*arrays));
	w.trend = arrays + n;
	w.rest = arrays + 2 * n;
	for (size_t c = 0; c < own->cycles; c++)
		w.seasonal[c] = arrays + (3 + c) * n;
	hr_history_fill(history, arrays);
	w.filled = arrays;
	decompose(&w, own);
	for (size_t t = 0; t < n; t++) {
		w.rest[t] = history->values[t];
		for (size_t c = 0; c < own->cycles; c++)
			w.rest[t] -= w.seasonal[c][t];
	}
	rest.values = w.rest;
	status = fit_rest(&rest, &own->ets);
	if (status == HR_FIT_OK) {
		double states[HR_ETS_STATES(1)];
		struct hr_ets_sums sums;

		hr_fit_begin(fit, history);
		memcpy(states, own->ets.first, sizeof(states));
		hr_ets_sweep(&own->ets.form, 1, &own->ets.weights, w.rest, n, states,
		             fit->residuals, &sums);
		hr_fit_normal(fit, own->ets.parameters - 1);
		snprintf(fit->label, sizeof(fit->label), "decomposition of %zu season%s",
		         own->cycles, own->cycles == 1 ? "" : "s");
	}
	free(arrays);
	return status;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct decomposition *own = fit->own;

	hr_ets_mean(&own->ets, horizon, out);
	for (size_t h = 0; h < horizon; h++) {
		for (size_t c = 0; c < own->cycles; c++)
			out[h] += own->last[c][h % own->periods[c]];
	}
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	hr_ets_variance(&((const struct decomposition *)fit->own)->ets, horizon, out);
}

static void release(struct hr_fit *fit)
{
	struct decomposition *own = fit->own;

	for (size_t c = 0; c < own->cycles; c++)
		free(own->last[c]);
	hr_ets_release(&own->ets);
	free(own);
}

const struct hr_method hr_method_decomposition = {
	.name = "decomposition",
	.title = "decomposition into seasons and a smoothed rest",
	.fit = fit_decomposition,
	.mean = mean_of,
	.variance = variance_of,
	.release = release,
};
