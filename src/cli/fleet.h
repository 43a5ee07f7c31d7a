/*
 * The resource series of all inputs, one after the other or all at once: from a run as long as it
 * holds them all, else straight from the inputs, folded to days on the way.
 */
#ifndef HR_CLI_FLEET_H
#define HR_CLI_FLEET_H

#include "analyse/daily.h"
#include "cli/job.h"
#include "record/run.h"

#define HR_FLEET_MAX 200000 /* series */

/*
 * hr_fleet_each - call @take with every series by days.
 * A run keeps HR_SERIES_MAX series; when it had to drop some, the inputs are read once more, which
 * needs files.
 */
enum hr_err hr_fleet_each(const struct hr_job *job, const struct hr_run *run,
                          void (*take)(const struct hr_daily *daily, void *context), void *context,
                          struct hr_error *err) HR_MUST_CHECK;

#endif
