/*
 * What the stages about objectives share.
 */
#ifndef HR_CLI_STAGE_SLO_H
#define HR_CLI_STAGE_SLO_H

#include "analyse/slo.h"
#include "cli/stage.h"

/* HR_ECONFIG when the job has no objectives. */
enum hr_err hr_stage_slo_need(const struct hr_job *job, struct hr_error *err) HR_MUST_CHECK;
/* The second of --as-of; HR_SLI_SECOND_NONE when it is not given: the end of the events. */
enum hr_err hr_stage_as_of(const struct hr_job *job, int64_t *out,
                           struct hr_error *err) HR_MUST_CHECK;
/* Objectives of the job against the run, as of --as-of. End with hr_slo_results_release(). */
enum hr_err hr_stage_slo_evaluate(const struct hr_stage_context *context,
                                  struct hr_slo_results *out, struct hr_error *err) HR_MUST_CHECK;

#endif
