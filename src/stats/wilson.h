/*
 * Approximate intervals of proportions that behave near 0, and their difference, widened where
 * failures come in bursts.
 * E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212; R. G. Newcombe,
 * Statistics in Medicine 17 (1998) 857-872 and 873-890 (method 10).
 */
#ifndef HR_STATS_WILSON_H
#define HR_STATS_WILSON_H

#include <stddef.h>
#include <stdint.h>

#include "stats/binomial.h"

struct hr_proportion {
	uint64_t successes, trials;
	double dispersion; /* variance inflation, >= 1 (hr_dispersion()); 0 is read as 1 */
};

/* {0, 1} without trials. @confidence in (0, 1), two-sided. */
struct hr_bounds hr_wilson(struct hr_proportion proportion, double confidence);

struct hr_difference {
	double estimate, low, high; /* of the proportion of @b minus that of @a */
};
/* All NaN when either has no trials. */
struct hr_difference hr_newcombe(struct hr_proportion a, struct hr_proportion b, double confidence);

/*
 * hr_dispersion - how many times more variable the counts of windows are than independent trials:
 * Pearson's chi square of the windows' successes about the common proportion over its degrees of
 * freedom, at least 1 (P. McCullagh and J. A. Nelder, Generalized Linear Models, 1989,
 * section 4.5).
 * @successes, @trials  of @n windows, one after the other; windows without trials do not count
 * 1 when there is nothing to learn from: below two windows, or all succeed or none.
 */
double hr_dispersion(const uint64_t *successes, const uint64_t *trials, size_t n);

#endif
