/*
 * Scales: from values to pixels, and the round values worth a tick. No text, no drawing.
 */
#ifndef HR_RENDER_SCALE_H
#define HR_RENDER_SCALE_H

#include <stddef.h>
#include <stdint.h>

#include "base/zone.h"

enum hr_scale_kind {
	HR_SCALE_LINEAR,
	HR_SCALE_LOG,   /* values below the low end are drawn at the low end */
	HR_SCALE_NINES, /* of ratios 0 <= p < 1: -log10(1 - p), so each nine has equal room */
};

struct hr_scale {
	enum hr_scale_kind kind;
	double low, high; /* values at the ends; low < high, both > 0 for logs */
	double from, to;  /* pixels of low and high; from > to on an upward axis */
};

/* Pixel of a value; values outside lie outside, but for logarithms of what is not positive. */
double hr_scale_at(const struct hr_scale *scale, double value);

#define HR_TICKS_MAX 32

/* Step 1, 2 or 5 x 10^k that cuts @span (> 0) into at most @most (>= 1) parts. */
double hr_scale_step(double span, size_t most);
/* Each writes ascending ticks within [low, high] (allowing for rounding) and gives their number, at
 * most HR_TICKS_MAX. */
size_t hr_scale_linear_ticks(double low, double high, double step, double out[HR_TICKS_MAX]);
/* 1-2-5 within decades when that gives at most @most, else 1-3, else decades, else every n-th
 * decade. */
size_t hr_scale_log_ticks(double low, double high, size_t most, double out[HR_TICKS_MAX]);
/* 0, 0.9, 0.99 ... below @high; with 0.5 behind 0 where the room allows. */
size_t hr_scale_nines_ticks(double high, double out[HR_TICKS_MAX]);

/* Widen [low, high] to the nearest 1-2-5 values outside it: ends of a logarithmic axis. Both > 0.
 */
void hr_scale_log_ends(double *low, double *high);

/*
 * hr_scale_time_step - seconds between ticks so that there are at most @most of them within
 * @span_s: 1 2 5 10 15 30 s, the same in minutes, 1 2 3 6 12 h, 1 2 7 14 days and on by weeks.
 */
int64_t hr_scale_time_step(double span_s, size_t most);
/* Instants at multiples of the step by the clocks of @zone, those of weeks on Mondays (ISO 8601); a
 * day of 23 or 25 hours moves the next tick with it. Epoch seconds within [from_s, to_s]. */
size_t hr_scale_time_ticks(double from_s, double to_s, int64_t step_s, const struct hr_zone *zone,
                           int64_t out[HR_TICKS_MAX]);

#endif
