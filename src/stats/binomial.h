/*
 * Exact statements about a proportion: tail probabilities and the interval of Clopper and Pearson.
 * C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413.
 */
#ifndef HR_STATS_BINOMIAL_H
#define HR_STATS_BINOMIAL_H

#include <stdint.h>

/* Bounds of something estimated. */
struct hr_bounds {
	double low, high;
};

/* Exact bounds of a proportion of which @successes in @trials were seen; {0, 1} without trials.
 * @confidence in (0, 1), two-sided; for one-sided bounds pass 1 - 2 alpha. */
struct hr_bounds hr_binomial_interval(uint64_t successes, uint64_t trials, double confidence);
/* P(X >= @successes) and P(X <= @successes) when each of @trials succeeds with probability @p in
 * [0, 1]. */
double hr_binomial_at_least(uint64_t successes, uint64_t trials, double p);
double hr_binomial_at_most(uint64_t successes, uint64_t trials, double p);
/*
 * hr_binomial_compare - p-value that the proportion behind b is greater than that behind a: given
 * their sum, @b_successes is hypergeometric (R. A. Fisher's exact test, one-sided).
 * Exact up to 100,000 successes in all, above that by the normal limit; of 2^31 trials and more, of
 * which successes are then rare, by the binomial limit. 1 without trials on either side.
 */
double hr_binomial_compare(uint64_t a_successes, uint64_t a_trials, uint64_t b_successes,
                           uint64_t b_trials);

#endif
