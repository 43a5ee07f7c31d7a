/*
 * Parts of a job: what job.c has from the files beside it.
 */
#ifndef HR_CLI_JOB_PART_H
#define HR_CLI_JOB_PART_H

#include "cli/job.h"

/*
 * hr_job_collect_inputs - the operands, else the inputs of the configuration, else stdin.
 * @format  of the command line, NULL for none: it holds for every input that says nothing of its
 *          own, as does job->read.mapping
 * HR_EINVAL for an empty operand, and when stdin would be a terminal.
 */
enum hr_err hr_job_collect_inputs(struct hr_job *job, const struct hr_format *format,
                                  struct hr_error *err) HR_MUST_CHECK;

/* One of --apdex, "[PATTERN=]T,F". HR_EINVAL or HR_EPARSE, naming the option. */
enum hr_err hr_job_add_apdex(struct hr_job *job, const char *text,
                             struct hr_error *err) HR_MUST_CHECK;
/* Thresholds of the labels that match @pattern, which is borrowed; the first rule that fits counts.
 */
void hr_job_add_apdex_rule(struct hr_job *job, const struct hr_pattern *pattern,
                           int64_t satisfied_ns, int64_t tolerated_ns);

#endif
