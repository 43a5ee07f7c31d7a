/*
 * Criteria: one line of text that a run passes or fails, "p95 of checkout < 800ms".
 *   metric [of LABEL] OP VALUE [for DURATION]
 * metric  a name of the metric table, or a percentile pNN[.N]
 * LABEL   the exact name of a label, or a pattern (base/pattern); in double or single quotes when
 * it holds blanks. In quotes a backslash protects the quote; elsewhere it belongs to the pattern.
 * Without "of LABEL" the criterion is about the run's total. OP      < <= > >= = (or ==) != VALUE
 * a number with a unit that fits the metric: 800ms, 1.5 s, 1%, 0.01, 100/s, 20 KiB/s
 * DURATION  how long it must be missed without a break, interval by interval, to count as missed
 */
#ifndef HR_CONFIG_CRITERION_H
#define HR_CONFIG_CRITERION_H

#include "base/error.h"
#include "base/pattern.h"
#include "record/metric.h"

enum hr_operator {
	HR_OP_LESS,
	HR_OP_AT_MOST,
	HR_OP_MORE,
	HR_OP_AT_LEAST,
	HR_OP_EQUAL,
	HR_OP_NOT_EQUAL
};

struct hr_criterion {
	char *text;              /* as given, blanks folded; owned */
	struct hr_metric metric; /* a copy of its row, so criteria can be moved */
	char *metric_name;       /* owned; what metric.name points to */
	char *metric_key;        /* owned; what metric.key points to */
	char *label;             /* pattern text; NULL = total; owned */
	struct hr_pattern *pattern;
	enum hr_operator op;
	double limit;   /* in the metric's base unit */
	int64_t for_ns; /* 0 = the whole run counts at once */
};

/*
 * hr_criterion_parse - @out is filled, or left released on error.
 * Errors: HR_EPARSE with the column (in characters, also in the text) and what was expected there;
 * misspelt metrics get the nearest name. HR_ELIMIT beyond 4,096 bytes.
 */
enum hr_err hr_criterion_parse(struct hr_slice text, struct hr_criterion *out,
                               struct hr_error *err) HR_MUST_CHECK;
void hr_criterion_release(struct hr_criterion *criterion);
bool hr_operator_holds(enum hr_operator op, double value, double limit);
/* Holds exactly where @op does not: a condition "error_rate > 10%" is met where "error_rate <= 10%"
 * is missed. */
enum hr_operator hr_operator_opposite(enum hr_operator op);

#endif
