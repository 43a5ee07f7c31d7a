/*
 * A program with something to read, run without a shell.
 */
#ifndef HR_DELIVER_RUN_PROGRAM_H
#define HR_DELIVER_RUN_PROGRAM_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

/*
 * hr_run_program - run it, give it @input on its standard input, wait.
 * @arguments  the program, found in PATH, and its arguments; NULL-terminated
 * Its output goes to our standard error. After @timeout_ns its process group is killed.
 * Errors: HR_EIO when it cannot be started, is killed, or ends with another status than 0.
 */
enum hr_err hr_run_program(char *const *arguments, struct hr_slice input, int64_t timeout_ns,
                           struct hr_error *err) HR_MUST_CHECK;

#endif
