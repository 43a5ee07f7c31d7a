/*
 * Growing inputs as one run: each is read as it grows and stays summarised, so that a look costs
 * what has come since the last one, and the size of the summary, but not that of the files.
 */
#ifndef HR_CLI_WATCH_RUN_H
#define HR_CLI_WATCH_RUN_H

#include "cli/job.h"
#include "record/run.h"

struct hr_watch_run;

/* The inputs of @job, which is borrowed. Errors: HR_EIO. */
enum hr_err hr_watch_run_open(struct hr_job *job, struct hr_watch_run **out,
                              struct hr_error *err) HR_MUST_CHECK;
/* Read all that has come. *ended: no input can grow any more. Errors: of the inputs. */
enum hr_err hr_watch_run_read(struct hr_watch_run *watch, int64_t monotonic_ns, bool *ended,
                              struct hr_error *err) HR_MUST_CHECK;
/* Nothing more is read: last lines count without their ends. */
enum hr_err hr_watch_run_finish(struct hr_watch_run *watch, struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_watch_run_take - what was read so far as a run of its own, ready for a document.
 * A window of the job is taken anew each time, so that --last moves with the data; it snaps to
 * intervals, as of a document.
 * @run  initialised by the call; release it also after an error
 */
enum hr_err hr_watch_run_take(struct hr_watch_run *watch, struct hr_run *run,
                              struct hr_error *err) HR_MUST_CHECK;
/* All records so far. */
uint64_t hr_watch_run_records(const struct hr_watch_run *watch);
void hr_watch_run_close(struct hr_watch_run *watch);

#endif
