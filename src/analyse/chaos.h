/*
 * An experiment that was run, verified: was the service steady before, did it stay within tolerance
 * during the fault, and how soon after was it back?
 */
#ifndef HR_ANALYSE_CHAOS_H
#define HR_ANALYSE_CHAOS_H

#include "analyse/check.h"
#include "analyse/subject.h"
#include "base/zone.h"
#include "config/config_chaos.h"
#include "record/run.h"
#include "stats/hodges_lehmann.h"
#include "stats/mann_whitney.h"

#define HR_CHAOS_PROBES_MAX 200 /* listed */
#define HR_CHAOS_COURSE_MAX 240 /* stretches */
#define HR_CHAOS_COURSES    20  /* criteria that get a course */

enum hr_chaos_outcome {
	HR_CHAOS_VERIFIED,
	HR_CHAOS_DEVIATED,
	HR_CHAOS_INVALID, /* it was not steady before: nothing follows */
	HR_CHAOS_INCONCLUSIVE,
};
const char *hr_chaos_outcome_name(enum hr_chaos_outcome outcome);

enum hr_chaos_role {
	HR_CHAOS_STEADY,    /* of the hypothesis: before the fault and after it */
	HR_CHAOS_TOLERANCE, /* what must hold during it; without any the hypothesis must */
};

/* A criterion over the three windows, for one label or host. Figures are those of the window as a
 * whole; NaN = none. */
struct hr_chaos_criterion {
	const struct hr_criterion *criterion; /* borrowed */
	struct hr_subject subject;            /* owned; nobody = the run has no such */
	enum hr_chaos_role role;
	double before, during, after;
	double worst;                      /* of the intervals during the fault */
	int64_t out_ns;                    /* time out of tolerance during the fault */
	size_t before_count, during_count; /* intervals with a figure */
	/* Figures of the intervals during the fault against those before. */
	struct hr_mann_whitney test;
	double effect;         /* Cliff's delta; NaN */
	struct hr_shift shift; /* Hodges-Lehmann, in the unit of the figures */
	bool held_before, held_during;
	double *course; /* the figure of each stretch of the course; NaN; owned */
};

/* A condition that should have stopped the experiment. */
struct hr_chaos_abort {
	const struct hr_criterion *criterion; /* borrowed */
	char *subject;                        /* owned */
	bool watched;                         /* its figure was recorded during the fault */
	char *unseen;                         /* why it was not; NULL when it was; owned */
	int64_t at_ns;                        /* first met; HR_INSTANT_NONE: never */
};

/* What a probe of the experiment's own tool found. */
struct hr_chaos_probe {
	const char *name; /* borrowed from the run */
	int64_t at_ns;
	bool passed;
};

struct hr_chaos_result {
	const struct hr_chaos_experiment *experiment; /* borrowed */
	enum hr_chaos_outcome outcome;
	char *reason;                                  /* a sentence without its end; owned */
	int64_t before_ns, start_ns, end_ns, after_ns; /* borders of the windows; HR_INSTANT_NONE */
	struct hr_chaos_criterion *criteria;           /* owned */
	size_t criterion_count;
	bool recovery_known; /* all of the hypothesis could be judged */
	bool recovered;
	int64_t recovery_ns; /* from the end of the fault; HR_INSTANT_NONE when never */
	int64_t observed_ns; /* recorded after the end of the fault, up to the end of the window */
	struct hr_chaos_abort *aborts; /* owned */
	size_t abort_count;
	int64_t aborted_at_ns;         /* the first of them; HR_INSTANT_NONE */
	int64_t ran_on_ns;             /* from then to the end of the fault */
	bool restricted;               /* started in restricted hours */
	struct hr_chaos_probe *probes; /* owned; in order of time */
	size_t probe_count;
	/* The three windows in stretches of whole intervals, for whoever draws them. */
	int64_t course_start_ns, course_step_ns;
	size_t course_count;
	const char *told; /* what its tool said of the experiment; borrowed; NULL */
};

/*
 * hr_chaos_verify - @total is the run's. An experiment without times is the fault of its name among
 * the events of @run (record/event_kinds.h), else the first fault. Criteria about several labels
 * or hosts are judged for each.
 */
void hr_chaos_verify(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_chaos_experiment *experiment, const struct hr_zone *zone,
                     struct hr_chaos_result *out);
void hr_chaos_result_release(struct hr_chaos_result *result);
/* A check of the kind "chaos" an experiment, and one of its safety where conditions to stop it or
 * restricted hours are given. */
void hr_chaos_check(const struct hr_chaos_result *result, struct hr_checks *checks);

#endif
