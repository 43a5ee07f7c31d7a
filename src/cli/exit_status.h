/*
 * Exit statuses, the same for every command.
 */
#ifndef HR_CLI_EXIT_STATUS_H
#define HR_CLI_EXIT_STATUS_H

enum hr_exit {
	HR_EXIT_PASS = 0,
	HR_EXIT_FAIL = 1,         /* at least one check failed */
	HR_EXIT_TROUBLE = 2,      /* usage, configuration, nothing usable read, failed output */
	HR_EXIT_INCONCLUSIVE = 3, /* no verdict possible */
	HR_EXIT_INTERRUPTED = 130,
};

#endif
