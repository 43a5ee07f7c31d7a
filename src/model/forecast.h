/*
 * The forecast of one history, checked against its own past: quality gate, candidates by what the
 * history allows, rolling-origin backtest, weights from it, interval widths from its errors, and
 * simulated paths for questions about limits.
 *
 *	struct hr_forecast_options options = { .horizon = 90 };
 *	struct hr_forecast forecast;
 *
 *	hr_forecast_new(&history, &options, &forecast);
 *	if (hr_forecast_usable(forecast.state))
 *		hr_forecast_quantile(&forecast, 0.975, upper);
 *	hr_forecast_release(&forecast);
 */
#ifndef HR_MODEL_FORECAST_H
#define HR_MODEL_FORECAST_H

#include <stdint.h>

#include "model/accuracy.h"
#include "model/fit.h"
#include "model/quality.h"
#include "model/trend_test.h"

#define HR_FORECAST_VALUES  20000 /* the latest of a longer history are used */
#define HR_FORECAST_MIN     5     /* known values below which no forecast is claimed */
#define HR_FORECAST_ORIGINS 3     /* of the backtest, by default */
#define HR_ORIGINS_MAX      50
#define HR_ORIGINS_NONE     SIZE_MAX /* no backtest: fit and forecast alone */
#define HR_MEMBERS_MAX      12

enum hr_forecast_state {
	HR_FORECAST_OK,
	HR_FORECAST_CONSTANT,     /* every value is the same: so is the forecast, without width */
	HR_FORECAST_UNTESTED,     /* a forecast, but too short a history for any backtest */
	HR_FORECAST_INSUFFICIENT, /* fewer than HR_FORECAST_MIN values: the last value, no intervals
	                           */
	HR_FORECAST_NO_DATA,      /* no known value: no forecast */
	HR_FORECAST_UNFIT,        /* the method asked for does not fit this history: see reason */
};

/* "ok", "constant", "untested", "insufficient_history", "no_data", "unfit". */
const char *hr_forecast_state_name(enum hr_forecast_state state);
/* There are a mean and intervals. */
bool hr_forecast_usable(enum hr_forecast_state state);

enum hr_forecast_choice {
	HR_CHOICE_COMBINE, /* weighted mean of the candidates */
	HR_CHOICE_BEST,    /* the one with the smallest backtest error */
};

struct hr_forecast_options {
	size_t horizon;                 /* 1 .. HR_HORIZON_MAX */
	const struct hr_method *method; /* only this one; NULL: the candidates of the history */
	enum hr_forecast_choice choice;
	size_t origins;  /* of the backtest; 0: HR_FORECAST_ORIGINS, or HR_ORIGINS_NONE */
	bool references; /* also backtest methods that get no weight, to be shown beside the others
	                  */
	bool any_sign;   /* forecasts may be negative although no value is */
	uint64_t seed;   /* of simulated paths */
};

/* A candidate. */
struct hr_member {
	const struct hr_method *method;
	bool reference;            /* shown only: weight 0 */
	enum hr_fit_status status; /* of the fit to the whole history */
	struct hr_fit fit;
	double weight;               /* 0..1, all sum to 1 */
	struct hr_accuracy accuracy; /* in the backtest; coverage of the method's own intervals */
};

struct hr_forecast {
	enum hr_forecast_state state;
	enum hr_fit_status reason; /* with HR_FORECAST_UNFIT */
	size_t horizon;
	size_t used; /* values, the latest of the history */
	size_t seasons[HR_SEASONS_MAX];
	struct hr_quality quality;
	struct hr_slope trend; /* at 99 %, since the last level shift when that leaves enough */
	bool trend_known;
	struct hr_member members[HR_MEMBERS_MAX];
	size_t member_count;
	bool fallback;  /* half of the forecast is the naive one: see below */
	size_t origins; /* of the backtest that was done */
	struct hr_accuracy accuracy,
	        naive;  /* of what was chosen and of the (seasonal) naive method */
	double scale;   /* of MASE */
	double ceiling; /* that the history names, else infinite */
	double floor;   /* 0 where no value is negative, else -infinity */
	uint64_t seed;
	double *mean;      /* owned; horizon values */
	double *deviation; /* owned; half the width of a 95 % interval is 1.96 of these */
	double degrees;    /* of Student's t that gives the other quantiles */
};

/*
 * hr_forecast_new - everything at once.
 * Candidates: ETS, dynamic Theta and adjusted damped trend; both forms of Holt-Winters with a
 * season; with many cycles also seasonal regression, decomposition and the seasonal naive method.
 * Weight: prior x (backtest error)^-3, the error drawn towards the mean of all by half an origin.
 * Where the combination was more than a fifth worse than the naive method at all origins together,
 * the two are averaged. Width: prior of 4 origins whose ratio to the models' own deviations is
 * 1 + 14 / n, and the squared ratio of each origin; Student's t with 4 + origins degrees, its 97.5
 * % quantile set to 1.96.
 * @history   of any length, the latest part is used; borrowed during the call
 * @forecast  initialised by the call; release it
 */
void hr_forecast_new(const struct hr_history *history, const struct hr_forecast_options *options,
                     struct hr_forecast *forecast);
void hr_forecast_release(struct hr_forecast *forecast);

/* The @p-quantile of each step, 0 < @p < 1; usable states only. */
void hr_forecast_quantile(const struct hr_forecast *forecast, double p, double *out);

/*
 * hr_forecast_paths - simulated futures with the mean and widths of the forecast.
 * Each is a path of one member, drawn by weight, stretched to the combined deviation, so that it
 * keeps the way the member's errors follow each other.
 * @out  @count rows of horizon values
 */
void hr_forecast_paths(const struct hr_forecast *forecast, size_t count, double *out);
#define HR_PATHS_DEFAULT 2000

/*
 * hr_forecast_crossing - the probability that the limit is passed at or before each step.
 * @above  passing means to be above; else below
 * @out    horizon values, rising
 */
void hr_forecast_crossing(const struct hr_forecast *forecast, size_t paths, double limit,
                          bool above, double *out);

/* The longer cycles that go with a shorter one, where the history holds two and more of them:
 * weeks beside days. Fills @history->seasons[1]. */
void hr_history_add_week(struct hr_history *history);

#endif
