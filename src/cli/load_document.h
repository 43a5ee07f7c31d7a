/*
 * Documents as inputs: parsed, and turned back into runs.
 */
#ifndef HR_CLI_LOAD_DOCUMENT_H
#define HR_CLI_LOAD_DOCUMENT_H

#include <jansson.h>

#include "base/input.h"
#include "cli/job.h"
#include "record/run.h"
#include "record/sink.h"

/* The document that @input holds. Gives a reference. */
enum hr_err hr_load_parse(struct hr_input *input, json_t **out, struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_load_document_run - the run of that document.
 * @warn  say where its settings differ from the job's: they are not inherited
 * @run   is left released on error
 */
enum hr_err hr_load_document_run(const struct hr_job *job, struct hr_input *input, bool warn,
                                 struct hr_run *run, struct hr_error *err) HR_MUST_CHECK;

/* The points of the resource series of a document, each as one value, into @sink. */
enum hr_err hr_load_document_points(const struct hr_job *job, struct hr_input *input,
                                    struct hr_sink *sink, struct hr_error *err) HR_MUST_CHECK;

#endif
