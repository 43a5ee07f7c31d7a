/*
 * What the stages about objectives share.
 */
#ifndef HR_CLI_STAGE_SLO_H
#define HR_CLI_STAGE_SLO_H

#include "analyse/slo.h"
#include "cli/stage.h"

/* HR_ECONFIG when the job has no objectives. */
enum hr_err hr_stage_slo_need(const struct hr_job *job, struct hr_error *err) HR_MUST_CHECK;
/* Objectives of the job against the run, as of --as-of. End with hr_slo_results_release(). */
void hr_stage_slo_evaluate(const struct hr_stage_context *context, struct hr_slo_results *out);

#endif
