/*
 * From a loaded run to its document: the analyses that the job asks for, and the exit status that
 * follows.
 */
#ifndef HR_CLI_ANALYSE_RUN_H
#define HR_CLI_ANALYSE_RUN_H

#include <jansson.h>

#include "cli/exit_status.h"
#include "cli/job.h"
#include "record/run.h"

/* @run gets the APDEX thresholds of the job. Gives a reference. */
json_t *hr_analyse_run(const struct hr_job *job, struct hr_run *run);
/* Status of the document under --strict, --fail-on and --exit-zero; warns on stderr about rejected
 * rows. */
enum hr_exit hr_analyse_status(const struct hr_job *job, const struct hr_run *run,
                               const json_t *document);

#endif
