/*
 * Exponential smoothing with a form that is given: simple, Holt's, damped, Holt-Winters as state
 * space models with initial states optimised, and the automatic choice among all forms by AICc.
 */
#ifndef HR_MODEL_SMOOTHING_H
#define HR_MODEL_SMOOTHING_H

#include "model/ets.h"

extern const struct hr_method hr_method_ses;
extern const struct hr_method hr_method_holt;
extern const struct hr_method hr_method_damped;
/* Seasonally adjusted where the seasonal test finds a season, then damped. */
extern const struct hr_method hr_method_damped_adjusted;
/* The form with the lowest AICc; initial states by decomposition. */
extern const struct hr_method hr_method_ets;

/*
 * hr_ets_choose - the form with the lowest AICc among error A or M, trend N, A or Ad, season N, A
 * or M, but for multiplicative seasons with additive errors, whose variance is infinite. Forms that
 * need positive values are left out where the values are not. @options as for hr_ets_fit.
 */
enum hr_fit_status hr_ets_choose(const struct hr_history *history,
                                 const struct hr_ets_options *options, struct hr_ets *ets);

#endif
