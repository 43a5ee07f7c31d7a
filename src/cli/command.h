/*
 * Commands: one entry each, listed in commands.c. Dispatch, help, completion and the checks of the
 * man pages read the table.
 */
#ifndef HR_CLI_COMMAND_H
#define HR_CLI_COMMAND_H

#include "base/error.h"
#include "cli/exit_status.h"
#include "cli/option.h"
#include "cli/settings.h"

struct hr_action;

struct hr_command {
	const char *name;                  /* of a kind: "capture http" */
	const char *summary;               /* one line, lower case */
	const char *operands;              /* as help shows them: "[FILE ...]" */
	size_t operands_min, operands_max; /* SIZE_MAX = any */
	hr_option_groups groups;           /* enum hr_option_group */
	/* -o names a folder for a report; this one without -o, "" for none. NULL: -o names a file.
	 */
	const char *folder;
	const char *details; /* more lines of help, ended by newline; may be NULL */
	/* Commands of which the next word chooses one ("capture http"), NULL-terminated; each has
	 * its own options and operands, and this one then has neither. NULL: no such word. */
	const struct hr_command *const *kinds;
	/* Of which the first operand chooses one ("history list"), with the options that all of
	 * them share; instead of @run. NULL: no such word. */
	const struct hr_action *actions;
	/* HR_OK with *status set, or an error, which main reports with status 2. */
	enum hr_err (*run)(const struct hr_settings *settings, enum hr_exit *status,
	                   struct hr_error *err);
};

extern const struct hr_command *const hr_commands[]; /* NULL-terminated, in the order of help */
const struct hr_command *hr_command_find(const char *name); /* NULL when unknown */
/* What the second word names: of "capture http" by "http". NULL when unknown. */
const struct hr_command *hr_command_kind(const struct hr_command *command, const char *word);
/* The last word of its name. */
const char *hr_command_word(const struct hr_command *command);
/* The names of those that have an option of these groups: "report, slo, capture http". */
void hr_commands_with(hr_option_groups groups, struct hr_str *out);
/* Its option groups, or those of all its kinds. */
hr_option_groups hr_command_groups(const struct hr_command *command);

#endif
