/*
 * Service level objectives against a run: indicator, error budget, bounds, burn rates, verdict.
 */
#ifndef HR_ANALYSE_SLO_H
#define HR_ANALYSE_SLO_H

#include "analyse/budget.h"
#include "analyse/check.h"
#include "record/run.h"
#include "stats/quantile.h"

struct hr_burn_result;

#define HR_SLO_POINTS_MAX 240 /* of the series kept for charts */

enum hr_slo_verdict { HR_SLO_MET, HR_SLO_MISSED, HR_SLO_INCONCLUSIVE };
const char *hr_slo_verdict_name(enum hr_slo_verdict verdict);

/* Why nothing can be said, or that something can. */
enum hr_slo_state {
	HR_SLO_JUDGED,
	HR_SLO_NOT_COUNTED,  /* the run was summarised without this objective */
	HR_SLO_PART_COUNTED, /* parts of the run were */
	HR_SLO_NO_DATA,
	HR_SLO_PARTIAL, /* judged, but too little of the window was observed */
};
const char *hr_slo_state_name(enum hr_slo_state state);

/* One point of the budget's course. */
struct hr_slo_point {
	int64_t end_s;
	double remaining; /* of the window's budget, as it is known at the end */
	double rate;      /* burn rate since the point before; NaN without events */
};

struct hr_slo_result {
	const struct hr_config_slo *slo; /* borrowed */
	enum hr_slo_state state;
	enum hr_slo_verdict verdict;
	struct hr_slo_span span;
	struct hr_budget budget;
	double burn_rate;             /* over the window */
	double recent_rate;           /* over the last hour, or the window when shorter; NaN */
	double exhausted_in_s;        /* at the recent rate; NaN = not in sight or not to be said */
	double projected_rate;        /* of the run's ratio: the pace a long budget would burn at */
	double projected_lasts_s;     /* how long that budget lasts then; INFINITY without errors */
	uint64_t counted, recorded;   /* events seen by the counters and those of the run */
	struct hr_burn_result *burns; /* owned */
	size_t burn_count;
	struct hr_slo_point *points; /* owned */
	size_t point_count;
	/* of a threshold */
	double observed; /* NaN = cannot be computed */
	double limit;    /* in the unit of what is observed; NaN = they do not fit */
	char *unit;      /* as checks name it; owned */
	char *why;       /* nothing can be said; NULL; owned */
	double share;    /* of elapsed times within the limit, for percentiles; NaN */
};

struct hr_slo_results {
	struct hr_slo_result *items; /* owned */
	size_t count;
	int64_t as_of_s; /* first second after what is judged */
};

struct hr_slo_options {
	const struct hr_config_slos *slos;
	const struct hr_budget_policy *policy;
	const struct hr_zone *zone;
	const struct hr_label *total;
	enum hr_quantile_method method;
	int64_t as_of_s; /* HR_SLI_SECOND_NONE = the end of the run's events */
};

/* Everything @options point to, and @run, must outlive @out. */
void hr_slo_evaluate(const struct hr_run *run, const struct hr_slo_options *options,
                     struct hr_slo_results *out);
void hr_slo_results_release(struct hr_slo_results *results);
/* A check of the kind "slo" an objective, one of the kind "alert" a rule that can fire. */
void hr_slo_check(const struct hr_slo_results *results, struct hr_checks *checks);
/* The window that rules and projections refer to: the objective's, or of runs the projection's.
 * @span  what it is this time; NULL = before anything was recorded: calendar periods of usual
 *        length */
int64_t hr_slo_budget_window_s(const struct hr_config_slo *slo, const struct hr_slo_span *span);

#endif
