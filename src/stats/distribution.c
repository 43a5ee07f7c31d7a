#include <config.h>
#include "stats/distribution.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double hr_normal_quantile(double p)
{
	return gsl_cdf_ugaussian_Pinv(p);
}

double hr_student_quantile(double p, double freedom)
{
	return isinf(freedom) ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_tdist_Pinv(p, freedom);
}

double hr_normal_two_sided(double x)
{
	return isnan(x) ? x : 2 * gsl_cdf_ugaussian_Q(fabs(x));
}

double hr_student_two_sided(double x, double freedom)
{
	if (isinf(freedom) || isnan(x))
		return hr_normal_two_sided(x);
	return 2 * gsl_cdf_tdist_Q(fabs(x), freedom);
}
