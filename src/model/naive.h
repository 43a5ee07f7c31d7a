/*
 * The methods that only look back: the mean, the last value, the last value with the mean change,
 * the value one season ago. What any other has to beat. R. Hyndman, G. Athanasopoulos, Forecasting:
 * Principles and Practice, third edition, chapter 5.
 */
#ifndef HR_MODEL_NAIVE_H
#define HR_MODEL_NAIVE_H

#include "model/fit.h"

extern const struct hr_method hr_method_mean;
extern const struct hr_method hr_method_naive;
extern const struct hr_method hr_method_drift;
extern const struct hr_method hr_method_seasonal_naive; /* of the longest season that is there */

#endif
