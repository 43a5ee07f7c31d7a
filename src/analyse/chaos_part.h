/*
 * What the files of analyse/chaos share: each fills its part of a result.
 */
#ifndef HR_ANALYSE_CHAOS_PART_H
#define HR_ANALYSE_CHAOS_PART_H

#include "analyse/chaos.h"

/* The borders of the windows, false when the time of the fault is not known; and what the events
 * of the run tell of the experiment. */
bool hr_chaos_find_windows(const struct hr_run *run, struct hr_chaos_result *result);
void hr_chaos_find_probes(const struct hr_run *run, struct hr_chaos_result *result);

/* A row a criterion and subject. */
void hr_chaos_judge(const struct hr_run *run, const struct hr_label *total,
                    struct hr_chaos_result *result);
/* The course of the first rows. */
void hr_chaos_trace(const struct hr_run *run, struct hr_chaos_result *result);
/* Is there somebody to judge, in a unit that fits? */
bool hr_chaos_can_judge(const struct hr_chaos_criterion *row);
/* Does the row decide whether the hypothesis held during the fault? */
bool hr_chaos_counts_during(const struct hr_chaos_result *result,
                            const struct hr_chaos_criterion *row);
/* Why @row has no figure in a window called @when, appended. */
void hr_chaos_put_missing(const struct hr_run *run, const struct hr_chaos_criterion *row,
                          int64_t from_ns, int64_t to_ns, const char *when, struct hr_str *out);

/* When the hypothesis held again for as long as it must; not known where a row cannot be judged or
 * nothing was recorded after the fault. */
void hr_chaos_find_recovery(const struct hr_run *run, struct hr_chaos_result *result);
/* When the experiment should have been stopped. */
void hr_chaos_find_abort(const struct hr_run *run, const struct hr_label *total,
                         struct hr_chaos_result *result);

#endif
