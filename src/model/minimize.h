/*
 * Minimising a function of a few variables without derivatives: the simplex of Nelder and Mead
 * (Computer Journal 7, 1965) as GSL has it, started again from where it stopped until that gains
 * no more, because a simplex can collapse before the minimum.
 */
#ifndef HR_MODEL_MINIMIZE_H
#define HR_MODEL_MINIMIZE_H

#include <stddef.h>

struct hr_minimize {
	double (*value)(const double *x, void *context); /* infinite where not defined */
	void *context;
	double tolerance;  /* stop when the value gains less than this */
	size_t iterations; /* at most, in each run */
	size_t runs;       /* at most */
};

/*
 * hr_minimize_run - from @x, with @steps as the size of the first simplex; @n variables.
 * @x  out: the best point met. Returns its value; infinite when nothing finite was met.
 */
double hr_minimize_run(const struct hr_minimize *how, double *x, const double *steps, size_t n);

#endif
