/*
 * A table as a history: each row is a run, or one label of it. What the columns mean is told from
 * their names and from what they hold.
 */
#ifndef HR_CLI_HISTORY_TABLE_H
#define HR_CLI_HISTORY_TABLE_H

#include "analyse/run_table.h"
#include "base/error.h"
#include "base/slice.h"
#include "base/zone.h"
#include "record/diag.h"

#define HR_HISTORY_TABLE_BYTES   ((size_t)256 << 20)
#define HR_HISTORY_TABLE_ROWS    200000
#define HR_HISTORY_TABLE_COLUMNS 64

/* Does the first line name a time, a label and at least three metrics, as no recording does? */
bool hr_history_table_sniff(struct hr_slice head);

/*
 * hr_history_table_read - the rows of a CSV text into @history.
 *   time        `Date`, `time`, `timestamp`, `started`: ISO 8601 or epoch; without one, rows are in
 *               order
 *   version     `version`, `commit`, `revision`, `build`
 *   run, environment, workload, label: by these names
 *   metrics     names, keys and aliases of record/metric, and JMeter's "90% Line", "# Samples",
 *               "Error %" ...
 *   dimensions  other columns with few different values: they are part of the label,
 *               "GET [Users 60]"
 *   others      numbers with many values are metrics of which no direction is known; texts are left
 *               out
 * Rows of one `run`, else consecutive rows of different labels within six hours and of one version,
 * are one run.
 * @path     for diagnostics      @zone  of times that have none
 * @metrics  NULL-terminated: of the known metrics only these
 * @diag     rows that are not usable are rejected there
 * Errors: HR_EPARSE without a header or any metric, HR_ELIMIT beyond the caps.
 */
enum hr_err hr_history_table_read(struct hr_slice text, const char *path,
                                  const struct hr_zone *zone, const char *const *metrics,
                                  struct hr_run_table *history, struct hr_diag *diag,
                                  struct hr_error *err) HR_MUST_CHECK;

#endif
