/*
 * Burn rates and the alerts on them: at which multiple of the sustainable pace a budget is used,
 * over a long and a short window, and when rules would have fired over the recorded time.
 * Site Reliability Workbook (2018), chapter 5.
 */
#ifndef HR_ANALYSE_BURN_H
#define HR_ANALYSE_BURN_H

#include "analyse/sli_series.h"
#include "config/config_budget_policy.h"

#define HR_BURN_FIRINGS_MAX 1000 /* listed of a rule; all are counted */

enum hr_burn_state {
	HR_BURN_CALM,
	HR_BURN_PENDING, /* above the threshold, not yet for long enough */
	HR_BURN_FIRING,
	HR_BURN_NOT_EVALUABLE, /* the long window is longer than the data, or the short one shorter
	                          than a slice */
	HR_BURN_UNREACHABLE,   /* no outage can burn that fast: 1 / (1 - target) is the most */
	HR_BURN_TOO_LONG,      /* a share of the budget in more time than the objective's window */
};
const char *hr_burn_state_name(enum hr_burn_state state);
/* Whether the rule could fire at all, so that its not firing says something. */
bool hr_burn_was_replayed(enum hr_burn_state state);

struct hr_burn_firing {
	int64_t start_s;    /* first second in which it fires */
	int64_t end_s;      /* first in which it does not; HR_SLI_SECOND_NONE while it goes on */
	int64_t delay_s;    /* since the short window was last at a pace of 1 or less */
	double budget_used; /* of the whole budget, in the long window at the start */
	double peak;        /* burn rate of the long window */
};

struct hr_burn_result {
	const struct hr_burn_rule *rule; /* borrowed */
	struct hr_fraction threshold;    /* of the burn rate */
	double long_rate, short_rate;    /* at the end; NaN without events */
	enum hr_burn_state state;        /* at the end */
	struct hr_burn_firing *firings;  /* owned */
	size_t firing_count;             /* listed */
	uint64_t fired;                  /* all */
	int64_t firing_s;                /* seconds in which it fired */
};

/* Threshold of a rule for a budget over @window_s: given, or budget * window_s / long window, but 1
 * where that is below 0.9. */
struct hr_fraction hr_burn_threshold(const struct hr_burn_rule *rule, int64_t window_s);
/* Does the rule ask for a share of the budget over more time than the objective's window? */
bool hr_burn_is_too_long(const struct hr_burn_rule *rule, int64_t window_s);
/* Burn rate of the @length_s seconds before @end_s; NaN without events or budget. */
double hr_burn_rate(const struct hr_sli_series *series, struct hr_fraction target, int64_t end_s,
                    int64_t length_s);
/*
 * hr_burn_replay - a rule over all seconds of a series. What came before is taken as calm. Over
 * slices of time min_events does not count, and a short window below the length of a slice cannot
 * be evaluated.
 * @window_s  of the objective   Cost: linear in the seconds. Ends with hr_burn_result_release().
 */
void hr_burn_replay(const struct hr_burn_rule *rule, const struct hr_sli_series *series,
                    struct hr_fraction target, int64_t window_s, struct hr_burn_result *out);
void hr_burn_result_release(struct hr_burn_result *result);

#endif
