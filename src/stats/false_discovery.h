/*
 * The false discovery rate of many tests at once: of what is called a change, at most the share q
 * is none. Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995)
 * 289-300.
 */
#ifndef HR_STATS_FALSE_DISCOVERY_H
#define HR_STATS_FALSE_DISCOVERY_H

#include <stddef.h>

/*
 * hr_false_discovery - p-values adjusted for the family: a test is rejected at the rate q when its
 * adjusted value is <= q.
 * @p         of @n tests, the whole family that was made; NaN is no test and does not count
 * @adjusted  of @n, out; NaN where @p is; may be @p
 * Gives the number of tests in the family.
 */
size_t hr_false_discovery(const double *p, size_t n, double *adjusted);

#endif
