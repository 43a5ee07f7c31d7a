/*
 * One series of a history: where its level moved, whether its newest runs have left it, whether it
 * creeps. The values of failed runs and what is missing have been taken out by the caller.
 */
#ifndef HR_ANALYSE_TREND_SERIES_H
#define HR_ANALYSE_TREND_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "analyse/run_table.h"

#define HR_TREND_RUNS_MIN    8     /* fewer are judged by their halves only */
#define HR_TREND_RECENT      10    /* runs: a change that old is still news */
#define HR_TREND_SETTLED     30    /* runs after which a level is the standard */
#define HR_TREND_TAIL_MAX    5     /* newest runs that may have left the level together */
#define HR_TREND_DRIFT_MIN   20    /* runs for a drift */
#define HR_TREND_ERROR_FLOOR 0.001 /* a change of an error ratio is at least that much */
#define HR_TREND_CONFIDENCE  0.95

enum hr_trend_kind {
	HR_TREND_STEP,  /* found by segmentation */
	HR_TREND_TAIL,  /* two to five newest runs agree that the level was left */
	HR_TREND_DRIFT, /* no steps, but a line */
};

/* A lasting change. Positions are those of the values analysed, 0 .. n - 1. */
struct hr_trend_change {
	enum hr_trend_kind kind;
	size_t index;         /* first value after it; of a drift 0 */
	size_t low, high;     /* it may as well be there */
	double before, after; /* levels, in the metric's unit */
	double change;        /* after / before - 1; of a series with values below 0 after -
	                       * before; INFINITY from 0 */
	double change_low, change_high; /* 95 % interval; infinite below 4 values a side */
	double p;       /* of the difference of levels, times the places it could have been at */
	double p_ranks; /* Mann-Whitney of both sides; NaN unless a step */
};

enum hr_trend_tail {
	HR_TAIL_NONE,    /* the newest run is like those before it */
	HR_TAIL_SUSPECT, /* it alone is not: wait for the next */
	HR_TAIL_LEFT,    /* the newest runs agree: a change of the kind HR_TREND_TAIL */
};

enum hr_trend_label {
	HR_TREND_UNKNOWN, /* fewer than two values */
	HR_TREND_STABLE,
	HR_TREND_UP, /* of the values; the direction says whether that is better */
	HR_TREND_DOWN,
};

struct hr_trend_series {
	size_t n;
	size_t *rows;                    /* of the history, one a value */
	double *values;                  /* in the metric's unit */
	bool *spike;                     /* set aside */
	struct hr_trend_change *changes; /* ascending */
	size_t count;
	enum hr_trend_tail tail;
	double tail_change,
	        tail_limit;  /* of the newest run against the level; relative, limit > 0 */
	double level;        /* of the newest regime, without the tail */
	double spread;       /* of its runs, relative: what a single run scatters */
	size_t regime_first; /* position where the newest regime begins */
	enum hr_trend_label label;
	bool by_halves;      /* label by halves of the last ten, for want of runs */
	double halves_ratio; /* NaN when not by halves */
	bool may_drift;      /* a line explains more than steps and rest: drift is what it says */
	struct hr_trend_change drift;
	double p_trend;     /* Mann-Kendall, two-sided; NaN below HR_TREND_RUNS_MIN */
	double correlation; /* of neighbours */
};

struct hr_trend_series_options {
	double min_effect; /* relative; smaller changes are none */
	double alpha;      /* of the tail test of one run */
};

/*
 * hr_trend_series_analyse - all of it.
 * @values  of @n runs, NaN where there is none or it does not count; requests behind them are
 *          @about's counts
 * @out              release it
 */
void hr_trend_series_analyse(const struct hr_table_series *about, const double *values, size_t n,
                             const struct hr_trend_series_options *options,
                             struct hr_trend_series *out);
void hr_trend_series_release(struct hr_trend_series *series);
#endif
