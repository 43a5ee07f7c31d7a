/*
 * Commands whose first operand is a word of their own: "history list".
 */
#ifndef HR_CLI_ACTION_H
#define HR_CLI_ACTION_H

#include <stdbool.h>

#include "cli/exit_status.h"
#include "cli/settings.h"
#include "base/error.h"

struct hr_action {
	const char *name; /* NULL ends a table */
	/* @settings  without the word among the operands */
	enum hr_err (*run)(const struct hr_settings *settings, enum hr_exit *status,
	                   struct hr_error *err);
	bool alone; /* takes no operands of its own */
};

/*
 * The action that the first operand names; an unknown one is HR_EINVAL, with the nearest, and so is
 * an operand of one that takes none.
 */
enum hr_err hr_action_run(const char *command, const struct hr_action *actions,
                          const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err) HR_MUST_CHECK;

#endif
