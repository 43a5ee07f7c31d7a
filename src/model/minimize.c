#include <config.h>
#include "model/minimize.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#include <math.h>

#define OUTSIDE 1e300 /* GSL stops at values that are not finite */

static double value(const gsl_vector *x, void *context)
{
	const struct hr_minimize *how = context;
	double result = how->value(x->data, how->context);

	return isfinite(result) ? result : OUTSIDE;
}

/* One simplex until it gains nothing for as many steps as it needs to turn around. */
static void run(const struct hr_minimize *how, gsl_multimin_fminimizer *simplex, size_t n)
{
	double last = OUTSIDE;
	size_t idle = 0, patience = 4 * n + 6;

	for (size_t i = 0; i < how->iterations && idle <= patience; i++) {
		if (gsl_multimin_fminimizer_iterate(simplex) != GSL_SUCCESS)
			break;
		if (last - simplex->fval > how->tolerance) {
			last = simplex->fval;
			idle = 0;
		} else {
			idle++;
		}
	}
}

double hr_minimize_run(const struct hr_minimize *how, double *x, const double *steps, size_t n)
{
	gsl_error_handler_t *handler = gsl_set_error_handler_off();
	gsl_multimin_fminimizer *simplex = gsl_multimin_fminimizer_alloc(
	        gsl_multimin_fminimizer_nmsimplex2, n);
	gsl_vector *start = gsl_vector_alloc(n), *step = gsl_vector_alloc(n);
	struct hr_minimize copy = *how;
	gsl_multimin_function function = { value, n, &copy };
	double best = OUTSIDE;

	for (size_t i = 0; i < n; i++) {
		gsl_vector_set(start, i, x[i]);
		gsl_vector_set(step, i, steps[i]);
	}
	for (size_t i = 0; i < how->runs; i++) {
		double before = best;

		if (gsl_multimin_fminimizer_set(simplex, &function, start, step) != GSL_SUCCESS)
			break;
		run(how, simplex, n);
		if (simplex->fval < best) {
			best = simplex->fval;
			gsl_vector_memcpy(start, simplex->x);
		}
		if (before - best < how->tolerance * 100)
			break;
		gsl_vector_scale(step, 0.5);
	}
	for (size_t i = 0; i < n; i++)
		x[i] = gsl_vector_get(start, i);
	gsl_vector_free(step);
	gsl_vector_free(start);
	gsl_multimin_fminimizer_free(simplex);
	gsl_set_error_handler(handler);
	return best < OUTSIDE ? best : (double)INFINITY;
}
