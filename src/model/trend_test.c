#include <config.h>
#include "model/trend_test.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "model/adjust.h"
#include "model/line.h"

#define DEPENDENCE_MAX 0.97

/* Autocorrelation of the residuals at lag 1, with the bias of a fitted line taken off. */
static double dependence(const double *y, size_t n, const struct hr_trend_line *line)
{
	double before = NAN, product = 0, squares = 0;
	size_t pairs = 0;

	for (size_t i = 0; i < n; i++) {
		double rest = y[i] - line->intercept - line->slope * (double)(i + 1);

		if (!isnan(rest)) {
			squares += rest * rest;
			if (!isnan(before)) {
				product += rest * before;
				pairs++;
			}
		}
		before = rest;
	}
	if (!(squares > 0) || pairs < 3)
		return 0;
	/* E r is about r - (1 + 4 r) / n for residuals of a line. */
	return fmin(fmax(product / squares + 1 / (double)pairs, 0) * (1 + 4 / (double)pairs),
	            DEPENDENCE_MAX);
}

bool hr_trend_test(const struct hr_history *history, double level, struct hr_slope *out)
{
	struct hr_adjustment adjusted;
	struct hr_trend_line line;
	double r, se, t, degrees;

	*out = (struct hr_slope){ 0 };
	if (hr_history_known(history) < HR_TREND_VALUES_MIN)
		return false;
	hr_adjust(history, &adjusted);
	for (size_t i = 0; i < history->count; i++) {
		if (isnan(history->values[i]))
			adjusted.values[i] = NAN;
	}
	hr_trend_line_huber(adjusted.values, history->count, &line);
	r = dependence(adjusted.values, history->count, &line);
	hr_adjust_release(&adjusted);
	se = line.slope_se * sqrt((1 + r) / (1 - r));
	degrees = fmax((double)line.used * (1 - r) / (1 + r) - 2, 2);
	t = gsl_cdf_tdist_Pinv(0.5 + level / 2, degrees);
	out->slope = line.slope;
	out->low = line.slope - t * se;
	out->high = line.slope + t * se;
	out->significant = out->low > 0 || out->high < 0;
	return true;
}
