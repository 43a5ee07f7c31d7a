/*
 * The slope of Theil and Sen: the median of the slopes of all pairs of points, with Sen's interval.
 * P. K. Sen, Journal of the American Statistical Association 63 (1968) 1379-1389; R. O. Gilbert,
 * Statistical Methods for Environmental Pollution Monitoring (1987), section 16.5.
 */
#ifndef HR_STATS_THEIL_SEN_H
#define HR_STATS_THEIL_SEN_H

#include <stddef.h>

#define HR_THEIL_SEN_POINTS 5000 /* more are refused: there are n^2 / 2 pairs */

struct hr_theil_sen {
	double slope;     /* NaN when no two points differ in x, or there are too many */
	double low, high; /* of the slope; infinite where points are too few for the confidence */
	double intercept; /* median of y - slope x */
};

/* @x, @y  of @n points, no NaN. Cost: n^2 / 2 slopes held and partly ordered. */
struct hr_theil_sen hr_theil_sen(const double *x, const double *y, size_t n, double confidence);

#endif
