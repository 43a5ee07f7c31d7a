#include <config.h>
#include "model/holt_winters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/decompose.h"
#include "model/minimize.h"

struct holt_winters {
	bool multiplicative;
	size_t period;
	double alpha, beta, gamma;
	double level, slope;
	double *cycle; /* owned; cycle[0] belongs to the next step */
};

struct search {
	const double *y;
	size_t n, period;
	bool multiplicative;
	double level, slope; /* before the second cycle */
	const double *start;
	double *cycle; /* scratch */
};

/* The recursions from the second cycle on; the sum of squared one-step errors. */
static double sweep(const struct search *s, struct holt_winters *m, double *residuals)
{
	double level = s->level, slope = s->slope, sum = 0;
	size_t at = 0;

	memcpy(s->cycle, s->start, s->period * sizeof(*s->cycle));
	for (size_t t = s->period; t < s->n; t++) {
		double y = s->y[t], *index = &s->cycle[at], base = level + slope, before = level;
		double error = s->multiplicative ? y - base * *index : y - base - *index;

		if (residuals != NULL)
			residuals[t] = error;
		if (isnan(y)) {
			level = base;
		} else {
			sum += error * error;
			level = base + m->alpha * (s->multiplicative ? error / *index : error);
			slope += m->beta * (level - before - slope);
			*index += m->gamma * ((s->multiplicative ? y / level : y - level) - *index);
		}
		if (++at == s->period)
			at = 0;
	}
	m->level = level;
	m->slope = slope;
	for (size_t i = 0; m->cycle != NULL && i < s->period; i++)
		m->cycle[i] = s->cycle[(at + i) % s->period];
	return sum;
}

static double clamp(double share)
{
	return share < 0 ? 0 : share > 1 ? 1 : share;
}

static double value(const double *x, void *context)
{
	const struct search *search = context;
	struct holt_winters m = { .alpha = clamp(x[0]), .beta = clamp(x[1]), .gamma = clamp(x[2]) };

	return (double)search->n * log(sweep(search, &m, NULL) + 1e-300);
}

/* The line through the trend of the first two cycles, as R takes it. */
static void begin(struct search *search, const double *filled, double *indices)
{
	size_t m = search->period, half = m / 2, count = 0;
	double *trend = hr_alloc_array(2 * m, sizeof(*trend)), mean = 0, xy = 0, xx = 0, centre;

	hr_decompose(filled, 2 * m, m, search->multiplicative, indices);
	for (size_t t = half; t + half < 2 * m; t++) {
		double sum = 0;

		for (size_t i = t - half; i <= t + half; i++)
			sum += filled[i];
		if (m % 2 == 0)
			sum -= (filled[t - half] + filled[t + half]) / 2;
		trend[count++] = sum / (double)m;
	}
	centre = ((double)count + 1) / 2;
	for (size_t i = 0; i < count; i++)
		mean += trend[i] / (double)count;
	for (size_t i = 0; i < count; i++) {
		double x = (double)i + 1 - centre;

		xy += x * (trend[i] - mean);
		xx += x * x;
	}
	search->slope = xx > 0 ? xy / xx : 0;
	search->level = mean - search->slope * centre;
	free(trend);
}

static void optimise(struct search *search, struct holt_winters *m)
{
	static const double starts[][3] = { { 0.3, 0.1, 0.1 }, { 0.05, 0.8, 0.8 } };
	double best = INFINITY;

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		struct hr_minimize how = { value, search, 1e-5, 300, 3 };
		double x[3], steps[3] = { 0.2, 0.2, 0.2 }, met;

		memcpy(x, starts[i], sizeof(x));
		met = hr_minimize_run(&how, x, steps, 3);
		if (met < best || i == 0) {
			best = met;
			m->alpha = clamp(x[0]);
			m->beta = clamp(x[1]);
			m->gamma = clamp(x[2]);
		}
	}
}

static enum hr_fit_status fit_holt_winters(const struct hr_history *history, struct hr_fit *fit)
{
	struct search search = { .y = history->values,
		                 .n = history->count,
		                 .period = hr_history_season(history),
		                 .multiplicative = *(const bool *)fit->method->variant };
	struct holt_winters *own;
	double *filled, *indices, sse;

	if (search.period < 2)
		return HR_FIT_NO_SEASON;
	if (history->count < 2 * search.period + 3 || hr_history_known(history) < search.period + 6)
		return HR_FIT_TOO_SHORT;
	if (search.multiplicative && !hr_history_positive(history))
		return HR_FIT_NOT_POSITIVE;
	own = hr_zalloc(1, sizeof(*own));
	fit->own = own;
	own->multiplicative = search.multiplicative;
	own->period = search.period;
	filled = hr_alloc_array(history->count + 2 * search.period, sizeof(*filled));
	indices = filled + history->count;
	search.cycle = indices + search.period;
	search.start = indices;
	hr_history_fill(history, filled);
	begin(&search, filled, indices);
	optimise(&search, own);
	own->cycle = hr_alloc_array(search.period, sizeof(*own->cycle));
	hr_fit_begin(fit, history);
	sse = sweep(&search, own, fit->residuals);
	free(filled);
	if (!isfinite(sse))
		return HR_FIT_NO_SOLUTION;
	hr_fit_normal(fit, 3);
	snprintf(fit->label, sizeof(fit->label), "Holt-Winters, %s",
	         own->multiplicative ? "multiplicative" : "additive");
	return HR_FIT_OK;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct holt_winters *m = fit->own;

	for (size_t h = 0; h < horizon; h++) {
		double base = m->level + (double)(h + 1) * m->slope;
		double index = m->cycle[h % m->period];

		out[h] = m->multiplicative ? base * index : base + index;
	}
}

/* What an innovation adds to the forecast @j steps later: psi. */
static double ahead(const struct holt_winters *m, size_t j)
{
	if (j == 0)
		return 1;
	return m->alpha * (1 + (double)j * m->beta) +
	       (j % m->period == 0 ? m->gamma * (1 - m->alpha) : 0);
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct holt_winters *m = fit->own;
	double sum = 0;

	for (size_t h = 0; h < horizon; h++) {
		if (!m->multiplicative) {
			sum += ahead(m, h) * ahead(m, h);
		} else { /* relative to the index of the step the innovation belongs to */
			sum = 0;
			for (size_t j = 0; j <= h; j++) {
				double part = ahead(m, j) * m->cycle[h % m->period] /
				              m->cycle[(h - j) % m->period];

				sum += part * part;
			}
		}
		out[h] = fit->sigma2 * sum;
	}
}

static void release(struct hr_fit *fit)
{
	struct holt_winters *own = fit->own;

	free(own->cycle);
	free(own);
}

void hr_holt_winters_weights(const struct hr_fit *fit, double *alpha, double *beta, double *gamma)
{
	const struct holt_winters *own = fit->own;

	*alpha = own->alpha;
	*beta = own->beta;
	*gamma = own->gamma;
}

const struct hr_method hr_method_hw_additive = {
	.name = "hw-additive",
	.title = "Holt-Winters, additive season",
	.fit = fit_holt_winters,
	.mean = mean_of,
	.variance = variance_of,
	.release = release,
	.variant = &(const bool){ false },
};

const struct hr_method hr_method_hw_multiplicative = {
	.name = "hw-multiplicative",
	.title = "Holt-Winters, multiplicative season",
	.fit = fit_holt_winters,
	.mean = mean_of,
	.variance = variance_of,
	.release = release,
	.variant = &(const bool){ true },
};
