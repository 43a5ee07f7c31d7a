/*
 * Least squares of a linear trend and an effect for each position of each seasonal cycle (hour of
 * the day, hour of the week): the classical regression on seasonal dummies, solved by backfitting
 * (Hastie, Tibshirani, Generalized Additive Models, 1990, chapter 5), which converges to it.
 */
#ifndef HR_MODEL_SEASONAL_REGRESSION_H
#define HR_MODEL_SEASONAL_REGRESSION_H

#include "model/fit.h"

extern const struct hr_method hr_method_seasonal_regression;

#endif
