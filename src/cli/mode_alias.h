/*
 * The form `headroom --mode=benchmark --config=FILE --sla-config=FILE --output=FOLDER --verbose`,
 * with one or two dashes: commands under the names of another tool's modes.
 */
#ifndef HR_CLI_MODE_ALIAS_H
#define HR_CLI_MODE_ALIAS_H

#include <stdbool.h>

#include "base/error.h"

struct hr_mode_alias {
	char **argv; /* what was meant: argv[0] is the program; owned, NULL-terminated */
	int argc;
};

/* Does this command line use the form? */
bool hr_mode_alias_used(int argc, char **argv);
/*
 * hr_mode_alias - benchmark: report; sla: slo, or report when an output is named; capacity and
 * continuous: capacity and watch. Other words stay as they are. HR_EINVAL for an unknown mode.
 */
enum hr_err hr_mode_alias(int argc, char **argv, struct hr_mode_alias *out,
                          struct hr_error *err) HR_MUST_CHECK;
void hr_mode_alias_release(struct hr_mode_alias *alias);

#endif
