#include <config.h>
#include "model/usl.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_multifit_nlinear.h>

enum { GAMMA, ALPHA, BETA, PARAMETERS };

#define ITERATIONS_MAX 500
#define TOLERANCE      1e-14

/* The points with throughput in units of its largest, so that tolerances mean the same everywhere,
 * and which parameters are free; the others are 0. */
struct problem {
	const struct hr_usl_point *points;
	size_t count;
	double scale;
	int free[PARAMETERS];
	size_t free_count;
};

struct solution {
	double value[PARAMETERS];
	double sse;
};

static double denominator(double alpha, double beta, double n)
{
	return 1 + alpha * (n - 1) + beta * n * (n - 1);
}

static void unpack(const struct problem *problem, const gsl_vector *x, double value[PARAMETERS])
{
	memset(value, 0, PARAMETERS * sizeof(*value));
	for (size_t i = 0; i < problem->free_count; i++)
		value[problem->free[i]] = gsl_vector_get(x, i);
}

static int residuals(const gsl_vector *x, void *data, gsl_vector *f)
{
	const struct problem *problem = data;
	double value[PARAMETERS];

	unpack(problem, x, value);
	for (size_t i = 0; i < problem->count; i++) {
		double n = problem->points[i].n;
		double fitted = value[GAMMA] * n / denominator(value[ALPHA], value[BETA], n);

		gsl_vector_set(f, i, fitted - problem->points[i].x / problem->scale);
	}
	return GSL_SUCCESS;
}

/* dX/dg, dX/da, dX/db at one load. */
static void gradient(const double value[PARAMETERS], double n, double out[PARAMETERS])
{
	double d = denominator(value[ALPHA], value[BETA], n);
	double slope = -value[GAMMA] * n / (d * d);

	out[GAMMA] = n / d;
	out[ALPHA] = slope * (n - 1);
	out[BETA] = slope * n * (n - 1);
}

static int jacobian(const gsl_vector *x, void *data, gsl_matrix *j)
{
	const struct problem *problem = data;
	double value[PARAMETERS], row[PARAMETERS];

	unpack(problem, x, value);
	for (size_t i = 0; i < problem->count; i++) {
		gradient(value, problem->points[i].n, row);
		for (size_t k = 0; k < problem->free_count; k++)
			gsl_matrix_set(j, i, k, row[problem->free[k]]);
	}
	return GSL_SUCCESS;
}

static double sum_of_squares(const struct problem *problem, const double value[PARAMETERS])
{
	double sum = 0;

	for (size_t i = 0; i < problem->count; i++) {
		double n = problem->points[i].n;
		double d = denominator(value[ALPHA], value[BETA], n);
		double residual = value[GAMMA] * n / d - problem->points[i].x / problem->scale;

		/* A pole between the points is no law of scaling. */
		if (d <= 0)
			return INFINITY;
		sum += residual * residual;
	}
	return sum;
}

/* N/X = (1 + a (N - 1) + b N (N - 1)) / g is linear in 1/g, a/g and b/g. @weighted gives each point
 * the weight that its error in N/X has when errors in X are alike, X^4 / N^2. */
static void linear_start(const struct problem *problem, bool weighted, double value[PARAMETERS])
{
	size_t count = problem->count, p = problem->free_count;
	gsl_matrix *a = gsl_matrix_alloc(count, p);
	gsl_vector *y = gsl_vector_alloc(count), *w = gsl_vector_alloc(count);
	gsl_vector *c = gsl_vector_alloc(p);
	gsl_matrix *cov = gsl_matrix_alloc(p, p);
	gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(count, p);
	double chisq;

	for (size_t i = 0; i < count; i++) {
		double n = problem->points[i].n, x = problem->points[i].x / problem->scale;
		double column[PARAMETERS] = { 1, n - 1, n * (n - 1) };

		for (size_t k = 0; k < p; k++)
			gsl_matrix_set(a, i, k, column[problem->free[k]]);
		gsl_vector_set(y, i, x > 0 ? n / x : 0);
		gsl_vector_set(w, i, x <= 0 ? 0 : weighted ? x * x * x * x / (n * n) : 1);
	}
	gsl_multifit_wlinear(a, w, y, c, cov, &chisq, work);
	memset(value, 0, PARAMETERS * sizeof(*value));
	for (size_t k = 0; k < p; k++)
		value[problem->free[k]] = gsl_vector_get(c, k);
	value[GAMMA] = value[GAMMA] > 0 ? 1 / value[GAMMA] : 0;
	value[ALPHA] *= value[GAMMA];
	value[BETA] *= value[GAMMA];
	gsl_multifit_linear_free(work);
	gsl_matrix_free(cov);
	gsl_vector_free(c);
	gsl_vector_free(w);
	gsl_vector_free(y);
	gsl_matrix_free(a);
}

/* Where a linear fit is no law: the best point's rate and some contention. */
static void fallback_start(const struct problem *problem, double value[PARAMETERS])
{
	value[GAMMA] = value[ALPHA] = value[BETA] = 0;
	for (size_t i = 0; i < problem->count; i++) {
		double rate = problem->points[i].x / problem->scale / problem->points[i].n;

		value[GAMMA] = fmax(value[GAMMA], rate);
	}
	for (size_t k = 1; k < problem->free_count; k++)
		value[problem->free[k]] = problem->free[k] == ALPHA ? 0.05 : 1e-4;
}

static void descend(struct problem *problem, struct solution *solution)
{
	gsl_multifit_nlinear_parameters parameters = gsl_multifit_nlinear_default_parameters();
	gsl_multifit_nlinear_fdf fdf = { .f = residuals,
		                         .df = jacobian,
		                         .n = problem->count,
		                         .p = problem->free_count,
		                         .params = problem };
	gsl_multifit_nlinear_workspace *work = gsl_multifit_nlinear_alloc(
	        gsl_multifit_nlinear_trust, &parameters, problem->count, problem->free_count);
	gsl_vector *start = gsl_vector_alloc(problem->free_count);
	int info;

	for (size_t k = 0; k < problem->free_count; k++)
		gsl_vector_set(start, k, solution->value[problem->free[k]]);
	gsl_multifit_nlinear_init(start, &fdf, work);
	/* Whether it calls itself converged does not matter: the sums of squares are compared. */
	gsl_multifit_nlinear_driver(ITERATIONS_MAX, TOLERANCE, TOLERANCE, 0, NULL, NULL, &info,
	                            work);
	unpack(problem, gsl_multifit_nlinear_position(work), solution->value);
	solution->sse = sum_of_squares(problem, solution->value);
	gsl_vector_free(start);
	gsl_multifit_nlinear_free(work);
}

static bool is_better(const struct solution *a, const struct solution *b)
{
	return isfinite(a->sse) && a->value[GAMMA] > 0 && !(b->sse <= a->sse);
}

/* Best of the descents from each start with the parameters of @mask (bits ALPHA, BETA) free. */
static struct solution fit_with(struct problem *problem, unsigned mask)
{
	struct solution best = { .sse = INFINITY };

	problem->free_count = 0;
	for (int k = GAMMA; k < PARAMETERS; k++) {
		if (k == GAMMA || (mask & (1u << k)) != 0)
			problem->free[problem->free_count++] = k;
	}
	for (int start = 0; start < 3; start++) {
		struct solution found;

		if (start < 2)
			linear_start(problem, start == 1, found.value);
		else
			fallback_start(problem, found.value);
		found.sse = sum_of_squares(problem, found.value);
		if (!isfinite(found.sse) || found.value[GAMMA] <= 0)
			continue;
		descend(problem, &found);
		if (is_better(&found, &best))
			best = found;
	}
	return best;
}

static bool is_within_bounds(const struct solution *solution)
{
	return isfinite(solution->sse) && solution->value[ALPHA] >= 0 && solution->value[BETA] >= 0;
}

/* The free fit when it keeps the bounds, else the best of those with one or both at 0. */
static struct solution fit_bounded(struct problem *problem)
{
	static const unsigned masks[] = { 1u << ALPHA, 1u << BETA, 0 };
	struct solution best = fit_with(problem, 1u << ALPHA | 1u << BETA);

	if (is_within_bounds(&best))
		return best;
	best.sse = INFINITY;
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		struct solution found = fit_with(problem, masks[i]);

		if (is_within_bounds(&found) && is_better(&found, &best))
			best = found;
	}
	return best;
}

static void set_estimate(struct hr_usl_estimate *out, double value, double variance, double scale,
                         size_t df)
{
	double se = df > 0 ? sqrt(variance) * scale : (double)NAN;
	double half = df > 0 ? gsl_cdf_tdist_Pinv(0.975, (double)df) * se : (double)NAN;

	out->value = value * scale;
	out->se = se;
	out->low = out->value - half;
	out->high = out->value + half;
}

/* Covariance sigma^2 (J'J)^-1 of all three, also of one at its bound. Columns are scaled to length
 * 1 first: they differ by orders of magnitude. */
static void set_estimates(const struct problem *problem, const struct solution *solution,
                          struct hr_usl *out)
{
	const double *value = solution->value;
	gsl_matrix *normal = gsl_matrix_calloc(PARAMETERS, PARAMETERS);
	double length[PARAMETERS], variance[PARAMETERS] = { 0 };
	double sigma2 = out->df > 0 ? solution->sse / (double)out->df : (double)NAN;

	for (size_t i = 0; i < problem->count; i++) {
		double row[PARAMETERS];

		gradient(value, problem->points[i].n, row);
		for (size_t j = 0; j < PARAMETERS; j++)
			for (size_t k = 0; k < PARAMETERS; k++)
				*gsl_matrix_ptr(normal, j, k) += row[j] * row[k];
	}
	for (size_t j = 0; j < PARAMETERS; j++)
		length[j] = sqrt(gsl_matrix_get(normal, j, j));
	for (size_t j = 0; j < PARAMETERS; j++)
		for (size_t k = 0; k < PARAMETERS; k++)
			*gsl_matrix_ptr(normal, j, k) /= length[j] * length[k];
	if (gsl_linalg_cholesky_decomp1(normal) == GSL_SUCCESS &&
	    gsl_linalg_cholesky_invert(normal) == GSL_SUCCESS) {
		for (size_t j = 0; j < PARAMETERS; j++)
			variance[j] = sigma2 * gsl_matrix_get(normal, j, j) /
			              (length[j] * length[j]);
	} else {
		variance[GAMMA] = variance[ALPHA] = variance[BETA] = (double)NAN;
	}
	set_estimate(&out->gamma, value[GAMMA], variance[GAMMA], problem->scale, out->df);
	set_estimate(&out->alpha, value[ALPHA], variance[ALPHA], 1, out->df);
	set_estimate(&out->beta, value[BETA], variance[BETA], 1, out->df);
	gsl_matrix_free(normal);
}

static enum hr_err check_points(const struct hr_usl_point *points, size_t count, struct hr_usl *out,
                                double *scale, struct hr_error *err)
{
	double seen[HR_USL_POINTS_MIN];
	size_t different = 0;

	*scale = 0;
	if (count > HR_USL_POINTS_MAX)
		return hr_error_set(err, HR_ELIMIT, "%zu steps of load, at most %d are fitted",
		                    count, HR_USL_POINTS_MAX);
	for (size_t i = 0; i < count; i++) {
		size_t k = 0;

		if (!isfinite(points[i].n) || !isfinite(points[i].x) || points[i].n <= 0 ||
		    points[i].x < 0)
			return hr_error_set(err, HR_EINVAL,
			                    "step %zu has load %g and throughput %g; the load must "
			                    "be above 0 and the throughput not below",
			                    i + 1, points[i].n, points[i].x);
		while (k < different && (seen[k] < points[i].n || seen[k] > points[i].n))
			k++;
		if (k == different && different < HR_USL_POINTS_MIN)
			seen[different++] = points[i].n;
		out->n_min = i == 0 ? points[i].n : fmin(out->n_min, points[i].n);
		out->n_max = i == 0 ? points[i].n : fmax(out->n_max, points[i].n);
		*scale = fmax(*scale, points[i].x);
	}
	if (different < HR_USL_POINTS_MIN)
		return hr_error_set(err, HR_ENODATA,
		                    "%zu different loads, "
		                    "at least %d are needed to fit the scalability law",
		                    different, HR_USL_POINTS_MIN);
	if (*scale <= 0)
		return hr_error_set(err, HR_ENODATA, "no step has any throughput");
	return HR_OK;
}

enum hr_err hr_usl_fit(const struct hr_usl_point *points, size_t count, struct hr_usl *out,
                       struct hr_error *err)
{
	struct problem problem = { .points = points, .count = count };
	gsl_error_handler_t *handler;
	struct solution solution;
	enum hr_err code;

	*out = (struct hr_usl){ .points = count };
	code = check_points(points, count, out, &problem.scale, err);
	if (code != HR_OK)
		return code;
	handler = gsl_set_error_handler_off();
	out->df = count - PARAMETERS;
	solution = fit_bounded(&problem);
	if (isfinite(solution.sse))
		set_estimates(&problem, &solution, out);
	gsl_set_error_handler(handler);
	if (!isfinite(solution.sse))
		return hr_error_set(err, HR_ENODATA,
		                    "the steps follow no scalability law: "
		                    "no fit has a finite sum of squares");
	out->sse = solution.sse * problem.scale * problem.scale;
	out->sigma = out->df > 0 ? sqrt(out->sse / (double)out->df) : (double)NAN;
	out->alpha_at_bound = solution.value[ALPHA] <= 0;
	out->beta_at_bound = solution.value[BETA] <= 0;
	return HR_OK;
}

double hr_usl_throughput(const struct hr_usl *usl, double n)
{
	return usl->gamma.value * n / denominator(usl->alpha.value, usl->beta.value, n);
}

double hr_usl_peak(const struct hr_usl *usl)
{
	if (usl->alpha.value >= 1)
		return 1;
	return usl->beta.value > 0 ? sqrt((1 - usl->alpha.value) / usl->beta.value)
	                           : (double)INFINITY;
}

double hr_usl_peak_throughput(const struct hr_usl *usl)
{
	double n = hr_usl_peak(usl);

	return isfinite(n) ? hr_usl_throughput(usl, n) : hr_usl_roof(usl);
}

double hr_usl_knee(const struct hr_usl *usl)
{
	return usl->alpha.value > 0 ? 1 / usl->alpha.value : (double)INFINITY;
}

double hr_usl_roof(const struct hr_usl *usl)
{
	return usl->alpha.value > 0 ? usl->gamma.value / usl->alpha.value : (double)INFINITY;
}

/* b x N^2 + ((a - b) x - g) N + (1 - a) x = 0; of the two roots the smaller, in the form that loses
 * no digits and needs no case for b = 0. */
double hr_usl_at_throughput(const struct hr_usl *usl, double x)
{
	double a = usl->beta.value * x;
	double b = (usl->alpha.value - usl->beta.value) * x - usl->gamma.value;
	double c = (1 - usl->alpha.value) * x;
	double discriminant = b * b - 4 * a * c;
	double n;

	if (!(x > 0) || discriminant < 0)
		return (double)NAN;
	n = 2 * c / (-b + sqrt(discriminant));
	return n > 0 && isfinite(n) ? n : (double)NAN;
}
