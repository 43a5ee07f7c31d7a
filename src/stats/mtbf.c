#include <config.h>
#include "stats/mtbf.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

struct hr_bounds hr_mtbf_bounds(double uptime, uint64_t failures, double confidence)
{
	double tail = (1 - confidence) / 2, n = (double)failures;

	return (struct hr_bounds){
		.low = 2 * uptime / gsl_cdf_chisq_Pinv(1 - tail, 2 * n + 2),
		.high = failures > 0 ? 2 * uptime / gsl_cdf_chisq_Pinv(tail, 2 * n)
		                     : (double)INFINITY,
	};
}

double hr_mtbf_at_least(double uptime, uint64_t failures, double confidence)
{
	return 2 * uptime / gsl_cdf_chisq_Pinv(confidence, 2 * (double)failures + 2);
}
