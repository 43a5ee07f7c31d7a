#include <config.h>
#include "model/ets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BEYOND (1 + 1e-6) /* a root this far outside the unit circle is let pass as rounding */

/* Whether all roots lie inside the circle of radius BEYOND. @a holds @degree + 1 coefficients, the
 * constant first, and as much room again; both are destroyed. */
static bool roots_inside(double *a, size_t degree)
{
	double power = 1, *next = a + degree + 1;

	for (size_t i = 0; i <= degree; i++) {
		a[i] *= power;
		power *= BEYOND;
	}
	for (size_t d = degree; d > 0; d--) {
		double k = a[0] / a[d], *swap = a;

		if (!(fabs(k) < 1))
			return false;
		for (size_t i = 0; i < d; i++)
			next[i] = a[i + 1] - k * a[d - i - 1];
		a = next;
		next = swap;
	}
	return true;
}

bool hr_ets_admissible(const struct hr_ets_form *form, size_t period,
                       const struct hr_ets_weights *w)
{
	double step = w->alpha + w->beta - w->alpha * w->phi, *a;
	bool inside;

	if (form->season == HR_ETS_NONE) /* the usual bounds are inside the region */
		return w->beta <= (1 + w->phi) * (2 - w->alpha);
	a = hr_alloc_array(2 * (period + 2), sizeof(*a));
	a[0] = w->phi * (1 - w->alpha - w->gamma);
	a[1] = step + w->gamma - 1;
	for (size_t i = 2; i < period; i++)
		a[i] = step;
	a[period] = w->alpha + w->beta - w->phi;
	a[period + 1] = 1;
	inside = roots_inside(a, period + 1);
	free(a);
	return inside;
}

static double at(const struct hr_ets *ets, size_t step, double level)
{
	double index = ets->last[2 + (step - 1) % ets->period];

	switch (ets->form.season) {
	case HR_ETS_ADDITIVE:
		return level + index;
	case HR_ETS_MULTIPLICATIVE:
		return level * index;
	case HR_ETS_NONE:
		break;
	}
	return level;
}

void hr_ets_mean(const struct hr_ets *ets, size_t horizon, double *out)
{
	double level = ets->last[0], slope = ets->last[1];

	for (size_t h = 1; h <= horizon; h++) {
		slope *= ets->weights.phi;
		level += slope;
		out[h - 1] = at(ets, h, level);
	}
}

void hr_ets_path(const struct hr_ets *ets, struct hr_random *random, size_t horizon, double *out)
{
	const struct hr_ets_weights *w = &ets->weights;
	bool relative = ets->form.error == HR_ETS_MULTIPLICATIVE;
	double level = ets->last[0], slope = ets->last[1], sigma = sqrt(ets->sigma2);
	double *cycle = hr_alloc_array(ets->period, sizeof(*cycle));

	memcpy(cycle, ets->last + 2, ets->period * sizeof(*cycle));
	for (size_t h = 0; h < horizon; h++) {
		double *index = &cycle[h % ets->period];
		double base = level + w->phi * slope, noise = sigma * hr_random_normal(random),
		       push;

		if (ets->form.season == HR_ETS_MULTIPLICATIVE) {
			/* of relative errors, as only these go with a multiplicative season */
			noise = fmax(noise, -0.99);
			out[h] = base * *index * (1 + noise);
			push = base * noise;
			*index *= 1 + w->gamma * noise;
		} else {
			double season = ets->form.season == HR_ETS_ADDITIVE ? *index : 0;
			double forecast = base + season;

			push = relative ? forecast * fmax(noise, -0.99) : noise;
			out[h] = forecast + push;
			*index += w->gamma * push;
		}
		level = base + w->alpha * push;
		slope = w->phi * slope + w->beta * push;
	}
	free(cycle);
}

void hr_ets_label(const struct hr_ets_form *form, char *out)
{
	static const char *const parts[] = { "N", "A", "M" };

	snprintf(out, 40, "ETS(%s,%s%s,%s)", parts[form->error], parts[form->trend],
	         form->damped ? "d" : "", parts[form->season]);
}

void hr_ets_to_fit(struct hr_ets *ets, const struct hr_history *history, struct hr_fit *fit)
{
	struct hr_ets *own = hr_alloc(sizeof(*own));
	double *states = hr_alloc_array(HR_ETS_STATES(ets->period), sizeof(*states));
	struct hr_ets_sums sums;

	*own = *ets;
	memset(ets, 0, sizeof(*ets));
	fit->own = own;
	hr_fit_begin(fit, history);
	memcpy(states, own->first, HR_ETS_STATES(own->period) * sizeof(*states));
	hr_ets_sweep(&own->form, own->period, &own->weights, history->values, history->count,
	             states, fit->residuals, &sums);
	free(states);
	fit->used = own->sums.used;
	fit->sse = own->sums.sse;
	fit->sigma2 = own->sigma2;
	hr_fit_criteria(fit, own->criterion, own->parameters);
	hr_ets_label(&own->form, fit->label);
}
