/*
 * A configuration to start from, made from recordings or from a history.
 */
#ifndef HR_CLI_CONFIG_INIT_H
#define HR_CLI_CONFIG_INIT_H

#include <jansson.h>

#include "analyse/run_table.h"
#include "cli/job.h"
#include "record/run.h"

/* Objectives that the run supports, by days where it has enough of them; with what they rest on.
 * Gives a reference. */
json_t *hr_config_init(const struct hr_job *job, const struct hr_run *run);
/* The same of the runs of a history. */
json_t *hr_config_init_history(const struct hr_job *job, const struct hr_run_table *history);

#endif
