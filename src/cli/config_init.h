/*
 * A configuration to start from, made from a recording.
 */
#ifndef HR_CLI_CONFIG_INIT_H
#define HR_CLI_CONFIG_INIT_H

#include <jansson.h>

#include "cli/job.h"
#include "record/run.h"

/* Objectives that the run supports: an availability whose lower bound it reached, and a latency of
 * the 95th percentile with a tenth more. Gives a reference. */
json_t *hr_config_init(const struct hr_job *job, const struct hr_run *run);

#endif
