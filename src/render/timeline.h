/*
 * The time of a run as charts see it: stretches of one or more whole intervals, few enough to draw.
 * Intervals are joined exactly (counts added, sketches merged; percentiles are never averaged);
 * where that could hide what single intervals did, hr_timeline_range gives their extremes.
 */
#ifndef HR_RENDER_TIMELINE_H
#define HR_RENDER_TIMELINE_H

#include "render/axis.h"
#include "render/scene.h"

struct hr_timeline {
	size_t count;             /* of stretches */
	int64_t first;            /* number of the first interval */
	size_t intervals;         /* of the run's grid */
	size_t per;               /* intervals in a stretch; the last may have fewer */
	int64_t step_ns;          /* of the grid */
	int64_t start_ns, end_ns; /* what the samples cover, within the intervals */
	const struct hr_zone *zone;
	bool dated; /* spans more than one local day, so a time needs its date */
};

/* At most @most stretches. False when the run has no intervals. */
bool hr_timeline_init(struct hr_timeline *timeline, const struct hr_scene *scene, size_t most);
/* How many stretches, at most @most, so that each holds requests enough for a percentile to mean
 * something (but never fewer than 30 for that reason). */
size_t hr_timeline_stretches(const struct hr_label *label, size_t most);
/* Middle of stretch @i in seconds since the start: x of time axes. */
double hr_timeline_x(const struct hr_timeline *timeline, size_t i);
int64_t hr_timeline_ns(const struct hr_timeline *timeline, size_t i); /* its begin */
/* Seconds of a stretch that the run covers; NaN when so few that a rate over them would mislead. */
double hr_timeline_covered_s(const struct hr_timeline *timeline, size_t i);
/* Axis over the whole timeline, between two pixels. */
void hr_timeline_axis(const struct hr_timeline *timeline, struct hr_axis *axis, double from,
                      double to);
/* Appends the clock time of a stretch with date if needed and zone: "02:24:10 UTC". */
void hr_timeline_when(const struct hr_timeline *timeline, size_t i, struct hr_str *out);
/* Appends the length of a stretch: "20 s". */
void hr_timeline_length(const struct hr_timeline *timeline, struct hr_str *out);
/* The cells of a stretch joined into @out, zeroed before; false when there is none. The sketch is
 * the caller's (hr_sketch_release()). */
bool hr_timeline_join(const struct hr_timeline *timeline, const struct hr_label *label, size_t i,
                      struct hr_cell *out);

/* One value per stretch: NaN where the label has no cell (or no timed sample). */
enum hr_per_stretch {
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
                        enum hr_per_stretch what, double *out);
/* Least and most of the single intervals of each stretch; both equal hr_timeline_values when a
 * stretch is one interval. */
void hr_timeline_range(const struct hr_timeline *timeline, const struct hr_label *label,
                       enum hr_per_stretch what, double *low, double *high);
/* Quantiles of the stretches' sketches, @p in [0,1]. */
void hr_timeline_quantiles(const struct hr_timeline *timeline, const struct hr_label *label,
                           double p, double *out);
/* Most users of all hosts together; false when none are known. */
bool hr_timeline_users(const struct hr_timeline *timeline, const struct hr_run *run, double *out);

/* Adds what a track counted, per second, to @values. */
void hr_timeline_track(const struct hr_timeline *timeline, const struct hr_track *track,
                       double *values);

/* What a list of values does over time, as a sentence without its end: "p95 is mostly between 180
 * ms and 240 ms, highest 1.2 s at 02:24:10 UTC". Nothing when all are NaN. */
void hr_timeline_describe(const struct hr_timeline *timeline, const char *name,
                          const double *values, enum hr_quantity quantity, struct hr_str *out);

#endif
