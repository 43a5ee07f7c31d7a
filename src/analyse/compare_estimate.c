#include <config.h>
#include "analyse/compare_estimate.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/distribution.h"
#include "stats/hodges_lehmann.h"
#include "stats/mann_whitney.h"

#define SCALE_MIN       0.002 /* no system repeats itself better than that */
#define MEDIAN_VARIANCE 1.57  /* pi / 2: of a median against a mean */
#define VARIATION_MIN   5     /* values of a series */

static double mean_of(const double *values, size_t n)
{
	return hr_doubles_mean(values, n);
}

/* Standard error of the mean of several runs from what each knows of itself. */
static double within(const struct hr_estimate_side *side)
{
	double squares = 0;

	for (size_t i = 0; i < side->count; i++)
		squares += side->errors[i] * side->errors[i];
	return side->count > 0 ? sqrt(squares) / (double)side->count : 0;
}

static void finish(struct hr_estimate *estimate, const struct hr_estimate_options *options)
{
	double t = hr_student_quantile((1 + options->confidence) / 2, estimate->freedom);

	estimate->low = estimate->shift - t * estimate->error;
	estimate->high = estimate->shift + t * estimate->error;
	if (estimate->error > 0)
		estimate->p = hr_student_two_sided(estimate->shift / estimate->error,
		                                   estimate->freedom);
	else
		estimate->p = estimate->shift > 0 || estimate->shift < 0 ? 0 : 1;
}

struct hr_estimate hr_estimate_few(const struct hr_estimate_side *new_side,
                                   const struct hr_estimate_side *old, double fixed,
                                   const struct hr_estimate_options *options)
{
	double runs = (double)new_side->count, baselines = (double)old->count;
	struct hr_estimate estimate = {
		.centre = old->count > 0 ? mean_of(old->logs, old->count) : fixed,
		.error_run = within(new_side),
		.error_baseline = within(old),
		.limit = NAN,
	};

	estimate.shift = mean_of(new_side->logs, new_side->count) - estimate.centre;
	estimate.error_between = options->variation *
	                         sqrt(1 / runs + (old->count > 0 ? 1 / baselines : 0));
	estimate.error = sqrt(estimate.error_run * estimate.error_run +
	                      estimate.error_baseline * estimate.error_baseline +
	                      estimate.error_between * estimate.error_between);
	estimate.freedom = options->variation_runs > 1 ? (double)options->variation_runs - 1
	                                               : (double)INFINITY;
	finish(&estimate, options);
	return estimate;
}

static double robust_scale(const struct hr_estimate_side *side)
{
	double n = (double)side->count;
	double mad = HR_MAD_SCALE * hr_doubles_mad(side->logs, side->count) * n / (n - 0.8);
	double deviation = hr_doubles_stddev(side->logs, side->count) / 2;

	return fmax(fmax(mad, deviation), SCALE_MIN);
}

/* Do several runs all say the same, each beyond what one in sqrt(alpha) would be? */
static bool all_beyond(const struct hr_estimate_side *side, double centre, double limit)
{
	size_t above = 0, below = 0;

	for (size_t i = 0; i < side->count; i++) {
		above += side->logs[i] - centre > limit;
		below += side->logs[i] - centre < -limit;
	}
	return side->count > 1 && (above == side->count || below == side->count);
}

struct hr_estimate hr_estimate_prediction(const struct hr_estimate_side *new_side,
                                          const struct hr_estimate_side *old,
                                          const struct hr_estimate_options *options)
{
	double n = (double)old->count, scale = robust_scale(old);
	double single = scale * sqrt(1 + MEDIAN_VARIANCE / n);
	struct hr_estimate estimate = {
		.centre = hr_doubles_median(old->logs, old->count),
		.error_run = NAN,
		.error_baseline = NAN,
		.error_between = scale,
		.freedom = n - 1,
	};

	estimate.shift = mean_of(new_side->logs, new_side->count) - estimate.centre;
	estimate.error = scale * sqrt(1 / (double)new_side->count + MEDIAN_VARIANCE / n);
	estimate.limit = hr_student_quantile(1 - options->alpha, n - 1) * estimate.error;
	estimate.agree = all_beyond(new_side, estimate.centre,
	                            hr_student_quantile(1 - sqrt(options->alpha), n - 1) * single);
	finish(&estimate, options);
	return estimate;
}

struct hr_estimate hr_estimate_ranks(const struct hr_estimate_side *new_side,
                                     const struct hr_estimate_side *old,
                                     const struct hr_estimate_options *options)
{
	struct hr_shift shift = hr_hodges_lehmann(new_side->logs, new_side->count, old->logs,
	                                          old->count, options->confidence);
	struct hr_mann_whitney test = hr_mann_whitney(new_side->logs, new_side->count, old->logs,
	                                              old->count);
	double t = hr_normal_quantile((1 + options->confidence) / 2);

	return (struct hr_estimate){
		.shift = shift.estimate,
		.low = shift.low,
		.high = shift.high,
		.error = (shift.high - shift.low) / (2 * t),
		.error_run = NAN,
		.error_baseline = NAN,
		.error_between = hypot(robust_scale(new_side), robust_scale(old)) / sqrt(2),
		.freedom = INFINITY,
		.p = test.p,
		.limit = NAN,
		.centre = hr_doubles_median(old->logs, old->count),
	};
}

struct hr_estimate hr_estimate_pairs(const double *log_ratios, size_t count,
                                     const struct hr_estimate_options *options)
{
	double deviation = hr_doubles_stddev(log_ratios, count);
	struct hr_estimate estimate = {
		.shift = mean_of(log_ratios, count),
		.error = deviation / sqrt((double)count),
		.error_run = NAN,
		.error_baseline = NAN,
		.error_between = deviation,
		.freedom = (double)count - 1,
		.limit = NAN,
		.centre = NAN,
	};

	finish(&estimate, options);
	return estimate;
}

double hr_estimate_variation(const double *logs, size_t count)
{
	double *steps, scale;

	if (count < VARIATION_MIN)
		return (double)NAN;
	steps = hr_alloc_array(count - 1, sizeof(*steps));
	for (size_t i = 0; i + 1 < count; i++)
		steps[i] = logs[i + 1] - logs[i];
	scale = HR_MAD_SCALE * hr_doubles_mad(steps, count - 1) / sqrt(2);
	free(steps);
	return fmax(scale, SCALE_MIN);
}
