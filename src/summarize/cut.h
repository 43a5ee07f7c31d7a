/*
 * Windows and label patterns on a run that is summarised already (a document read back).
 */
#ifndef HR_SUMMARIZE_CUT_H
#define HR_SUMMARIZE_CUT_H

#include "record/filter.h"
#include "record/run.h"

/*
 * hr_run_cut - keep what @filter lets through.
 *
 * Labels are kept whole or dropped. Without a window that is all, and exact.
 *
 * With a window those intervals are kept that lie wholly inside it (a request belongs to the
 * interval in which it ended), and labels are rebuilt from them:
 * - exact are count, errors, sums, mean, minimum and maximum of elapsed times, mean latency and
 *   connect time, bytes, response codes and users per interval;
 * - within 3.2 % (HR_SKETCH_RELATIVE_ERROR; run->rebuilt says so) are percentiles and the deviation
 * of elapsed times, from the interval sketches; successes and failures are not told apart any more:
 * all are in `ok`, or in `failed` when every request failed;
 * - unknown are codes and errors by label, and the distributions of latency and connect time (see
 *   hr_timing_is_complete()).
 *
 * Start and end of a label snap to its first and last interval within its own span. Labels without
 * intervals (histograms, aggregates, samples without times) are dropped. Series keep the points
 * wholly inside, events stay that reach into the window.
 */
void hr_run_cut(struct hr_run *run, const struct hr_filter *filter);

/* Intervals of a run's grid, both ends included. */
struct hr_interval_span {
	int64_t first, last;
};

/*
 * hr_run_extract - the labels and series of a run as if it held only the intervals of @spans.
 * @spans  ascending, apart from each other
 * @out    initialised by the call; its labels and grid are filled, as hr_run_cut() rebuilds them;
 *         which are sub-results is as in the whole run. Their start and end span the time that is
 *         covered, so that rates are those while it lasted. Series keep the points within. Cost:
 * the intervals covered, times the labels.
 */
void hr_run_extract(const struct hr_run *run, const struct hr_interval_span *spans, size_t count,
                    struct hr_run *out);

#endif
