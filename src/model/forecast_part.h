/*
 * Parts of a forecast: what forecast.c has from forecast_combine.c.
 */
#ifndef HR_MODEL_FORECAST_PART_H
#define HR_MODEL_FORECAST_PART_H

#include "model/forecast.h"

#define HR_FORECAST_Z95 1.959963984540054 /* 97.5 % of the normal distribution lie below */

/* What is known of the members of a forecast before they are judged. */
struct hr_combining {
	size_t naive;                  /* index of the naive member */
	double priors[HR_MEMBERS_MAX]; /* weights before any error is seen; 0 for references */
};

/*
 * hr_forecast_combine - judge the members by a backtest, weigh them, and combine those with a
 * weight: means, deviations, accuracies and the state of @forecast.
 * @forecast  its members are fitted, one at least that is no reference; its bounds are set
 * @history   that they were fitted to, without gaps that they could not bear
 */
void hr_forecast_combine(struct hr_forecast *forecast, const struct hr_history *history,
                         const struct hr_forecast_options *options,
                         const struct hr_combining *combining);

/* A value within the bounds of the forecast. */
double hr_forecast_kept(const struct hr_forecast *forecast, double value);

#endif
