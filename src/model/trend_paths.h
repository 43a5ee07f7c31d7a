/*
 * Simulated futures of a level and its trend: the trends that the data cannot tell apart by their
 * Akaike weights, level and slope drawn together from their errors, noise that follows itself.
 */
#ifndef HR_MODEL_TREND_PATHS_H
#define HR_MODEL_TREND_PATHS_H

#include "model/crossing.h"
#include "stats/random.h"

/* What may happen to a level. */
struct hr_trend_futures {
	const struct hr_level_trend *trends[HR_CROSSING_TRENDS_MAX]; /* borrowed */
	double shares[HR_CROSSING_TRENDS_MAX]; /* of trends up to here; the last is 1 */
	size_t count;
	bool level_only; /* the slope is none: the level goes on */
	bool constant;
};

/*
 * hr_trend_futures_open - False when there is no level (HR_TREND_TOO_SHORT).
 * Weights exp(-difference of AICc / 2): K. Burnham, D. Anderson, Model Selection and Multimodel
 * Inference, Springer 2002, section 2.9. A trend whose slope is not significant has no part beside
 * one that is.
 * @trends  must outlive @out
 */
bool hr_trend_futures_open(const struct hr_crossing_trends *trends, struct hr_trend_futures *out);
/*
 * hr_trend_path - one future of @horizon single values, in the unit of the values; always finite.
 * @stop_above  it ends with the first value beyond, what comes after is not written: who asks for a
 *              first passage needs no more. Infinite: the whole future.
 */
void hr_trend_path(const struct hr_trend_futures *futures, struct hr_random *random, size_t horizon,
                   double stop_above, double *out);
/*
 * hr_trend_may_pass - can a value of the next @horizon steps be above @limit at all: is the bound
 * of one in 100,000 beyond it?
 */
bool hr_trend_may_pass(const struct hr_trend_futures *futures, double limit, size_t horizon);

#endif
