/*
 * Inputs to one run: recordings through their readers, documents as they are, everything merged.
 */
#ifndef HR_CLI_LOAD_H
#define HR_CLI_LOAD_H

#include "cli/job.h"
#include "record/run.h"
#include "record/sink.h"

/*
 * hr_load_run - all inputs of the job, as one run.
 * @run  initialised by the call; release it also after an error
 * Notes the window in job->document. Files with equal content are read once, with a note.
 */
enum hr_err hr_load_run(struct hr_job *job, struct hr_run *run, struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_load_for_stage - the same for one more analysis of a document.
 * @document  a single input that is a document and need not be cut is given whole, with the
 *            sections of other stages, and job->document becomes the settings it was made with;
 *            else NULL, and the caller makes a document of @run. Gives a reference, also on error.
 */
enum hr_err hr_load_for_stage(struct hr_job *job, struct hr_run *run, json_t **document,
                              struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_load_records - the records of all inputs that the job selects, one by one, into @sink.
 * @run  what is known of the inputs: paths, counts, diagnostics; no samples. Initialised by the
 *       call; release it also after an error
 * Documents hold no records: HR_EINVAL. Memory does not depend on the number of records.
 */
enum hr_err hr_load_records(struct hr_job *job, struct hr_sink *sink, struct hr_run *run,
                            struct hr_error *err) HR_MUST_CHECK;
/* The same for resource values: of a document it gives the points of the series, each as one
 * value. */
enum hr_err hr_load_readings(struct hr_job *job, struct hr_sink *sink, struct hr_run *run,
                             struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_load_one - one FILE that is a run of its own, as its document.
 * @identity  names of the command line and the configuration replace those of a document, too;
 *            else only a recording, which has none, gets them
 * The selection of the job (windows, patterns, masks) holds for it. Gives a reference.
 */
enum hr_err hr_load_one(const struct hr_job *job, const char *path, bool identity,
                        json_t **document, struct hr_error *err) HR_MUST_CHECK;
/* One document from a file or "-". Gives a reference. */
enum hr_err hr_load_document(const char *path, json_t **out, struct hr_error *err) HR_MUST_CHECK;

#endif
