/*
 * Holt-Winters with additive or multiplicative season in its classical form: starting values from
 * the decomposition of the first two cycles, weights by least squares of the one-step errors.
 * C. Holt, ONR Memorandum 52 (1957); P. Winters, Management Science 6 (1960); the starting values
 * and the intervals are those of R's HoltWinters (C. Chatfield and M. Yar, The Statistician 37,
 * 1988).
 */
#ifndef HR_MODEL_HOLT_WINTERS_H
#define HR_MODEL_HOLT_WINTERS_H

#include "model/fit.h"

extern const struct hr_method hr_method_hw_additive;
extern const struct hr_method hr_method_hw_multiplicative;

/* The weights of a fit by one of these methods. */
void hr_holt_winters_weights(const struct hr_fit *fit, double *alpha, double *beta, double *gamma);

#endif
