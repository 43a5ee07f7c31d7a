/*
 * When a level reaches a limit: the date with its interval, from one trend or from all that the
 * data cannot tell apart.
 */
#ifndef HR_MODEL_CROSSING_H
#define HR_MODEL_CROSSING_H

#include "model/level_trend.h"

enum hr_crossing_state {
	HR_CROSSING_INSUFFICIENT_HISTORY,
	HR_CROSSING_NO_SIGNIFICANT_TREND, /* the 99 % interval of the slope includes 0, or it leads
	                                   * away */
	HR_CROSSING_NOT_IN_HORIZON,       /* even the earliest date lies beyond */
	HR_CROSSING_EXPECTED,
	HR_CROSSING_ALREADY,
};
/* "insufficient_history" ... */
const char *hr_crossing_state_name(enum hr_crossing_state state);

/* Steps are counted from the last value of the history; infinite = never, NaN = not stated. */
struct hr_crossing {
	enum hr_crossing_state state;
	double earliest, expected, latest; /* 95 % interval of the time at which the level of the
	                                    * busiest position of the season reaches the limit */
	double since; /* HR_CROSSING_ALREADY: how many steps ago it went beyond for good */
};

#define HR_CROSSING_TRENDS_MAX 6
#define HR_CROSSING_UNDECIDED  6.0 /* difference of AICc up to which the data cannot tell */

/* Line, growth and growth with additive noise, each also with slopes that change at shifts; of
 * those the best, and what is nearly as good. */
struct hr_crossing_trends {
	enum hr_trend_status status;
	struct hr_level_trend trends[HR_CROSSING_TRENDS_MAX]; /* by AICc, the best first */
	size_t count;
};

/* @season  that is tried; forms of growth only where all values are positive */
void hr_crossing_fit(const struct hr_history *history, size_t season,
                     struct hr_crossing_trends *out);

/*
 * hr_crossing_find - when the level rises to @limit.
 * @history  the values the trends were fitted to: what is beyond already is read from them
 * Fieller's interval of the ratio; with several trends it spans those of all.
 */
void hr_crossing_find(const struct hr_history *history, const struct hr_crossing_trends *trends,
                      double limit, double horizon, struct hr_crossing *out);
/* The slope differs from 0 at 99 %. */
bool hr_crossing_is_significant(const struct hr_level_trend *trend);
/* The slope of the best trend differs from 0 at 99 %. */
bool hr_crossing_has_trend(const struct hr_crossing_trends *trends);

#endif
