#include <config.h>
#include "stats/shift_function.h"

#include <math.h>

#include "stats/harrell_davis.h"

const double hr_shift_quantiles[HR_SHIFT_POINTS] = { 0.1, 0.2, 0.3, 0.4,  0.5,  0.6,
	                                             0.7, 0.8, 0.9, 0.95, 0.99, 0.999 };

void hr_shift_function(const struct hr_hist *a, const struct hr_hist *b, double a_effective,
                       double b_effective, struct hr_shift_point out[HR_SHIFT_POINTS])
{
	for (size_t i = 0; i < HR_SHIFT_POINTS; i++) {
		double p = hr_shift_quantiles[i];
		struct hr_harrell_davis of_a = hr_harrell_davis(a, p, a_effective),
		                        of_b = hr_harrell_davis(b, p, b_effective);

		out[i] = (struct hr_shift_point){ p, of_a.estimate_ms, of_b.estimate_ms,
			                          hypot(of_a.error_ms, of_b.error_ms) };
	}
}
