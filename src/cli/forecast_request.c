#include <config.h>
#include "cli/forecast_request.h"

#include <math.h>
#include <string.h>

#include "base/count.h"
#include "base/duration.h"
#include "base/num.h"
#include "base/suggest.h"
#include "model/methods.h"

/* @option  its name, and what it takes besides a number: "--season takes auto or" */
static enum hr_err parse_count(const char *text, const char *option, size_t least, size_t most,
                               size_t *out, struct hr_error *err)
{
	uint64_t value;

	if (!hr_parse_u64(hr_slice_of(text), &value) || value < least || value > most)
		return hr_error_set(err, HR_EINVAL, "%s a whole number from %zu to %zu, not '%s'",
		                    option, least, most, text);
	*out = (size_t)value;
	return HR_OK;
}

static enum hr_err parse_step(const char *text, int64_t *out_ns, struct hr_error *err)
{
	enum hr_err code = hr_duration_parse(hr_slice_of(text), out_ns, err);

	if (code == HR_OK && *out_ns == 0)
		code = hr_error_set(err, HR_EINVAL, "'%s' is no step: expected more than 0", text);
	hr_error_locate(err, "--step");
	return code;
}

static enum hr_err parse_model(const char *name, struct hr_forecast_request *out,
                               struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };
	static const char *const choices[] = { "combination", "best" };

	if (strcmp(name, choices[HR_CHOICE_COMBINE]) == 0)
		return HR_OK;
	if (strcmp(name, choices[HR_CHOICE_BEST]) == 0) {
		out->options.choice = HR_CHOICE_BEST;
		return HR_OK;
	}
	out->options.method = hr_method_find(hr_slice_of(name));
	if (out->options.method != NULL)
		return HR_OK;
	for (size_t i = 0; i < 2; i++)
		hr_suggest_try(&suggestion, choices[i]);
	for (size_t i = 0; hr_methods[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_methods[i]->name);
	return hr_error_set(err, HR_EINVAL, "unknown model '%s'%s", name,
	                    hr_suggest_hint(&suggestion, "man headroom-forecast"));
}

static enum hr_err parse_horizon(const char *text, struct hr_forecast_request *out,
                                 struct hr_error *err)
{
	uint64_t value;

	if (!hr_parse_u64(hr_slice_of(text), &value)) {
		if (hr_duration_parse(hr_slice_of(text), &out->horizon_ns, NULL) == HR_OK &&
		    out->horizon_ns > 0)
			return HR_OK;
		return hr_error_set(err, HR_EINVAL,
		                    "--horizon takes a duration such as 90d, "
		                    "or a number of steps, not '%s'",
		                    text);
	}
	return parse_count(text, "--horizon takes a duration, or a number of steps:", 1,
	                   HR_HORIZON_MAX, &out->options.horizon, err);
}

static enum hr_err parse_season(const char *text, struct hr_forecast_request *out,
                                struct hr_error *err)
{
	if (strcmp(text, "auto") == 0) {
		out->season = SIZE_MAX;
		return HR_OK;
	}
	return parse_count(text, "--season takes auto, or the steps of a season:", 1, HR_SEASON_MAX,
	                   &out->season, err);
}

/* "80", ">80", "<5", "max", "min" */
static enum hr_err parse_limit(const char *text, struct hr_forecast_limit *out,
                               struct hr_error *err)
{
	struct hr_slice number = hr_slice_of(text);

	out->above = text[0] != '<';
	if (strcmp(text, "max") == 0) {
		out->kind = HR_FORECAST_LIMIT_HIGHEST;
		return HR_OK;
	}
	if (strcmp(text, "min") == 0) {
		out->kind = HR_FORECAST_LIMIT_LOWEST;
		out->above = false;
		return HR_OK;
	}
	if (text[0] == '<' || text[0] == '>') {
		number.ptr++;
		number.length--;
	}
	out->kind = HR_FORECAST_LIMIT_VALUE;
	if (!hr_parse_double(hr_slice_trim(number), &out->value))
		return hr_error_set(
		        err, HR_EINVAL,
		        "--limit: '%s' is neither a number (80, '>80', '<5') nor max or min", text);
	return HR_OK;
}

static enum hr_err parse_ceiling(const char *text, struct hr_forecast_request *out,
                                 struct hr_error *err)
{
	if (hr_parse_double(hr_slice_of(text), &out->ceiling) && out->ceiling > 0)
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "--ceiling: '%s' is no number above 0", text);
}

static enum hr_err parse_form(const char *name, enum hr_forecast_form *out, struct hr_error *err)
{
	if (name == NULL || strcmp(name, "csv") == 0)
		*out = HR_FORECAST_CSV;
	else if (strcmp(name, "json") == 0)
		*out = HR_FORECAST_JSON;
	else
		return hr_error_set(err, HR_EINVAL, "forecast writes csv or json, not '%s'", name);
	return HR_OK;
}

enum hr_err hr_forecast_request_parse(const struct hr_settings *settings,
                                      struct hr_forecast_request *out, struct hr_error *err)
{
	enum hr_err code = parse_form(settings->form, &out->form, err);
	size_t seed = 0;

	if (code == HR_OK && settings->model != NULL)
		code = parse_model(settings->model, out, err);
	if (code == HR_OK && settings->horizon != NULL)
		code = parse_horizon(settings->horizon, out, err);
	if (code == HR_OK && settings->season != NULL)
		code = parse_season(settings->season, out, err);
	if (code == HR_OK && settings->step != NULL)
		code = parse_step(settings->step, &out->step_ns, err);
	if (code == HR_OK && settings->limit != NULL)
		code = parse_limit(settings->limit, &out->limit, err);
	if (code == HR_OK && settings->ceiling != NULL)
		code = parse_ceiling(settings->ceiling, out, err);
	if (code == HR_OK && settings->origins != NULL)
		code = parse_count(settings->origins, "--origins takes", 0, HR_ORIGINS_MAX,
		                   &out->options.origins, err);
	if (settings->origins != NULL && out->options.origins == 0)
		out->options.origins = HR_ORIGINS_NONE;
	if (code == HR_OK && settings->seed != NULL)
		code = parse_count(settings->seed, "--seed takes", 0, HR_COUNT_MAX, &seed, err);
	out->options.seed = seed;
	out->options.any_sign = settings->any_sign;
	out->backtest = settings->backtest;
	out->options.references = out->backtest || out->form == HR_FORECAST_JSON;
	return code;
}

double hr_forecast_limit_of(const struct hr_forecast_limit *limit, const struct hr_history *history)
{
	double value = NAN;

	if (limit->kind == HR_FORECAST_LIMIT_VALUE)
		return limit->value;
	for (size_t i = 0; i < history->count; i++) {
		double next = history->values[i];

		if (isnan(value) || (limit->above ? next > value : next < value))
			value = next;
	}
	return value;
}
