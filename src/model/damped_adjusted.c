/*
 * Damped trend on seasonally adjusted values: the strongest single benchmark of the M competitions
 * on short series. E. Gardner, E. McKenzie, Management Science 31 (1985); S. Makridakis, M. Hibon,
 * International Journal of Forecasting 16 (2000).
 */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/adjust.h"
#include "model/ets.h"
#include "model/fit.h"

struct adjusted {
	struct hr_adjustment adjustment;
	struct hr_ets ets;
};

static enum hr_fit_status fit_adjusted(const struct hr_history *history, struct hr_fit *fit)
{
	static const struct hr_ets_options options = { .states = false };
	static const struct hr_ets_form form = { HR_ETS_ADDITIVE, HR_ETS_ADDITIVE, HR_ETS_NONE,
		                                 true };
	struct adjusted *own = hr_zalloc(1, sizeof(*own));
	struct hr_history adjusted = { .count = history->count };
	struct hr_ets_sums sums;
	double states[HR_ETS_STATES(1)];
	enum hr_fit_status status;

	fit->own = own;
	hr_adjust(history, &own->adjustment);
	adjusted.values = own->adjustment.values;
	if (hr_history_known(history) < 6)
		return HR_FIT_TOO_SHORT;
	status = hr_ets_fit(&form, &adjusted, &options, &own->ets);
	if (status != HR_FIT_OK)
		return status;
	hr_fit_begin(fit, history);
	memcpy(states, own->ets.first, sizeof(states));
	hr_ets_sweep(&form, 1, &own->ets.weights, adjusted.values, adjusted.count, states,
	             fit->residuals, &sums);
	for (size_t i = 0; i < history->count; i++) {
		fit->residuals[i] *= hr_adjust_scale(&own->adjustment, i);
		if (isnan(history->values[i]))
			fit->residuals[i] = (double)NAN;
	}
	hr_fit_normal(fit, own->ets.parameters - 1);
	snprintf(fit->label, sizeof(fit->label), "damped trend%s",
	         own->adjustment.period > 1 ? ", seasonally adjusted" : "");
	return HR_FIT_OK;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct adjusted *own = fit->own;

	hr_ets_mean(&own->ets, horizon, out);
	for (size_t h = 0; h < horizon; h++)
		out[h] = hr_adjust_back(&own->adjustment, own->adjustment.count + h, out[h]);
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct adjusted *own = fit->own;

	hr_ets_variance(&own->ets, horizon, out);
	for (size_t h = 0; h < horizon; h++) {
		double scale = hr_adjust_scale(&own->adjustment, own->adjustment.count + h);

		out[h] *= scale * scale;
	}
}

static void release(struct hr_fit *fit)
{
	struct adjusted *own = fit->own;

	hr_adjust_release(&own->adjustment);
	hr_ets_release(&own->ets);
	free(own);
}

const struct hr_method hr_method_damped_adjusted = {
	.name = "damped-adjusted",
	.title = "damped trend, seasonally adjusted",
	.fit = fit_adjusted,
	.mean = mean_of,
	.variance = variance_of,
	.release = release,
};
