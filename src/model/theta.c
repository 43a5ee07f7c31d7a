#include <config.h>
#include "model/theta.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/adjust.h"
#include "model/line.h"
#include "model/minimize.h"

#define ALPHA_MIN  0.1
#define ALPHA_MAX  0.99
#define THETA_MAX  100.0
#define VALUES_MIN 4

struct theta {
	struct hr_adjustment adjustment;
	bool dynamic;
	double alpha, theta, start;           /* start: the level before the first value */
	double level, intercept, slope, mean; /* after the last value */
	double power;                         /* (1 - alpha)^n */
};

/* One step's forecast: the level plus what the line adds, whose part beyond the smoothing's reach
 * is (1 - alpha)^(t - 1) of its height and 1 + (1 - alpha) + ... of its slope. */
static double forecast(const struct theta *m, double level, double intercept, double slope,
                       double power)
{
	double share = 1 - 1 / m->theta;

	return level +
	       share * (intercept * power + slope * (1 - power * (1 - m->alpha)) / m->alpha);
}

/* The line through the first @t values, updated by the @t-th. */
static void extend(double t, double y, double *mean, double *intercept, double *slope)
{
	double before = *mean;

	*mean = ((t - 1) * *mean + y) / t;
	*slope = ((t - 2) * *slope + 6 / t * (y - before)) / (t + 1);
	*intercept = *mean - (t + 1) / 2 * *slope;
}

/* Runs the model over the values; the squared errors from the second on, for @residuals all. */
static double sweep(struct theta *m, double *residuals)
{
	const double *y = m->adjustment.values;
	double level = m->start, power = 1, sum = 0;
	double mean = y[0], intercept = y[0], slope = 0;

	if (!m->dynamic) {
		intercept = m->intercept;
		slope = m->slope;
	}
	for (size_t i = 0; i < m->adjustment.count; i++) {
		double error = y[i] - forecast(m, level, intercept, slope, power);

		if (i > 0)
			sum += error * error;
		if (residuals != NULL)
			residuals[i] = error;
		level += m->alpha * (y[i] - level);
		power *= 1 - m->alpha;
		if (m->dynamic && i > 0)
			extend((double)i + 1, y[i], &mean, &intercept, &slope);
	}
	m->level = level;
	m->power = power;
	m->mean = mean;
	m->intercept = intercept;
	m->slope = slope;
	return sum;
}

struct search {
	struct theta *model;
	double scale; /* of the values, so that all variables are of the same size */
};

static void set(const struct search *search, const double *x)
{
	double share = x[0] < 0 ? 0 : x[0] > 1 ? 1 : x[0];

	search->model->alpha = ALPHA_MIN + share * (ALPHA_MAX - ALPHA_MIN);
	search->model->start = x[1] * search->scale;
	if (search->model->dynamic)
		search->model->theta = fmin(fmax(exp(x[2]), 1), THETA_MAX);
}

static double value(const double *x, void *context)
{
	struct search *search = context;

	set(search, x);
	return (double)search->model->adjustment.count * log(sweep(search->model, NULL) + 1e-300);
}

static void optimise(struct theta *m)
{
	double scale = 0, x[3], steps[3] = { 0.25, 0.1, 0.4 };
	struct search search = { .model = m };
	struct hr_minimize how = { value, &search, 1e-4, 400, 2 };

	for (size_t i = 0; i < m->adjustment.count; i++)
		scale = fmax(scale, fabs(m->adjustment.values[i]));
	search.scale = scale > 0 ? scale : 1;
	x[0] = 0.45;
	x[1] = m->adjustment.values[0] / search.scale / (m->dynamic ? 2 : 1);
	x[2] = log(2.0);
	hr_minimize_run(&how, x, steps, m->dynamic ? 3 : 2);
	set(&search, x);
}

static enum hr_fit_status fit_theta(const struct hr_history *history, struct hr_fit *fit)
{
	struct theta *own;
	bool dynamic = fit->method == &hr_method_dynamic_theta;

	if (hr_history_known(history) < VALUES_MIN)
		return HR_FIT_TOO_SHORT;
	own = hr_zalloc(1, sizeof(*own));
	fit->own = own;
	own->dynamic = dynamic;
	own->theta = 2;
	hr_adjust(history, &own->adjustment);
	hr_line_through(own->adjustment.values, own->adjustment.count, &own->intercept,
	                &own->slope);
	optimise(own);
	hr_fit_begin(fit, history);
	sweep(own, fit->residuals);
	for (size_t i = 0; i < history->count; i++) {
		if (isnan(history->values[i]) || i == 0)
			fit->residuals[i] = NAN;
		else
			fit->residuals[i] *= hr_adjust_scale(&own->adjustment, i);
	}
	hr_fit_normal(fit, dynamic ? 3 : 2);
	if (own->dynamic)
		snprintf(fit->label, sizeof(fit->label), "dynamic Theta(%.2f)", own->theta);
	else
		snprintf(fit->label, sizeof(fit->label), "Theta(2)");
	return HR_FIT_OK;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct theta *m = fit->own;
	double level = m->level, mean = m->mean, power = m->power;
	double intercept = m->intercept, slope = m->slope;

	for (size_t h = 0; h < horizon; h++) {
		double next = forecast(m, level, intercept, slope, power);

		level += m->alpha * (next - level);
		power *= 1 - m->alpha;
		if (m->dynamic)
			extend((double)(m->adjustment.count + h + 1), next, &mean, &intercept,
			       &slope);
		out[h] = hr_adjust_back(&m->adjustment, m->adjustment.count + h, next);
	}
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct theta *m = fit->own;

	for (size_t h = 0; h < horizon; h++) {
		double scale = hr_adjust_scale(&m->adjustment, m->adjustment.count + h);

		out[h] = fit->sigma2 * scale * scale * (1 + (double)h * m->alpha * m->alpha);
	}
}

static void release(struct hr_fit *fit)
{
	struct theta *own = fit->own;

	hr_adjust_release(&own->adjustment);
	free(own);
}

const struct hr_method hr_method_theta = {
	.name = "theta",
	.title = "Theta",
	.fit = fit_theta,
	.mean = mean_of,
	.variance = variance_of,
	.release = release,
};

const struct hr_method hr_method_dynamic_theta = {
	.name = "dotm",
	.title = "dynamic optimised Theta",
	.fit = fit_theta,
	.mean = mean_of,
	.variance = variance_of,
	.release = release,
};
