#include <config.h>
#include "stats/harrell_davis.h"

#include <math.h>

#include "base/instant.h"
#include "stats/beta.h"

#define NOTHING 45 /* exp(-NOTHING) of the values: less than the last bit of any mean */

/* n times the divergence of a Bernoulli(@p) from a Bernoulli(@q). */
static double divergence(double n, double p, double q)
{
	return n * ((p > 0 ? p * log(p / q) : 0) + (p < 1 ? (1 - p) * log((1 - p) / (1 - q)) : 0));
}

/*
 * P(Beta(a, b) <= x), without the work where it is 0 or 1 for certain: it is P(Bin(a + b - 1, x) >=
 * a), which Chernoff's bound exp(-n KL(a / n, x)) holds down on one side and up on the other.
 */
static double share_below(double x, double a, double b)
{
	double n = a + b - 1, away = x < a / n ? a / n - x : x - (a - 1) / n;

	/* the divergence is at least twice the square of the distance (Pinsker): no logarithm */
	if (a > 1 && b > 1 && (x < a / n || x > (a - 1) / n) && 2 * n * away * away > NOTHING)
		return x < a / n ? 0 : 1;
	if (x > 0 && x < 1 && a > 1 && b > 1) {
		if (x < a / n && divergence(n, a / n, x) > NOTHING)
			return 0;
		if (x > (a - 1) / n && divergence(n, (a - 1) / n, x) > NOTHING)
			return 1;
	}
	return hr_beta_below(x, a, b);
}

/* First and second moment of the values under the beta weights of @n values. */
static void weigh(const struct hr_hist *hist, double p, double n, double *mean, double *square)
{
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	double all = (double)hr_hist_count(hist), seen = 0, below = 0;

	*mean = *square = 0;
	while (below < 1 && hr_hist_next(hist, &cursor, &bucket)) {
		double value_ms = (double)bucket.value_ns / (double)HR_NS_PER_MS, share, weight;

		seen += (double)bucket.count;
		share = share_below(fmin(seen / all, 1), (n + 1) * p, (n + 1) * (1 - p));
		weight = share - below;
		below = share;
		*mean += weight * value_ms;
		*square += weight * value_ms * value_ms;
	}
}

struct hr_harrell_davis hr_harrell_davis(const struct hr_hist *hist, double p, double n_effective)
{
	struct hr_harrell_davis result = { (double)NAN, (double)NAN };
	double n = hist != NULL ? (double)hr_hist_count(hist) : 0, mean, square;

	if (!(n > 0))
		return result;
	weigh(hist, p, n, &mean, &square);
	result.estimate_ms = mean;
	if (n_effective > 0 && n_effective < n)
		weigh(hist, p, n_effective, &mean, &square);
	result.error_ms = sqrt(fmax(square - mean * mean, 0));
	return result;
}
