/*
 * What `headroom forecast` is asked for: its options as the models understand them.
 */
#ifndef HR_CLI_FORECAST_REQUEST_H
#define HR_CLI_FORECAST_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "cli/settings.h"
#include "model/forecast.h"

enum hr_forecast_form { HR_FORECAST_CSV, HR_FORECAST_JSON };

enum hr_forecast_limit_kind {
	HR_FORECAST_LIMIT_NONE,
	HR_FORECAST_LIMIT_VALUE,
	HR_FORECAST_LIMIT_HIGHEST, /* of the history */
	HR_FORECAST_LIMIT_LOWEST,
};

struct hr_forecast_limit {
	enum hr_forecast_limit_kind kind;
	double value;
	bool above; /* it is passed upwards */
};

struct hr_forecast_request {
	struct hr_forecast_options options; /* horizon 0: as the series says */
	int64_t horizon_ns;                 /* of --horizon as a duration */
	size_t season;                      /* 0: as the series says, SIZE_MAX: find it */
	int64_t step_ns;
	struct hr_forecast_limit limit;
	double ceiling; /* 0: none */
	enum hr_forecast_form form;
	bool backtest;
};

/*
 * hr_forecast_request_parse - the options of the command line.
 * @out  zeroed; borrows nothing
 * Errors: HR_EINVAL, HR_EPARSE, naming the option, what was found and what it takes.
 */
enum hr_err hr_forecast_request_parse(const struct hr_settings *settings,
                                      struct hr_forecast_request *out,
                                      struct hr_error *err) HR_MUST_CHECK;
/* The limit itself: the value, or the highest or lowest of the history; NaN for that of none. */
double hr_forecast_limit_of(const struct hr_forecast_limit *limit,
                            const struct hr_history *history);

#endif
