/*
 * Several seasons at once by decomposition: each cycle's pattern is a local average over its own
 * recent occurrences, in turn with the others removed; what remains is forecast by exponential
 * smoothing without a season, and the last patterns are put back. In the manner of STL (R.
 * Cleveland and others, Journal of Official Statistics 6, 1990) and MSTL (K. Bandara, R. Hyndman,
 * C. Bergmeir, International Journal of Operational Research 52, 2025), with averages instead of
 * local regressions.
 */
#ifndef HR_MODEL_SEASONAL_DECOMPOSITION_H
#define HR_MODEL_SEASONAL_DECOMPOSITION_H

#include "model/fit.h"

extern const struct hr_method hr_method_decomposition;

#endif
