/*
 * Taking the season out of a history before a method that knows none, and putting it back into the
 * forecast: classical indices of the latest seven cycles where the seasonal test finds one,
 * multiplicative for positive values.
 */
#ifndef HR_MODEL_ADJUST_H
#define HR_MODEL_ADJUST_H

#include "model/history.h"

struct hr_adjustment {
	size_t period; /* 1: not seasonal, nothing was done */
	bool multiplicative;
	double *indices; /* owned, period values; indices[0] belongs to values[0] */
	double *values;  /* owned, adjusted, without gaps */
	size_t count;
};

/* @adjustment  initialised by the call; release it */
void hr_adjust(const struct hr_history *history, struct hr_adjustment *adjustment);
void hr_adjust_release(struct hr_adjustment *adjustment);
/* Put the season back: @step 0 is the first value of the history. */
double hr_adjust_back(const struct hr_adjustment *adjustment, size_t step, double value);
/* By how much a deviation at @step grows when the season is put back. */
double hr_adjust_scale(const struct hr_adjustment *adjustment, size_t step);

#endif
