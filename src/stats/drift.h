/*
 * Does a series of runs creep, or does it stand still? One straight line with residuals that follow
 * an AR(1), judged by the same criterion as the steps of stats/segment.
 */
#ifndef HR_STATS_DRIFT_H
#define HR_STATS_DRIFT_H

#include <stddef.h>

struct hr_drift {
	double slope;          /* least squares, per value */
	double line_criterion; /* n ln(RSS / n) + 2 ln n */
	double flat_criterion; /* the same without slope and without penalty */
};

/* @values  of @n >= 3, without spikes    @scale  what they are divided by, as in hr_segmentation,
 * so that criteria compare; > 0 */
struct hr_drift hr_drift(const double *values, size_t n, double scale);

#endif
