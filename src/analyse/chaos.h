/*
 * An experiment that was run, verified: was the service steady before, did it stay within tolerance
 * during the fault, and how soon after was it back?
 */
#ifndef HR_ANALYSE_CHAOS_H
#define HR_ANALYSE_CHAOS_H

#include "analyse/check.h"
#include "base/zone.h"
#include "config/config_chaos.h"
#include "record/run.h"

enum hr_chaos_outcome {
	HR_CHAOS_VERIFIED,
	HR_CHAOS_DEVIATED,
	HR_CHAOS_INVALID, /* it was not steady before: nothing follows */
	HR_CHAOS_INCONCLUSIVE,
};
const char *hr_chaos_outcome_name(enum hr_chaos_outcome outcome);

/* A criterion over the three windows. Figures are those of the window as a whole; NaN = none. */
struct hr_chaos_criterion {
	const struct hr_criterion *criterion; /* borrowed */
	double before, during, after;
	double worst;   /* of the intervals during the fault */
	int64_t out_ns; /* time out of tolerance during the fault */
	bool held_before, held_during;
};

struct hr_chaos_result {
	const struct hr_chaos_experiment *experiment; /* borrowed */
	enum hr_chaos_outcome outcome;
	const char *reason;                            /* static */
	int64_t before_ns, start_ns, end_ns, after_ns; /* borders of the windows; HR_INSTANT_NONE */
	struct hr_chaos_criterion *criteria;           /* owned */
	size_t criterion_count;
	bool recovered;
	int64_t recovery_ns;   /* from the end of the fault; HR_INSTANT_NONE when never */
	int64_t aborted_at_ns; /* first interval in which it should have stopped; HR_INSTANT_NONE */
	int64_t ran_on_ns;     /* from then to the end of the fault */
	bool restricted;       /* started in restricted hours */
};

/* @total is the run's; a criterion with a label is about the label of that name. */
void hr_chaos_verify(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_chaos_experiment *experiment, const struct hr_zone *zone,
                     struct hr_chaos_result *out);
void hr_chaos_result_release(struct hr_chaos_result *result);
/* A check of the kind "chaos" an experiment. */
void hr_chaos_check(const struct hr_chaos_result *result, struct hr_checks *checks);

#endif
