/*
 * headroom help: the overview, one command, or one table.
 */
#include <config.h>
#include "cli/commands.h"

#include <string.h>

#include "base/output.h"
#include "base/suggest.h"
#include "cli/help.h"

static enum hr_err unknown_topic(const char *word, struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(word) };

	for (size_t i = 0; hr_commands[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_commands[i]->name);
	for (size_t i = 0; i < hr_help_topic_count; i++)
		hr_suggest_try(&suggestion, hr_help_topics[i].name);
	return hr_error_set(err, HR_EINVAL, "no help topic '%s'%s", word,
	                    hr_suggest_hint(&suggestion, "headroom --help"));
}

/* @more  the word after it, NULL when there is none: "capture http" */
static enum hr_err write_topic(const char *word, const char *more, struct hr_str *out,
                               struct hr_error *err)
{
	const struct hr_command *command = hr_command_find(word);

	if (command != NULL && more != NULL) {
		command = hr_command_kind(command, more);
		if (command == NULL)
			return hr_error_set(err, HR_EINVAL,
			                    "no help on '%s %s'; see 'headroom help %s'", word,
			                    more, word);
	}
	if (command != NULL) {
		hr_help_command(command, out);
		return HR_OK;
	}
	for (size_t i = 0; i < hr_help_topic_count; i++) {
		if (strcmp(hr_help_topics[i].name, word) == 0) {
			hr_help_topics[i].write(out);
			return HR_OK;
		}
	}
	return unknown_topic(word, err);
}

static enum hr_err help(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = HR_OK;

	(void)status;
	if (settings->operands.count == 0)
		hr_help_overview(&text);
	else
		code = write_topic(settings->operands.items[0],
		                   settings->operands.count > 1 ? settings->operands.items[1]
		                                                : NULL,
		                   &text, err);
	if (code == HR_OK)
		code = hr_output_file("-", hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

const struct hr_command hr_command_help = {
	.name = "help",
	.summary = "help on a command or topic",
	.operands = "[COMMAND [KIND] | TOPIC]",
	.operands_max = 2,
	.groups = HR_GROUP(COMMON),
	.run = help,
};
