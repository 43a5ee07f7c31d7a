/*
 * The newest run of a table of runs as a run of its own.
 */
#ifndef HR_CLI_TABLE_RUN_H
#define HR_CLI_TABLE_RUN_H

#include "analyse/run_table.h"
#include "record/run.h"

/*
 * hr_table_run - @run is initialised: the last run of @history, its labels as aggregates of the
 * figures that the table has. Without a run it stays empty. hr_run_release() it; it is to be
 * classified before it is written.
 */
void hr_table_run(const struct hr_run_table *history, struct hr_run *run);

#endif
