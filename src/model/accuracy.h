/*
 * How good forecasts were, by the measures of the M4 competition (S. Makridakis, E. Spiliotis, V.
 * Assimakopoulos, International Journal of Forecasting 36, 2020).
 */
#ifndef HR_MODEL_ACCURACY_H
#define HR_MODEL_ACCURACY_H

#include "model/history.h"

/* Sums over forecast steps; zero-initialised is empty. */
struct hr_accuracy {
	size_t steps;     /* compared with a known value */
	double absolute;  /* sum of |value - forecast| */
	double symmetric; /* sum of 2 |value - forecast| / (|value| + |forecast|), 0..2 each */
	size_t covered;   /* values inside the 95 % interval */
};

/* Missing values are passed over. */
void hr_accuracy_add(struct hr_accuracy *accuracy, double value, double forecast, double low,
                     double high);
/* Ratios; NaN when nothing was compared. MASE needs hr_accuracy_scale() of the history. */
double hr_accuracy_mase(const struct hr_accuracy *accuracy, double scale);
double hr_accuracy_smape(const struct hr_accuracy *accuracy); /* 0..2: 0.2 is "20 %" */
double hr_accuracy_coverage(const struct hr_accuracy *accuracy);
/* Mean |x_t - x_(t - season)| of the known values; 0 when there is none or nothing changes. */
double hr_accuracy_scale(const struct hr_history *history);

#endif
