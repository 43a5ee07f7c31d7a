#include <config.h>
#include "analyse/precision.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "record/metric.h"
#include "stats/batches.h"
#include "stats/distribution.h"
#include "stats/wilson.h"
#include "stats/woodruff.h"

/* A label's intervals as columns. */
struct windows {
	const struct hr_cells *cells;
	size_t count;
	double *sums, *counts;
};

static void no_precision(struct hr_precision *out)
{
	*out = (struct hr_precision){ .throughput_error = NAN, .error_dispersion = 1 };
	for (size_t i = 0; i < HR_FIGURES; i++)
		out->low_ms[i] = out->high_ms[i] = NAN;
}

static void mean_interval(const struct windows *windows, struct hr_precision *out)
{
	struct hr_batch_ratio mean;
	double half;

	for (size_t i = 0; i < windows->count; i++) {
		windows->sums[i] = (double)windows->cells->cells[i].sum_ns / (double)HR_NS_PER_MS;
		windows->counts[i] = (double)windows->cells->cells[i].timed;
	}
	mean = hr_batch_ratio(windows->sums, windows->counts, windows->count);
	half = hr_batch_half_width(&mean, HR_PRECISION_CONFIDENCE);
	out->batches = mean.batches;
	out->low_ms[HR_FIGURE_MEAN] = mean.ratio - half;
	out->high_ms[HR_FIGURE_MEAN] = mean.ratio + half;
}

static void quantile_interval(const struct windows *windows, const struct hr_timing *all,
                              enum hr_figure figure, enum hr_quantile_method method,
                              struct hr_precision *out)
{
	double p = hr_figure_metric(figure)->p;
	int64_t min_ns = all->moments.min_ns, max_ns = all->moments.max_ns;
	double value_ns = hr_quantile_ms(all->hist, p, method, min_ns, max_ns) *
	                  (double)HR_NS_PER_MS;
	struct hr_woodruff interval;

	if ((double)all->moments.count < hr_quantile_count_needed(p))
		return;
	for (size_t i = 0; i < windows->count; i++)
		windows->sums[i] = hr_sketch_at_most(&windows->cells->cells[i].sketch, value_ns);
	interval = hr_woodruff(all->hist, p, windows->sums, windows->counts, windows->count,
	                       HR_PRECISION_CONFIDENCE, method, min_ns, max_ns);
	out->low_ms[figure] = interval.low_ms;
	out->high_ms[figure] = interval.high_ms;
}

static void rates(const struct windows *windows, struct hr_precision *out)
{
	size_t n = windows->count;
	uint64_t *errors = hr_alloc_array(n, sizeof(*errors));
	uint64_t *counts = hr_alloc_array(n, sizeof(*counts));
	struct hr_batch_ratio rate;

	for (size_t i = 0; i < n; i++) {
		errors[i] = windows->cells->cells[i].errors;
		counts[i] = windows->cells->cells[i].count;
		windows->sums[i] = (double)counts[i];
		windows->counts[i] = 1;
	}
	out->error_dispersion = hr_dispersion(errors, counts, n);
	/* The first and the last interval are parts of one. */
	if (n > 2) {
		rate = hr_batch_ratio(windows->sums + 1, windows->counts + 1, n - 2);
		out->throughput_error = rate.error / rate.ratio;
	}
	free(errors);
	free(counts);
}

void hr_precision_of(const struct hr_label *label, enum hr_quantile_method method,
                     struct hr_precision *out)
{
	struct windows windows = { .cells = &label->cells, .count = label->cells.count };
	struct hr_timing all;

	no_precision(out);
	if (windows.count < HR_BATCHES_MIN || label->source == HR_SOURCE_AGGREGATE)
		return;
	all = hr_label_elapsed(label);
	windows.sums = hr_alloc_array(windows.count, sizeof(*windows.sums));
	windows.counts = hr_alloc_array(windows.count, sizeof(*windows.counts));
	if (all.hist != NULL && hr_timing_is_complete(&all)) {
		mean_interval(&windows, out);
		for (enum hr_figure i = HR_FIGURE_P50; i <= HR_FIGURE_P999; i++)
			quantile_interval(&windows, &all, i, method, out);
	}
	if (out->batches > 0)
		rates(&windows, out);
	free(windows.sums);
	free(windows.counts);
	hr_timing_release(&all);
}

double hr_precision_error(double low_ms, double high_ms, size_t batches)
{
	double width;

	if (batches < 2 || !(low_ms > 0) || !(high_ms >= low_ms))
		return (double)NAN;
	width = hr_student_quantile((1 + HR_PRECISION_CONFIDENCE) / 2, (double)batches - 1);
	return log(high_ms / low_ms) / (2 * width);
}
