/*
 * How long the capacity lasts: for each resource the date of its limit, for the demand the units
 * that each scenario needs, when, and what they cost.
 */
#ifndef HR_ANALYSE_CAPACITY_H
#define HR_ANALYSE_CAPACITY_H

#include "analyse/check.h"
#include "analyse/daily.h"
#include "base/instant.h"
#include "config/config_capacity.h"
#include "config/config_cost.h"
#include "model/crossing.h"
#include "model/demand_model.h"
#include "model/quality.h"
#include "model/queueing.h"
#include "model/usl.h"

#define HR_CAPACITY_WORST        50  /* rows that are shown and checked one by one */
#define HR_CAPACITY_MONTHS_MAX   122 /* that HR_CAPACITY_DAYS_MAX touch */
#define HR_CAPACITY_FANS         12  /* rows with their past and forecast */
#define HR_CAPACITY_FAN_DAYS     400
#define HR_CAPACITY_HISTORY_DAYS 180  /* of the past that is shown */
#define HR_CAPACITY_PATHS        1000 /* simulated futures of a resource */

enum hr_risk { HR_RISK_LOW, HR_RISK_MEDIUM, HR_RISK_HIGH };
const char *hr_risk_name(enum hr_risk risk);

/* A date as instants; HR_INSTANT_NONE where it is not stated. */
struct hr_limit_date {
	enum hr_crossing_state state;
	int64_t earliest_ns, expected_ns, latest_ns;
	int64_t since_ns; /* already crossed */
	/* By simulated futures of single days: the chance that one passes the limit within the
	 * horizon (NaN when unknown), and by when it has with a chance of 10, 50 and 90 %. */
	double probability;
	int64_t p10_ns, p50_ns, p90_ns;
};
#define HR_LIMIT_DATE_UNKNOWN                                                                      \
	{                                                                                          \
		.state = HR_CROSSING_INSUFFICIENT_HISTORY, .earliest_ns = HR_INSTANT_NONE,         \
		.expected_ns = HR_INSTANT_NONE, .latest_ns = HR_INSTANT_NONE,                      \
		.since_ns = HR_INSTANT_NONE, .probability = (double)NAN,                           \
		.p10_ns = HR_INSTANT_NONE, .p50_ns = HR_INSTANT_NONE, .p90_ns = HR_INSTANT_NONE    \
	}

/* A day of a forecast. */
struct hr_capacity_day {
	int64_t at_ns;
	double mean, low50, high50, low80, high80, low95, high95;
};

/* Past and forecast of a resource, for its chart. */
struct hr_capacity_fan {
	int64_t first_day; /* of history, days since the epoch */
	double *history;   /* daily peaks; NaN where nothing was recorded; owned */
	size_t count;
	struct hr_capacity_day *days; /* at most HR_CAPACITY_FAN_DAYS, evenly; owned */
	size_t day_count;
};

/* One series against its limit. */
struct hr_capacity_row {
	char *resource, *metric, *host, *unit; /* owned */
	double limit, warn;                    /* in the unit of the series */
	size_t days;                           /* with values */
	int64_t end_ns;                        /* of its data */
	double p95, peak;       /* of the daily peaks of the last 30 days; the largest of all */
	double headroom_ratio;  /* (limit - p95) / limit */
	double slope_per_month; /* 30 days, in the unit; NaN without a trend */
	const char *form;       /* of the trend; NULL */
	size_t shifts;          /* of level, seen in the history */
	struct hr_limit_date at_limit, at_warn;
	int64_t order_by_ns; /* earliest less the lead time */
	int64_t lead_time_ns;
	enum hr_risk saturation; /* by headroom, one higher when the limit is within lead time */
	enum hr_tier tier;
	enum hr_risk likelihood, risk; /* of the matrix */
	enum hr_verdict verdict;
	struct hr_capacity_fan *fan; /* of the most urgent; NULL; owned */
};

struct hr_capacity_month {
	int64_t start_ns;
	double demand, demand_high; /* the largest daily peak: expected, and at the 97.5 % bound */
	double probability;         /* that the present units did not suffice by its end; NaN */
	double units, units_high;
	int64_t cost_micro, cost_high_micro, cost_low_micro; /* INT64_MIN without prices */
};

/* The units of a scenario at its peak, as a queue with several servers. */
struct hr_capacity_queue {
	bool known;
	double service_s, arrival_per_s, units;
	struct hr_mmc mmc;
	double wait_p95_s;
};

/* Whether a number of units can be said. */
enum hr_units_state {
	HR_UNITS_UNKNOWN, /* what one bears, or demand, is not known */
	HR_UNITS_KNOWN,
	HR_UNITS_UNREACHABLE, /* however many there are: their throughput peaks below */
};
/* "unknown" ... */
const char *hr_units_state_name(enum hr_units_state state);

struct hr_capacity_scenario {
	const struct hr_scenario *scenario; /* borrowed */
	double peak;                        /* expected, within the horizon */
	int64_t peak_ns;
	struct hr_limit_date breach; /* of what the present units serve */
	int64_t order_by_ns;
	enum hr_units_state units_state; /* of the worst month */
	double units_max;                /* NaN unless known */
	int64_t cost_max_micro;
	struct hr_capacity_queue queue;
	enum hr_risk likelihood, risk;
	double *factors;                  /* on each day of the demand forecast; owned */
	struct hr_capacity_month *months; /* owned */
	size_t month_count;
};

struct hr_capacity_demand {
	bool known;
	struct hr_daily daily; /* sum over hosts */
	struct hr_crossing_trends trends;
	struct hr_quality quality; /* of the daily peaks */
	bool has_model;
	struct hr_demand_model model;
	struct hr_capacity_day *days; /* owned; empty without a usable history */
	size_t day_count;
	double p5_low; /* 5th percentile of the quietest hours of days: for the least units */
};

struct hr_capacity_units {
	enum hr_unit_source source;
	double per_unit_per_s;              /* NaN = unknown */
	double per_unit_low, per_unit_high; /* of a measured one; NaN */
	double total_per_s;                 /* of the present units */
	bool scales;                        /* by a law, else each unit bears the same: */
	struct hr_usl law;
	double peak_units, peak_per_s; /* of the law; infinite when it has none */
	char *note;                    /* where it comes from, or why it is unknown; owned */
};

struct hr_autoscale {
	bool known;
	double target_ratio; /* utilization to scale at */
	double scale_up_ratio, scale_down_ratio;
	double min_units, max_units;
	double cooldown_s;
	double up_factor, down_factor; /* of the preset */
	bool limited_by_ramp; /* the target is lower because demand rises faster than units start */
};

struct hr_capacity {
	int64_t as_of_ns;
	int64_t horizon_ns;
	uint64_t seed;                /* of simulated futures */
	struct hr_capacity_row *rows; /* worst first */
	size_t row_count, row_capacity;
	size_t with_fan[HR_CAPACITY_FANS]; /* rows so far, the most urgent first; before the end */
	size_t fan_count;
	size_t unmatched; /* series without a limit */
	size_t states[HR_CROSSING_ALREADY + 1];
	size_t risks[3][3]; /* by likelihood and impact */
	struct hr_capacity_demand demand;
	struct hr_capacity_units units;
	struct hr_capacity_scenario *scenarios;
	size_t scenario_count;
	struct hr_autoscale autoscale;
	/* Series with a limit, kept while a unit's capacity is to be read from them. */
	struct hr_capacity_kept {
		struct hr_daily daily;
		double limit;
	} * kept;
	size_t kept_count, kept_capacity;
};

/* What other stages found, for the capacity of a unit; NaN where they did not. */
struct hr_capacity_measured {
	double stress_per_s, stress_low_per_s, stress_high_per_s; /* largest load that meets all */
	double usl_peak_per_s;
	double service_s; /* mean time under the lightest load */
	bool has_usl;
	struct hr_usl usl; /* of the loads of its steps */
};

/*
 * The work in steps: every series once, in any order, then the end.
 */
void hr_capacity_begin(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                       uint64_t seed);
/* @daily  finished; borrowed */
void hr_capacity_add(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                     const struct hr_daily *daily);
/* @cost  may be NULL or not given */
void hr_capacity_end(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                     const struct hr_config_cost *cost,
                     const struct hr_capacity_measured *measured);
/* Checks of the kind "capacity": of the worst rows, the fleet, the scenarios and the budget. */
void hr_capacity_check(const struct hr_capacity *capacity, const struct hr_config_capacity *config,
                       const struct hr_config_cost *cost, struct hr_checks *out);
void hr_capacity_release(struct hr_capacity *capacity);

#endif
