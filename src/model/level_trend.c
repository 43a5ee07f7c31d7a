#include <config.h>
#include "model/level_trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/mem.h"

#define COLUMNS_MAX     (2 + HR_TREND_SEASON_MAX - 1 + 2 * HR_TREND_SHIFTS_MAX)
#define SHIFT_STATISTIC 20.0 /* above the 1 % point of the largest of many F statistics */
#define REGIME_MIN      7    /* known values on either side of a shift */
#define CORRELATION_MAX 0.95
#define ORIGINS         3
#define WIDENING_MAX    5.0
#define REWEIGHTINGS    4

/* Columns: 1, steps before the end (<= 0), season in contrasts that sum to zero, and for each shift
 * "before it" (and how long before, with bends), so that constant and slope are those of the last
 * regime. */
struct design {
	const double *y; /* values, their logarithms or what reweighting works on */
	const double *w; /* weights; NULL: 1 */
	size_t n, used;
	bool bends;
	size_t season, shift_count, columns;
	size_t shifts[HR_TREND_SHIFTS_MAX];
	double inverse[COLUMNS_MAX][COLUMNS_MAX]; /* of X'X */
	double beta[COLUMNS_MAX];
	double sse;
};

static void row_of(const struct design *d, size_t i, double *row)
{
	size_t position = i % d->season, at = 2;

	row[0] = 1;
	row[1] = (double)i - (double)(d->n - 1);
	for (size_t s = 0; s + 1 < d->season; s++)
		row[at++] = position == s ? 1 : position == d->season - 1 ? -1 : 0;
	for (size_t s = 0; s < d->shift_count; s++)
		row[at++] = i < d->shifts[s] ? 1 : 0;
	for (size_t s = 0; d->bends && s < d->shift_count; s++)
		row[at++] = i < d->shifts[s] ? (double)i - (double)d->shifts[s] : 0;
}

static double weight_of(const struct design *d, size_t i)
{
	return d->w != NULL ? d->w[i] : 1;
}

static size_t columns_of(const struct design *d)
{
	return 2 + d->season - 1 + d->shift_count * (d->bends ? 2 : 1);
}

/* The inverse of a symmetric positive matrix in place, by Cholesky; false when it is singular. */
static bool invert(double m[COLUMNS_MAX][COLUMNS_MAX], size_t p)
{
	double l[COLUMNS_MAX][COLUMNS_MAX] = { { 0 } };

	for (size_t i = 0; i < p; i++) {
		for (size_t j = 0; j <= i; j++) {
			double sum = m[i][j];

			for (size_t k = 0; k < j; k++)
				sum -= l[i][k] * l[j][k];
			if (i == j && !(sum > 1e-10 * m[i][i]))
				return false;
			l[i][j] = i == j ? sqrt(sum) : sum / l[j][j];
		}
	}
	for (size_t c = 0; c < p; c++) {
		double x[COLUMNS_MAX];

		for (size_t i = 0; i < p; i++) {
			x[i] = i == c ? 1 : 0;
			for (size_t k = 0; k < i; k++)
				x[i] -= l[i][k] * x[k];
			x[i] /= l[i][i];
		}
		for (size_t i = p; i-- > 0;) {
			for (size_t k = i + 1; k < p; k++)
				x[i] -= l[k][i] * x[k];
			x[i] /= l[i][i];
			m[i][c] = x[i];
		}
	}
	return true;
}

static double fitted(const struct design *d, size_t i)
{
	double row[COLUMNS_MAX], sum = 0;

	row_of(d, i, row);
	for (size_t k = 0; k < d->columns; k++)
		sum += row[k] * d->beta[k];
	return sum;
}

static bool solve(struct design *d)
{
	double xy[COLUMNS_MAX] = { 0 }, row[COLUMNS_MAX];

	d->columns = columns_of(d);
	d->used = 0;
	memset(d->inverse, 0, sizeof(d->inverse));
	for (size_t i = 0; i < d->n; i++) {
		if (isnan(d->y[i]))
			continue;
		row_of(d, i, row);
		for (size_t j = 0; j < d->columns; j++) {
			double weighted = weight_of(d, i) * row[j];

			xy[j] += weighted * d->y[i];
			for (size_t k = 0; k <= j; k++)
				d->inverse[j][k] += weighted * row[k];
		}
		d->used++;
	}
	if (d->used <= d->columns || !invert(d->inverse, d->columns))
		return false;
	for (size_t j = 0; j < d->columns; j++) {
		d->beta[j] = 0;
		for (size_t k = 0; k < d->columns; k++)
			d->beta[j] += d->inverse[j][k] * xy[k];
	}
	d->sse = 0;
	for (size_t i = 0; i < d->n; i++) {
		double e = d->y[i] - fitted(d, i);

		d->sse += isnan(e) ? 0 : weight_of(d, i) * e * e;
	}
	return true;
}

/* Autocorrelation of neighbouring residuals, corrected for its bias, not below 0. */
static double correlation(const struct design *d)
{
	double product = 0, before = (double)NAN, r;
	size_t pairs = 0;

	for (size_t i = 0; i < d->n; i++) {
		double e = (d->y[i] - fitted(d, i)) * sqrt(weight_of(d, i));

		if (!isnan(e) && !isnan(before)) {
			product += e * before;
			pairs++;
		}
		before = e;
	}
	if (pairs < 5 || !(d->sse > 0))
		return 0;
	r = product / (double)pairs / (d->sse / (double)d->used);
	r += (1 + 4 * r) / (double)d->used;
	return fmin(fmax(r, 0), CORRELATION_MAX);
}

static double inflation(double r)
{
	return (1 + r) / (1 - r);
}

/* By how much "before k" would lower the sum of squares, for every k in one pass: X'v and e'v grow
 * by one row each. Gives the best k and its reduction. */
static double best_shift(const struct design *d, size_t *at)
{
	double sums[COLUMNS_MAX] = { 0 }, row[COLUMNS_MAX], projected = 0, best = 0, mass = 0;
	size_t before = 0;

	for (size_t k = 1; k < d->n; k++) {
		double quadratic = 0, gain;

		if (!isnan(d->y[k - 1])) {
			double w = weight_of(d, k - 1);

			row_of(d, k - 1, row);
			for (size_t j = 0; j < d->columns; j++)
				sums[j] += w * row[j];
			projected += w * (d->y[k - 1] - fitted(d, k - 1));
			mass += w;
			before++;
		}
		if (before < REGIME_MIN || d->used - before < REGIME_MIN || isnan(d->y[k]))
			continue;
		for (size_t i = 0; i < d->columns; i++)
			for (size_t j = 0; j < d->columns; j++)
				quadratic += sums[i] * d->inverse[i][j] * sums[j];
		if (mass - quadratic < 1e-6 * mass)
			continue;
		gain = projected * projected / (mass - quadratic);
		if (gain > best) {
			best = gain;
			*at = k;
		}
	}
	return best;
}

static bool is_near_a_shift(const struct design *d, size_t at)
{
	for (size_t s = 0; s < d->shift_count; s++) {
		size_t distance = at > d->shifts[s] ? at - d->shifts[s] : d->shifts[s] - at;

		if (distance < REGIME_MIN)
			return true;
	}
	return false;
}

/* Shifts one by one, the plainest first, as long as they stand out of the noise that is left. The
 * noise is judged with the shift taken out: before, the shift itself looks like correlation. */
static void find_shifts(struct design *d)
{
	while (d->shift_count < HR_TREND_SHIFTS_MAX && d->used > d->columns + REGIME_MIN) {
		struct design with = *d;
		size_t at = 0;
		double gain = best_shift(d, &at);

		if (!(gain > 0) || is_near_a_shift(d, at))
			return;
		with.shifts[with.shift_count++] = at;
		if (!solve(&with) || with.used <= with.columns)
			return;
		if (gain / inflation(correlation(&with)) * (double)(with.used - with.columns) <
		    SHIFT_STATISTIC * with.sse)
			return;
		*d = with;
	}
}

/* Hurvich and Tsai; the sum of logarithms makes fits of logarithms comparable. The place of a shift
 * is a parameter, too. */
static double criterion_of(const struct design *d, double log_sum)
{
	double n = (double)d->used, k = (double)(d->columns + d->shift_count + 1);

	if (n - k - 1 <= 0)
		return INFINITY;
	return n * log(fmax(d->sse, 1e-300) / n) + 2 * log_sum + 2 * k +
	       2 * k * (k + 1) / (n - k - 1);
}

/* The season stays when it is worth its coefficients. */
static bool choose(struct design *d, size_t season, bool known)
{
	struct design plain = *d;

	plain.season = known ? season : 1;
	if (!solve(&plain))
		return false;
	find_shifts(&plain);
	*d = plain;
	if (!known && season > 1 && plain.used >= 2 * season + REGIME_MIN) {
		struct design seasonal = plain;

		seasonal.season = season;
		seasonal.shift_count = 0;
		if (solve(&seasonal)) {
			find_shifts(&seasonal);
			if (criterion_of(&seasonal, 0) < criterion_of(&plain, 0))
				*d = seasonal;
		}
	}
	return true;
}

/* c'Cov c for the level of @position (row @c) against the slope. */
static void covariance(const struct design *d, const double *c, struct hr_level_trend *out,
                       double scale)
{
	out->level_var = out->level_slope_cov = 0;
	for (size_t i = 0; i < d->columns; i++) {
		out->level_slope_cov += c[i] * d->inverse[i][1] * scale;
		for (size_t j = 0; j < d->columns; j++)
			out->level_var += c[i] * d->inverse[i][j] * c[j] * scale;
	}
	out->slope_var = d->inverse[1][1] * scale;
}

static void describe(const struct design *d, struct hr_level_trend *out)
{
	double row[COLUMNS_MAX] = { 0 }, r = correlation(d), busiest = 0, sum = 0;
	double raw[HR_TREND_SEASON_MAX] = { 0 };
	size_t peak = 0;

	for (size_t s = 0; s + 1 < d->season; s++) {
		raw[s] = d->beta[2 + s];
		sum += raw[s];
	}
	if (d->season > 1)
		raw[d->season - 1] = -sum;
	for (size_t s = 0; s < d->season; s++) {
		if (s == 0 || raw[s] > busiest) {
			busiest = raw[s];
			peak = s;
		}
	}
	for (size_t s = 0; s < d->season; s++)
		out->effects[s] = raw[s] - busiest;
	row[0] = 1;
	for (size_t s = 0; s + 1 < d->season; s++)
		row[2 + s] = peak == s ? 1 : peak == d->season - 1 ? -1 : 0;
	out->used = d->used;
	out->season = d->season;
	out->bends = d->bends;
	out->sigma = sqrt(d->sse / (double)(d->used - d->columns));
	out->noise_correlation = r;
	out->level = d->beta[0] + busiest;
	out->slope = d->beta[1];
	covariance(d, row, out, out->sigma * out->sigma * inflation(r));
	out->slope_se = sqrt(out->slope_var);
	out->df = fmax(3, (double)d->used / inflation(r) - 2 -
	                          (double)(d->shift_count * (d->bends ? 2 : 1)));
	out->shift_count = d->shift_count;
}

static int ascending(const void *a, const void *b)
{
	const size_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* "Before it" is worth minus the size of the shift. */
static void list_shifts(const struct design *d, struct hr_level_trend *out)
{
	memcpy(out->shifts, d->shifts, d->shift_count * sizeof(*out->shifts));
	qsort(out->shifts, d->shift_count, sizeof(*out->shifts), ascending);
	for (size_t i = 0; i < d->shift_count; i++)
		for (size_t k = 0; k < d->shift_count; k++)
			if (d->shifts[k] == out->shifts[i])
				out->shift_sizes[i] = -d->beta[2 + d->season - 1 + k];
}

/* Squared error of the mean of the last season, forecast from @origin, over its variance. The known
 * shifts are taken out first: they are no fault of the line. */
static double origin_error(const struct design *whole, const double *flat, size_t origin)
{
	struct design d = { .y = flat, .w = whole->w, .n = origin, .season = whole->season };
	struct hr_level_trend trend = { 0 };
	double error = 0, ahead = 0, variance;
	size_t n = 0, span = whole->season > REGIME_MIN ? whole->season : REGIME_MIN;

	if (!solve(&d) || d.used < HR_TREND_POINTS_MIN || d.used < 2 * d.season ||
	    d.used <= d.columns)
		return (double)NAN;
	describe(&d, &trend);
	for (size_t i = whole->n - span; i < whole->n; i++) {
		double h = (double)i - (double)(origin - 1);

		if (i < origin || isnan(flat[i]))
			continue;
		error += flat[i] - (trend.level + trend.effects[i % d.season] + trend.slope * h);
		ahead += h;
		n++;
	}
	if (n == 0)
		return (double)NAN;
	error /= (double)n;
	ahead /= (double)n;
	variance = trend.level_var + 2 * ahead * trend.level_slope_cov +
	           ahead * ahead * trend.slope_var +
	           trend.sigma * trend.sigma * inflation(trend.noise_correlation) / (double)n;
	return variance > 0 ? error * error / variance : (double)NAN;
}

static double widening_of(const struct design *d)
{
	double *flat = hr_alloc_array(d->n, sizeof(*flat)), sum = 0;
	size_t n = 0;

	memcpy(flat, d->y, d->n * sizeof(*flat));
	for (size_t i = 0; i < d->n; i++) {
		double row[COLUMNS_MAX];

		row_of(d, i, row);
		for (size_t k = 2 + d->season - 1; k < d->columns; k++)
			flat[i] -= row[k] * d->beta[k];
	}
	for (size_t k = 0; k < ORIGINS; k++) {
		double error = origin_error(d, flat, d->n * (5 + k) / 8);

		if (!isnan(error)) {
			sum += error;
			n++;
		}
	}
	free(flat);
	return n > 0 ? fmin(fmax(sqrt(sum / (double)n), 1), WIDENING_MAX) : 1;
}

/* Values or logarithms; the sum of the logarithms for the criterion. Values that are not positive
 * have no logarithm: false. */
static bool transform(const struct hr_history *history, enum hr_trend_form form, double *y,
                      double *log_sum)
{
	*log_sum = 0;
	for (size_t i = 0; i < history->count; i++) {
		y[i] = history->values[i];
		if (form == HR_TREND_LINE || isnan(y[i]))
			continue;
		if (!(y[i] > 0))
			return false;
		y[i] = log(y[i]);
		*log_sum += form == HR_TREND_GROWTH ? y[i] : 0;
	}
	return true;
}

/* One step of reweighting for a logarithmic link and errors of one size: the working values and
 * weights at the present fit. */
static void reweight(const struct hr_history *history, const struct design *d, double *y, double *w)
{
	for (size_t i = 0; i < history->count; i++) {
		double eta = fmin(fitted(d, i), 300), mu = exp(eta);

		w[i] = mu * mu;
		y[i] = eta + (history->values[i] - mu) / mu;
	}
}

/* Shifts are found anew once the weights are about right. */
static bool fit_design(const struct hr_history *history, const struct hr_trend_options *options,
                       size_t season, double *y, double *w, struct design *d)
{
	bool good = choose(d, season, options->season_is_known);

	for (int i = 0; good && options->form == HR_TREND_GROWTH_ADDITIVE && i < REWEIGHTINGS;
	     i++) {
		reweight(history, d, y, w);
		d->w = w;
		d->shift_count = i == 1 ? 0 : d->shift_count;
		good = solve(d);
		if (good && i == 1)
			find_shifts(d);
	}
	return good && isfinite(d->sse) && d->used > d->columns;
}

const char *hr_trend_form_name(enum hr_trend_form form)
{
	static const char *const names[HR_TREND_FORMS] = { "line", "growth", "growth_additive" };

	return names[form];
}

enum hr_trend_status hr_level_trend_fit(const struct hr_history *history,
                                        const struct hr_trend_options *options,
                                        struct hr_level_trend *out)
{
	double *y = hr_alloc_array(history->count + 1, sizeof(*y)), log_sum;
	double *w = hr_alloc_array(history->count + 1, sizeof(*w));
	struct design d = { .y = y, .n = history->count, .season = 1, .bends = options->bends };
	size_t season = options->season >= 1 && options->season <= HR_TREND_SEASON_MAX
	                        ? options->season
	                        : 1;
	enum hr_trend_status status = HR_TREND_TOO_SHORT;
	size_t known = hr_history_known(history);

	*out = (struct hr_level_trend){ .form = options->form,
		                        .logarithmic = options->form != HR_TREND_LINE,
		                        .count = history->count,
		                        .used = known,
		                        .season = 1,
		                        .widening = 1,
		                        .df = 3,
		                        .criterion = INFINITY };
	if (known < HR_TREND_POINTS_MIN || known < 2 * season ||
	    !transform(history, options->form, y, &log_sum)) {
		free(y);
		free(w);
		return HR_TREND_TOO_SHORT;
	}
	if (hr_history_constant(history)) {
		for (size_t i = 0; i < history->count; i++)
			out->level = isnan(y[i]) ? out->level : y[i];
		status = HR_TREND_CONSTANT;
	} else if (fit_design(history, options, season, y, w, &d)) {
		describe(&d, out);
		list_shifts(&d, out);
		out->widening = widening_of(&d);
		out->criterion = criterion_of(&d, log_sum);
		status = HR_TREND_OK;
	}
	free(y);
	free(w);
	return status;
}

static double back(const struct hr_level_trend *trend, double value)
{
	return trend->logarithmic ? exp(fmin(value, 700)) : value;
}

double hr_level_trend_peak(const struct hr_level_trend *trend, double ahead)
{
	return back(trend, trend->level + trend->slope * ahead);
}

static double raw_value(const struct hr_level_trend *trend, size_t ahead)
{
	return trend->level + trend->effects[(trend->count - 1 + ahead) % trend->season] +
	       trend->slope * (double)ahead;
}

double hr_level_trend_value(const struct hr_level_trend *trend, size_t ahead)
{
	return back(trend, raw_value(trend, ahead));
}

double hr_level_trend_se(const struct hr_level_trend *trend, double ahead)
{
	double variance = trend->level_var + 2 * ahead * trend->level_slope_cov +
	                  ahead * ahead * trend->slope_var;

	return trend->widening * sqrt(fmax(variance, 0));
}

double hr_level_trend_quantile(const struct hr_level_trend *trend, size_t ahead, double p)
{
	double se = hr_level_trend_se(trend, (double)ahead);
	double noise = trend->sigma, spread;

	if (trend->form == HR_TREND_GROWTH_ADDITIVE)
		noise /= fmax(exp(fmin(raw_value(trend, ahead), 300)), 1e-300);
	spread = sqrt(se * se + noise * noise);
	return back(trend, raw_value(trend, ahead) + gsl_cdf_tdist_Pinv(p, trend->df) * spread);
}
