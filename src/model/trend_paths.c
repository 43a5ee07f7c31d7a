#include <config.h>
#include "model/trend_paths.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define RARE      1e-5
#define EXP_MAX   700.0
#define VALUE_MAX 1e100

bool hr_trend_futures_open(const struct hr_crossing_trends *trends, struct hr_trend_futures *out)
{
	double sum = 0;

	*out = (struct hr_trend_futures){ .level_only = !hr_crossing_has_trend(trends),
		                          .constant = trends->status == HR_TREND_CONSTANT };
	if (trends->status == HR_TREND_TOO_SHORT)
		return false;
	for (size_t i = 0; i < trends->count || i == 0; i++) {
		const struct hr_level_trend *trend = &trends->trends[i];
		double behind = trend->criterion - trends->trends[0].criterion;

		if (i > 0 && (out->level_only || !hr_crossing_is_significant(trend)))
			continue;
		sum += i > 0 ? exp(-behind / 2) : 1;
		out->trends[out->count] = trend;
		out->shares[out->count++] = sum;
	}
	for (size_t i = 0; i < out->count; i++)
		out->shares[i] /= sum;
	return true;
}

/* A factor that makes normal errors those of Student's t: the root of df over chi-squared, by the
 * cube of a normal (E. Wilson, M. Hilferty, PNAS 17, 1931). */
static double t_factor(struct hr_random *random, double df)
{
	double part = 2 / (9 * df);
	double cube = 1 - part + hr_random_normal(random) * sqrt(part);

	return 1 / sqrt(fmax(cube * cube * cube, 1e-3));
}

struct drawn {
	double level, slope, sigma;
};

static struct drawn draw(const struct hr_level_trend *trend, bool level_only,
                         struct hr_random *random)
{
	double scale = t_factor(random, trend->df), errors = scale * trend->widening;
	double sd = sqrt(fmax(trend->level_var, 0));
	double along = sd > 0 ? trend->level_slope_cov / sd : 0;
	double across = sqrt(fmax(trend->slope_var - along * along, 0));
	double z = hr_random_normal(random);
	struct drawn out = { trend->level + errors * sd * z, 0, scale * trend->sigma };

	if (!level_only)
		out.slope = trend->slope + errors * (along * z + across * hr_random_normal(random));
	return out;
}

static double value_of(const struct hr_level_trend *trend, double on_scale, double noise)
{
	double value = on_scale + noise;

	if (trend->form == HR_TREND_GROWTH)
		value = exp(fmin(on_scale + noise, EXP_MAX));
	else if (trend->form == HR_TREND_GROWTH_ADDITIVE)
		value = exp(fmin(on_scale, EXP_MAX)) + noise;
	return fmax(fmin(value, VALUE_MAX), -VALUE_MAX);
}

void hr_trend_path(const struct hr_trend_futures *futures, struct hr_random *random, size_t horizon,
                   double stop_above, double *out)
{
	double pick = hr_random_unit(random), noise, keep, fresh;
	const struct hr_level_trend *trend;
	struct drawn drawn;
	size_t which = 0;

	while (which + 1 < futures->count && pick >= futures->shares[which])
		which++;
	trend = futures->trends[which];
	if (futures->constant) {
		for (size_t h = 0; h < horizon; h++)
			out[h] = hr_level_trend_peak(trend, 0);
		return;
	}
	drawn = draw(trend, futures->level_only, random);
	keep = fmin(fmax(trend->noise_correlation, 0), 0.99);
	fresh = drawn.sigma * sqrt(1 - keep * keep);
	noise = drawn.sigma * hr_random_normal(random);
	for (size_t h = 0; h < horizon; h++) {
		double effect = trend->effects[(trend->count + h) % trend->season];

		noise = keep * noise + fresh * hr_random_normal(random);
		out[h] = value_of(trend, drawn.level + effect + drawn.slope * (double)(h + 1),
		                  noise);
		if (out[h] > stop_above)
			return;
	}
}

static double highest(const struct hr_level_trend *trend, bool level_only, double ahead)
{
	double t = gsl_cdf_tdist_Pinv(1 - RARE, trend->df);
	double slope = level_only ? 0 : trend->slope;
	double se = hr_level_trend_se(trend, level_only ? 0 : ahead);

	return value_of(trend, trend->level + slope * ahead + t * se, t * trend->sigma);
}

bool hr_trend_may_pass(const struct hr_trend_futures *futures, double limit, size_t horizon)
{
	for (size_t i = 0; i < futures->count; i++) {
		const struct hr_level_trend *trend = futures->trends[i];

		if (futures->constant)
			return hr_level_trend_peak(trend, 0) > limit;
		if (highest(trend, futures->level_only, 1) > limit ||
		    highest(trend, futures->level_only, (double)horizon) > limit)
			return true;
	}
	return false;
}
