/*
 * May we deploy? The error budgets and the rules that fire decide, in a fixed order.
 */
#ifndef HR_ANALYSE_GATE_H
#define HR_ANALYSE_GATE_H

#include "analyse/slo.h"

enum hr_gate_decision { HR_GATE_ALLOW, HR_GATE_DENY, HR_GATE_INCONCLUSIVE };
const char *hr_gate_decision_name(enum hr_gate_decision decision);

struct hr_gate_options {
	const struct hr_budget_policy *policy;
	const char *deployment_type; /* NULL = "normal" */
	bool allow_partial;          /* judge windows that were observed too little */
};

struct hr_gate {
	enum hr_gate_decision decision;
	const char *type;                     /* of the deployment */
	char *reason, *action;                /* what was decided and what to do; owned */
	const struct hr_slo_result *decisive; /* the objective that decided; NULL */
	double remaining;                     /* the least of all budgets; NaN */
	const struct hr_budget_step *step;    /* the most severe that is reached; NULL */
	size_t firing;                        /* rules that fire with a severity that closes */
};

/*
 * hr_gate_decide - in this order: an exception passes; no data, or too little, decides nothing; a
 * budget below the minimum and a firing rule of severity critical or high close; else it is open.
 * @results and @options outlive @out. Ends with hr_gate_release().
 */
void hr_gate_decide(const struct hr_slo_results *results, const struct hr_gate_options *options,
                    struct hr_gate *out);
void hr_gate_check(const struct hr_gate *gate, const struct hr_gate_options *options,
                   struct hr_checks *checks);
void hr_gate_release(struct hr_gate *gate);
/* The most severe step whose limit @result's budget has reached; NULL. Exact. */
const struct hr_budget_step *hr_gate_step(const struct hr_budget_policy *policy,
                                          const struct hr_slo_result *result);
/* Does a rule of this severity close the gate? */
bool hr_gate_closes(const char *severity);

#endif
