/*
 * The metric table: name, what it is, unit, which direction is better, how to compute it from a
 * label. Criteria, checks, comparison and outputs all read this one table; a new metric is one row.
 */
#ifndef HR_RECORD_METRIC_H
#define HR_RECORD_METRIC_H

#include "base/unit.h"
#include "record/run.h"
#include "stats/quantile.h"

enum hr_better { HR_BETTER_LOWER, HR_BETTER_HIGHER };

struct hr_metric {
	const char *name;  /* as criteria write it: "p95" */
	const char *alias; /* other names, separated by blanks, or NULL: "error_rate errors%" */
	const char *title; /* for people: "95th percentile" */
	const char *words; /* in sentences and tables: "p95", "error ratio" */
	const char *key;   /* in STATS: "p95_ms" */
	enum hr_quantity quantity;
	enum hr_better better;
	/* Value in the quantity's base unit (ms, ratio, per second); NaN when the label lacks it.
	 */
	double (*value)(const struct hr_label *label, const struct hr_metric *metric,
	                enum hr_quantile_method method);
	double p; /* of quantile metrics, else 0 */
	/* Of made metrics: what name and key point to, so a copy must be pointed to its own. */
	char made_name[16], made_key[16];
};

extern const struct hr_metric hr_metrics[];
extern const size_t hr_metric_count;

/* By name or alias, as written, or with "response_time_" or "latency_" before or the like behind;
 * percentiles not in the table ("p97.5", the same as "p975") are answered through @made, which the
 * caller keeps alive. NULL when unknown. */
const struct hr_metric *hr_metric_find(struct hr_slice name, struct hr_metric *made);
/* The table's name of the metric that a misspelt name or alias is nearest to, or NULL. */
const char *hr_metric_suggest(struct hr_slice name);

/* APDEX (Apdex Alliance, Technical Specification 1.1): satisfied requests and half of the tolerated
 * ones among all with an elapsed time; failures are frustrated. NaN without timed samples. */
double hr_apdex(const struct hr_label *label, int64_t satisfied_ns, int64_t tolerated_ns);

#endif
