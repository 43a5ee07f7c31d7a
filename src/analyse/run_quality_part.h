/*
 * What the rules of test validity share: what they look at, how they say what they found. Each rule
 * answers one question about a run; those of one subject are one file.
 */
#ifndef HR_ANALYSE_RUN_QUALITY_PART_H
#define HR_ANALYSE_RUN_QUALITY_PART_H

#include "analyse/run_intervals.h"
#include "analyse/run_quality.h"

/* All is borrowed. */
struct hr_quality_view {
	const struct hr_run *run;
	const struct hr_label *total;
	const struct hr_run_intervals *intervals;
	const struct hr_declared_options *options;
	struct hr_run_quality *quality;
};

/* A rule that has nothing to look at leaves the finding as it is: it does not apply. */
typedef void hr_quality_rule(const struct hr_quality_view *view,
                             struct hr_run_quality_finding *finding);

/* quality_recording.c, quality_generator.c, quality_load.c, in this order */
hr_quality_rule hr_quality_too_short;
hr_quality_rule hr_quality_few_samples;
hr_quality_rule hr_quality_warm_up;
hr_quality_rule hr_quality_not_steady;
hr_quality_rule hr_quality_generator_saturated;
hr_quality_rule hr_quality_generator_busy;
hr_quality_rule hr_quality_connect_rising;
hr_quality_rule hr_quality_gaps;
hr_quality_rule hr_quality_clock_skew;
hr_quality_rule hr_quality_bad_rows;
hr_quality_rule hr_quality_truncated;
hr_quality_rule hr_quality_coordinated_omission;
hr_quality_rule hr_quality_rate_not_reached;
hr_quality_rule hr_quality_mix_differs;
hr_quality_rule hr_quality_load_differs;
hr_quality_rule hr_quality_duration_differs;
hr_quality_rule hr_quality_requests_differ;

/* The rule applies, and all is well so far: @observed against @limit, both in @unit. */
void hr_quality_measure(struct hr_run_quality_finding *finding, double observed, double limit,
                        const char *unit);
/* One more number behind it, at most HR_RUN_QUALITY_EVIDENCE_MAX. */
void hr_quality_evidence(struct hr_run_quality_finding *finding, const char *name, double value);
/* It warns; the last message counts. */
void hr_quality_warn(struct hr_run_quality_finding *finding, const char *format, ...)
        HR_PRINTF(2, 3);
/* The largest value of the series whose name is @begin and then @end; NaN without such a series. */
double hr_quality_largest_of(const struct hr_run *run, struct hr_slice begin, const char *end);

#endif
