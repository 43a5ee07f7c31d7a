/*
 * One run of a command, measured: how long it took, what it used, how it ended.
 */
#ifndef HR_CAPTURE_EXEC_H
#define HR_CAPTURE_EXEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define HR_EXEC_GRACE_NS INT64_C(2000000000) /* from asking a command to end to killing it */

struct hr_exec_options {
	char *const *arguments; /* the program, found in PATH, and its arguments; NULL-terminated */
	int64_t timeout_ns;     /* 0: none */
	bool show_output;       /* what it prints goes to stderr, else nowhere */
};

enum hr_exec_end {
	HR_EXEC_EXITED,  /* by itself, with a status */
	HR_EXEC_KILLED,  /* by a signal */
	HR_EXEC_TIMEOUT, /* we ended it */
	HR_EXEC_STOPPED, /* we were told to stop and passed that on */
};

struct hr_exec_result {
	enum hr_exec_end end;
	int status;         /* the exit status, or the number of the signal */
	int64_t start_ns;   /* by the wall clock */
	int64_t elapsed_ns; /* by the monotonic clock */
	/* Of the command and those of its children it waited for. */
	int64_t user_ns, system_ns;
	int64_t peak_bytes; /* of the largest of them */
};

/*
 * hr_exec_run - start the command in a process group of its own and wait for its end.
 * Its standard input is empty. When hr_stop_wanted() or the time is over, the group gets the signal
 * that we got (SIGTERM for a timeout), and SIGKILL when it is still there after HR_EXEC_GRACE_NS.
 * Errors: HR_EIO when it cannot be started.
 */
enum hr_err hr_exec_run(const struct hr_exec_options *options, struct hr_exec_result *out,
                        struct hr_error *err) HR_MUST_CHECK;

#endif
