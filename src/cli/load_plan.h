/*
 * What was declared: the test plans of a job.
 */
#ifndef HR_CLI_LOAD_PLAN_H
#define HR_CLI_LOAD_PLAN_H

#include "cli/job.h"
#include "record/run.h"

/* Adds the plans of the command line, else those of the configuration, to @run. Errors: of the
 * files and of hr_jmx_read(). */
enum hr_err hr_load_plans(const struct hr_job *job, struct hr_run *run,
                          struct hr_error *err) HR_MUST_CHECK;

#endif
