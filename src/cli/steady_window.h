/*
 * --steady-state: the window that a job takes when the run itself decides.
 */
#ifndef HR_CLI_STEADY_WINDOW_H
#define HR_CLI_STEADY_WINDOW_H

#include "cli/job.h"
#include "record/run.h"

/* Sets the job's window to where @whole, which gets classified, was steady. Without a steady state
 * there is no window, and a warning says why. */
void hr_steady_window_set(struct hr_job *job, struct hr_run *whole);

#endif
