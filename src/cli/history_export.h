/*
 * The history as a table: one row a run and label.
 */
#ifndef HR_CLI_HISTORY_EXPORT_H
#define HR_CLI_HISTORY_EXPORT_H

#include <stdint.h>

#include "cli/job.h"
#include "document/store.h"

#define HR_HISTORY_DATE_BYTES 32

/* "20261120T020000Z", as ids begin; "" for HR_INSTANT_NONE. */
void hr_history_date(int64_t instant_ns, char out[HR_HISTORY_DATE_BYTES]);
/* Leave only the runs that started at or after --since. */
enum hr_err hr_history_since_names(const struct hr_job *job, const struct hr_settings *settings,
                                   struct hr_store_names *runs, struct hr_error *err) HR_MUST_CHECK;
/* --metric, --label and -f csv|json of @settings. */
enum hr_err hr_history_export(const struct hr_store *store, const struct hr_store_names *runs,
                              const struct hr_settings *settings, struct hr_str *out,
                              struct hr_error *err) HR_MUST_CHECK;

#endif
