#include <config.h>
#include "model/ets.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/decompose.h"
#include "model/line.h"

#define FIRST_MIN 10 /* values the first level and slope are taken from, or two cycles */

void hr_ets_start(const struct hr_ets_form *form, size_t period, const double *y, size_t n,
                  double *states)
{
	size_t first = form->season != HR_ETS_NONE && 2 * period > FIRST_MIN ? 2 * period
	                                                                     : FIRST_MIN;
	double *adjusted, mean = 0;

	if (first > n)
		first = n;
	adjusted = hr_alloc_array(first, sizeof(*adjusted));
	states[1] = 0;
	states[2] = form->season == HR_ETS_MULTIPLICATIVE ? 1 : 0;
	if (form->season != HR_ETS_NONE)
		hr_decompose(y, n, period, form->season == HR_ETS_MULTIPLICATIVE, states + 2);
	for (size_t i = 0; i < first; i++) {
		double index = form->season != HR_ETS_NONE ? states[2 + i % period] : states[2];

		adjusted[i] = form->season == HR_ETS_MULTIPLICATIVE ? y[i] / index : y[i] - index;
		mean += adjusted[i] / (double)first;
	}
	if (form->trend == HR_ETS_NONE)
		states[0] = mean;
	else
		hr_line_through(adjusted, first, &states[0], &states[1]);
	free(adjusted);
}
