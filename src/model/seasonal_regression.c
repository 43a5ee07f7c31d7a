#include <config.h>
#include "model/seasonal_regression.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/line.h"

#define ROUNDS 60

struct regression {
	struct hr_trend_line line; /* of what the effects leave */
	size_t cycles;
	size_t periods[HR_SEASONS_MAX];
	double *effects[HR_SEASONS_MAX]; /* each sums to zero over the known values */
};

/* Cycles seen twice, without those a longer one contains. */
static size_t cycles_of(const struct hr_history *history, size_t *periods)
{
	size_t count = 0;

	for (size_t i = 0; i < HR_SEASONS_MAX && history->seasons[i] > 1; i++) {
		size_t period = history->seasons[i];

		if (history->count < 2 * period)
			break;
		while (count > 0 && period % periods[count - 1] == 0)
			count--;
		periods[count++] = period;
	}
	return count;
}

static double effect(const struct regression *m, size_t step)
{
	double sum = 0;

	for (size_t c = 0; c < m->cycles; c++)
		sum += m->effects[c][step % m->periods[c]];
	return sum;
}

/* New effects of one cycle: the means of what line and other cycles leave. */
static double update(struct regression *m, size_t c, const struct hr_history *history, double *sums,
                     size_t *counts)
{
	size_t period = m->periods[c];
	double change = 0, mean = 0, total = 0;

	for (size_t i = 0; i < period; i++) {
		sums[i] = 0;
		counts[i] = 0;
	}
	for (size_t t = 0; t < history->count; t++) {
		double rest = history->values[t] - m->line.intercept -
		              m->line.slope * (double)(t + 1) - effect(m, t) +
		              m->effects[c][t % period];

		if (isnan(rest))
			continue;
		sums[t % period] += rest;
		counts[t % period]++;
		mean += rest;
		total++;
	}
	mean /= total;
	for (size_t i = 0; i < period; i++) {
		double next = counts[i] > 0 ? sums[i] / (double)counts[i] - mean : 0;

		change = fmax(change, fabs(next - m->effects[c][i]));
		m->effects[c][i] = next;
	}
	return change;
}

static void backfit(struct regression *m, const struct hr_history *history)
{
	size_t longest = m->periods[m->cycles - 1];
	double *rest = hr_alloc_array(history->count, sizeof(*rest));
	double *sums = hr_alloc_array(longest, sizeof(*sums));
	size_t *counts = hr_alloc_array(longest, sizeof(*counts));

	for (size_t round = 0; round < ROUNDS; round++) {
		double change = 0;

		for (size_t t = 0; t < history->count; t++)
			rest[t] = history->values[t] - effect(m, t);
		hr_trend_line_fit(rest, history->count, NULL, &m->line);
		for (size_t c = 0; c < m->cycles; c++)
			change = fmax(change, update(m, c, history, sums, counts));
		if (change <= 1e-10 * sqrt(m->line.sigma2 + 1e-300))
			break;
	}
	free(counts);
	free(sums);
	free(rest);
}

static enum hr_fit_status fit_regression(const struct hr_history *history, struct hr_fit *fit)
{
	size_t periods[HR_SEASONS_MAX], cycles = cycles_of(history, periods), coefficients = 2;
	struct regression *own;

	if (history->seasons[0] < 2)
		return HR_FIT_NO_SEASON;
	for (size_t c = 0; c < cycles; c++)
		coefficients += periods[c] - 1;
	if (cycles == 0 || hr_history_known(history) < coefficients + 2)
		return HR_FIT_TOO_SHORT;
	own = hr_zalloc(1, sizeof(*own));
	fit->own = own;
	own->cycles = cycles;
	for (size_t c = 0; c < cycles; c++) {
		own->periods[c] = periods[c];
		own->effects[c] = hr_zalloc(periods[c], sizeof(**own->effects));
	}
	backfit(own, history);
	hr_fit_begin(fit, history);
	for (size_t t = 0; t < history->count; t++)
		fit->residuals[t] = history->values[t] - own->line.intercept -
		                    own->line.slope * (double)(t + 1) - effect(own, t);
	hr_fit_normal(fit, coefficients);
	fit->degrees = (double)(fit->used - coefficients);
	fit->slope = own->line.slope;
	fit->slope_se = sqrt(fit->sigma2 / own->line.xx);
	snprintf(fit->label, sizeof(fit->label), "trend and season of %zu", periods[cycles - 1]);
	return HR_FIT_OK;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct regression *m = fit->own;

	for (size_t h = 0; h < horizon; h++)
		out[h] = m->line.intercept + m->line.slope * (double)(fit->count + h + 1) +
		         effect(m, fit->count + h);
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct regression *m = fit->own;
	double share = (double)(fit->parameters - 2) / (double)fit->used; /* of mean and effects */

	for (size_t h = 0; h < horizon; h++) {
		double x = (double)(fit->count + h + 1) - m->line.mean_x;

		out[h] = fit->sigma2 * (1 + share + x * x / m->line.xx);
	}
}

static void release(struct hr_fit *fit)
{
	struct regression *own = fit->own;

	for (size_t c = 0; c < own->cycles; c++)
		free(own->effects[c]);
	free(own);
}

const struct hr_method hr_method_seasonal_regression = {
	.name = "seasonal",
	.title = "linear trend and seasonal effects",
	.fit = fit_regression,
	.mean = mean_of,
	.variance = variance_of,
	.release = release,
};
