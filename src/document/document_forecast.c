#include <config.h>
#include "document/document_forecast.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "document/jsonx.h"

json_t *hr_document_quality(const struct hr_quality *quality)
{
	json_t *out = json_object(), *outliers = json_array(), *shifts = json_array();

	for (size_t i = 0; i < quality->outliers && i < HR_QUALITY_LISTED; i++)
		hr_json_append(outliers, hr_json_u64(quality->outlier_at[i]));
	for (size_t i = 0; i < quality->shifts && i < HR_QUALITY_LISTED; i++)
		hr_json_append(shifts, hr_json_u64(quality->shift_at[i]));
	hr_json_set(out, "values", hr_json_u64(quality->count));
	hr_json_set(out, "known", hr_json_u64(quality->known));
	hr_json_set(out, "missing", hr_json_u64(quality->missing));
	hr_json_set(out, "longest_gap", hr_json_u64(quality->longest_gap));
	hr_json_set(out, "outliers", hr_json_u64(quality->outliers));
	hr_json_set(out, "outlier_at", outliers);
	hr_json_set(out, "level_shifts", hr_json_u64(quality->shifts));
	hr_json_set(out, "level_shift_at", shifts);
	hr_json_set(out, "constant", json_boolean(quality->constant));
	hr_json_set(out, "never_falls", json_boolean(quality->rising));
	return out;
}

static json_t *accuracy(const struct hr_accuracy *accuracy, double scale)
{
	json_t *out = json_object();

	hr_json_set(out, "mase", hr_json_real(hr_accuracy_mase(accuracy, scale)));
	hr_json_set(out, "smape_ratio", hr_json_real(hr_accuracy_smape(accuracy)));
	hr_json_set(out, "coverage95_ratio", hr_json_real(hr_accuracy_coverage(accuracy)));
	return out;
}

static json_t *member(const struct hr_member *member, double scale)
{
	json_t *out = accuracy(&member->accuracy, scale);
	const struct hr_fit *fit = &member->fit;
	bool fitted = member->status == HR_FIT_OK;

	hr_json_set(out, "model", hr_json_text(member->method->name));
	hr_json_set(out, "form", hr_json_text(fitted ? fit->label : NULL));
	hr_json_set(out, "status", hr_json_text(hr_fit_status_name(member->status)));
	hr_json_set(out, "weight_ratio", hr_json_real(member->weight));
	hr_json_set(out, "aicc", hr_json_real(fitted ? fit->aicc : (double)NAN));
	return out;
}

static json_t *members(const struct hr_forecast *forecast)
{
	json_t *out = json_array();

	for (size_t m = 0; m < forecast->member_count; m++)
		hr_json_append(out, member(&forecast->members[m], forecast->scale));
	return out;
}

static json_t *backtest(const struct hr_forecast *forecast)
{
	json_t *out = accuracy(&forecast->accuracy, forecast->scale);
	double own = forecast->accuracy.absolute, naive = forecast->naive.absolute;
	bool told = forecast->accuracy.steps > 0 &&
	            forecast->accuracy.steps == forecast->naive.steps;

	hr_json_set(out, "origins", hr_json_u64(forecast->origins));
	hr_json_set(out, "naive_mase",
	            hr_json_real(hr_accuracy_mase(&forecast->naive, forecast->scale)));
	hr_json_set(out, "better_than_naive", told ? json_boolean(own < naive) : json_null());
	hr_json_set(out, "half_naive", json_boolean(forecast->fallback));
	return out;
}

static json_t *trend(const struct hr_forecast *forecast)
{
	json_t *out;

	if (!forecast->trend_known)
		return json_null();
	out = json_object();
	hr_json_set(out, "slope_per_step", hr_json_real(forecast->trend.slope));
	hr_json_set(out, "low", hr_json_real(forecast->trend.low));
	hr_json_set(out, "high", hr_json_real(forecast->trend.high));
	hr_json_set(out, "confidence_ratio", hr_json_real(0.99));
	hr_json_set(out, "significant", json_boolean(forecast->trend.significant));
	return out;
}

static json_t *seasons(const struct hr_forecast *forecast)
{
	json_t *out = json_array();

	for (size_t i = 0; i < HR_SEASONS_MAX && forecast->seasons[i] > 1; i++)
		hr_json_append(out, hr_json_u64(forecast->seasons[i]));
	return out;
}

/* First step by which the limit has been passed with this probability; null: not in the horizon. */
static json_t *passed_by(const struct hr_forecast *forecast,
                         const struct hr_forecast_subject *subject, double probability)
{
	for (size_t h = 0; h < forecast->horizon; h++) {
		if (subject->crossing[h] >= probability)
			return subject->times != NULL ? hr_json_instant(subject->times[h])
			                              : hr_json_u64(h + 1);
	}
	return json_null();
}

static json_t *limit(const struct hr_forecast *forecast, const struct hr_forecast_subject *subject)
{
	json_t *out;

	if (subject->crossing == NULL)
		return json_null();
	out = json_object();
	hr_json_set(out, "value", hr_json_real(subject->limit));
	hr_json_set(out, "passed_when", json_string(subject->above ? "above" : "below"));
	hr_json_set(out, "probability", hr_json_real(subject->crossing[forecast->horizon - 1]));
	hr_json_set(out, "passed_by_p10", passed_by(forecast, subject, 0.1));
	hr_json_set(out, "passed_by_p50", passed_by(forecast, subject, 0.5));
	hr_json_set(out, "passed_by_p90", passed_by(forecast, subject, 0.9));
	return out;
}

static json_t *rows(const struct hr_forecast *forecast, const struct hr_forecast_subject *subject)
{
	static const struct {
		const char *key;
		double p;
	} limits[] = { { "lo95", 0.025 }, { "hi95", 0.975 }, { "lo80", 0.1 }, { "hi80", 0.9 } };
	size_t horizon = forecast->horizon;
	bool usable = hr_forecast_usable(forecast->state);
	double *quantiles = hr_alloc_array(horizon, sizeof(*quantiles));
	json_t *out = json_array();

	for (size_t h = 0; h < horizon; h++) {
		json_t *row = json_object();

		hr_json_set(row, "step", hr_json_u64(h + 1));
		if (subject->times != NULL)
			hr_json_set(row, "time", hr_json_instant(subject->times[h]));
		hr_json_set(row, "mean", hr_json_real(forecast->mean[h]));
		if (subject->crossing != NULL)
			hr_json_set(row, "p_exceed", hr_json_real(subject->crossing[h]));
		hr_json_append(out, row);
	}
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		hr_forecast_quantile(forecast, limits[i].p, quantiles);
		for (size_t h = 0; h < horizon; h++)
			hr_json_set(json_array_get(out, h), limits[i].key,
			            usable ? hr_json_real(quantiles[h]) : json_null());
	}
	free(quantiles);
	return out;
}

json_t *hr_document_forecast(const struct hr_forecast *forecast,
                             const struct hr_forecast_subject *subject)
{
	json_t *out = json_object();
	bool unfit = forecast->state == HR_FORECAST_UNFIT;
	bool nothing = forecast->state == HR_FORECAST_NO_DATA;

	hr_json_set(out, "id", hr_json_text(subject->id));
	hr_json_set(out, "unit", hr_json_text(subject->unit));
	hr_json_set(out, "state", hr_json_text(hr_forecast_state_name(forecast->state)));
	hr_json_set(out, "reason",
	            unfit ? hr_json_text(hr_fit_status_name(forecast->reason)) : json_null());
	hr_json_set(out, "step_s",
	            subject->step_ns > 0 ? hr_json_real((double)subject->step_ns / 1e9)
	                                 : json_null());
	hr_json_set(out, "horizon", hr_json_u64(forecast->horizon));
	hr_json_set(out, "used_values", hr_json_u64(forecast->used));
	hr_json_set(out, "seasons", seasons(forecast));
	hr_json_set(out, "quality", hr_document_quality(&forecast->quality));
	hr_json_set(out, "trend", trend(forecast));
	hr_json_set(out, "models", members(forecast));
	hr_json_set(out, "backtest", backtest(forecast));
	hr_json_set(out, "limit", limit(forecast, subject));
	hr_json_set(out, "rows", nothing ? json_array() : rows(forecast, subject));
	return out;
}
