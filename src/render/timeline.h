/*
 * The intervals of a run as charts over time see them: which there are, when they are, and what
 * part of each the run covers.
 */
#ifndef HR_RENDER_TIMELINE_H
#define HR_RENDER_TIMELINE_H

#include "render/axis.h"
#include "render/scene.h"

struct hr_timeline {
	int64_t first; /* interval number */
	size_t count;  /* of intervals */
	int64_t step_ns;
	int64_t start_ns, end_ns; /* what the samples cover, within the intervals */
	const struct hr_zone *zone;
	bool dated; /* spans more than one local day, so a time needs its date */
};

/* False when the run has no intervals. */
bool hr_timeline_init(struct hr_timeline *timeline, const struct hr_scene *scene);
/* Middle of interval @i of the timeline, in seconds since its start: x of time axes. */
double hr_timeline_x(const struct hr_timeline *timeline, size_t i);
int64_t hr_timeline_ns(const struct hr_timeline *timeline, size_t i); /* its begin */
/* Seconds of interval @i that the run covers; NaN when so few that a rate over them would mislead.
 */
double hr_timeline_covered_s(const struct hr_timeline *timeline, size_t i);
/* Axis over the whole timeline, between two pixels. */
void hr_timeline_axis(const struct hr_timeline *timeline, struct hr_axis *axis, double from,
                      double to);
/* Appends the clock time of interval @i with date if needed and zone: "02:24:10 UTC". */
void hr_timeline_when(const struct hr_timeline *timeline, size_t i, struct hr_str *out);

/* One value per interval: NaN where the label has no cell (or no timed sample). */
enum hr_per_interval {
	HR_PER_MEAN_MS,
	HR_PER_MAX_MS,
	HR_PER_LATENCY_MS, /* mean time to the first byte */
	HR_PER_CONNECT_MS,
	HR_PER_OK_PER_S, /* these are 0 where nothing ended */
	HR_PER_FAILED_PER_S,
	HR_PER_REQUESTS_PER_S,
	HR_PER_RECEIVED_PER_S, /* bytes */
	HR_PER_SENT_PER_S,
	HR_PER_ERROR_RATIO,
};

/* @out holds timeline->count values. */
void hr_timeline_values(const struct hr_timeline *timeline, const struct hr_label *label,
                        enum hr_per_interval what, double *out);
/* Quantiles of the intervals' sketches, @p in [0,1]. */
void hr_timeline_quantiles(const struct hr_timeline *timeline, const struct hr_label *label,
                           double p, double *out);
/* Users of all hosts together; false when none are known. */
bool hr_timeline_users(const struct hr_timeline *timeline, const struct hr_run *run, double *out);

/* What a list of values does over time, as a sentence without its end: "p95 is mostly between 180
 * ms and 240 ms, highest 1.2 s at 02:24:10 UTC". Nothing when all are NaN. */
void hr_timeline_describe(const struct hr_timeline *timeline, const char *name,
                          const double *values, enum hr_quantity quantity, struct hr_str *out);

#endif
