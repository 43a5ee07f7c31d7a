/* Targets from what was observed. */
#include <config.h>
#include "analyse/slo_suggest.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/instant.h"
#include "base/mem.h"
#include "record/metric.h"
#include "stats/binomial.h"

#define CONFIDENCE   0.95
#define KEPT         0.9 /* of the days or runs */
#define MARGIN       1.1 /* a tenth above what was seen: latencies are only ever scaled up */
#define DAY_EVENTS   30  /* fewer say nothing about a day */
#define STEP_MAX_NS  (INT64_C(21600) * HR_NS_PER_S)
#define ROUNDING_EPS 1e-9

/* Targets as people set them. */
static const struct {
	double ratio;
	const char *text;
} targets[] = {
	{ 0.9999, "99.99%" }, { 0.9995, "99.95%" }, { 0.999, "99.9%" }, { 0.995, "99.5%" },
	{ 0.99, "99%" },      { 0.98, "98%" },      { 0.95, "95%" },    { 0.9, "90%" },
};
#define TARGETS (sizeof(targets) / sizeof(targets[0]))

static void add(struct hr_suggest_units *units, double ratio, double p95_ms)
{
	units->items = hr_grow(units->items, units->count, &units->capacity, sizeof(*units->items));
	units->items[units->count++] = (struct hr_suggest_unit){ ratio, p95_ms };
}

void hr_suggest_units_release(struct hr_suggest_units *units)
{
	free(units->items);
	*units = (struct hr_suggest_units){ 0 };
}

/* --- days --- */

struct day {
	int64_t number;
	uint64_t count, errors;
	struct hr_sketch sketch;
};

static void close_day(struct day *day, struct hr_suggest_units *out)
{
	if (day->count >= DAY_EVENTS)
		add(out, (double)(day->count - day->errors) / (double)day->count,
		    hr_sketch_quantile_ms(&day->sketch, 0.95));
	hr_sketch_release(&day->sketch);
	*day = (struct day){ 0 };
}

void hr_suggest_days(const struct hr_run *run, const struct hr_label *label,
                     const struct hr_zone *zone, struct hr_suggest_units *out)
{
	const struct hr_cells *cells = &label->cells;
	int64_t step_ns = run->grid.step_ns;
	struct day day = { 0 };

	*out = (struct hr_suggest_units){ .name = "days" };
	for (size_t i = 0; step_ns <= STEP_MAX_NS && i < cells->count; i++) {
		const struct hr_cell *cell = &cells->cells[i];
		int64_t start_s = (cells->first + (int64_t)i) * (step_ns / HR_NS_PER_S);
		int64_t number = hr_floor_div(start_s + hr_zone_offset_s(zone, start_s, NULL),
		                              HR_SECONDS_PER_DAY);

		if (cell->count == 0)
			continue;
		if (number != day.number)
			close_day(&day, out);
		day.number = number;
		day.count += cell->count;
		day.errors += cell->errors;
		hr_sketch_merge(&day.sketch, &cell->sketch);
	}
	close_day(&day, out);
}

/* --- runs --- */

void hr_suggest_runs(const struct hr_run_table *history, const char *label,
                     struct hr_suggest_units *out)
{
	const struct hr_table_series *errors = hr_run_table_find(history, label, "error_ratio");
	const struct hr_table_series *p95 = hr_run_table_find(history, label, "p95");

	*out = (struct hr_suggest_units){ .name = "runs" };
	for (size_t i = 0; i < history->run_count; i++) {
		double ratio = errors != NULL ? 1 - errors->values[i] : (double)NAN;
		double p95_ms = p95 != NULL ? p95->values[i] : (double)NAN;

		if (isfinite(ratio) || isfinite(p95_ms))
			add(out, ratio, p95_ms);
	}
}

/* --- what follows --- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The value that @share of the units keep to, from below, by nearest rank; NaN with too few. */
static double kept(const struct hr_suggest_units *units, bool ratio, double share)
{
	double *values = hr_zalloc(units->count + 1, sizeof(*values)), out = (double)NAN;
	size_t n = 0;

	for (size_t i = 0; i < units->count; i++) {
		double value = ratio ? units->items[i].ratio : units->items[i].p95_ms;

		if (isfinite(value))
			values[n++] = value;
	}
	if (n >= HR_SUGGEST_UNITS) {
		size_t rank = (size_t)ceil(share * (double)n - ROUNDING_EPS);

		qsort(values, n, sizeof(*values), by_value);
		out = values[rank > 0 ? rank - 1 : 0];
	}
	free(values);
	return out;
}

static double whole_ratio(const struct hr_label *label)
{
	uint64_t count = label != NULL ? hr_label_count(label) : 0;

	if (count == 0)
		return (double)NAN;
	return hr_binomial_interval(count - hr_label_errors(label), count, CONFIDENCE).low;
}

static double whole_p95(const struct hr_label *label, enum hr_quantile_method method)
{
	struct hr_metric made;
	const struct hr_metric *p95 = hr_metric_find(HR_SLICE_LITERAL("p95"), &made);

	return label != NULL ? p95->value(label, p95, method) : (double)NAN;
}

/* Up to two significant digits, never down. */
static double threshold_of(double p95_ms)
{
	double wanted = p95_ms * MARGIN, unit = 1;

	if (!isfinite(p95_ms) || p95_ms <= 0)
		return (double)NAN;
	while (wanted / unit >= 100)
		unit *= 10;
	return fmax(ceil(wanted / unit - ROUNDING_EPS), 1) * unit;
}

void hr_slo_suggest(const struct hr_suggest_units *units, const struct hr_label *label,
                    enum hr_quantile_method method, struct hr_slo_suggestion *out)
{
	*out = (struct hr_slo_suggestion){ .ratio = kept(units, true, 1 - KEPT),
		                           .p95_ms = kept(units, false, KEPT) };
	out->units = isfinite(out->ratio) || isfinite(out->p95_ms) ? units->count : 0;
	if (!isfinite(out->ratio))
		out->ratio = whole_ratio(label);
	if (!isfinite(out->p95_ms))
		out->p95_ms = whole_p95(label, method);
	for (size_t i = TARGETS; isfinite(out->ratio) && i-- > 0;)
		if (out->ratio >= targets[i].ratio - ROUNDING_EPS)
			out->target = targets[i].text;
	out->threshold_ms = threshold_of(out->p95_ms);
}
