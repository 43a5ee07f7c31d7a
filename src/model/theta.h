/*
 * The Theta method: half a straight line through all values, half simple exponential smoothing.
 * V. Assimakopoulos, K. Nikolopoulos, International Journal of Forecasting 16 (2000); as smoothing
 * with a drift of half the slope by R. Hyndman and B. Billah, IJF 19 (2003). The dynamic optimised
 * form lets the line follow the data and fits its weight: J. Fiorucci and others, IJF 32 (2016).
 * Both are fitted to the seasonally adjusted values.
 */
#ifndef HR_MODEL_THETA_H
#define HR_MODEL_THETA_H

#include "model/fit.h"

extern const struct hr_method hr_method_theta;         /* standard: theta = 2, the line is fixed */
extern const struct hr_method hr_method_dynamic_theta; /* theta >= 1 fitted, the line is dynamic */

#endif
