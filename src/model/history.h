/*
 * What a model is fitted to: values at equal steps, oldest first. Irregular readings are resampled
 * to such steps before (analyse/resample.h).
 */
#ifndef HR_MODEL_HISTORY_H
#define HR_MODEL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#define HR_SEASONS_MAX 3     /* seasonal cycles at once */
#define HR_SEASON_MAX  10000 /* steps of a cycle */
#define HR_HORIZON_MAX 10000 /* steps ahead */

struct hr_history {
	const double *values; /* borrowed; NaN where nothing was recorded; at most 1e100 in size */
	size_t count;
	double ceiling; /* > 0: no value can be above, and growth levels off there; 0: not known */
	size_t seasons[HR_SEASONS_MAX]; /* lengths in steps, ascending and >= 2; 0 = no more */
};

/* The shortest seasonal cycle; 1 when there is none. */
size_t hr_history_season(const struct hr_history *history);
/* The first @count values of the same series: what was known then. */
struct hr_history hr_history_head(const struct hr_history *history, size_t count);
/* Values that are not missing. */
size_t hr_history_known(const struct hr_history *history);
/* Every known value is > 0 (and there is one). */
bool hr_history_positive(const struct hr_history *history);
/* Every known value is the same (or there is none). */
bool hr_history_constant(const struct hr_history *history);
/*
 * hr_history_fill - the values with gaps closed, for starting values and decompositions.
 * By straight lines between neighbours; beyond the first and the last known value, by these.
 * @out  holds @count values; zeros when nothing is known
 */
void hr_history_fill(const struct hr_history *history, double *out);

#endif
