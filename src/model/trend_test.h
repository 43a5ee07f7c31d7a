/*
 * Whether a history has a trend at all: the slope of a robust line through what is left without the
 * season, with an interval that allows for errors that follow each other.
 */
#ifndef HR_MODEL_TREND_TEST_H
#define HR_MODEL_TREND_TEST_H

#include "model/history.h"

struct hr_slope {
	double slope;     /* per step */
	double low, high; /* of the slope, at the level asked for */
	bool significant; /* the interval leaves out zero */
};

/*
 * hr_trend_test - slope by Huber's estimate; its standard error is that of least squares times
 * sqrt((1 + r) / (1 - r)), r the autocorrelation of the residuals at lag 1 when positive (the
 * correction for first-order dependence; G. Box, G. Jenkins, Time Series Analysis, section 2.1);
 * Student's t with as many degrees as independent values would have.
 * @level  of the interval, 0.99 for a trend that is to be claimed
 * False below HR_TREND_VALUES_MIN known values.
 */
bool hr_trend_test(const struct hr_history *history, double level, struct hr_slope *out);
#define HR_TREND_VALUES_MIN 8

#endif
