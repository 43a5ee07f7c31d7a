/*
 * Quantiles of a histogram by a declared definition.
 */
#ifndef HR_STATS_QUANTILE_H
#define HR_STATS_QUANTILE_H

#include "base/error.h"
#include "base/slice.h"
#include "stats/hist.h"

enum hr_quantile_method {
	HR_QUANTILE_R6,      /* Hyndman & Fan 1996 definition 6, position p(n+1): JMeter's */
	HR_QUANTILE_R7,      /* definition 7, position p(n-1)+1: k6, pandas, R's default */
	HR_QUANTILE_NEAREST, /* smallest value with at least p*n values at or below it */
};

const char *hr_quantile_method_name(enum hr_quantile_method method); /* "R6", "R7", "nearest" */
enum hr_err hr_quantile_method_parse(struct hr_slice text, enum hr_quantile_method *out,
                                     struct hr_error *err) HR_MUST_CHECK;

/* p-quantile in ms by linear interpolation between two order statistics, the position kept within
 * 1..n as R and Commons Math's LEGACY do; each order statistic is its bucket's value, kept within
 * [@min_ns, @max_ns] (the exact extremes of the same values); NaN when the histogram is empty or
 * NULL. @p in [0,1]. */
double hr_quantile_ms(const struct hr_hist *hist, double p, enum hr_quantile_method method,
                      int64_t min_ns, int64_t max_ns);
/* Several at once in one walk; @p ascending. */
void hr_quantiles_ms(const struct hr_hist *hist, const double *p, double *out, size_t n,
                     enum hr_quantile_method method, int64_t min_ns, int64_t max_ns);
/* The same from an ascending array, for small sets and as the reference of the tests. @n >= 1. */
double hr_quantile_sorted(const double *ascending, size_t n, double p,
                          enum hr_quantile_method method);

#endif
