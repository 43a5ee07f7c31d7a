/*
 * A test plan as it was declared: who was to send what, how often, how fast and for how long.
 * A run may carry several, one of each content; merging runs keeps the set of them.
 */
#ifndef HR_RECORD_PLAN_H
#define HR_RECORD_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define HR_PLANS_MAX       16   /* of a run */
#define HR_PLAN_GROUPS_MAX 500  /* of a plan */
#define HR_PLAN_ITEMS_MAX  2000 /* samplers, timers, assertions and unresolved texts, each */
#define HR_PLAN_TEXT_BYTES 500  /* longer texts are cut */

enum hr_plan_phase { HR_PLAN_MAIN, HR_PLAN_SETUP, HR_PLAN_TEARDOWN };
const char *hr_plan_phase_name(enum hr_plan_phase phase);

/* Counts are -1 and durations NaN where the plan does not say, or not as a number. */
struct hr_plan_group {
	char *name, *kind;        /* "ThreadGroup", "UltimateThreadGroup", ... */
	enum hr_plan_phase phase; /* before, with or after the others */
	int64_t threads;          /* most at once */
	int64_t loops;            /* of each thread; -1 also when there is no end */
	bool forever;
	double delay_s, ramp_s; /* until the first thread starts; from then until all have */
	double duration_s;      /* from the start of the test to the end of the group */
	double arrivals_per_s;  /* of open models */
};

struct hr_plan_sampler {
	char *name, *kind, *group; /* @group "" outside of any */
	bool transaction;          /* a transaction controller */
	bool once;                 /* once a thread, whatever its loops */
	double per_iteration;      /* how often an iteration runs it; NaN: it depends */
	char *method, *protocol, *host, *port, *path; /* of HTTP requests; NULL unknown */
	double rate_per_s;                            /* a throughput timer of its own; NaN */
};

struct hr_plan_timer {
	char *name, *kind, *group; /* @group "" for all of the plan */
	char *sampler;             /* NULL: of everything in the group */
	double delay_ms, range_ms; /* NaN */
	double rate_per_s;         /* what a throughput timer aims at */
};

struct hr_plan_assertion {
	char *name, *kind, *group;
	char *expected; /* texts, a duration; NULL */
};

struct hr_plan {
	char *path;
	char digest[17];   /* of the file: plans of equal content are one */
	char *name, *tool; /* of the plan; what wrote it, "JMeter 5.6.3", or NULL */
	bool one_by_one;   /* groups run one after the other */
	uint64_t disabled; /* elements switched off, with all below them */
	struct hr_plan_group *groups;
	size_t group_count, group_capacity;
	struct hr_plan_sampler *samplers;
	size_t sampler_count, sampler_capacity;
	struct hr_plan_timer *timers;
	size_t timer_count, timer_capacity;
	struct hr_plan_assertion *assertions;
	size_t assertion_count, assertion_capacity;
	char **unresolved; /* "threads of Load: ${USERS}" */
	size_t unresolved_count, unresolved_capacity;
	char **assumed; /* "property users: its default, 10" */
	size_t assumed_count, assumed_capacity;
};

/* Each gives an element with unknown figures, or NULL when there is no room for more. Borrowed
 * until the next one of its kind. */
struct hr_plan_group *hr_plan_add_group(struct hr_plan *plan);
struct hr_plan_sampler *hr_plan_add_sampler(struct hr_plan *plan);
struct hr_plan_timer *hr_plan_add_timer(struct hr_plan *plan);
struct hr_plan_assertion *hr_plan_add_assertion(struct hr_plan *plan);
/* Texts are repaired and cut; a text that is there already is not added again. */
void hr_plan_add_unresolved(struct hr_plan *plan, struct hr_slice text);
void hr_plan_add_assumed(struct hr_plan *plan, struct hr_slice text);
/* Every text of the plan, NULL too: to change them in place. */
void hr_plan_texts(struct hr_plan *plan, void (*visit)(void *context, char **text), void *context);
void hr_plan_release(struct hr_plan *plan);
/* A copy of everything. */
void hr_plan_copy(struct hr_plan *into, const struct hr_plan *from);

/* The plans of a run, by digest. Zero-initialised is empty. */
struct hr_plans {
	struct hr_plan *items;
	size_t count, capacity;
};
/* Takes @plan, unless there is one of its digest or no room (those with the smallest digests are
 * kept). @plan is released or moved. */
void hr_plans_take(struct hr_plans *plans, struct hr_plan *plan);
void hr_plans_merge(struct hr_plans *into, const struct hr_plans *from);
void hr_plans_release(struct hr_plans *plans);

#endif
