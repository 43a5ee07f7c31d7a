/*
 * Criteria: one line of text that a run passes or fails, "p95 of checkout < 800ms".
 *   metric [of LABEL] OP VALUE        metric: a name of the metric table or pNN[.N]; "label:" in
 * quotes when it holds blanks; LABEL a pattern (base/pattern); OP < <= > >= = !=; VALUE with unit.
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
	char *text;                     /* as given, blanks folded; owned */
	const struct hr_metric *metric; /* in the table, or &made */
	struct hr_metric made;
	char made_name[16];
	char *label; /* pattern text; NULL = total; owned */
	struct hr_pattern *pattern;
	enum hr_operator op;
	double limit; /* in the metric's base unit */
};

/* Errors: HR_EPARSE with the column in the text and what was expected there; misspelt metrics get
 * the nearest name. */
enum hr_err hr_criterion_parse(struct hr_slice text, struct hr_criterion *out,
                               struct hr_error *err) HR_MUST_CHECK;
void hr_criterion_release(struct hr_criterion *criterion);
const char *hr_operator_text(enum hr_operator op);
bool hr_operator_holds(enum hr_operator op, double value, double limit);

#endif
