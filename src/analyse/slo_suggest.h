/*
 * Objectives that recorded traffic supports: what was reached, and kept most of the time.
 *
 * With at least HR_SUGGEST_UNITS days (of one run) or runs (of a history) a ratio is what nine of
 * ten of them reached and a latency what nine of ten kept to; with fewer a ratio is the lower 95 %
 * bound of the whole. A ratio goes down to the next usual target and is never scaled; a latency
 * gets a tenth more.
 */
#ifndef HR_ANALYSE_SLO_SUGGEST_H
#define HR_ANALYSE_SLO_SUGGEST_H

#include "analyse/run_table.h"
#include "base/zone.h"
#include "record/run.h"
#include "stats/quantile.h"

#define HR_SUGGEST_UNITS 5

/* One day or run. */
struct hr_suggest_unit {
	double ratio;  /* of successes; NaN */
	double p95_ms; /* NaN */
};

/* Zero-initialised is empty. */
struct hr_suggest_units {
	const char *name; /* "days" or "runs" */
	struct hr_suggest_unit *items;
	size_t count, capacity;
};

/* The days of a label, as @zone has them; an interval belongs to that in which it begins; none
 * where intervals are longer than six hours. */
void hr_suggest_days(const struct hr_run *run, const struct hr_label *label,
                     const struct hr_zone *zone, struct hr_suggest_units *out);
/* The runs of a history, from its series "error_ratio" and "p95". */
void hr_suggest_runs(const struct hr_run_table *history, const char *label,
                     struct hr_suggest_units *out);
void hr_suggest_units_release(struct hr_suggest_units *units);

struct hr_slo_suggestion {
	const char *target;  /* "99.9%"; NULL = below every usual target, or nothing known */
	double ratio;        /* what was reached; NaN */
	double threshold_ms; /* NaN */
	double p95_ms;       /* what was kept to */
	size_t units;        /* days or runs that it rests on; 0 = on the whole */
};

/* @label  the whole, where there are too few units; NULL = nothing more is known */
void hr_slo_suggest(const struct hr_suggest_units *units, const struct hr_label *label,
                    enum hr_quantile_method method, struct hr_slo_suggestion *out);

#endif
