/*
 * The program from its words to its exit status: which command they name, its options, its
 * operands.
 */
#include <config.h>
#include "cli/cli_main.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/output.h"
#include "base/suggest.h"
#include "base/url.h"
#include "cli/action.h"
#include "cli/command.h"
#include "cli/complete.h"
#include "cli/help.h"
#include "cli/mode_alias.h"
#include "cli/output_clash.h"

static enum hr_exit usage_error(const struct hr_error *err, const char *command)
{
	hr_log_error(err);
	hr_log(HR_LOG_ERROR, "try 'headroom %s%s--help'", command, command[0] != '\0' ? " " : "");
	return HR_EXIT_TROUBLE;
}

/* "-" is a name for scripts; people read what it stands for (outputs say so themselves). */
static enum hr_exit trouble(struct hr_error *err)
{
	if (strcmp(err->source, "-") == 0)
		snprintf(err->source, sizeof(err->source), "standard input");
	hr_log_error(err);
	return HR_EXIT_TROUBLE;
}

/* The command that stands behind its options, or NULL. */
static const char *later_command(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		if (hr_command_find(argv[i]) != NULL)
			return argv[i];
	return NULL;
}

/* What else may stand where a command does; -v is what other programs call it. */
static enum hr_exit unknown_option(int argc, char **argv)
{
	const char *word = argv[1], *command = later_command(argc, argv);
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(word) };
	struct hr_error err = { 0 };

	if (strcasecmp(word, "-v") == 0)
		suggestion.best = "--version";
	hr_suggest_try(&suggestion, "--help");
	hr_suggest_try(&suggestion, "--version");
	if (suggestion.best == NULL && command != NULL)
		hr_error_set(&err, HR_EINVAL,
		             "a command is expected before its options: 'headroom %s %s ...'",
		             command, word);
	else if (suggestion.best == NULL)
		hr_error_set(&err, HR_EINVAL,
		             "a command is expected before '%s', such as 'headroom report %s'",
		             word, word);
	else
		hr_error_set(&err, HR_EINVAL, "unknown option %s%s", word,
		             hr_suggest_hint(&suggestion, NULL));
	return usage_error(&err, "");
}

static enum hr_exit unknown_command(int argc, char **argv)
{
	const char *word = argv[1];
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(word) };
	struct hr_error err = { 0 };
	struct stat info;

	if (word[0] == '-')
		return unknown_option(argc, argv);
	for (size_t i = 0; hr_commands[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_commands[i]->name);
	hr_suggest_try(&suggestion, "--version");
	if (suggestion.best == NULL && stat(word, &info) == 0)
		hr_error_set(&err, HR_EINVAL,
		             "'%s' is a file; a command is expected before it, "
		             "such as 'headroom report %s'",
		             word, word);
	else
		hr_error_set(&err, HR_EINVAL, "unknown command '%s'%s", word,
		             suggestion.best != NULL ? hr_suggest_hint(&suggestion, NULL) : "");
	return usage_error(&err, "");
}

static enum hr_exit print(const struct hr_str *text)
{
	struct hr_error err = { 0 };

	if (hr_output_file("-", hr_str_slice(text), &err) == HR_OK)
		return HR_EXIT_PASS;
	hr_log_error(&err);
	return HR_EXIT_TROUBLE;
}

static enum hr_exit print_help(const struct hr_command *command)
{
	struct hr_str text = { 0 };
	enum hr_exit status;

	if (command != NULL)
		hr_help_command(command, &text);
	else
		hr_help_overview(&text);
	status = print(&text);
	hr_str_release(&text);
	return status;
}

static enum hr_exit print_version(void)
{
	struct hr_str text = { 0 };
	enum hr_exit status;

	hr_help_version(&text);
	status = print(&text);
	hr_str_release(&text);
	return status;
}

static enum hr_err check_operands(const struct hr_command *command,
                                  const struct hr_settings *settings, struct hr_error *err)
{
	if (settings->operands.count < command->operands_min)
		return hr_error_set(err, HR_EINVAL, "%s needs %s", command->name,
		                    command->operands);
	if (settings->operands.count > command->operands_max)
		return hr_error_set(err, HR_EINVAL, "%s: unexpected operand '%s'", command->name,
		                    settings->operands.items[command->operands_max]);
	return HR_OK;
}

/* A folder that is not there would be passed over, and the page be the usual one. */
static enum hr_err check_template_dir(const struct hr_settings *settings, struct hr_error *err)
{
	struct stat info;

	if (settings->template_dir == NULL ||
	    (stat(settings->template_dir, &info) == 0 && S_ISDIR(info.st_mode)))
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "--template-dir: '%s' is no folder",
	                    settings->template_dir);
}

/* Messages link to it: what a click must not do is not sent. */
static enum hr_err check_report_url(const struct hr_settings *settings, struct hr_error *err)
{
	struct hr_error inner = { 0 };

	if (settings->report_url == NULL ||
	    hr_url_check(settings->report_url, HR_URL_HTTP, &inner) == HR_OK)
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "--report-url: %s", inner.text);
}

static void set_log_level(const struct hr_settings *settings)
{
	if (settings->quiet)
		hr_log_set_level(HR_LOG_ERROR);
	else if (settings->verbose)
		hr_log_set_level(HR_LOG_DETAIL);
}

static enum hr_err run_action(const struct hr_command *command, const struct hr_settings *settings,
                              enum hr_exit *status, struct hr_error *err)
{
	if (command->actions != NULL)
		return hr_action_run(command->name, command->actions, settings, status, err);
	return command->run(settings, status, err);
}

static enum hr_exit run_command(const struct hr_command *command, int argc, char **argv)
{
	struct hr_settings settings = { 0 };
	struct hr_error err = { 0 };
	enum hr_exit status = HR_EXIT_PASS;
	enum hr_err code;

	settings.folder = command->folder;
	code = hr_options_parse(argc, argv, command->groups, &settings, &err);
	if (code == HR_OK && settings.help) {
		status = print_help(command);
	} else if (code == HR_OK && settings.version) {
		status = print_version();
	} else {
		if (code == HR_OK)
			code = check_operands(command, &settings, &err);
		if (code != HR_OK) {
			status = usage_error(&err, command->name);
		} else {
			set_log_level(&settings);
			code = check_template_dir(&settings, &err);
			if (code == HR_OK)
				code = check_report_url(&settings, &err);
			if (code == HR_OK)
				code = hr_outputs_distinct(&settings, &err);
			if (code == HR_OK)
				code = run_action(command, &settings, &status, &err);
			if (code != HR_OK)
				status = trouble(&err);
		}
	}
	hr_settings_release(&settings);
	return status;
}

static enum hr_exit unknown_kind(const struct hr_command *command, const char *word)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(word) };
	struct hr_error err = { 0 };

	for (size_t i = 0; command->kinds[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_command_word(command->kinds[i]));
	if (word[0] == '\0')
		hr_error_set(&err, HR_EINVAL, "%s what? It takes %s", command->name,
		             suggestion.list);
	else
		hr_error_set(&err, HR_EINVAL, "%s takes %s, not '%s'%s", command->name,
		             suggestion.list, word,
		             suggestion.best != NULL ? hr_suggest_hint(&suggestion, NULL) : "");
	return usage_error(&err, command->name);
}

/* headroom capture http ... */
static enum hr_exit run_kind(const struct hr_command *command, int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	const struct hr_command *kind = hr_command_kind(command, word);

	if (kind != NULL)
		return run_command(kind, argc - 1, argv + 1);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return print_help(command);
	if (strcmp(word, "--version") == 0)
		return print_version();
	return unknown_kind(command, word);
}

/* headroom --mode=NAME ... */
static enum hr_exit run_mode(int argc, char **argv)
{
	struct hr_mode_alias alias;
	struct hr_error err = { 0 };
	enum hr_exit status;

	if (hr_mode_alias(argc, argv, &alias, &err) != HR_OK)
		status = usage_error(&err, "");
	else
		status = run_command(hr_command_find(alias.argv[1]), alias.argc - 1,
		                     alias.argv + 1);
	hr_mode_alias_release(&alias);
	return status;
}

enum hr_exit hr_cli_main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : NULL;
	const struct hr_command *command;

	if (word == NULL) {
		struct hr_error err = { 0 };

		hr_error_set(&err, HR_EINVAL, "no command given");
		return usage_error(&err, "");
	}
	if (hr_mode_alias_used(argc, argv))
		return run_mode(argc, argv);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return print_help(NULL);
	if (strcmp(word, "--version") == 0)
		return print_version();
	if (strcmp(word, "__complete") == 0) {
		struct hr_str text = { 0 };
		enum hr_exit status;

		hr_complete(argc - 2, argv + 2, &text);
		status = print(&text);
		hr_str_release(&text);
		return status;
	}
	command = hr_command_find(word);
	if (command == NULL)
		return unknown_command(argc, argv);
	if (command->kinds != NULL)
		return run_kind(command, argc - 1, argv + 1);
	return run_command(command, argc - 1, argv + 1);
}
