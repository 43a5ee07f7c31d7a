/*
 * Did it get worse over time? Change points, drift and the newest runs of every series of a
 * history, as one event per change with an identity of its own, events of several metrics grouped,
 * and false discoveries held down over all of them.
 */
#ifndef HR_ANALYSE_TREND_H
#define HR_ANALYSE_TREND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyse/check.h"
#include "analyse/run_table.h"
#include "analyse/trend_series.h"

#define HR_TREND_ID_BYTES   17 /* 16 hexadecimal digits */
#define HR_TREND_SAME_RUNS  3  /* a later detection that near is the same event */
#define HR_TREND_GROUP_RUNS 1  /* changes of several series that near are one group */
#define HR_TREND_FAILED                                                                            \
	0.05 /* errors above the usual ratio: the run failed, its times do not count */
#define HR_TREND_TOTAL "total"

enum hr_trend_verdict {
	HR_TREND_NO_DATA,  /* no run has the figure */
	HR_TREND_ONE_RUN,  /* one value says nothing about a trend */
	HR_TREND_FEW_RUNS, /* 2 to 7: the halves rule only */
	HR_TREND_VANISHED, /* the newest run lacks it, earlier ones had it */
	HR_TREND_UNCHANGED,
	HR_TREND_SUSPECT,   /* the newest run alone is worse */
	HR_TREND_REGRESSED, /* an open change for the worse */
	HR_TREND_IMPROVED,
	HR_TREND_CHANGED, /* of a metric for which neither direction is better */
	HR_TREND_MACHINE, /* the control moved likewise */
	HR_TREND_KNOWN,   /* for the worse, and acknowledged */
};
const char *hr_trend_verdict_name(enum hr_trend_verdict verdict); /* "no_data" ... "known" */

enum hr_trend_state {
	HR_EVENT_OPEN,
	HR_EVENT_ACKNOWLEDGED,
	HR_EVENT_RETURNED, /* the level is back */
	HR_EVENT_SETTLED,  /* HR_TREND_SETTLED runs have passed: it is the standard */
};
const char *hr_trend_state_name(enum hr_trend_state state);
const char *hr_trend_kind_name(enum hr_trend_kind kind); /* "step", "tail", "drift" */

struct hr_trend_event {
	char id[HR_TREND_ID_BYTES];
	size_t series;                 /* of the history */
	struct hr_trend_change change; /* index, low, high: rows of the history */
	bool worse, better;            /* neither when the metric has no direction */
	enum hr_trend_state state;
	bool machine;     /* the control moved at the same time, the same way */
	double q;         /* p adjusted for all series, NaN of changes before the newest */
	bool significant; /* q at most the rate, or found before */
	size_t group;     /* of the trend */
	size_t age;       /* runs since, the first one included */
	size_t before_first, after_last; /* rows where the regimes on both sides begin and end */
};

/* Events of several series at one time, in one direction. */
struct hr_trend_group {
	char id[HR_TREND_ID_BYTES];
	size_t first; /* row of the first run after the change */
	size_t lead;  /* the event with the largest change */
	size_t count;
	bool worse, better, machine;
	enum hr_trend_state state; /* open when one of them is */
};

/* What a series comes to. */
struct hr_trend_result {
	struct hr_trend_series series;
	enum hr_trend_verdict verdict;
	size_t failed_runs; /* runs taken out because they failed */
	size_t thin_runs;   /* values taken out for want of requests */
	double reference;   /* level of the pinned runs; NaN none */
	double reference_change, reference_low, reference_high; /* the newest regime against it */
	bool crept;                    /* the reference is missed although no open event says why */
	struct hr_trend_event *newest; /* borrowed; NULL none */
};

/* An event as the history of earlier analyses knows it. */
struct hr_trend_known {
	char id[HR_TREND_ID_BYTES];
	char *label, *metric, *run; /* owned */
	char *environment;          /* owned or NULL */
	bool worse, better, acknowledged;
	int64_t started_ns; /* of the run */
};

struct hr_trend_options {
	struct hr_trend_series_options series;
	double rate; /* of false discoveries */
	const char *
	        reference; /* version, id or beginning of the start of the pinned runs; NULL none */
	const char *control;                        /* label in the history itself; NULL none */
	const struct hr_run_table *control_history; /* or all series of another; NULL none */
	const struct hr_trend_known *known;
	size_t known_count;
};
#define HR_TREND_OPTIONS_INIT                                                                      \
	{                                                                                          \
		.series = { .min_effect = 0.05, .alpha = 0.001 }, .rate = 0.05                     \
	}

struct hr_trend {
	const struct hr_run_table *history; /* borrowed: comparable runs in order */
	struct hr_trend_result *results;    /* one a series */
	struct hr_trend_event *events;      /* by row, label, metric */
	size_t event_count, event_capacity;
	struct hr_trend_group *groups; /* in order of their first run */
	size_t group_count;
	size_t tested; /* series in the family of tests */
	size_t reference_runs;
	double min_effect; /* as it was asked for */
};

/*
 * hr_trend_comparable - leave only runs with the environment and the workload of the newest.
 * @other_environment, @other_workload, @older  out: runs left out for that, and beyond
 *                                              HR_RUN_TABLE_MAX
 */
void hr_trend_comparable(struct hr_run_table *history, size_t *other_environment,
                         size_t *other_workload, size_t *older);
/* @history  sorted and comparable; borrowed by the result, which is released by
 * hr_trend_release(). Cost: about a millisecond for a series of a year. */
void hr_trend_analyse(const struct hr_run_table *history, const struct hr_trend_options *options,
                      struct hr_trend *out);
void hr_trend_release(struct hr_trend *trend);

/*
 * hr_trend_check - one check of the kind "trend" a series: of the total always, of labels when
 * there is something to say. An open regression fails, a suspect or what the machine did warns, too
 * few runs are inconclusive.
 */
void hr_trend_check(const struct hr_trend *trend, struct hr_checks *checks);
/* "rose from 22 ms to 25 ms (+13.6 %, 95 % interval +9 % to +18 %) since 2025-03-01 (version 1.2)",
 * appended. */
void hr_trend_put_event(const struct hr_trend *trend, const struct hr_trend_event *event,
                        struct hr_str *out);

#endif
