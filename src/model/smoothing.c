#include <config.h>
#include "model/smoothing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define A HR_ETS_ADDITIVE
#define M HR_ETS_MULTIPLICATIVE
#define N HR_ETS_NONE

/* Simple ones first: of equal criteria the first is kept. */
static const struct hr_ets_form forms[] = {
	{ A, N, N, false }, { M, N, N, false }, { A, A, N, false }, { M, A, N, false },
	{ A, A, N, true },  { M, A, N, true },  { A, N, A, false }, { M, N, A, false },
	{ M, N, M, false }, { A, A, A, false }, { M, A, A, false }, { M, A, M, false },
	{ A, A, A, true },  { M, A, A, true },  { M, A, M, true },
};

/* Longer cycles are left to the regression of seasons and to decomposition. */
#define SEASON_MAX 24

enum hr_fit_status hr_ets_choose(const struct hr_history *history,
                                 const struct hr_ets_options *options, struct hr_ets *ets)
{
	enum hr_fit_status first = HR_FIT_OK;
	double best = INFINITY;

	memset(ets, 0, sizeof(*ets));
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct hr_ets candidate;
		enum hr_fit_status status;

		if (forms[i].season != N && hr_history_season(history) > SEASON_MAX)
			continue;
		status = hr_ets_fit(&forms[i], history, options, &candidate);
		if (status != HR_FIT_OK) {
			if (first == HR_FIT_OK)
				first = status;
			continue;
		}
		if (hr_ets_aicc(&candidate) < best) {
			best = hr_ets_aicc(&candidate);
			hr_ets_release(ets);
			*ets = candidate;
		} else {
			hr_ets_release(&candidate);
		}
	}
	return ets->first != NULL ? HR_FIT_OK : first;
}

static enum hr_fit_status fit_form(const struct hr_history *history, struct hr_fit *fit)
{
	static const struct hr_ets_options options = { .states = true, .squares = true };
	struct hr_ets ets;
	enum hr_fit_status status = hr_ets_fit(fit->method->variant, history, &options, &ets);

	if (status == HR_FIT_OK)
		hr_ets_to_fit(&ets, history, fit);
	return status;
}

static enum hr_fit_status fit_auto(const struct hr_history *history, struct hr_fit *fit)
{
	static const struct hr_ets_options options = { .states = false };
	struct hr_ets ets;
	enum hr_fit_status status = hr_ets_choose(history, &options, &ets);

	if (status == HR_FIT_OK)
		hr_ets_to_fit(&ets, history, fit);
	return status;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	hr_ets_mean(fit->own, horizon, out);
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	hr_ets_variance(fit->own, horizon, out);
}

static void path_of(const struct hr_fit *fit, struct hr_random *random, size_t horizon, double *out)
{
	hr_ets_path(fit->own, random, horizon, out);
}

static void release(struct hr_fit *fit)
{
	hr_ets_release(fit->own);
	free(fit->own);
}

#define METHOD(symbol, called, text, how, form)                                                    \
	const struct hr_method hr_method_##symbol = {                                              \
		.name = called,                                                                    \
		.title = text,                                                                     \
		.fit = how,                                                                        \
		.mean = mean_of,                                                                   \
		.variance = variance_of,                                                           \
		.path = path_of,                                                                   \
		.release = release,                                                                \
		.variant = form,                                                                   \
	}
METHOD(ses, "ses", "simple exponential smoothing", fit_form,
       (&(const struct hr_ets_form){ A, N, N, false }));
METHOD(holt, "holt", "Holt's linear trend", fit_form,
       (&(const struct hr_ets_form){ A, A, N, false }));
METHOD(damped, "damped", "damped trend", fit_form, (&(const struct hr_ets_form){ A, A, N, true }));
METHOD(ets, "ets", "automatic exponential smoothing", fit_auto, NULL);
