/*
 * What the files of the stress analysis share; for src/analyse only.
 */
#ifndef HR_ANALYSE_STRESS_PART_H
#define HR_ANALYSE_STRESS_PART_H

#include "analyse/stress.h"

/*
 * hr_stress_check_slos - the objectives of the configuration against one step.
 * Ratios and latencies by the counters of the run, in the seconds of the step; thresholds as
 * criteria. Least throughput and freshness say nothing of a light step and are left out; what was
 * not counted is inconclusive. Decided by the point, not by bounds: steps are short.
 * @part, @total  the run as if it held the step alone
 */
void hr_stress_check_slos(const struct hr_run *run, const struct hr_load_step *step,
                          const struct hr_stress_options *options, const struct hr_run *part,
                          const struct hr_label *total, struct hr_checks *out);

/* Names of the objectives that the run holds no counts for; NULL when it holds all. To be freed. */
char *hr_stress_uncounted(const struct hr_run *run, const struct hr_config_slos *slos);

#endif
