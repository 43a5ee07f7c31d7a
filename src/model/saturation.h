/*
 * Growth towards a ceiling: the logistic curve (P. Verhulst 1838) and the diffusion of F. Bass
 * (Management Science 15, 1969), both of cumulative size. Fitted by nonlinear least squares; the
 * ceiling is not identifiable before the inflection, so one that the history names is kept.
 */
#ifndef HR_MODEL_SATURATION_H
#define HR_MODEL_SATURATION_H

#include "model/fit.h"

/* ceiling / (1 + exp(-(x - middle) / scale)) */
struct hr_logistic {
	double ceiling, middle, scale;
};
double hr_logistic_value(const struct hr_logistic *curve, double x);
/* The curve through @value now whose early growth doubles every @doubling steps, up to @ceiling;
 * x counts from now. @value < @ceiling, all positive. */
struct hr_logistic hr_logistic_viral(double value, double doubling, double ceiling);

/* ceiling F(x), F(x) = (1 - exp(-(p + q) x)) / (1 + q / p exp(-(p + q) x)). */
struct hr_bass {
	double ceiling, p, q; /* innovation and imitation, per step */
};
double hr_bass_value(const struct hr_bass *curve, double x);

extern const struct hr_method hr_method_logistic;
extern const struct hr_method hr_method_bass;

/* The parameters of a fit by the method of that name, no other; x = 1 is the first value. Borrowed
 * from the fit. */
const struct hr_logistic *hr_fit_logistic(const struct hr_fit *fit);
const struct hr_bass *hr_fit_bass(const struct hr_fit *fit);

#endif
