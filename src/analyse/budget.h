/*
 * Error budgets: what may go wrong in a window, and how much of that has. Decided on integers.
 * Formulas: headroom-slo-methods(7).
 */
#ifndef HR_ANALYSE_BUDGET_H
#define HR_ANALYSE_BUDGET_H

#include "analyse/sli_series.h"
#include "analyse/slo_span.h"
#include "base/int128.h"
#include "stats/binomial.h"

#define HR_BUDGET_UNIT UINT64_C(1000000000000) /* parts of a slice in ratio timeslices */

enum hr_budget_state {
	HR_BUDGET_NO_DATA, /* no valid event or slice: nothing can be said */
	HR_BUDGET_OPEN,    /* some of the budget remains */
	HR_BUDGET_SPENT,   /* consumed exactly or more */
	HR_BUDGET_ZERO,    /* the target is 100 %: there is none */
};
const char *hr_budget_state_name(enum hr_budget_state state);

struct hr_budget {
	enum hr_budget_state state;
	struct hr_sli_sum events; /* in the window, without maintenance */
	uint64_t maintenance;     /* valid events taken out by exclusions */
	uint64_t slices, slices_good, slices_bad, slices_empty; /* of the window up to now */
	uint64_t period_slices; /* of a calendar period as a whole */
	/* What is bad of what is whole: events, slices, or parts of slices. The part up to now is
	 * judged, and consumed of the budget of the whole. */
	hr_u128 bad, judged, whole;
	double scale;     /* of bad and whole: HR_BUDGET_UNIT for parts of slices, else 1 */
	double ratio;     /* the indicator; NaN without data */
	bool met;         /* ratio >= target, exactly */
	double total;     /* the budget in events or slices */
	double consumed;  /* 1 = all of it; NaN with a zero budget that is overspent */
	double remaining; /* 1 - consumed, negative when overspent */
	int64_t observed_s, span_s;
	double coverage;           /* observed of the window up to now */
	int64_t spent_at_s;        /* second in which the budget was used up; HR_SLI_SECOND_NONE */
	double estimated_consumed; /* of a calendar period's expected events; NaN = no estimate */
	struct hr_bounds bounds;   /* of the ratio; {0, 1} without data */
	double design_effect;      /* variance of errors by minute against independent ones; NaN */
};

/* @series covers the span (more does no harm). */
void hr_budget_compute(const struct hr_config_slo *slo, const struct hr_sli_series *series,
                       struct hr_slo_span span, struct hr_budget *out);
/* Events without a single error that are needed to show @target with @confidence. */
uint64_t hr_budget_events_needed(double target, double confidence);

#endif
