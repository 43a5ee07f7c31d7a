#include <config.h>
#include "model/methods.h"

#include "model/holt_winters.h"
#include "model/line.h"
#include "model/naive.h"
#include "model/saturation.h"
#include "model/seasonal_decomposition.h"
#include "model/seasonal_regression.h"
#include "model/smoothing.h"
#include "model/theta.h"

const struct hr_method *const hr_methods[] = {
	&hr_method_mean,
	&hr_method_naive,
	&hr_method_drift,
	&hr_method_seasonal_naive,
	&hr_method_line,
	&hr_method_huber,
	&hr_method_bisquare,
	&hr_method_theil_sen,
	&hr_method_growth,
	&hr_method_compound,
	&hr_method_seasonal_regression,
	&hr_method_decomposition,
	&hr_method_ses,
	&hr_method_holt,
	&hr_method_damped,
	&hr_method_damped_adjusted,
	&hr_method_hw_additive,
	&hr_method_hw_multiplicative,
	&hr_method_ets,
	&hr_method_theta,
	&hr_method_dynamic_theta,
	&hr_method_logistic,
	&hr_method_bass,
	NULL,
};

const struct hr_method *hr_method_find(struct hr_slice name)
{
	for (size_t i = 0; hr_methods[i] != NULL; i++) {
		if (hr_slice_is(name, hr_methods[i]->name))
			return hr_methods[i];
	}
	return NULL;
}
