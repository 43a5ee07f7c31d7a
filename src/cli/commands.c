/*
 * The table of commands, and what is looked up in it.
 */
#include <config.h>
#include "cli/commands.h"

#include <string.h>

/* clang-format off */
const struct hr_command *const hr_commands[] = {
	&hr_command_report,
	&hr_command_summarize,
	&hr_command_merge,
	&hr_command_convert,
	&hr_command_slo,
	&hr_command_gate,
	&hr_command_reliability,
	&hr_command_chaos,
	&hr_command_stress,
	&hr_command_stability,
	&hr_command_forecast,
	&hr_command_capacity,
	&hr_command_capture,
	&hr_command_plan,
	&hr_command_watch,
	&hr_command_render,
	&hr_command_notify,
	&hr_command_compare,
	&hr_command_trend,
	&hr_command_history,
	&hr_command_baseline,
	&hr_command_explain,
	&hr_command_config,
	&hr_command_template,
	&hr_command_help,
	NULL,
};
/* clang-format on */

const struct hr_command *hr_command_find(const char *name)
{
	for (size_t i = 0; hr_commands[i] != NULL; i++) {
		if (strcmp(hr_commands[i]->name, name) == 0)
			return hr_commands[i];
	}
	return NULL;
}

const char *hr_command_word(const struct hr_command *command)
{
	const char *blank = strrchr(command->name, ' ');

	return blank != NULL ? blank + 1 : command->name;
}

const struct hr_command *hr_command_kind(const struct hr_command *command, const char *word)
{
	for (size_t i = 0; command->kinds != NULL && command->kinds[i] != NULL; i++) {
		if (strcmp(hr_command_word(command->kinds[i]), word) == 0)
			return command->kinds[i];
	}
	return NULL;
}

hr_option_groups hr_command_groups(const struct hr_command *command)
{
	hr_option_groups groups = command->groups;

	for (size_t i = 0; command->kinds != NULL && command->kinds[i] != NULL; i++)
		groups |= command->kinds[i]->groups;
	return groups;
}

static void put_with(const struct hr_command *command, hr_option_groups groups, struct hr_str *out)
{
	if (command->kinds == NULL && (command->groups & groups) != 0)
		hr_str_printf(out, "%s%s", out->length > 0 ? ", " : "", command->name);
	for (size_t i = 0; command->kinds != NULL && command->kinds[i] != NULL; i++)
		put_with(command->kinds[i], groups, out);
}

void hr_commands_with(hr_option_groups groups, struct hr_str *out)
{
	for (size_t i = 0; hr_commands[i] != NULL; i++)
		put_with(hr_commands[i], groups, out);
}
