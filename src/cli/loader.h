/*
 * The inputs of a job while they are read: each is opened, told apart, and handed to its reader.
 * For load.c and its sisters (load_window.c, load_records.c, load_whole.c), which decide what
 * becomes of them.
 */
#ifndef HR_CLI_LOADER_H
#define HR_CLI_LOADER_H

#include "base/input.h"
#include "base/progress.h"
#include "cli/input_hosts.h"
#include "cli/job.h"
#include "cli/known_inputs.h"
#include "read/read_input.h"
#include "record/forks.h"
#include "record/run.h"

/* All inputs of a job. */
struct hr_loader {
	struct hr_job *job;
	struct hr_run *run;
	struct hr_progress progress;
	struct hr_input_hosts hosts;
	struct hr_known_inputs known;
	size_t twice;           /* inputs whose content was known */
	struct hr_input **kept; /* by input: pipes read by the first pass, waiting for the second */
	unsigned threads;       /* that read one input */
};

/* Initialises @run, too; both are borrowed until release, which leaves them alone. */
void hr_loader_init(struct hr_loader *loader, struct hr_job *job, struct hr_run *run);
void hr_loader_release(struct hr_loader *loader);

/* A file can be opened again; a pipe or standard input is kept open between two passes. */
bool hr_loader_can_reopen(const char *path);
/* Bytes of a regular file; 0 of anything else. */
uint64_t hr_loader_bytes_of(const char *path);
/* Input @i of the job, opened or kept from an earlier pass. Gives it. */
enum hr_err hr_loader_open(struct hr_loader *loader, size_t i, struct hr_input **out,
                           struct hr_error *err) HR_MUST_CHECK;
/* Is it a document of ours, or a recording? Nothing is consumed. */
enum hr_err hr_loader_is_document(struct hr_input *input, bool *out,
                                  struct hr_error *err) HR_MUST_CHECK;
/* How a reader reads @input. Borrows from the job. */
struct hr_read_options hr_loader_read_options(const struct hr_job *job,
                                              const struct hr_job_input *input);
/*
 * hr_loader_read - the recording that is input @i, into @sink.
 * @forks   for several threads; may be NULL
 * @run     gets its entry among the inputs, and diagnostics
 * @result  what was read and assumed; release its assumptions
 */
enum hr_err hr_loader_read(struct hr_loader *loader, size_t i, struct hr_input *input,
                           struct hr_sink *sink, const struct hr_forks *forks, struct hr_run *run,
                           struct hr_read_result *result, struct hr_error *err) HR_MUST_CHECK;
/* The same, summarised into @run by the job's selection. */
enum hr_err hr_loader_summarize(struct hr_loader *loader, size_t i, struct hr_input *input,
                                struct hr_run *run, struct hr_read_result *result,
                                struct hr_error *err) HR_MUST_CHECK;
/* For --explain-input: what was assumed of an input, to standard error. */
void hr_loader_explain(const char *path, const struct hr_read_result *result);
/* One pass over all inputs. */
typedef enum hr_err hr_loader_pass(struct hr_loader *loader, void *context, struct hr_error *err);
/* Runs a pass, with progress on a terminal. */
enum hr_err hr_loader_run(struct hr_loader *loader, hr_loader_pass *pass, void *context,
                          struct hr_error *err) HR_MUST_CHECK;

/* load_window.c: the job's window as instants, after a look at all inputs where that is needed. */
enum hr_err hr_loader_resolve_window(struct hr_loader *loader, struct hr_error *err) HR_MUST_CHECK;
/* load.c: all inputs into the loader's run, settled. */
enum hr_err hr_loader_load(struct hr_loader *loader, struct hr_error *err) HR_MUST_CHECK;

#endif
