#include <config.h>
#include "stats/theil_sen.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/mann_kendall.h"

static size_t all_slopes(const double *x, const double *y, size_t n, double *slopes)
{
	size_t count = 0;

	for (size_t i = 0; i + 1 < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (x[k] > x[i] || x[k] < x[i])
				slopes[count++] = (y[k] - y[i]) / (x[k] - x[i]);
	return count;
}

/* Ranks about the middle, as far apart as Kendall's S varies. */
static void take_bounds(struct hr_theil_sen *fit, double *slopes, size_t count, double variance,
                        double confidence)
{
	double reach = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) * sqrt(variance),
	       low = floor(((double)count - reach) / 2), high = ceil(((double)count + reach) / 2);

	fit->low = low >= 1 ? hr_doubles_select(slopes, count, (size_t)low - 1) : (double)-INFINITY;
	fit->high = high < (double)count ? hr_doubles_select(slopes, count, (size_t)high)
	                                 : (double)INFINITY;
}

static double intercept_of(const double *x, const double *y, size_t n, double slope)
{
	double *rest = hr_alloc_array(n, sizeof(*rest)), intercept;

	for (size_t i = 0; i < n; i++)
		rest[i] = y[i] - slope * x[i];
	intercept = hr_doubles_median(rest, n);
	free(rest);
	return intercept;
}

struct hr_theil_sen hr_theil_sen(const double *x, const double *y, size_t n, double confidence)
{
	struct hr_theil_sen fit = { (double)NAN, (double)NAN, (double)NAN, (double)NAN };
	double *slopes;
	size_t count;

	if (n < 2 || n > HR_THEIL_SEN_POINTS)
		return fit;
	slopes = hr_alloc_array(n * (n - 1) / 2, sizeof(*slopes));
	count = all_slopes(x, y, n, slopes);
	if (count > 0) {
		fit.slope = hr_doubles_median(slopes, count);
		take_bounds(&fit, slopes, count, hr_mann_kendall(y, n).variance, confidence);
		fit.intercept = intercept_of(x, y, n, fit.slope);
	}
	free(slopes);
	return fit;
}
