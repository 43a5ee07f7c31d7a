/*
 * The recursions of exponential smoothing: the innermost loop of fitting, so each shape of the
 * model has its own copy, made by the compiler from one text.
 */
#include <config.h>
#include "model/ets.h"

#include <float.h>
#include <math.h>

struct sweep {
	const struct hr_ets_weights *weights;
	const double *y;
	size_t n, period;
	double *states;
	double *residuals;
	struct hr_ets_sums *sums;
};

/* y relative to a seasonal index or level that has become zero is taken for this. */
#define RATIO_OF_NOTHING 1e10

static inline double ratio(double value, double by)
{
	return fabs(by) < 1e-10 ? RATIO_OF_NOTHING : value / by;
}

/* Sum of logarithms as the logarithm of a product, which is taken before it leaves the range. */
struct log_sum {
	double product, sum;
};

static inline void log_sum_add(struct log_sum *log_sum, double value)
{
	log_sum->product *= value;
	if (log_sum->product > 1e150 || log_sum->product < 1e-150) {
		log_sum->sum += log(fmax(log_sum->product, DBL_MIN));
		log_sum->product = 1;
	}
}

static inline __attribute__((always_inline)) void run(const struct sweep *s, const bool relative,
                                                      const bool trend,
                                                      const enum hr_ets_part season)
{
	const double alpha = s->weights->alpha, phi = trend ? s->weights->phi : 1;
	const double beta = s->weights->beta, gamma = s->weights->gamma;
	double level = s->states[0], slope = trend ? s->states[1] : 0;
	double *cycle = s->states + 2;
	double sse = 0, squares = 0;
	struct log_sum logs = { 1, 0 };
	size_t at = 0, used = 0;
	bool negative = false;

	for (size_t t = 0; t < s->n; t++) {
		const double y = s->y[t], base = trend ? level + phi * slope : level;
		double forecast = base, adjusted = y, error;

		if (season == HR_ETS_ADDITIVE)
			forecast = base + cycle[at];
		else if (season == HR_ETS_MULTIPLICATIVE)
			forecast = base * cycle[at];
		error = y - forecast;
		if (s->residuals != NULL)
			s->residuals[t] = error;
		if (isnan(y)) {
			level = base;
			slope *= phi;
		} else {
			if (season == HR_ETS_ADDITIVE) {
				adjusted = y - cycle[at];
				cycle[at] += gamma * error;
			} else if (season == HR_ETS_MULTIPLICATIVE) {
				adjusted = ratio(y, cycle[at]);
				cycle[at] += gamma * (ratio(y, base) - cycle[at]);
			}
			level = base + alpha * (adjusted - base);
			if (trend)
				slope = phi * slope + beta * (adjusted - base);
			sse += error * error;
			used++;
			if (relative) {
				const double innovation = error / forecast;

				squares += innovation * innovation;
				negative |= !(forecast > 0);
				log_sum_add(&logs, fabs(forecast));
			}
		}
		if (season != HR_ETS_NONE && ++at == s->period)
			at = 0;
	}
	s->states[0] = level;
	s->states[1] = slope;
	s->sums->used = used;
	s->sums->sse = sse;
	s->sums->relative = relative ? squares : sse;
	s->sums->log_f = relative ? logs.sum + log(fmax(logs.product, DBL_MIN)) : 0;
	s->sums->negative = negative;
}

static void reverse(double *from, size_t count)
{
	for (size_t i = 0, j = count; i + 1 < j; i++, j--) {
		double swap = from[i];

		from[i] = from[j - 1];
		from[j - 1] = swap;
	}
}

/* Put the season back in the order of use after @steps: three reversals turn an array in place. */
static void rotate(double *cycle, size_t period, size_t steps)
{
	size_t shift = steps % period;

	reverse(cycle, shift);
	reverse(cycle + shift, period - shift);
	reverse(cycle, period);
}

#define SHAPE(name, relative, trend, season)                                                       \
	static void name(const struct sweep *s)                                                    \
	{                                                                                          \
		run(s, relative, trend, season);                                                   \
	}
SHAPE(ann, false, false, HR_ETS_NONE)
SHAPE(ana, false, false, HR_ETS_ADDITIVE)
SHAPE(anm, false, false, HR_ETS_MULTIPLICATIVE)
SHAPE(aan, false, true, HR_ETS_NONE)
SHAPE(aaa, false, true, HR_ETS_ADDITIVE)
SHAPE(aam, false, true, HR_ETS_MULTIPLICATIVE)
SHAPE(mnn, true, false, HR_ETS_NONE)
SHAPE(mna, true, false, HR_ETS_ADDITIVE)
SHAPE(mnm, true, false, HR_ETS_MULTIPLICATIVE)
SHAPE(man, true, true, HR_ETS_NONE)
SHAPE(maa, true, true, HR_ETS_ADDITIVE)
SHAPE(mam, true, true, HR_ETS_MULTIPLICATIVE)

void hr_ets_sweep(const struct hr_ets_form *form, size_t period,
                  const struct hr_ets_weights *weights, const double *y, size_t n, double *states,
                  double *residuals, struct hr_ets_sums *sums)
{
	static void (*const shapes[2][2][3])(const struct sweep *) = {
		{ { ann, ana, anm }, { aan, aaa, aam } },
		{ { mnn, mna, mnm }, { man, maa, mam } },
	};
	const struct sweep sweep = { weights, y, n, period, states, residuals, sums };

	shapes[form->error == HR_ETS_MULTIPLICATIVE][form->trend != HR_ETS_NONE][form->season](
	        &sweep);
	if (form->season != HR_ETS_NONE)
		rotate(states + 2, period, n);
}

double hr_ets_criterion(const struct hr_ets_form *form, const struct hr_ets_sums *sums)
{
	double criterion;

	if (form->error == HR_ETS_MULTIPLICATIVE && sums->negative)
		return INFINITY;
	criterion = (double)sums->used * log(fmax(sums->relative, DBL_MIN)) + 2 * sums->log_f;
	return isfinite(criterion) ? criterion : (double)INFINITY;
}
