/*
 * The beta distribution for parameters of any size. GSL's continued fraction does not converge for
 * large ones near the mean, and its inverse fails already for a = 11, b = 100,000.
 */
#ifndef HR_STATS_BETA_H
#define HR_STATS_BETA_H

/*
 * hr_beta_below, hr_beta_above - P(X <= @x) and P(X >= @x) of the beta distribution.
 * @a, @b  > 0; together below 2^53
 * Where GSL has no answer (both parameters beyond about 10^6) the normal approximation of D. B.
 * Peizer and J. W. Pratt, Journal of the American Statistical Association 63 (1968) 1416-1456,
 * whose error is then below 1e-7.
 */
double hr_beta_below(double x, double a, double b);
double hr_beta_above(double x, double a, double b);
/* The x with P(X <= x) = @p in (0, 1), to 13 digits. */
double hr_beta_quantile(double p, double a, double b);

#endif
