/*
 * Quantiles and tails of the normal and of Student's t distribution.
 * Values: M. Galassi and others, GNU Scientific Library Reference Manual, chapter 20.
 */
#ifndef HR_STATS_DISTRIBUTION_H
#define HR_STATS_DISTRIBUTION_H

/* The x with P(X <= x) = @p, @p in (0, 1). */
double hr_normal_quantile(double p);
/* @freedom  degrees of freedom, > 0; INFINITY is the normal */
double hr_student_quantile(double p, double freedom);
/* P(|X| >= |@x|); NaN of NaN. */
double hr_normal_two_sided(double x);
double hr_student_two_sided(double x, double freedom);

#endif
