/*
 * Service level objectives of a configuration: the sections "slos" and "slas" (thresholds on a
 * metric, which may stand among the slos as well).
 */
#ifndef HR_CONFIG_CONFIG_SLO_H
#define HR_CONFIG_CONFIG_SLO_H

#include "base/fraction.h"
#include "base/recurrence.h"
#include "config/config_budget_policy.h"
#include "config/config_read.h"
#include "config/criterion.h"
#include "config/locate.h"
#include "record/predicate.h"

#define HR_CONFIG_SLOS_MAX 50

enum hr_sli_type {
	HR_SLI_RATIO,
	HR_SLI_LATENCY,
	HR_SLI_THROUGHPUT, /* slices with at least so many events a second */
	HR_SLI_FRESHNESS,  /* slices at whose end the last good event is young enough */
	HR_SLI_THRESHOLD,  /* a criterion; has no budget */
};
const char *hr_sli_type_name(enum hr_sli_type type);

enum hr_budget_method {
	HR_BUDGET_METHOD_DEFAULT = -1, /* until hr_config_slo_finish() */
	HR_BUDGET_OCCURRENCES,
	HR_BUDGET_TIMESLICES,
	HR_BUDGET_RATIO_TIMESLICES,
};
const char *hr_budget_method_name(enum hr_budget_method method);

enum hr_no_data { HR_NO_DATA_DEFAULT, HR_NO_DATA_IGNORE, HR_NO_DATA_GOOD, HR_NO_DATA_BAD };

enum hr_slo_window_kind { HR_SLO_WINDOW_RUN, HR_SLO_WINDOW_ROLLING, HR_SLO_WINDOW_CALENDAR };
enum hr_calendar_unit {
	HR_CALENDAR_DAY,
	HR_CALENDAR_WEEK, /* from Monday, ISO 8601 */
	HR_CALENDAR_MONTH,
	HR_CALENDAR_QUARTER,
	HR_CALENDAR_YEAR,
};

struct hr_slo_window {
	enum hr_slo_window_kind kind;
	int64_t length_s; /* of rolling windows */
	enum hr_calendar_unit unit;
	char text[24]; /* as written */
};

/* A maintenance window: what happens in it is not valid. */
struct hr_slo_exclusion {
	int64_t start_s, end_s; /* of the first when it repeats */
	bool repeats;
	struct hr_recurrence recurrence; /* by the wall clock of the objective's zone */
};

struct hr_config_slo {
	char *name, *description, *severity;
	enum hr_sli_type type;
	enum hr_sample_kind scope;
	char *valid_text, *good_text; /* as written */
	struct hr_predicate valid, good;
	char *definition; /* what is counted: the key of the counters */
	char *threshold_text;
	int64_t threshold_ns;          /* of latency */
	bool exclude_failures;         /* of latency */
	struct hr_fraction min_per_s;  /* of throughput */
	int64_t max_age_s;             /* of freshness */
	struct hr_criterion criterion; /* of thresholds */
	struct hr_fraction target;
	struct hr_slo_window window;
	enum hr_budget_method method;
	int64_t slice_s;
	struct hr_fraction slice_target;
	enum hr_no_data no_data;
	double expected_events_per_day; /* 0 = not given */
	struct hr_fraction min_coverage;
	int64_t max_gap_s;    /* longer stretches without any event were not observed */
	int64_t projection_s; /* the budget a test's ratio is projected onto */
	double confidence;    /* of the bounds that a verdict needs; 0 = by the point alone */
	struct hr_slo_exclusion *exclusions;
	size_t exclusion_count;
	char *timezone;             /* as written; NULL */
	struct hr_zone *zone;       /* of it: of calendar windows and maintenance; NULL */
	const struct hr_zone *home; /* the same, else that of the configuration; NULL = UTC */
	struct hr_burn_rule *rules; /* of its own, instead of the policy's */
	size_t rule_count;
	struct hr_place place; /* in the configuration */
};

struct hr_config_slos {
	struct hr_config_slo *items;
	size_t count;
};

extern const struct hr_config_key hr_config_slo_keys[];

/* Custom readers into a struct hr_config_slos; both append. */
void hr_config_read_slos(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_read_slas(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_slos_release(struct hr_config_slos *slos);

/* "run"; "30d", "4w" rolling; "1M", "1Q", "1Y", "day", "week", "month", "quarter", "year"
 * calendar. HR_EPARSE otherwise. */
enum hr_err hr_slo_window_parse(const char *text, struct hr_slo_window *out,
                                struct hr_error *err) HR_MUST_CHECK;

/*
 * hr_config_slo_finish - fill in what follows from the rest: predicates, definition, defaults.
 * Reports what is missing or does not fit at the place being read. Returns false then.
 */
bool hr_config_slo_finish(struct hr_config_reader *reader, struct hr_config_slo *slo);
/* Everything at its default. */
void hr_config_slo_init(struct hr_config_slo *slo);
void hr_config_slo_release(struct hr_config_slo *slo);
/* Take over @slo; false beyond HR_CONFIG_SLOS_MAX, and released. */
bool hr_config_slos_add(struct hr_config_slos *slos, struct hr_config_slo *slo);
/* A filter that compiles, as text; reports otherwise. */
void hr_config_read_filter(struct hr_config_reader *reader, json_t *value, void *target);
/* The burn rate rules that hold for an objective. */
const struct hr_burn_rule *hr_config_slo_rules(const struct hr_config_slo *slo,
                                               const struct hr_budget_policy *policy,
                                               size_t *count);

#endif
