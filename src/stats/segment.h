/*
 * Change points of a series of runs: where its level moved for good. Spikes are set aside, the
 * splits come from optimal partitioning over a path of penalties, one of them is chosen by an
 * information criterion that expects neighbouring residuals to be alike, and a split stays only if
 * the values on both sides differ by an exact rank test. Nothing is random, nothing is to be tuned.
 */
#ifndef HR_STATS_SEGMENT_H
#define HR_STATS_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>

#define HR_SEGMENT_SHORTEST 3    /* values in a segment */
#define HR_SEGMENT_VALUES   5000 /* in a series: beyond, quadratic cost is felt */

struct hr_change_point {
	size_t index;     /* first value of the new segment */
	size_t low, high; /* where it may as well lie: the criterion is within 2 ln n of the best */
	double p;         /* two-sided Mann-Whitney of the segments on both sides */
};

struct hr_segmentation {
	size_t n;
	struct hr_change_point *changes; /* ascending */
	size_t count;
	double *values; /* without spikes: what was segmented */
	bool *spike;
	size_t spike_count;
	double correlation; /* of neighbouring residuals, 0..0.99 */
	double noise;       /* standard deviation of residuals about the segments' means */
	double criterion;   /* n ln(RSS / n) + 4 K ln n, of the values scaled to a deviation of 1 */
	double scale;       /* that deviation; 0 when all values are equal */
};

/*
 * hr_segment - find the change points of a series.
 * @values  of @n <= HR_SEGMENT_VALUES, finite, in time order: logarithms of times and rates, log
 *          odds of ratios, so that changes are relative; borrowed
 * @out     release it
 * Cost at 365 values about 1 ms. Below 2 * HR_SEGMENT_SHORTEST values there is no change.
 */
void hr_segment(const double *values, size_t n, struct hr_segmentation *out);
/*
 * hr_segment_regimes - look at quiet segments by themselves, as long as they split.
 * One criterion measures every segment by the scatter of the whole: what is plain in a quiet year
 * is lost once a later year scatters more. A segment whose neighbouring values scatter by at most
 * 0.6 of that is searched with its own noise and its own spikes. Only adds changes, and only where
 * there was one: a series without any stays without. Values and criterion stay as they are.
 */
void hr_segment_regimes(struct hr_segmentation *segmentation);
void hr_segmentation_release(struct hr_segmentation *segmentation);
/* First index and end of the segment @i of 0 .. count. */
size_t hr_segmentation_first(const struct hr_segmentation *segmentation, size_t i);
size_t hr_segmentation_end(const struct hr_segmentation *segmentation, size_t i);
/* Take out the change @i and update the rank tests of its neighbours. */
void hr_segmentation_drop(struct hr_segmentation *segmentation, size_t i);

/*
 * hr_autoregressive_rss - sum of squared innovations of residuals that follow an AR(1).
 * @correlation  in: NaN to estimate it (clipped to 0..0.99) or the value to use; out: that used
 */
double hr_autoregressive_rss(const double *residuals, size_t n, double *correlation);

#endif
