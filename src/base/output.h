/*
 * Outputs: a file appears whole or not at all (temporary file in the same folder, fsync, rename,
 * fsync of the folder). A target that is no regular file (/dev/null, a FIFO) and "-" are written
 * straight.
 */
#ifndef HR_BASE_OUTPUT_H
#define HR_BASE_OUTPUT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

struct hr_output;

enum hr_err hr_output_open(const char *path, struct hr_output **out,
                           struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_output_write(struct hr_output *output, struct hr_slice bytes,
                            struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_output_open_growing - as hr_output_open, for what is written over a long time and worth having
 * in part: it grows as PATH.part, is kept when the output is aborted or the program is killed, and
 * is cut back to its last whole line when a write fails.
 * Errors: HR_EINVAL also when another program holds the part.
 */
enum hr_err hr_output_open_growing(const char *path, struct hr_output **out,
                                   struct hr_error *err) HR_MUST_CHECK;
/* Does it have a part? Not when it is written straight. */
bool hr_output_is_growing(const struct hr_output *output);
/* Hand to the system what is buffered. */
enum hr_err hr_output_flush(struct hr_output *output, struct hr_error *err) HR_MUST_CHECK;
/* Forget a growing output with its part. */
void hr_output_discard(struct hr_output *output);
/* What an output that fails leaves, for a message: "night.jtl.part holds what was written". */
const char *hr_output_left(struct hr_output *output);
/* Flush, check and put in place; the output is freed in any case. A failed one leaves the old file
 * and no temporary one. */
enum hr_err hr_output_commit(struct hr_output *output, struct hr_error *err) HR_MUST_CHECK;
/* Forget it: nothing appears. NULL is fine. */
void hr_output_abort(struct hr_output *output);
/* Open, write, commit in one. */
enum hr_err hr_output_file(const char *path, struct hr_slice bytes,
                           struct hr_error *err) HR_MUST_CHECK;
/* Remove temporary files of outputs still open: for the signal path of main. Async-signal-safe. */
void hr_output_cleanup(void);
/* mkdir -p, mode 0777 under the umask. */
enum hr_err hr_output_make_folder(const char *path, struct hr_error *err) HR_MUST_CHECK;

#endif
