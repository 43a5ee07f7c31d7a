/*
 * Variances of the forecasts of exponential smoothing: Hyndman, Koehler, Ord and Snyder,
 * Forecasting with Exponential Smoothing, Springer 2008, chapter 6.
 */
#include <config.h>
#include "model/ets.h"

#include <stdlib.h>

#include "base/mem.h"

/* What an innovation adds to the forecast @j steps later: c_j. */
static void weights_ahead(const struct hr_ets *ets, size_t horizon, double *c)
{
	const struct hr_ets_weights *w = &ets->weights;
	double power = 1, damped = 0;

	for (size_t j = 1; j < horizon; j++) {
		power *= w->phi;
		damped += power;
		c[j] = w->alpha;
		if (ets->form.trend != HR_ETS_NONE)
			c[j] += w->beta * damped;
		if (ets->form.season == HR_ETS_ADDITIVE && j % ets->period == 0)
			c[j] += w->gamma;
	}
}

/* Additive errors, nothing multiplicative: v_h = sigma^2 (1 + sum of c_j^2). */
static void class_1(const struct hr_ets *ets, const double *c, size_t horizon, double *out)
{
	double sum = 1;

	for (size_t h = 1; h <= horizon; h++) {
		out[h - 1] = ets->sigma2 * sum;
		if (h < horizon)
			sum += c[h] * c[h];
	}
}

/* Relative errors, level, trend and season added: by theta_h, the second moment of the forecast. */
static void class_2(const struct hr_ets *ets, const double *c, size_t horizon, double *out)
{
	double *mean = hr_alloc_array(2 * horizon, sizeof(*mean)), *theta = mean + horizon;

	hr_ets_mean(ets, horizon, mean);
	for (size_t h = 0; h < horizon; h++) {
		double sum = 0;

		for (size_t j = 1; j <= h; j++)
			sum += c[j] * c[j] * theta[h - j];
		theta[h] = mean[h] * mean[h] + ets->sigma2 * sum;
		out[h] = (1 + ets->sigma2) * theta[h] - mean[h] * mean[h];
	}
	free(mean);
}

/* Second moments of level and slope times the square of one index of the season. */
struct moments {
	double level2, cross, slope2;
	double level, slope; /* first moments, times the index itself */
};

/* E over the innovation e ~ N(0, s2) of (a0 + a1 e)(b0 + b1 e)(1 + g e)^2, the last factor where
 * the step is of this index. */
static double expect(double a0, double a1, double b0, double b1, double g, double s2)
{
	return a0 * b0 + s2 * (a1 * b1 + 2 * g * (a0 * b1 + a1 * b0) + g * g * a0 * b0) +
	       3 * s2 * s2 * g * g * a1 * b1;
}

static void advance(struct moments *m, const struct hr_ets_weights *w, double g, double s2)
{
	/* level' = (level + phi slope)(1 + alpha e); slope' = phi slope + beta (level + phi slope)
	 * e */
	const double phi = w->phi, a = w->alpha, b = w->beta;
	const struct moments was = *m;
	double base2 = was.level2 + 2 * phi * was.cross + phi * phi * was.slope2;
	double base_slope = was.cross + phi * was.slope2;
	double base = was.level + phi * was.slope;

	m->level2 = base2 * expect(1, a, 1, a, g, s2);
	m->cross = base2 * expect(1, a, 0, b, g, s2) + phi * base_slope * expect(1, a, 1, 0, g, s2);
	m->slope2 = base2 * expect(0, b, 0, b, g, s2) +
	            2 * phi * base_slope * expect(0, b, 1, 0, g, s2) +
	            phi * phi * was.slope2 * expect(1, 0, 1, 0, g, s2);
	m->level = base * (1 + a * g * s2);
	m->slope = phi * was.slope + base * b * g * s2;
}

/* Relative errors and a multiplicative season: exact moments of (level + slope) times each index;
 * an innovation touches one index only, so each is followed by itself. */
static void class_3(const struct hr_ets *ets, size_t horizon, double *out)
{
	const struct hr_ets_weights *w = &ets->weights;
	struct moments *all = hr_alloc_array(ets->period, sizeof(*all));
	double l = ets->last[0], b = ets->last[1];

	for (size_t i = 0; i < ets->period; i++) {
		double s = ets->last[2 + i];

		all[i] = (struct moments){ l * l * s * s, l * b * s * s, b * b * s * s, l * s,
			                   b * s };
	}
	for (size_t h = 0; h < horizon; h++) {
		const struct moments *m = &all[h % ets->period];
		double mean = m->level + w->phi * m->slope;
		double second = m->level2 + 2 * w->phi * m->cross + w->phi * w->phi * m->slope2;

		out[h] = (1 + ets->sigma2) * second - mean * mean;
		for (size_t i = 0; i < ets->period; i++)
			advance(&all[i], w, i == h % ets->period ? w->gamma : 0, ets->sigma2);
	}
	free(all);
}

void hr_ets_variance(const struct hr_ets *ets, size_t horizon, double *out)
{
	double *c;

	if (ets->form.season == HR_ETS_MULTIPLICATIVE) {
		class_3(ets, horizon, out);
		return;
	}
	c = hr_zalloc(horizon + 1, sizeof(*c));
	weights_ahead(ets, horizon, c);
	if (ets->form.error == HR_ETS_ADDITIVE)
		class_1(ets, c, horizon, out);
	else
		class_2(ets, c, horizon, out);
	free(c);
}
