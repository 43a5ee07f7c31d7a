#include <config.h>
#include "stats/students_t.h"

#include <gsl/gsl_cdf.h>

double hr_students_t_above(double t, double degrees)
{
	return gsl_cdf_tdist_Q(t, degrees);
}

double hr_students_t_quantile_above(double p, double degrees)
{
	return gsl_cdf_tdist_Qinv(p, degrees);
}
