/*
 * The Universal Scalability Law: X(N) = g N / (1 + a (N - 1) + b N (N - 1)), throughput X of load
 * or size N with contention a, coherency b and the throughput g of one. N. J. Gunther, Guerrilla
 * Capacity Planning, Springer 2007, chapters 4 to 6.
 */
#ifndef HR_MODEL_USL_H
#define HR_MODEL_USL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define HR_USL_POINTS_MIN  3 /* three parameters; then without any interval */
#define HR_USL_POINTS_GOOD 6 /* fewer are worth a warning */
#define HR_USL_POINTS_MAX  100000

/* A measured step: @n > 0, @x >= 0 in any unit per second. */
struct hr_usl_point {
	double n, x;
};

/* An estimate with its standard error and 95 % interval by Student's t with n - 3 degrees of
 * freedom; NaN when there are no degrees left or the points cannot tell. */
struct hr_usl_estimate {
	double value, se, low, high;
};

struct hr_usl {
	struct hr_usl_estimate gamma, alpha, beta;
	size_t points, df;
	double sse, sigma;   /* residual sum of squares and standard error; sigma NaN without df */
	double n_min, n_max; /* measured */
	bool alpha_at_bound, beta_at_bound; /* the best fit without the bound is negative */
};

/*
 * hr_usl_fit - least squares of X(N) to @points, with a >= 0 and b >= 0.
 * Levenberg-Marquardt with the analytic Jacobian, started from the linear fits of N/X on N - 1 and
 * N (N - 1): without them and it solvers stop at wrong minima. A bound that binds is found by
 * fitting with it fixed; standard errors are those of all three parameters.
 * Errors: HR_ENODATA with fewer than three different N, or nothing above zero; HR_EINVAL for a
 * point that is negative or not finite; HR_ELIMIT beyond HR_USL_POINTS_MAX.
 */
enum hr_err hr_usl_fit(const struct hr_usl_point *points, size_t count, struct hr_usl *out,
                       struct hr_error *err) HR_MUST_CHECK;

double hr_usl_throughput(const struct hr_usl *usl, double n);
/* Where throughput is largest, sqrt((1 - a) / b); infinite when b is 0; 1 when a >= 1. */
double hr_usl_peak(const struct hr_usl *usl);
/* Throughput there; g / a when the peak is infinite (infinite when a is 0, too). */
double hr_usl_peak_throughput(const struct hr_usl *usl);
/* The knee 1 / a: where the line of perfect scaling g N meets the roof g / a. */
double hr_usl_knee(const struct hr_usl *usl);
double hr_usl_roof(const struct hr_usl *usl);
/* The smaller N with throughput @x; NaN when @x is beyond the peak. */
double hr_usl_at_throughput(const struct hr_usl *usl, double x);

#endif
