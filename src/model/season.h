/*
 * Finding the length of a seasonal cycle that nobody named.
 */
#ifndef HR_MODEL_SEASON_H
#define HR_MODEL_SEASON_H

#include <stdint.h>

#include "model/history.h"

/*
 * hr_season_detect - the length of the strongest cycle in steps; 1 when there is none.
 * By the autocorrelation of the changes from step to step, which a trend does not disturb: the
 * shortest lag whose correlation is a local maximum, within a tenth of the largest, and beyond the
 * 99 % limit of Bartlett's formula (Journal of the Royal Statistical Society Supplement 8, 1946).
 * Lags from 2 to a third of the history, at most HR_SEASON_LAGS. The latest 5,000 values count.
 */
size_t hr_season_detect(const struct hr_history *history);
#define HR_SEASON_LAGS 400

/* The history passes the seasonal test of hr_is_seasonal() at @season, gaps closed and a straight
 * line taken off. */
bool hr_history_has_season(const struct hr_history *history, size_t season);

/* The usual cycle of steps this long, in steps: a day of minutes to hours, a week of days, a year
 * of weeks to quarters; 1 for other steps. @step_ns of 30 days stands for months, 91 for quarters.
 */
size_t hr_season_usual(int64_t step_ns);

#endif
