/*
 * Which history a job means, and the runs that its operands name.
 */
#ifndef HR_CLI_HISTORY_FOLDER_H
#define HR_CLI_HISTORY_FOLDER_H

#include "cli/job.h"

struct hr_store;

/* --history, else `history` of the configuration, else $HEADROOM_HISTORY, else HR_STORE_FOLDER.
 * Gives a store (hr_store_close()). */
struct hr_store *hr_history_open(const struct hr_job *job);
/* A text that means a file: it holds a '/', is "-", or names something that is there. Other texts
 * are names in the store. */
bool hr_history_is_file(const char *text);
/* "2026-11-20", or a duration before now ("90d"). */
enum hr_err hr_history_since(const struct hr_job *job, const char *text, const char *option,
                             int64_t *out, struct hr_error *err) HR_MUST_CHECK;

#endif
