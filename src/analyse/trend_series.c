#include <config.h>
#include "analyse/trend_series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/array.h"
#include "stats/drift.h"
#include "stats/hodges_lehmann.h"
#include "stats/mann_kendall.h"
#include "stats/segment.h"
#include "stats/students_t.h"
#include "stats/theil_sen.h"

#define COMPARED_MAX  50    /* nearest values on each side that an interval is made of */
#define REGIME_MAX    30    /* newest runs that a level is made of */
#define REGIME_FEW    5     /* below it the scatter of the whole series is used */
#define SPREAD_LEAST  0.002 /* no series is taken to be steadier */
#define HALVES_LAST   10
#define HALVES_CHANGE 0.1
#define DRIFT_BETTER  2.0  /* than standing still, in the criterion */
#define UNKNOWN_COUNT 1000 /* requests behind a ratio, when nothing is said */

enum scale { SCALE_LOG, SCALE_LINEAR };

/* What one analysis works on. */
struct work {
	const struct hr_table_series *about;
	const struct hr_trend_series_options *options;
	struct hr_trend_series *out;
	enum scale scale;
	double *y;      /* what is segmented: logarithms, log odds of ratios, or the values */
	double *effect; /* what changes are measured in: logarithms, or the values */
	struct hr_segmentation segmentation;
	double degrees; /* of freedom of its noise */
};

static void collect(struct work *work, const double *values, size_t n)
{
	struct hr_trend_series *out = work->out;

	out->rows = hr_alloc_array(n + 1, sizeof(*out->rows));
	out->values = hr_alloc_array(n + 1, sizeof(*out->values));
	for (size_t row = 0; row < n; row++) {
		if (isnan(values[row]))
			continue;
		out->rows[out->n] = row;
		out->values[out->n++] = values[row];
	}
	out->spike = hr_zalloc(out->n + 1, sizeof(*out->spike));
}

/* Errors and requests of a ratio, half an error added on either side so that 0 has a logarithm. */
static void transform_ratio(struct work *work)
{
	const struct hr_trend_series *out = work->out;

	for (size_t i = 0; i < out->n; i++) {
		double count = hr_table_count_at(work->about, out->rows[i]), errors;

		if (!(count > 0))
			count = UNKNOWN_COUNT;
		errors = fmin(fmax(out->values[i], 0), 1) * count;
		work->y[i] = log((errors + 0.5) / (count - errors + 0.5));
		work->effect[i] = log((errors + 0.5) / (count + 1));
	}
}

static void transform_values(struct work *work)
{
	const struct hr_trend_series *out = work->out;
	double least = (double)INFINITY, lowest = (double)INFINITY, add;

	for (size_t i = 0; i < out->n; i++) {
		lowest = fmin(lowest, out->values[i]);
		if (out->values[i] > 0)
			least = fmin(least, out->values[i]);
	}
	/* a zero among positive values counts as half of the smallest */
	add = lowest > 0 ? 0 : least / 2;
	work->scale = lowest < 0 || !isfinite(least) ? SCALE_LINEAR : SCALE_LOG;
	for (size_t i = 0; i < out->n; i++) {
		work->y[i] = work->scale == SCALE_LINEAR ? out->values[i]
		                                         : log(out->values[i] + add);
		work->effect[i] = work->y[i];
	}
}

static bool is_ratio(const struct work *work)
{
	return work->about->quantity == HR_QUANTITY_RATIO;
}

/* A difference of effects as people say it. */
static double as_change(const struct work *work, double difference)
{
	return work->scale == SCALE_LINEAR ? difference : exp(difference) - 1;
}

static bool is_large(const struct work *work, double difference, double before, double after)
{
	if (work->scale == SCALE_LINEAR) /* relative to the larger level */
		return fabs(difference) >=
		       work->options->min_effect * fmax(fabs(before), fabs(after));
	if (is_ratio(work) && fabs(after - before) < HR_TREND_ERROR_FLOOR)
		return false;
	return fabs(difference) >= log1p(work->options->min_effect);
}

static double middle_of(const double *values, size_t first, size_t end)
{
	return hr_doubles_median(values + first, end - first);
}

static double step_difference(const struct work *work, size_t first, size_t middle, size_t end)
{
	return middle_of(work->effect, middle, end) - middle_of(work->effect, first, middle);
}

/* Changes too small to matter go, the smallest first, because what is left grows. */
static void drop_small(struct work *work)
{
	struct hr_segmentation *segmentation = &work->segmentation;

	while (segmentation->count > 0) {
		size_t least = segmentation->count;
		double least_size = (double)INFINITY;

		for (size_t i = 0; i < segmentation->count; i++) {
			size_t first = hr_segmentation_first(segmentation, i),
			       middle = segmentation->changes[i].index,
			       end = hr_segmentation_end(segmentation, i + 1);
			double difference = step_difference(work, first, middle, end);

			if (fabs(difference) >= least_size ||
			    is_large(work, difference, middle_of(work->out->values, first, middle),
			             middle_of(work->out->values, middle, end)))
				continue;
			least = i;
			least_size = fabs(difference);
		}
		if (least == segmentation->count)
			return;
		hr_segmentation_drop(segmentation, least);
	}
}

/* Levels, change and its interval of a change at @index between @first and @end. */
static void measure(const struct work *work, struct hr_trend_change *change, size_t first,
                    size_t end)
{
	const struct hr_trend_series *out = work->out;
	size_t middle = change->index,
	       from = middle - first > COMPARED_MAX ? middle - COMPARED_MAX : first,
	       to = end - middle > COMPARED_MAX ? middle + COMPARED_MAX : end;
	struct hr_shift shift = hr_hodges_lehmann(work->effect + middle, to - middle,
	                                          work->effect + from, middle - from,
	                                          HR_TREND_CONFIDENCE);
	double correlation = work->segmentation.correlation, error, places;

	change->before = middle_of(out->values, first, middle);
	change->after = middle_of(out->values, middle, end);
	change->change = as_change(work, shift.estimate);
	change->change_low = as_change(work, shift.low);
	change->change_high = as_change(work, shift.high);
	if (work->scale == SCALE_LOG && !(change->before > 0) && change->after > 0)
		change->change = (double)INFINITY;
	/* neighbours that are alike say less: (1 + r) / (1 - r) */
	error = work->segmentation.noise *
	        sqrt((1 / (double)(middle - first) + 1 / (double)(end - middle)) *
	             (1 + correlation) / (1 - correlation));
	places = (double)(out->n - 1);
	change->p = error > 0 ? fmin(1, places * 2 *
	                                        hr_students_t_above(
	                                                fabs(middle_of(work->y, middle, end) -
	                                                     middle_of(work->y, first, middle)) /
	                                                        error,
	                                                work->degrees))
	                      : 0;
}

static void take_steps(struct work *work)
{
	const struct hr_segmentation *segmentation = &work->segmentation;
	struct hr_trend_series *out = work->out;

	out->changes = hr_zalloc(segmentation->count + 1, sizeof(*out->changes));
	out->count = segmentation->count;
	for (size_t i = 0; i < segmentation->count; i++) {
		struct hr_trend_change *change = &out->changes[i];

		change->kind = HR_TREND_STEP;
		change->index = segmentation->changes[i].index;
		change->low = segmentation->changes[i].low;
		change->high = segmentation->changes[i].high;
		change->p_ranks = segmentation->changes[i].p;
		measure(work, change, hr_segmentation_first(segmentation, i),
		        hr_segmentation_end(segmentation, i + 1));
	}
}

/* Where the newest runs are compared with: the runs of the regime but the last @tail. */
struct regime {
	size_t first, end;
	double centre, spread, degrees; /* of effects */
};

static struct regime regime_of(const struct work *work, size_t tail)
{
	const struct hr_segmentation *segmentation = &work->segmentation;
	size_t n = work->out->n, count;
	struct regime regime = { .first = hr_segmentation_first(segmentation, segmentation->count),
		                 .end = n - tail };
	double scatter, sides;

	if (regime.end - regime.first > REGIME_MAX)
		regime.first = regime.end - REGIME_MAX;
	count = regime.end - regime.first;
	sides = (double)count;
	regime.centre = middle_of(segmentation->values, regime.first, regime.end);
	if (count < REGIME_FEW) {
		regime.spread = fmax(segmentation->noise, SPREAD_LEAST);
		regime.degrees = work->degrees;
		return regime;
	}
	scatter = hr_doubles_mad(segmentation->values + regime.first, count) * HR_MAD_SCALE *
	          sides / (sides - 0.8);
	regime.spread = fmax(scatter,
	                     0.5 * hr_doubles_stddev(segmentation->values + regime.first, count));
	regime.spread = fmax(regime.spread, SPREAD_LEAST);
	regime.degrees = sides - 1;
	return regime;
}

static double limit_of(const struct regime *regime, double alpha)
{
	double count = (double)(regime->end - regime->first);

	return hr_students_t_quantile_above(alpha, regime->degrees) * regime->spread *
	       sqrt(1 + 1.57 / count);
}

/* Which way the value @i lies beyond the limit: 1, -1, or 0 within it. */
static int beyond(const struct work *work, const struct regime *regime, double limit, size_t i)
{
	double away = work->y[i] - regime->centre,
	       level = middle_of(work->out->values, regime->first, regime->end);

	if (fabs(away) <= limit ||
	    !is_large(work, work->effect[i] - middle_of(work->effect, regime->first, regime->end),
	              level, work->out->values[i]))
		return 0;
	return away > 0 ? 1 : -1;
}

/* Have the last @tail runs, all of them, left the regime to the same side? */
static bool left_together(const struct work *work, const struct regime *regime, size_t tail,
                          double limit)
{
	size_t n = work->out->n;
	int side = beyond(work, regime, limit, n - 1);

	for (size_t i = n - tail; side != 0 && i + 1 < n; i++)
		if (beyond(work, regime, limit, i) != side)
			return false;
	return side != 0;
}

static void add_tail(struct work *work, const struct regime *regime, size_t tail)
{
	struct hr_trend_series *out = work->out;
	struct hr_trend_change *change;

	out->changes = hr_realloc_array(out->changes, out->count + 1, sizeof(*out->changes));
	change = &out->changes[out->count++];
	*change = (struct hr_trend_change){ .kind = HR_TREND_TAIL,
		                            .index = out->n - tail,
		                            .low = out->n - tail,
		                            .high = out->n - tail,
		                            .p_ranks = (double)NAN };
	measure(work, change, regime->first, out->n);
	/* each run is a test of its own against the level */
	change->p = 2;
	for (size_t i = change->index; i < out->n; i++)
		change->p *= hr_students_t_above(
		        fabs(work->y[i] - regime->centre) / limit_of(regime, work->options->alpha) *
		                hr_students_t_quantile_above(work->options->alpha, regime->degrees),
		        regime->degrees);
}

static void test_tail(struct work *work)
{
	struct hr_trend_series *out = work->out;
	size_t regime_length = out->n -
	                       hr_segmentation_first(&work->segmentation, work->segmentation.count);
	struct regime regime;

	for (size_t tail = HR_TREND_TAIL_MAX; tail >= 2; tail--) {
		if (regime_length < tail + 1)
			continue;
		regime = regime_of(work, tail);
		if (!left_together(work, &regime, tail,
		                   limit_of(&regime, sqrt(work->options->alpha))))
			continue;
		out->tail = HR_TAIL_LEFT;
		add_tail(work, &regime, tail);
		break;
	}
	if (regime_length < 2)
		return;
	regime = regime_of(
	        work, out->tail == HR_TAIL_LEFT ? out->n - out->changes[out->count - 1].index : 1);
	out->tail_change = as_change(
	        work, work->effect[out->n - 1] - middle_of(work->effect, regime.first, regime.end));
	out->tail_limit = as_change(work, limit_of(&regime, work->options->alpha));
	if (out->tail == HR_TAIL_NONE &&
	    left_together(work, &regime, 1, limit_of(&regime, work->options->alpha)))
		out->tail = HR_TAIL_SUSPECT;
}

static void test_drift(struct work *work)
{
	const struct hr_segmentation *segmentation = &work->segmentation;
	struct hr_trend_series *out = work->out;
	struct hr_trend_change *drift = &out->drift;
	double length = (double)out->n - 1, *places, low, high;
	struct hr_theil_sen fit;
	struct hr_drift line;

	if (out->n < HR_TREND_DRIFT_MIN || !(segmentation->scale > 0))
		return;
	line = hr_drift(segmentation->values, out->n, segmentation->scale);
	if (line.line_criterion >= segmentation->criterion ||
	    line.line_criterion >= line.flat_criterion - DRIFT_BETTER)
		return;
	places = hr_alloc_array(out->n, sizeof(*places));
	for (size_t i = 0; i < out->n; i++)
		places[i] = (double)i;
	fit = hr_theil_sen(places, work->effect, out->n, HR_TREND_CONFIDENCE);
	free(places);
	low = fit.low * length;
	high = fit.high * length;
	*drift = (struct hr_trend_change){
		.kind = HR_TREND_DRIFT,
		.high = out->n - 1,
		.before = middle_of(out->values, 0, REGIME_FEW),
		.after = middle_of(out->values, out->n - REGIME_FEW, out->n),
		.change = as_change(work, fit.slope * length),
		.change_low = as_change(work, low),
		.change_high = as_change(work, high),
		.p = out->p_trend,
		.p_ranks = (double)NAN,
	};
	/* the whole interval must matter */
	out->may_drift = low * high > 0 && is_large(work, fabs(low) < fabs(high) ? low : high,
	                                            drift->before, drift->after);
}

/* The latter half of the last ten runs against the former: for want of anything better. */
static void judge_halves(struct hr_trend_series *out)
{
	size_t last = out->n < HALVES_LAST ? out->n : HALVES_LAST, first = out->n - last,
	       middle = first + last / 2;
	double before, after;

	out->by_halves = true;
	if (out->n < 2)
		return;
	before = hr_doubles_mean(out->values + first, middle - first);
	after = hr_doubles_mean(out->values + middle, out->n - middle);
	out->halves_ratio = after / before;
	out->label = HR_TREND_STABLE;
	if (after > before * (1 + HALVES_CHANGE))
		out->label = HR_TREND_UP;
	else if (after < before * (1 - HALVES_CHANGE))
		out->label = HR_TREND_DOWN;
}

static void judge_changes(struct hr_trend_series *out)
{
	const struct hr_trend_change *newest = out->count > 0 ? &out->changes[out->count - 1]
	                                                      : NULL;

	out->label = HR_TREND_STABLE;
	if (out->may_drift)
		newest = &out->drift;
	else if (newest == NULL || out->n - newest->index > HR_TREND_RECENT)
		return;
	out->label = newest->change > 0 ? HR_TREND_UP : HR_TREND_DOWN;
}

static void describe_regime(struct work *work)
{
	struct hr_trend_series *out = work->out;
	size_t tail = out->tail == HR_TAIL_LEFT ? out->n - out->changes[out->count - 1].index : 0;
	struct regime regime = regime_of(work, tail);

	out->regime_first = hr_segmentation_first(&work->segmentation, work->segmentation.count);
	out->level = middle_of(out->values, regime.first, regime.end);
	out->spread = work->scale == SCALE_LOG ? as_change(work, regime.spread) : regime.spread;
	out->correlation = work->segmentation.correlation;
}

void hr_trend_series_analyse(const struct hr_table_series *about, const double *values, size_t n,
                             const struct hr_trend_series_options *options,
                             struct hr_trend_series *out)
{
	struct work work = { .about = about, .options = options, .out = out };

	*out = (struct hr_trend_series){ .halves_ratio = (double)NAN, .p_trend = (double)NAN };
	collect(&work, values, n);
	if (out->n < HR_TREND_RUNS_MIN) {
		judge_halves(out);
		out->level = hr_doubles_median(out->values, out->n);
		out->changes = hr_zalloc(1, sizeof(*out->changes));
		return;
	}
	work.y = hr_alloc_array(out->n, sizeof(*work.y));
	work.effect = hr_alloc_array(out->n, sizeof(*work.effect));
	if (is_ratio(&work))
		transform_ratio(&work);
	else
		transform_values(&work);
	hr_segment(work.y, out->n, &work.segmentation);
	hr_segment_regimes(&work.segmentation);
	memcpy(out->spike, work.segmentation.spike, out->n * sizeof(*out->spike));
	drop_small(&work);
	work.degrees = fmax(1, (double)out->n - (double)work.segmentation.count - 1);
	out->p_trend = hr_mann_kendall(work.segmentation.values, out->n).p;
	take_steps(&work);
	test_tail(&work);
	test_drift(&work);
	judge_changes(out);
	describe_regime(&work);
	hr_segmentation_release(&work.segmentation);
	free(work.y);
	free(work.effect);
}

void hr_trend_series_release(struct hr_trend_series *series)
{
	free(series->rows);
	free(series->values);
	free(series->spike);
	free(series->changes);
	*series = (struct hr_trend_series){ 0 };
}
