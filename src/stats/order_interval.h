/*
 * A confidence interval of a quantile from order statistics, free of any assumption about the
 * distribution. W. J. Conover, Practical Nonparametric Statistics, 3rd edition (1999), section 3.2;
 * the choice of ranks is that of golang.org/x/perf/benchmath.
 */
#ifndef HR_STATS_ORDER_INTERVAL_H
#define HR_STATS_ORDER_INTERVAL_H

#include <stddef.h>

struct hr_order_interval {
	size_t low, high;  /* ranks from 1; 0 and n + 1 mean that there is no bound */
	double confidence; /* achieved */
};

/* Ranks for the @q quantile of @n values. @q, @confidence in (0, 1). Of medians 6 values are needed
 * at 0.95, 8 at 0.99. Up to 30 values exact, above that from the normal, rounded outwards. */
struct hr_order_interval hr_order_interval(size_t n, double q, double confidence);
/* The same as values of an ascending array, -INFINITY and INFINITY where there is no bound. */
void hr_order_interval_values(const double *ascending, size_t n, double q, double confidence,
                              double *low, double *high);

#endif
