#include <config.h>
#include "model/line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/theil_sen.h"

#define ROUNDS   50
#define HUBER_K  1.345 /* 95 % efficient for normal errors */
#define BISQUARE 4.685

static void errors_of(const double *y, size_t n, struct hr_trend_line *line)
{
	double sse = 0, mean = 0, total = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(y[i]))
			mean += y[i] / (double)line->used;
	}
	for (size_t i = 0; i < n; i++) {
		double error = y[i] - line->intercept - line->slope * (double)(i + 1);

		if (isnan(y[i]))
			continue;
		sse += error * error;
		total += (y[i] - mean) * (y[i] - mean);
	}
	line->sigma2 = line->used > 2 ? sse / (double)(line->used - 2) : 0;
	line->slope_se = line->xx > 0 && line->used > 2 ? sqrt(line->sigma2 / line->xx)
	                                                : (double)NAN;
	line->r2 = total > 0 ? 1 - sse / total : (double)NAN;
}

void hr_line_through(const double *y, size_t n, double *intercept, double *slope)
{
	double centre = ((double)n + 1) / 2, mean = 0, xy = 0, xx = 0;

	for (size_t i = 0; i < n; i++)
		mean += y[i] / (double)n;
	for (size_t i = 0; i < n; i++) {
		double x = (double)i + 1 - centre;

		xy += x * (y[i] - mean);
		xx += x * x;
	}
	*slope = xx > 0 ? xy / xx : 0;
	*intercept = mean - *slope * centre;
}

bool hr_trend_line_fit(const double *y, size_t n, const double *weights, struct hr_trend_line *out)
{
	double sum = 0, mean_x = 0, mean_y = 0, xy = 0, xx = 0, plain = 0;

	*out = (struct hr_trend_line){ 0 };
	for (size_t i = 0; i < n; i++) {
		double w = weights != NULL ? weights[i] : 1;

		if (isnan(y[i]))
			continue;
		out->used++;
		sum += w;
		mean_x += w * (double)(i + 1);
		mean_y += w * y[i];
		out->mean_x += (double)(i + 1);
	}
	if (out->used < 2 || !(sum > 0))
		return false;
	mean_x /= sum;
	mean_y /= sum;
	out->mean_x /= (double)out->used;
	for (size_t i = 0; i < n; i++) {
		double w = weights != NULL ? weights[i] : 1, x = (double)(i + 1) - mean_x;

		if (isnan(y[i]))
			continue;
		xx += w * x * x;
		xy += w * x * (y[i] - mean_y);
		plain += ((double)(i + 1) - out->mean_x) * ((double)(i + 1) - out->mean_x);
	}
	if (!(xx > 0))
		return false;
	out->slope = xy / xx;
	out->intercept = mean_y - out->slope * mean_x;
	out->xx = plain;
	errors_of(y, n, out);
	return true;
}

static double huber_weight(double u)
{
	return fabs(u) <= HUBER_K ? 1 : HUBER_K / fabs(u);
}

static double bisquare_weight(double u)
{
	double share = u / BISQUARE;

	return fabs(share) < 1 ? (1 - share * share) * (1 - share * share) : 0;
}

static bool reweighted(const double *y, size_t n, double (*weight)(double),
                       struct hr_trend_line *out)
{
	double *weights, *sizes, before;

	if (!hr_trend_line_fit(y, n, NULL, out))
		return false;
	weights = hr_alloc_array(2 * n, sizeof(*weights));
	sizes = weights + n;
	for (size_t round = 0; round < ROUNDS; round++) {
		struct hr_trend_line next;
		size_t known = 0;
		double scale;

		for (size_t i = 0; i < n; i++) {
			if (!isnan(y[i]))
				sizes[known++] = fabs(y[i] - out->intercept -
				                      out->slope * (double)(i + 1));
		}
		scale = hr_doubles_median(sizes, known) * HR_MAD_SCALE;
		if (!(scale > 0)) /* more than half lie on the line */
			break;
		for (size_t i = 0; i < n; i++)
			weights[i] = weight((y[i] - out->intercept - out->slope * (double)(i + 1)) /
			                    scale);
		before = out->slope;
		if (!hr_trend_line_fit(y, n, weights, &next))
			break;
		*out = next;
		if (fabs(out->slope - before) <= 1e-9 * fabs(before))
			break;
	}
	free(weights);
	return true;
}

bool hr_trend_line_huber(const double *y, size_t n, struct hr_trend_line *out)
{
	return reweighted(y, n, huber_weight, out);
}

bool hr_trend_line_bisquare(const double *y, size_t n, struct hr_trend_line *out)
{
	return reweighted(y, n, bisquare_weight, out);
}

bool hr_trend_line_theil_sen(const double *y, size_t n, struct hr_trend_line *out)
{
	size_t stride = (n + HR_TREND_LINE_PAIRED_MAX - 1) / HR_TREND_LINE_PAIRED_MAX, kept = 0;
	struct hr_theil_sen robust;
	double *steps, *values;

	if (!hr_trend_line_fit(y, n, NULL, out))
		return false;
	steps = hr_alloc_array(2 * HR_TREND_LINE_PAIRED_MAX, sizeof(*steps));
	values = steps + HR_TREND_LINE_PAIRED_MAX;
	for (size_t i = 0; i < n; i += stride) {
		if (isnan(y[i]))
			continue;
		steps[kept] = (double)(i + 1);
		values[kept++] = y[i];
	}
	robust = hr_theil_sen(steps, values, kept, 0.95);
	if (isfinite(robust.slope)) {
		out->slope = robust.slope;
		out->intercept = robust.intercept;
		errors_of(y, n, out);
	}
	free(steps);
	return true;
}

/* Through the first and the last known value alone. */
static bool end_points(const double *y, size_t n, struct hr_trend_line *out)
{
	size_t first = 0, last = n - 1;

	if (!hr_trend_line_fit(y, n, NULL, out))
		return false;
	while (isnan(y[first]))
		first++;
	while (isnan(y[last]))
		last--;
	out->slope = (y[last] - y[first]) / (double)(last - first);
	out->intercept = y[last] - out->slope * (double)(last + 1);
	errors_of(y, n, out);
	return true;
}

struct variant {
	bool (*fit)(const double *y, size_t n, struct hr_trend_line *out);
	bool logarithmic;
};

static bool least_squares(const double *y, size_t n, struct hr_trend_line *out)
{
	return hr_trend_line_fit(y, n, NULL, out);
}

static enum hr_fit_status fit_line(const struct hr_history *history, struct hr_fit *fit)
{
	const struct variant *variant = fit->method->variant;
	size_t n = history->count;
	struct hr_trend_line *own;
	double *y, jacobian = 0;
	bool done;

	if (hr_history_known(history) < 3)
		return HR_FIT_TOO_SHORT;
	if (variant->logarithmic && !hr_history_positive(history))
		return HR_FIT_NOT_POSITIVE;
	y = hr_alloc_array(n, sizeof(*y));
	for (size_t i = 0; i < n; i++)
		y[i] = variant->logarithmic ? log(history->values[i]) : history->values[i];
	own = hr_alloc(sizeof(*own));
	fit->own = own;
	done = variant->fit(y, n, own);
	hr_fit_begin(fit, history);
	for (size_t i = 0; done && i < n; i++) {
		double mean = own->intercept + own->slope * (double)(i + 1);

		fit->residuals[i] = y[i] - mean;
		jacobian += variant->logarithmic && !isnan(y[i]) ? 2 * y[i] : 0;
	}
	hr_fit_normal(fit, 2);
	if (variant->logarithmic) {
		/* The likelihood of the values themselves, so that criteria compare. */
		hr_fit_criteria(fit, -2 * fit->loglik + jacobian, 3);
		fit->logarithmic = true;
		fit->sse = 0;
		for (size_t i = 0; i < n; i++) {
			fit->residuals[i] = history->values[i] - exp(y[i] - fit->residuals[i]);
			if (!isnan(fit->residuals[i]))
				fit->sse += fit->residuals[i] * fit->residuals[i];
		}
	}
	free(y);
	fit->degrees = own->used > 2 ? (double)(own->used - 2) : 0;
	fit->slope = own->slope;
	fit->slope_se = own->slope_se;
	snprintf(fit->label, sizeof(fit->label), "%s", fit->method->title);
	return done ? HR_FIT_OK : HR_FIT_NO_SOLUTION;
}

static void mean_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct hr_trend_line *line = fit->own;

	for (size_t h = 0; h < horizon; h++) {
		double x = (double)(fit->count + h + 1), mean = line->intercept + line->slope * x;

		out[h] = fit->logarithmic ? exp(fmin(mean, 700)) : mean;
	}
}

static void variance_of(const struct hr_fit *fit, size_t horizon, double *out)
{
	const struct hr_trend_line *line = fit->own;

	for (size_t h = 0; h < horizon; h++) {
		double x = (double)(fit->count + h + 1) - line->mean_x;

		out[h] = line->sigma2 * (1 + 1 / (double)line->used + x * x / line->xx);
	}
}

/* The coefficients are drawn too: their error stays the same all along a path. */
static void path_of(const struct hr_fit *fit, struct hr_random *random, size_t horizon, double *out)
{
	const struct hr_trend_line *line = fit->own;
	double sigma = sqrt(line->sigma2);
	double level = sigma / sqrt((double)line->used) * hr_random_normal(random);
	double slope = sigma / sqrt(line->xx) * hr_random_normal(random);

	for (size_t h = 0; h < horizon; h++) {
		double x = (double)(fit->count + h + 1);

		out[h] = line->intercept + line->slope * x + level + slope * (x - line->mean_x) +
		         sigma * hr_random_normal(random);
		if (fit->logarithmic)
			out[h] = exp(fmin(out[h], 700));
	}
}

#define METHOD(symbol, called, text, function, logs)                                               \
	const struct hr_method hr_method_##symbol = {                                              \
		.name = called,                                                                    \
		.title = text,                                                                     \
		.fit = fit_line,                                                                   \
		.mean = mean_of,                                                                   \
		.variance = variance_of,                                                           \
		.path = path_of,                                                                   \
		.variant = &(const struct variant){ function, logs },                              \
	}
METHOD(line, "line", "linear trend", least_squares, false);
METHOD(huber, "huber", "robust linear trend (Huber)", hr_trend_line_huber, false);
METHOD(bisquare, "bisquare", "robust linear trend (bisquare)", hr_trend_line_bisquare, false);
METHOD(theil_sen, "theil-sen", "robust linear trend (median slope)", hr_trend_line_theil_sen,
       false);
METHOD(compound, "compound", "growth from the first to the last value", end_points, true);
METHOD(growth, "growth", "exponential growth", least_squares, true);
