/*
 * How precisely one run knows its own figures: from its intervals in time, not from its requests,
 * which have much in common with their neighbours.
 */
#ifndef HR_ANALYSE_PRECISION_H
#define HR_ANALYSE_PRECISION_H

#include "analyse/figures.h"
#include "record/run.h"
#include "stats/quantile.h"

/* The confidence of the intervals. */
#define HR_PRECISION_CONFIDENCE 0.95

struct hr_precision {
	size_t batches; /* 0: the run has too few intervals, and nothing else is known */
	/* Of mean and percentiles: interval in ms; NaN when not known. */
	double low_ms[HR_FIGURES], high_ms[HR_FIGURES];
	double throughput_error; /* relative standard error; NaN when not known */
	double error_dispersion; /* variance of errors over time against independent ones, >= 1 */
};

/*
 * hr_precision_of - of a label that still has its intervals.
 * @label   cells as in the run's grid; @step_ns their length
 * Intervals: means by batches, percentiles by Woodruff's method over batches. Cost: cells times
 * percentiles.
 */
void hr_precision_of(const struct hr_label *label, enum hr_quantile_method method,
                     struct hr_precision *out);

/* The interval of a figure as a relative standard error of its logarithm, given its @batches; NaN
 * when not known. */
double hr_precision_error(double low_ms, double high_ms, size_t batches);

#endif
