/*
 * Straight lines over the steps 1, 2, ...: least squares, robust ones, and least squares of the
 * logarithms (constant growth).
 * Robust: M-estimates by iterated reweighting with the scale of the median absolute residual
 * (P. Huber, Robust Statistics, Wiley 1981, chapter 7; the weights of R's MASS::rlm), and the
 * median of all pairwise slopes (P. Sen, JASA 63, 1968).
 */
#ifndef HR_MODEL_LINE_H
#define HR_MODEL_LINE_H

#include "model/fit.h"

struct hr_trend_line {
	double intercept, slope; /* value at step x, the first being 1, is intercept + slope x */
	double slope_se, r2;     /* of least squares */
	double sigma2;           /* residual variance, n - 2 degrees of freedom */
	double mean_x, xx;       /* of the known steps: their mean, their sum of squares about it */
	size_t used;
};

/* Least squares of @n >= 1 values, none missing: the value at step x is *intercept + *slope x. */
void hr_line_through(const double *y, size_t n, double *intercept, double *slope);
/* Weighted least squares; @weights NULL: all 1. Missing values are left out. False below two known
 * values. */
bool hr_trend_line_fit(const double *y, size_t n, const double *weights, struct hr_trend_line *out);
/* Slope and intercept of the same with robust weights. */
bool hr_trend_line_huber(const double *y, size_t n, struct hr_trend_line *out);
bool hr_trend_line_bisquare(const double *y, size_t n, struct hr_trend_line *out);
/* Of at most HR_TREND_LINE_PAIRED_MAX values, evenly taken; the intercept is the median of y -
 * slope x.
 */
bool hr_trend_line_theil_sen(const double *y, size_t n, struct hr_trend_line *out);
#define HR_TREND_LINE_PAIRED_MAX 1000

extern const struct hr_method hr_method_line;
extern const struct hr_method hr_method_huber;
extern const struct hr_method hr_method_bisquare;
extern const struct hr_method hr_method_theil_sen;
extern const struct hr_method hr_method_growth; /* exponential: a line through the logarithms */
/* Growth from the first to the last value alone, compounded: what spreadsheets do. */
extern const struct hr_method hr_method_compound;

#endif
