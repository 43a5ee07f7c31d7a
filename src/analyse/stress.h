/*
 * How much load a system bears: where it breaks, the largest load that still meets every criterion,
 * and how throughput scales with load.
 */
#ifndef HR_ANALYSE_STRESS_H
#define HR_ANALYSE_STRESS_H

#include "analyse/check.h"
#include "analyse/load_steps.h"
#include "config/config_slo.h"
#include "model/usl.h"
#include "stats/quantile.h"

#define HR_STRESS_NONE SIZE_MAX /* of a step number */

/* Criteria from one place; borrowed. */
struct hr_stress_criteria {
	const struct hr_criterion *items;
	size_t count;
};

struct hr_stress_options {
	const struct hr_load_phase *phases; /* the steps as declared, or NULL */
	size_t phase_count;
	int64_t settle_ns;                  /* see hr_load_steps_find() */
	struct hr_stress_criteria break_if; /* a step breaks when any of them holds */
	struct hr_stress_criteria meets[2]; /* objectives: all must hold; lists may be empty */
	const struct hr_config_slos *slos;  /* more objectives; NULL = none. Borrowed */
	double graceful_ratio; /* of the best throughput before: kept when the system breaks */
	double min_load;       /* required to be borne; NaN = nothing is */
	double min_load_met;   /* required to meet the objectives; NaN */
	enum hr_quantile_method method;
	bool sub_results_apart;
};

struct hr_stress_step {
	char *name;               /* owned or NULL */
	double load;              /* active users */
	int64_t start_ns, end_ns; /* of the first and last interval that counts */
	double covered_s;         /* intervals that count */
	uint64_t count, errors;
	double throughput_per_s, success_per_s, error_ratio;
	double mean_ms, p50_ms, p95_ms, p99_ms; /* NaN = no elapsed times */
	double in_system; /* Little's law: requests in flight, throughput x mean time; NaN */
	bool breaks;
	bool meets, judged; /* all objectives; whether any could be judged */
	char *reason;       /* what broke or missed first, or NULL */
};

enum hr_stress_state {
	HR_STRESS_NO_STEPS,          /* nothing tells of different loads */
	HR_STRESS_NONE_DETECTED,     /* every step was borne */
	HR_STRESS_FOUND,             /* between last_good and first_bad */
	HR_STRESS_BROKEN_FROM_START, /* the lightest step breaks already */
};
const char *hr_stress_state_name(enum hr_stress_state state);

/* Where something first stops to hold, going up in load. */
struct hr_stress_border {
	enum hr_stress_state state;
	size_t last_good, first_bad;   /* step numbers or HR_STRESS_NONE */
	double load, throughput_per_s; /* the largest that holds, interpolated; NaN when none */
	char *limiting;                /* text of the criterion that stops to hold first; NULL */
};

struct hr_stress {
	enum hr_steps_source source;
	struct hr_stress_step *steps; /* ascending by load */
	size_t count;
	double max_tested; /* load; NaN without steps */
	struct hr_stress_border broken;
	struct hr_stress_border met;
	bool has_objectives;
	char *unknown_rules; /* of the break rules those that no step has a figure for, in a row,
	                        each with the reason in brackets; NULL; owned */
	char *not_judged; /* names of objectives that the run was summarised without; NULL; owned */
	int graceful;     /* 1 yes, 0 no, -1 does not apply */
	size_t best;      /* step with the largest throughput of successes */
	bool has_usl;     /* else why not: */
	struct hr_usl usl;
	char *usl_note;         /* what is to be known about the fit, or why there is none; owned */
	double little_mismatch; /* the largest |X R / N - 1| of a step; NaN when unknown */
};

/* Does an objective tell whether a step bears its load? Those of least throughput and of freshness
 * do not. */
bool hr_stress_is_objective(const struct hr_config_slo *slo);

/* @run is classified. @out is initialised by the call. */
void hr_stress_find(const struct hr_run *run, const struct hr_stress_options *options,
                    struct hr_stress *out);
/* Checks of the kind "stress". */
void hr_stress_check(const struct hr_stress *stress, const struct hr_stress_options *options,
                     struct hr_checks *out);
void hr_stress_release(struct hr_stress *stress);

#endif
