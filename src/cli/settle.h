/*
 * The last steps from what inputs hold to what a document may show, so that one process and a pipe
 * agree.
 */
#ifndef HR_CLI_SETTLE_H
#define HR_CLI_SETTLE_H

#include "cli/job.h"
#include "record/run.h"

/* Name, environment, version and workload: of the command line, else of the configuration, else as
 * they are. */
void hr_settle_names(const struct hr_job *job, struct hr_run *run);
void hr_settle_document_names(const struct hr_job *job, json_t *document);
/* Secrets, and under --mask query strings, out of a classified run. */
void hr_settle_mask(const struct hr_job *job, struct hr_run *run);

#endif
