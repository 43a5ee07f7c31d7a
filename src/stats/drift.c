#include <config.h>
#include "stats/drift.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/segment.h"

#define A_SLOPE    2.0 /* times ln n */
#define RSS_LEAST  1e-6
#define FEW_VALUES 20

static double criterion(const double *residuals, size_t n, double penalty)
{
	double correlation = n < FEW_VALUES ? 0 : (double)NAN,
	       rss = hr_autoregressive_rss(residuals, n, &correlation);

	return (double)n * log(fmax(rss / (double)n, RSS_LEAST)) + penalty;
}

struct hr_drift hr_drift(const double *values, size_t n, double scale)
{
	double *residuals = hr_alloc_array(n, sizeof(*residuals)),
	       mean = hr_doubles_mean(values, n), middle = (double)(n - 1) / 2, cross = 0,
	       square = 0;
	struct hr_drift drift;

	for (size_t i = 0; i < n; i++) {
		residuals[i] = (values[i] - mean) / scale;
		cross += ((double)i - middle) * residuals[i];
		square += ((double)i - middle) * ((double)i - middle);
	}
	drift.flat_criterion = criterion(residuals, n, 0);
	drift.slope = cross / square * scale;
	for (size_t i = 0; i < n; i++)
		residuals[i] -= ((double)i - middle) * cross / square;
	drift.line_criterion = criterion(residuals, n, A_SLOPE * log((double)n));
	free(residuals);
	return drift;
}
