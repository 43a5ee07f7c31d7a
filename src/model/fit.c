#include <config.h>
#include "model/fit.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char *hr_fit_status_name(enum hr_fit_status status)
{
	static const char *const names[] = {
		[HR_FIT_OK] = "ok",
		[HR_FIT_TOO_SHORT] = "too_short",
		[HR_FIT_NO_SEASON] = "no_season",
		[HR_FIT_NOT_POSITIVE] = "not_positive",
		[HR_FIT_NO_SOLUTION] = "no_solution",
	};

	return names[status];
}

enum hr_fit_status hr_fit_new(const struct hr_method *method, const struct hr_history *history,
                              struct hr_fit *fit)
{
	memset(fit, 0, sizeof(*fit));
	fit->method = method;
	fit->loglik = fit->aic = fit->aicc = fit->bic = NAN;
	fit->slope = fit->slope_se = NAN;
	if (hr_history_known(history) == 0)
		return HR_FIT_TOO_SHORT;
	return method->fit(history, fit);
}

void hr_fit_release(struct hr_fit *fit)
{
	if (fit->own != NULL && fit->method->release != NULL)
		fit->method->release(fit);
	else
		free(fit->own);
	free(fit->residuals);
	fit->own = NULL;
	fit->residuals = NULL;
}

void hr_fit_begin(struct hr_fit *fit, const struct hr_history *history)
{
	fit->count = history->count;
	free(fit->residuals);
	fit->residuals = hr_alloc_array(history->count, sizeof(*fit->residuals));
	for (size_t i = 0; i < history->count; i++)
		fit->residuals[i] = NAN;
}

void hr_fit_criteria(struct hr_fit *fit, double minus_two_loglik, size_t parameters)
{
	double k = (double)parameters, n = (double)fit->used;

	fit->parameters = parameters;
	fit->loglik = -minus_two_loglik / 2;
	fit->aic = minus_two_loglik + 2 * k;
	fit->bic = minus_two_loglik + log(n) * k;
	fit->aicc = n > k + 1 ? fit->aic + 2 * k * (k + 1) / (n - k - 1) : (double)INFINITY;
}

void hr_fit_normal(struct hr_fit *fit, size_t coefficients)
{
	double spare;

	fit->used = 0;
	fit->sse = 0;
	for (size_t i = 0; i < fit->count; i++) {
		if (isnan(fit->residuals[i]))
			continue;
		fit->used++;
		fit->sse += fit->residuals[i] * fit->residuals[i];
	}
	spare = fit->used > coefficients ? (double)(fit->used - coefficients) : 1;
	fit->sigma2 = fit->sse / spare;
	/* An exact fit would have an infinite likelihood: the smallest normal number stands for it.
	 */
	hr_fit_criteria(fit, (double)fit->used * log(fmax(fit->sse, DBL_MIN)), coefficients + 1);
}

void hr_fit_mean(const struct hr_fit *fit, size_t horizon, double *out)
{
	fit->method->mean(fit, horizon, out);
	for (size_t i = 0; i < horizon; i++) {
		if (!isfinite(out[i]))
			out[i] = i > 0 ? out[i - 1] : 0;
	}
}

/* What the residuals and the fit span bounds what a forecast may say of its own error. */
static double widest(const struct hr_fit *fit)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < fit->count; i++) {
		if (!isnan(fit->residuals[i])) {
			sum += fit->residuals[i] * fit->residuals[i];
			n++;
		}
	}
	return n > 0 ? sqrt(sum / (double)n) : 0;
}

void hr_fit_deviation(const struct hr_fit *fit, size_t horizon, double *out)
{
	double *mean = hr_alloc_array(horizon, sizeof(*mean));
	double one_step = widest(fit);

	hr_fit_mean(fit, horizon, mean);
	fit->method->variance(fit, horizon, out);
	for (size_t i = 0; i < horizon; i++) {
		double most = HR_FIT_SPREAD_MAX * (fabs(mean[i]) + one_step * sqrt((double)i + 1));

		out[i] = sqrt(fmax(out[i], 0));
		if (fit->logarithmic) /* standard deviation of a log-normal variable */
			out[i] = mean[i] * sqrt(exp(out[i] * out[i]) * expm1(out[i] * out[i]));
		if (!(out[i] <= most)) /* also what is no number */
			out[i] = most;
	}
	free(mean);
}

void hr_fit_quantile(const struct hr_fit *fit, size_t horizon, double p, double *out)
{
	double z = fit->degrees > 0 ? gsl_cdf_tdist_Pinv(p, fit->degrees)
	                            : gsl_cdf_ugaussian_Pinv(p);
	double *mean = hr_alloc_array(horizon, sizeof(*mean));

	hr_fit_mean(fit, horizon, mean);
	if (fit->logarithmic) {
		fit->method->variance(fit, horizon, out);
		for (size_t i = 0; i < horizon; i++)
			out[i] = mean[i] *
			         exp(fmin(z * sqrt(fmax(out[i], 0)), log(HR_FIT_SPREAD_MAX)));
	} else {
		hr_fit_deviation(fit, horizon, out);
		for (size_t i = 0; i < horizon; i++)
			out[i] = mean[i] + z * out[i];
	}
	free(mean);
}

void hr_fit_path(const struct hr_fit *fit, struct hr_random *random, size_t horizon, double *out)
{
	double *mean, first, before = 0, walk = 0;

	if (fit->method->path != NULL) {
		fit->method->path(fit, random, horizon, out);
		return;
	}
	mean = hr_alloc_array(horizon, sizeof(*mean));
	hr_fit_mean(fit, horizon, mean);
	fit->method->variance(fit, horizon, out);
	first = fmax(out[0], 0);
	for (size_t i = 0; i < horizon; i++) {
		double growth = fmax(out[i] - first, before), total = first + growth, off;

		walk += sqrt(growth - before) * hr_random_normal(random);
		before = growth;
		off = walk + sqrt(first) * hr_random_normal(random);
		if (total > 0) /* a variance that shrinks again, with a season, scales both */
			off *= sqrt(fmax(out[i], 0) / total);
		out[i] = fit->logarithmic ? mean[i] * exp(off) : mean[i] + off;
	}
	free(mean);
}
