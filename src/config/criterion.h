/*
 * Criteria: one line of text that a run passes or fails, "p95 of checkout < 800ms", "cpu < 80% for
 * 5m".
 *   metric [of LABEL] OP VALUE [for DURATION]
 *   resource [of HOST] OP VALUE [for DURATION]
 * metric    a name of the metric table, or a percentile pNN[.N]: of requests
 * LABEL     the exact name of a label, or a pattern (base/pattern); in double or single quotes when
 *           it holds blanks. In quotes a backslash protects the quote; elsewhere it belongs to the
 *           pattern. Without "of LABEL" the criterion is about the run's total.
 * resource  any other name: that of a resource series, as it was recorded, or a pattern; every
 *           value of it must hold. In quotes where it holds blanks, or is a metric's, too.
 *           mean(NAME), min(NAME), max(NAME), p95(NAME) ask for one figure of the values.
 * HOST      as LABEL; without it all hosts are judged, each on its own
 * OP        < <= > >= = (or ==) !=
 * VALUE     a number with a unit that fits the metric: 800ms, 1.5 s, 1%, 0.01, 100/s, 20 KiB/s; of
 *           a resource one that fits its unit (80%, 2GiB, 10ms), or a number in that unit
 * DURATION  how long it must be missed without a break, interval by interval, to count as missed
 */
#ifndef HR_CONFIG_CRITERION_H
#define HR_CONFIG_CRITERION_H

#include "base/error.h"
#include "record/metric.h"

struct hr_pattern;

enum hr_operator {
	HR_OP_LESS,
	HR_OP_AT_MOST,
	HR_OP_MORE,
	HR_OP_AT_LEAST,
	HR_OP_EQUAL,
	HR_OP_NOT_EQUAL
};

/* What of a resource's values is judged. */
enum hr_resource_figure {
	HR_RESOURCE_EVERY, /* each of them */
	HR_RESOURCE_MEAN,
	HR_RESOURCE_MIN,
	HR_RESOURCE_MAX,
	HR_RESOURCE_QUANTILE, /* metric.p */
};

struct hr_criterion {
	char *text;              /* as given, blanks folded; owned */
	struct hr_metric metric; /* a copy of its row, so criteria can be moved; of a resource named
	                            as written, its quantity the limit's, and of no label known */
	char *metric_name;       /* owned; what metric.name points to */
	char *metric_key;        /* owned; what metric.key points to */
	char *resource;          /* name of a resource, or a pattern; NULL = of requests; owned */
	struct hr_pattern *resource_pattern;
	enum hr_resource_figure figure;
	char *label; /* pattern text of labels or hosts; NULL = total, all hosts; owned */
	struct hr_pattern *pattern;
	enum hr_operator op;
	double limit;   /* in the metric's base unit; a resource's bare number in its own */
	int64_t for_ns; /* 0 = the whole run counts at once */
};

/*
 * hr_criterion_parse - @out is filled, or left released on error.
 * Errors: HR_EPARSE with the column (in characters, also in the text) and what was expected there;
 * names near a metric's are taken for misspelt. HR_ELIMIT beyond 4,096 bytes.
 */
enum hr_err hr_criterion_parse(struct hr_slice text, struct hr_criterion *out,
                               struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_criterion_make - the same of its parts, quoted as they need.
 * @metric  a metric, mean(NAME) or the name of a resource, which is quoted for its blanks
 * @label   NULL = none
 * @op      as written                            @value  with its unit
 */
enum hr_err hr_criterion_make(const char *metric, const char *label, const char *op,
                              const char *value, struct hr_criterion *out,
                              struct hr_error *err) HR_MUST_CHECK;
/* Could @metric be the metric of hr_criterion_make()? HR_EPARSE where it is misspelt. */
enum hr_err hr_criterion_check_name(const char *metric, struct hr_error *err) HR_MUST_CHECK;
void hr_criterion_release(struct hr_criterion *criterion);
bool hr_operator_holds(enum hr_operator op, double value, double limit);
/* Holds exactly where @op does not: a condition "error_rate > 10%" is met where "error_rate <= 10%"
 * is missed. */
enum hr_operator hr_operator_opposite(enum hr_operator op);

#endif
