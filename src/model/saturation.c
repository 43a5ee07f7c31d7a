#include <config.h>
#include "model/saturation.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <stdio.h>

#include "base/mem.h"

#define PARAMETERS 3
#define VALUES_MIN 5
#define ROUNDS     200

double hr_logistic_value(const struct hr_logistic *curve, double x)
{
	return curve->ceiling / (1 + exp(-(x - curve->middle) / curve->scale));
}

struct hr_logistic hr_logistic_viral(double value, double doubling, double ceiling)
{
	double scale = doubling / log(2.0); /* far below the ceiling the curve is exp(x / scale) */

	return (struct hr_logistic){ ceiling, scale * log(ceiling / value - 1), scale };
}

double hr_bass_value(const struct hr_bass *curve, double x)
{
	double decay = exp(-(curve->p + curve->q) * x);

	return x <= 0 ? 0 : curve->ceiling * (1 - decay) / (1 + curve->q / curve->p * decay);
}

/* Both curves with what they are fitted by: logarithms, so that all parameters stay positive. */
struct saturation {
	union {
		struct hr_logistic logistic;
		struct hr_bass bass;
	} curve;
	bool is_bass;
	double covariance[PARAMETERS][PARAMETERS]; /* of x as below */
	double x[PARAMETERS];
};

static void set(struct saturation *s, const double *x)
{
	if (s->is_bass)
		s->curve.bass = (struct hr_bass){ exp(x[0]), exp(x[1]), exp(x[2]) };
	else
		s->curve.logistic = (struct hr_logistic){ exp(x[0]), x[1], exp(x[2]) };
}

static double at(const struct saturation *s, double step)
{
	return s->is_bass ? hr_bass_value(&s->curve.bass, step)
	                  : hr_logistic_value(&s->curve.logistic, step);
}

struct problem {
	const struct hr_history *history;
	struct saturation *model;
	size_t given; /* parameters that are not fitted, the first ones: a known ceiling */
	double x[PARAMETERS];
};

static void set_from(struct problem *problem, const gsl_vector *free_ones)
{
	for (size_t i = problem->given; i < PARAMETERS; i++)
		problem->x[i] = gsl_vector_get(free_ones, i - problem->given);
	set(problem->model, problem->x);
}

static int residuals_of(const gsl_vector *x, void *context, gsl_vector *f)
{
	struct problem *problem = context;
	size_t row = 0;

	for (size_t i = 0; i < x->size; i++) {
		if (fabs(gsl_vector_get(x, i)) > 1e6)
			return GSL_EDOM;
	}
	set_from(problem, x);
	for (size_t t = 0; t < problem->history->count; t++) {
		double value = problem->history->values[t];

		if (isnan(value))
			continue;
		gsl_vector_set(f, row++, at(problem->model, (double)(t + 1)) - value);
	}
	return GSL_SUCCESS;
}

static void start(const struct hr_history *history, bool is_bass, double *x)
{
	double largest = 0, first = NAN, half = 0;

	for (size_t t = 0; t < history->count; t++) {
		if (history->values[t] > largest)
			largest = history->values[t];
		if (isnan(first))
			first = history->values[t];
	}
	for (size_t t = 0; t < history->count; t++) {
		if (history->values[t] <= largest / 2)
			half = (double)(t + 1);
	}
	x[0] = history->ceiling > 0 ? log(history->ceiling) : log(largest * 1.2);
	if (is_bass) {
		x[1] = log(fmin(fmax(first / exp(x[0]), 1e-5), 0.2));
		x[2] = log(4 / (half + 1));
	} else {
		x[1] = half + 1;
		x[2] = log(fmax(half / fmax(log(largest / first), 1), 0.5));
	}
}

/* Levenberg-Marquardt with geodesic acceleration, derivatives by differences. */
static bool solve(struct problem *problem, size_t rows)
{
	size_t given = problem->given, p = PARAMETERS - given;
	gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
	gsl_multifit_nlinear_fdf function = {
		.f = residuals_of, .n = rows, .p = p, .params = problem
	};
	gsl_multifit_nlinear_workspace *work;
	double begin[PARAMETERS];
	gsl_vector_const_view view = gsl_vector_const_view_array(begin, p);
	gsl_matrix *covariance = gsl_matrix_alloc(p, p);
	gsl_error_handler_t *handler = gsl_set_error_handler_off();
	int info, status;
	bool finite = true;

	for (size_t i = 0; i < p; i++)
		begin[i] = problem->x[given + i];
	work = gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, rows, p);
	status = gsl_multifit_nlinear_init(&view.vector, &function, work);
	if (status == GSL_SUCCESS)
		status = gsl_multifit_nlinear_driver(ROUNDS, 1e-10, 1e-10, 0, NULL, NULL, &info,
		                                     work);
	if (status == GSL_EMAXITER || status == GSL_ENOPROG)
		status = GSL_SUCCESS; /* as far as it goes */
	gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(work), 1e-12, covariance);
	set_from(problem, gsl_multifit_nlinear_position(work));
	for (size_t i = 0; i < PARAMETERS; i++) {
		problem->model->x[i] = problem->x[i];
		finite &= isfinite(problem->x[i]);
		for (size_t j = 0; i >= given && j + given < PARAMETERS; j++)
			problem->model->covariance[i][given + j] = gsl_matrix_get(covariance,
			                                                          i - given, j);
	}
	gsl_multifit_nlinear_free(work);
	gsl_matrix_free(covariance);
	gsl_set_error_handler(handler);
	return status == GSL_SUCCESS && finite;
}

static enum hr_fit_status fit_saturation(const struct hr_history *history, struct hr_fit *fit)
{
	size_t rows = hr_history_known(history);
	struct saturation *own;
	struct problem problem;
	bool solved;

	if (rows < VALUES_MIN)
		return HR_FIT_TOO_SHORT;
	if (!hr_history_positive(history))
		return HR_FIT_NOT_POSITIVE;
	own = hr_zalloc(1, sizeof(*own));
	fit->own = own;
	own->is_bass = *(const bool *)fit->method->variant;
	problem = (struct problem){ .history = history,
		                    .model = own,
		                    .given = history->ceiling > 0 ? 1 : 0 };
	start(history, own->is_bass, problem.x);
	solved = solve(&problem, rows);
	hr_fit_begin(fit, history);
	for (size_t t = 0; t < history->count; t++)
		fit->residuals[t] = history->values[t] - at(own, (double)(t + 1));
	hr_fit_normal(fit, PARAMETERS - problem.given);
	fit->degrees = (double)(rows - PARAMETERS + problem.given);
	if (own->is_bass)
		snprintf(fit->label, sizeof(fit->label), "Bass, ceiling %.4g",
		         own->curve.bass.ceiling);
	else
		snprintf(fit->label, sizeof(fit->label), "logistic, ceiling %.4g",
		         own->curve.logistic.ceiling);
	return solved && isfinite(fit->sse) ? HR_FIT_OK : HR_FIT_NO_SOLUTION;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	for (size_t h = 0; h < horizon; h++)
		out[h] = at(fit->own, (double)(fit->count + h + 1));
}

/* The delta method: the gradient of the curve at the step, around the covariance. */
static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct saturation *own = fit->own;

	for (size_t h = 0; h < horizon; h++) {
		double step = (double)(fit->count + h + 1), gradient[PARAMETERS], sum = 0;

		for (size_t i = 0; i < PARAMETERS; i++) {
			struct saturation up = *own, down = *own;
			double width = 1e-5 * fmax(fabs(own->x[i]), 1);

			up.x[i] += width;
			down.x[i] -= width;
			set(&up, up.x);
			set(&down, down.x);
			gradient[i] = (at(&up, step) - at(&down, step)) / (2 * width);
		}
		for (size_t i = 0; i < PARAMETERS; i++) {
			for (size_t j = 0; j < PARAMETERS; j++)
				sum += gradient[i] * gradient[j] * own->covariance[i][j];
		}
		out[h] = fit->sigma2 * (1 + sum);
	}
}

const struct hr_logistic *hr_fit_logistic(const struct hr_fit *fit)
{
	return &((const struct saturation *)fit->own)->curve.logistic;
}

const struct hr_bass *hr_fit_bass(const struct hr_fit *fit)
{
	return &((const struct saturation *)fit->own)->curve.bass;
}

const struct hr_method hr_method_logistic = {
	.name = "logistic",
	.title = "logistic growth",
	.fit = fit_saturation,
	.mean = mean_of,
	.variance = variance_of,
	.variant = &(const bool){ false },
};

const struct hr_method hr_method_bass = {
	.name = "bass",
	.title = "Bass diffusion",
	.fit = fit_saturation,
	.mean = mean_of,
	.variance = variance_of,
	.variant = &(const bool){ true },
};
