/*
 * What a history is good for, before anything is fitted to it: how much there is, what is missing,
 * what sticks out, whether it moves at all.
 */
#ifndef HR_MODEL_QUALITY_H
#define HR_MODEL_QUALITY_H

#include "model/history.h"

#define HR_QUALITY_LISTED 10 /* positions that are listed of each kind */

struct hr_quality {
	size_t count, known;
	size_t missing, longest_gap; /* between the first and the last known value */
	size_t outliers;
	size_t outlier_at[HR_QUALITY_LISTED]; /* the first ones */
	size_t shifts; /* of the level, each for good, as hr_segment() finds them */
	size_t shift_at[HR_QUALITY_LISTED]; /* the first ones: first index of the new level */
	size_t last_shift;                  /* 0 without any */
	double cycles;                      /* of the shortest season; 0 without one */
	bool constant;
	bool negative; /* some value is below zero */
	bool rising;   /* never falls and nearly always rises: perhaps a counter */
};

/*
 * hr_quality_check - look at a history, and clean it.
 * An outlier is an isolated value beyond HR_OUTLIER_SIGMAS robust standard deviations from the
 * median of its neighbours in time and from that of its position in the cycles around, on the scale
 * of the values and, where all are positive, on that of their logarithms as well.
 * @cleaned  out, @history->count values: the outliers are missing there
 * Level shifts are looked for in the latest 1,000 values, seasonally adjusted.
 */
void hr_quality_check(const struct hr_history *history, struct hr_quality *quality,
                      double *cleaned);
#define HR_OUTLIER_SIGMAS 10

#endif
