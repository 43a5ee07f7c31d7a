/* What creeps. */
#include <config.h>
#include "analyse/endurance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/run_intervals.h"
#include "analyse/steady.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "config/config_read.h"
#include "record/series.h"
#include "stats/array.h"
#include "stats/mann_kendall.h"
#include "stats/theil_sen.h"

#define CONFIDENCE    0.95
#define P_LIMIT       0.05
#define ERRORS_LIMIT  0.01 /* points of the ratio of failures */
#define MEMORY_POINTS 500  /* a slope looks at all pairs */
#define MEMORY_SERIES 50
#define S_PER_H       3600.0

const char *hr_endurance_figure_name(enum hr_endurance_figure figure)
{
	static const char *const names[] = { [HR_ENDURANCE_P95] = "p95",
		                             [HR_ENDURANCE_ERRORS] = "error_ratio",
		                             [HR_ENDURANCE_THROUGHPUT] = "throughput" };

	return names[figure];
}

/* --- slopes --- */

/* @hours, @values  of @n points    @limit  of the change; its sign says which way is worse */
static void fit(const double *hours, const double *values, size_t n, double limit, bool relative,
                struct hr_endurance_slope *out)
{
	const double none = (double)NAN;
	struct hr_theil_sen slope;
	double span_h, scale;

	*out = (struct hr_endurance_slope){ n,    none, none, none,  none, none,
		                            none, none, none, limit, false };
	if (n < HR_ENDURANCE_BUCKETS_MIN)
		return;
	slope = hr_theil_sen(hours, values, n, CONFIDENCE);
	out->per_h = slope.slope;
	out->low_per_h = slope.low;
	out->high_per_h = slope.high;
	out->p = hr_mann_kendall(values, n).p;
	span_h = hours[n - 1] - hours[0];
	out->level = hr_doubles_median(values, n);
	scale = relative ? (out->level > 0 ? span_h / out->level : none) : span_h;
	out->change = slope.slope * scale;
	out->change_low = slope.low * scale;
	out->change_high = slope.high * scale;
	out->creeps = out->p < P_LIMIT &&
	              (limit > 0 ? out->change_low > 0 && out->change >= limit
	                         : out->change_high < 0 && out->change <= limit);
}

/* --- buckets --- */

static void fill_bucket(const struct hr_run *run, const struct hr_label *total, int64_t first,
                        int64_t last, struct hr_endurance_bucket *out)
{
	struct hr_cell joined = { 0 };

	for (int64_t k = first; k <= last; k++) {
		const struct hr_cell *cell = hr_cells_peek(&total->cells, k);

		if (cell != NULL)
			hr_cell_merge(&joined, cell);
	}
	*out = (struct hr_endurance_bucket){
		.start_ns = first * run->grid.step_ns,
		.end_ns = (last + 1) * run->grid.step_ns,
		.count = joined.count,
		.errors = joined.errors,
		.mean_ms = joined.timed > 0 ? (double)joined.sum_ns / (double)joined.timed /
		                                      (double)HR_NS_PER_MS
		                            : (double)NAN,
		.p50_ms = hr_cell_quantile_ms(&joined, 0.5),
		.p95_ms = hr_cell_quantile_ms(&joined, 0.95),
		.error_ratio = joined.count > 0 ? (double)joined.errors / (double)joined.count
		                                : (double)NAN,
	};
	out->throughput_per_s = (double)joined.count / hr_span_s(out->start_ns, out->end_ns);
	hr_sketch_release(&joined.sketch);
}

/* All but the first and the last interval, which the run covers in part, and of these only those
 * with all users: load that grows is no drift. */
static void cut_ramps(const struct hr_run_intervals *intervals, size_t *first, size_t *last)
{
	*first = 1;
	*last = intervals->count - 2;
	if (!isfinite(intervals->users_max))
		return;
	while (*first < *last &&
	       !(intervals->users[*first] >= HR_STEADY_PLATEAU * intervals->users_max))
		(*first)++;
	while (*last > *first &&
	       !(intervals->users[*last] >= HR_STEADY_PLATEAU * intervals->users_max))
		(*last)--;
}

/* The intervals to look at. Not the steady state: what looks for one takes a drift for a warm-up
 * and cuts it off. */
static bool find_window(const struct hr_run *run, const struct hr_label *total, int64_t *first,
                        int64_t *last)
{
	struct hr_run_intervals intervals;
	size_t from = 0, to = 0;

	hr_run_intervals_init(&intervals, run, total);
	if (intervals.count > 2)
		cut_ramps(&intervals, &from, &to);
	*first = intervals.first + (int64_t)from;
	*last = intervals.first + (int64_t)to;
	hr_run_intervals_release(&intervals);
	return to - from + 1 >= HR_ENDURANCE_BUCKETS_MIN;
}

/* Buckets of as many whole intervals each; the rest at the end is left out. */
static void make_buckets(const struct hr_run *run, const struct hr_label *total, int64_t first,
                         int64_t last, struct hr_endurance *out)
{
	int64_t intervals = last - first + 1;
	int64_t count = intervals < HR_ENDURANCE_BUCKETS ? intervals : HR_ENDURANCE_BUCKETS;
	int64_t per = intervals / count;

	out->buckets = hr_zalloc((size_t)count, sizeof(*out->buckets));
	for (int64_t i = 0; i < count; i++)
		fill_bucket(run, total, first + i * per, first + (i + 1) * per - 1,
		            &out->buckets[out->bucket_count++]);
	out->start_ns = out->buckets[0].start_ns;
	out->end_ns = out->buckets[out->bucket_count - 1].end_ns;
}

static double value_of(const struct hr_endurance_bucket *bucket, enum hr_endurance_figure figure)
{
	return figure == HR_ENDURANCE_P95      ? bucket->p95_ms
	       : figure == HR_ENDURANCE_ERRORS ? bucket->error_ratio
	                                       : bucket->throughput_per_s;
}

static void fit_buckets(const struct hr_config_endurance *config, struct hr_endurance *out)
{
	const double limits[HR_ENDURANCE_FIGURES] = {
		[HR_ENDURANCE_P95] = config->max_drift_ratio,
		[HR_ENDURANCE_ERRORS] = ERRORS_LIMIT,
		[HR_ENDURANCE_THROUGHPUT] = -config->max_drift_ratio,
	};

	for (int f = 0; f < HR_ENDURANCE_FIGURES; f++) {
		double hours[HR_ENDURANCE_BUCKETS], values[HR_ENDURANCE_BUCKETS];
		size_t n = 0;

		for (size_t i = 0; i < out->bucket_count; i++) {
			const struct hr_endurance_bucket *bucket = &out->buckets[i];
			double value = value_of(bucket, (enum hr_endurance_figure)f);

			if (!isfinite(value))
				continue;
			hours[n] = hr_span_s(out->start_ns, bucket->start_ns) / S_PER_H;
			values[n++] = value;
		}
		fit(hours, values, n, limits[f], f != HR_ENDURANCE_ERRORS, &out->slopes[f]);
	}
}

/* --- memory --- */

static bool is_memory(const struct hr_series *series, const struct hr_config_endurance *config)
{
	static const char *const known[] = { "mem", "heap", "rss" };
	bool found = false;

	if (series->kind != HR_SERIES_GAUGE)
		return false;
	for (size_t i = 0; i < config->memory.count; i++)
		found |= hr_pattern_match(config->memory.items[i], hr_slice_of(series->name));
	for (size_t i = 0; config->memory.count == 0 && i < sizeof(known) / sizeof(known[0]); i++)
		found |= strcasestr(series->name, known[i]) != NULL;
	return found;
}

/* Of what is free, less is worse. */
static bool is_free(const struct hr_series *series)
{
	return strcasestr(series->name, "free") != NULL ||
	       strcasestr(series->name, "avail") != NULL;
}

/* Means of at most MEMORY_POINTS stretches of points in the window. */
static size_t thin(const struct hr_series *series, int64_t start_ns, int64_t end_ns, double *hours,
                   double *values)
{
	size_t first = 0, last = series->count, n = 0, per;

	while (first < last && series->points[first].last_time_ns < start_ns)
		first++;
	while (last > first && series->points[last - 1].first_time_ns > end_ns)
		last--;
	per = (last - first + MEMORY_POINTS - 1) / MEMORY_POINTS;
	for (size_t i = first; i < last; i += per) {
		double sum = 0, at_s = 0, count = 0;

		for (size_t k = i; k < last && k < i + per; k++) {
			double value = hr_series_value(series, k);

			if (!isfinite(value))
				continue;
			sum += value;
			at_s += hr_span_s(start_ns, series->points[k].first_time_ns);
			count++;
		}
		if (count > 0) {
			hours[n] = at_s / count / S_PER_H;
			values[n++] = sum / count;
		}
	}
	return n;
}

static void fit_memory(const struct hr_run *run, const struct hr_config_endurance *config,
                       struct hr_endurance *out)
{
	double *hours = hr_alloc_array(MEMORY_POINTS + 1, sizeof(*hours));
	double *values = hr_alloc_array(MEMORY_POINTS + 1, sizeof(*values));

	out->memory = hr_zalloc(MEMORY_SERIES, sizeof(*out->memory));
	for (size_t i = 0; i < run->series_count && out->memory_count < MEMORY_SERIES; i++) {
		const struct hr_series *series = &run->series[i];
		struct hr_endurance_memory *one = &out->memory[out->memory_count];
		size_t n;

		if (!is_memory(series, config))
			continue;
		n = thin(series, out->start_ns, out->end_ns, hours, values);
		one->series = series;
		fit(hours, values, n,
		    is_free(series) ? -config->max_growth_ratio : config->max_growth_ratio, true,
		    &one->slope);
		out->memory_count++;
	}
	free(hours);
	free(values);
}

/* --- the rating --- */

static double spread_of(const struct hr_endurance *endurance)
{
	double p95[HR_ENDURANCE_BUCKETS];
	size_t n = 0;

	for (size_t i = 0; i < endurance->bucket_count; i++)
		if (isfinite(endurance->buckets[i].p95_ms))
			p95[n++] = endurance->buckets[i].p95_ms;
	return hr_doubles_stddev(p95, n);
}

static void rate(struct hr_endurance *out)
{
	static const struct {
		double error_ratio, spread_ms;
		enum hr_rating rating;
	} table[] = {
		{ 0.001, 100, HR_RATING_EXCELLENT },
		{ 0.01, 500, HR_RATING_GOOD },
		{ 0.05, 1000, HR_RATING_FAIR },
	};
	int creeping = 0;

	out->rated = HR_RATING_POOR;
	for (size_t i = sizeof(table) / sizeof(table[0]); i-- > 0;)
		if (out->error_ratio < table[i].error_ratio &&
		    !(out->p95_spread_ms >= table[i].spread_ms))
			out->rated = table[i].rating;
	for (size_t i = 0; i < HR_ENDURANCE_FIGURES; i++)
		creeping += out->slopes[i].creeps;
	for (size_t i = 0; i < out->memory_count; i++)
		creeping += out->memory[i].slope.creeps;
	out->rating = (int)out->rated > creeping ? (enum hr_rating)((int)out->rated - creeping)
	                                         : HR_RATING_POOR;
}

void hr_endurance_judge(const struct hr_run *run, const struct hr_label *total,
                        const struct hr_config_endurance *config, struct hr_endurance *out)
{
	uint64_t count = 0, errors = 0;
	int64_t first, last;

	*out = (struct hr_endurance){ .error_ratio = (double)NAN, .p95_spread_ms = (double)NAN };
	if (run->grid.step_ns <= 0 || !find_window(run, total, &first, &last)) {
		out->reason = "the run has too few intervals to tell a trend from chance";
		return;
	}
	make_buckets(run, total, first, last, out);
	for (size_t i = 0; i < out->bucket_count; i++) {
		count += out->buckets[i].count;
		errors += out->buckets[i].errors;
	}
	if (count == 0) {
		out->reason = "the run has no requests";
		return;
	}
	out->error_ratio = (double)errors / (double)count;
	out->p95_spread_ms = spread_of(out);
	fit_buckets(config, out);
	fit_memory(run, config, out);
	rate(out);
}

void hr_endurance_release(struct hr_endurance *endurance)
{
	free(endurance->buckets);
	free(endurance->memory);
	*endurance = (struct hr_endurance){ 0 };
}
