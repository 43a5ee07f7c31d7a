/*
 * When simulated futures pass a limit: the probability by date and the dates by probability.
 */
#ifndef HR_MODEL_PASSING_H
#define HR_MODEL_PASSING_H

#include <stdbool.h>
#include <stddef.h>

/* How many of a number of futures had passed by each step. */
struct hr_passing {
	size_t *by_step; /* owned; @horizon counts of first passages, not yet summed */
	size_t horizon, paths;
};

void hr_passing_init(struct hr_passing *passing, size_t horizon);
/* One future of @horizon values; @factors multiplies each, or is NULL. */
void hr_passing_add(struct hr_passing *passing, const double *path, const double *factors,
                    double limit, bool above);
/* Probability of having passed at or before each step, rising: @horizon values. */
void hr_passing_probability(const struct hr_passing *passing, double *out);
/* The first step (from 1) by which the probability is at least @p; infinite when none is. */
double hr_passing_step(const struct hr_passing *passing, double p);
void hr_passing_release(struct hr_passing *passing);

#endif
