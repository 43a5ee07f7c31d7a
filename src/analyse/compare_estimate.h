/*
 * How much one metric of one row changed, and how well that is known. On logarithms: changes of
 * times and rates are ratios. It knows nothing of thresholds.
 */
#ifndef HR_ANALYSE_COMPARE_ESTIMATE_H
#define HR_ANALYSE_COMPARE_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>

/* One figure of the runs on one side; those without a value > 0 are left out. */
struct hr_estimate_side {
	double *logs;   /* in the order of the runs */
	double *errors; /* relative standard error within each; 0 when not known */
	size_t count;
};

struct hr_estimate {
	double shift;                                    /* logarithm of the ratio of new to old */
	double low, high;                                /* interval at @confidence */
	double error;                                    /* standard error of shift */
	double error_run, error_baseline, error_between; /* its parts; NaN where it has none */
	double freedom; /* degrees of freedom; INFINITY when the noise is given */
	double p;       /* two-sided, of no change */
	double limit;   /* of the prediction at @alpha; NaN without */
	double centre;  /* logarithm of the baseline */
	bool agree;     /* two runs and more, all beyond the limit at sqrt(alpha) on one side */
};

struct hr_estimate_options {
	double variation;      /* relative deviation from run to run, where it is not learnt */
	size_t variation_runs; /* it was learnt from so many; 0 = assumed */
	double confidence, alpha;
};

#define HR_ESTIMATE_BASELINE_MIN 4 /* runs from which noise is learnt from a side itself */

/* Up to three baseline runs: the noise from run to run comes from elsewhere. An empty @old means a
 * fixed value, exp(@fixed). */
struct hr_estimate hr_estimate_few(const struct hr_estimate_side *new_side,
                                   const struct hr_estimate_side *old, double fixed,
                                   const struct hr_estimate_options *options);
/*
 * Four baseline runs and more: median and robust scale of their logarithms,
 * max(1.4826 MAD N / (N - 0.8), 0.5 SD, 0.2 %), and t limits of a prediction; 1.57 / N is the
 * variance of a median of N.
 */
struct hr_estimate hr_estimate_prediction(const struct hr_estimate_side *new_side,
                                          const struct hr_estimate_side *old,
                                          const struct hr_estimate_options *options);
/* Four and more on either side: Hodges-Lehmann with the interval of Moses, p of Mann-Whitney. */
struct hr_estimate hr_estimate_ranks(const struct hr_estimate_side *new_side,
                                     const struct hr_estimate_side *old,
                                     const struct hr_estimate_options *options);
/* Pairs, two and more: t interval of the mean of their log ratios. */
struct hr_estimate hr_estimate_pairs(const double *log_ratios, size_t count,
                                     const struct hr_estimate_options *options);

/* Deviation from run to run, from a series in time order: successive differences, so that a step
 * does not count; NaN below five values. */
double hr_estimate_variation(const double *logs, size_t count);

#endif
