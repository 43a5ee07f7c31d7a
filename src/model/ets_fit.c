#include <config.h>
#include "model/ets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/minimize.h"

#define ALPHA_MIN 1e-4
#define ALPHA_MAX 0.9999
#define PHI_MIN   0.8
#define PHI_MAX   0.98
#define WEIGHTS   4 /* at most */

/*
 * The variables of the optimiser: each weight as its share of the range it may have, which depends
 * on the weights before it, then (when wanted) the states. Shares outside [0, 1] are taken as the
 * nearer end, so that a minimum at a bound is found.
 */
struct search {
	const struct hr_ets_form *form;
	const struct hr_ets_options *options;
	size_t period;
	const double *y;
	size_t n;
	const double *start; /* the decomposition's states */
	double *states;      /* scratch */
	size_t weights;      /* how many the form has */
	bool check;          /* reject what is not admissible */
};

static double clamp(double share)
{
	return share < 0 ? 0 : share > 1 ? 1 : share;
}

static void weights_of(const struct search *search, const double *x, struct hr_ets_weights *out)
{
	size_t i = 0;

	*out = (struct hr_ets_weights){ .phi = 1 };
	out->alpha = ALPHA_MIN + clamp(x[i++]) * (ALPHA_MAX - ALPHA_MIN);
	if (search->form->trend != HR_ETS_NONE)
		out->beta = ALPHA_MIN + clamp(x[i++]) * (out->alpha - ALPHA_MIN);
	if (search->form->season != HR_ETS_NONE) {
		double most = fmax(1 - out->alpha, ALPHA_MIN);

		out->gamma = ALPHA_MIN + clamp(x[i++]) * (most - ALPHA_MIN);
	}
	if (search->form->damped)
		out->phi = PHI_MIN + clamp(x[i++]) * (PHI_MAX - PHI_MIN);
}

/* One index of the season follows from the others: they sum to 0, or to the period. */
static bool states_of(const struct search *search, const double *x, double *states)
{
	const struct hr_ets_form *form = search->form;
	size_t i = search->weights, period = search->period;
	double rest = form->season == HR_ETS_MULTIPLICATIVE ? (double)period : 0;

	if (!search->options->states) {
		memcpy(states, search->start, HR_ETS_STATES(period) * sizeof(*states));
		return true;
	}
	states[0] = x[i++];
	states[1] = form->trend != HR_ETS_NONE ? x[i++] : 0;
	states[2] = search->start[2];
	if (form->season == HR_ETS_NONE)
		return true;
	for (size_t s = 0; s + 1 < period; s++) {
		states[2 + s] = x[i++];
		rest -= states[2 + s];
	}
	states[1 + period] = rest;
	for (size_t s = 0; form->season == HR_ETS_MULTIPLICATIVE && s < period; s++) {
		if (states[2 + s] < 0)
			return false;
	}
	return true;
}

static double value(const double *x, void *context)
{
	struct search *search = context;
	struct hr_ets_weights weights;
	struct hr_ets_sums sums;

	weights_of(search, x, &weights);
	if (!states_of(search, x, search->states))
		return INFINITY;
	if (search->check && !hr_ets_admissible(search->form, search->period, &weights))
		return INFINITY;
	hr_ets_sweep(search->form, search->period, &weights, search->y, search->n, search->states,
	             NULL, &sums);
	if (search->options->squares)
		return (double)sums.used * log(sums.sse + 1e-300);
	return hr_ets_criterion(search->form, &sums);
}

static double spread(const double *y, size_t n)
{
	double mean = 0, squares = 0;
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(y[i])) {
			mean += y[i];
			known++;
		}
	}
	mean /= (double)known;
	for (size_t i = 0; i < n; i++) {
		if (!isnan(y[i]))
			squares += (y[i] - mean) * (y[i] - mean);
	}
	return sqrt(squares / (double)known);
}

/* Shares the search begins with: alpha (of a cycle), beta, gamma, phi. The first is R's. The
 * likelihood has several minima; with free states some are worth looking for. */
static const double starts[][4] = {
	{ 0.2, 0.1, 0.05, 0.95 },
	{ 0.9, 0.9, 0.05, 0.5 },
	{ 0.9, 0.1, 0.5, 0.1 },
	{ 0.4, 0.7, 0.8, 0.9 },
};
#define STARTS (sizeof(starts) / sizeof(starts[0]))

/* Where the search begins, and how wide its first simplex is. */
static size_t begin(const struct search *search, const double *start, double *x, double *steps)
{
	const struct hr_ets_form *form = search->form;
	double sd = spread(search->y, search->n) + 1e-12;
	size_t i = 0;

	x[i] = start[0] / (form->season != HR_ETS_NONE ? (double)search->period : 1);
	steps[i++] = 0.2;
	if (form->trend != HR_ETS_NONE) {
		x[i] = start[1];
		steps[i++] = 0.15;
	}
	if (form->season != HR_ETS_NONE) {
		x[i] = start[2];
		steps[i++] = 0.15;
	}
	if (form->damped) {
		x[i] = start[3];
		steps[i++] = start[3] > 0.5 ? -0.3 : 0.3;
	}
	if (!search->options->states)
		return i;
	x[i] = search->start[0];
	steps[i++] = 0.2 * sd;
	if (form->trend != HR_ETS_NONE) {
		x[i] = search->start[1];
		steps[i++] = 0.05 * sd;
	}
	for (size_t s = 0; form->season != HR_ETS_NONE && s + 1 < search->period; s++) {
		x[i] = search->start[2 + s];
		steps[i++] = form->season == HR_ETS_MULTIPLICATIVE ? 0.05 : 0.1 * sd;
	}
	return i;
}

static size_t weights_count(const struct hr_ets_form *form)
{
	return (size_t)1 + (form->trend != HR_ETS_NONE) + (form->season != HR_ETS_NONE) +
	       (size_t)form->damped;
}

/* With the variance; of the states each counts that can be chosen. */
static size_t parameters(const struct hr_ets_form *form, size_t period)
{
	return weights_count(form) + 1 + (form->trend != HR_ETS_NONE) +
	       (form->season != HR_ETS_NONE ? period - 1 : 0) + 1;
}

static double optimise(struct search *search, double *x, double *steps)
{
	const struct hr_ets_options *options = search->options;
	size_t tries = options->states ? STARTS : 1, most = WEIGHTS + HR_ETS_STATES(search->period);
	double *other = hr_alloc_array(most, sizeof(*other)), best = INFINITY;

	for (size_t i = 0; i < tries; i++) {
		size_t n = begin(search, starts[i], other, steps);
		struct hr_minimize how = {
			.value = value,
			.context = search,
			.tolerance = options->rough    ? 2e-3
			             : options->states ? 1e-5
			                               : 1e-4,
			.iterations = options->states ? 400 * n : 150 * n,
			.runs = options->rough    ? 1
			        : options->states ? 12
			                          : 2,
		};
		double met = hr_minimize_run(&how, other, steps, n);

		if (i == 0 || met < best) {
			best = met;
			memcpy(x, other, n * sizeof(*x));
		}
	}
	free(other);
	return best;
}

enum hr_fit_status hr_ets_fit(const struct hr_ets_form *form, const struct hr_history *history,
                              const struct hr_ets_options *options, struct hr_ets *ets)
{
	size_t period = form->season != HR_ETS_NONE ? hr_history_season(history) : 1;
	size_t variables = WEIGHTS + HR_ETS_STATES(period), states = HR_ETS_STATES(period);
	struct search search = { .form = form,
		                 .options = options,
		                 .period = period,
		                 .y = history->values,
		                 .n = history->count,
		                 .weights = weights_count(form) };
	double *x, *steps, *filled, best;

	memset(ets, 0, sizeof(*ets));
	if (form->season != HR_ETS_NONE && period < 2)
		return HR_FIT_NO_SEASON;
	if ((form->error == HR_ETS_MULTIPLICATIVE || form->season == HR_ETS_MULTIPLICATIVE) &&
	    !hr_history_positive(history))
		return HR_FIT_NOT_POSITIVE;
	if (hr_history_known(history) < parameters(form, period) + 1 ||
	    (form->season != HR_ETS_NONE && history->count < 2 * period + 2))
		return HR_FIT_TOO_SHORT;
	filled = hr_alloc_array(history->count, sizeof(*filled));
	ets->first = hr_alloc_array(states, sizeof(*ets->first));
	ets->last = hr_alloc_array(states, sizeof(*ets->last));
	search.states = ets->last;
	search.start = ets->first;
	x = hr_alloc_array(2 * variables, sizeof(*x));
	steps = x + variables;
	hr_history_fill(history, filled);
	hr_ets_start(form, period, filled, history->count, ets->first);
	free(filled);
	best = optimise(&search, x, steps);
	weights_of(&search, x, &ets->weights);
	if (!hr_ets_admissible(form, period, &ets->weights)) {
		search.check = true;
		best = optimise(&search, x, steps);
		weights_of(&search, x, &ets->weights);
	}
	ets->form = *form;
	ets->period = period;
	if (isfinite(best) && states_of(&search, x, ets->last)) {
		memcpy(ets->first, ets->last, states * sizeof(*ets->first));
		hr_ets_sweep(form, period, &ets->weights, history->values, history->count,
		             ets->last, NULL, &ets->sums);
	}
	free(x);
	ets->parameters = parameters(form, period);
	ets->criterion = isfinite(best) ? hr_ets_criterion(form, &ets->sums) : (double)INFINITY;
	if (!isfinite(ets->criterion)) {
		hr_ets_release(ets);
		return HR_FIT_NO_SOLUTION;
	}
	ets->sigma2 = ets->sums.relative / (double)(ets->sums.used - (ets->parameters - 1));
	return HR_FIT_OK;
}

void hr_ets_release(struct hr_ets *ets)
{
	free(ets->first);
	free(ets->last);
	ets->first = ets->last = NULL;
}

double hr_ets_aicc(const struct hr_ets *ets)
{
	double k = (double)ets->parameters, n = (double)ets->sums.used;

	return n > k + 1 ? ets->criterion + 2 * k + 2 * k * (k + 1) / (n - k - 1)
	                 : (double)INFINITY;
}
