/*
 * Student's t distribution, for floors that know no GSL.
 */
#ifndef HR_STATS_STUDENTS_T_H
#define HR_STATS_STUDENTS_T_H

/* P(T > @t) and the t with P(T > t) = @p, for @degrees > 0 degrees of freedom. */
double hr_students_t_above(double t, double degrees);
double hr_students_t_quantile_above(double p, double degrees);

#endif
