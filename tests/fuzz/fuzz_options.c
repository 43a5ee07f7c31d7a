/*
 * Words of a command line, one a line, the first of which names a command: they are parsed and
 * given types, or refused with a reason; completion answers for the last of them. Nothing is run.
 * Also secrets in the environment, which configurations name.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <string.h>

#include "base/secret.h"
#include "cli/command.h"
#include "cli/complete.h"
#include "cli/job.h"
#include "cli/mode_alias.h"
#include "cli/option.h"
#include "cli/report_output.h"

#define WORDS_MAX 32

/* Options that read files are no part of this. */
static bool reads_files(const struct hr_settings *settings)
{
	return settings->config != NULL || settings->sla_config != NULL ||
	       settings->label_map.count > 0 || settings->plans.count > 0 ||
	       settings->hosts != NULL;
}

static void parse(const struct hr_command *command, int argc, char **argv)
{
	hr_option_groups groups = hr_command_groups(command);
	struct hr_settings settings = { .folder = command->folder };
	struct hr_report_targets targets = { 0 };
	struct hr_error err = { 0 };
	struct hr_job job;

	if (hr_options_parse(argc, argv, groups, &settings, &err) == HR_OK &&
	    !reads_files(&settings)) {
		if (hr_job_init_settings(&job, &settings, &err) != HR_OK)
			fuzz_require(err.text[0] != '\0');
		hr_job_release(&job);
		err = (struct hr_error){ 0 };
		if (hr_report_targets_parse(&settings, &targets, &err) != HR_OK)
			fuzz_require(err.text[0] != '\0');
		hr_report_targets_release(&targets);
	} else {
		fuzz_require(reads_files(&settings) || err.text[0] != '\0');
	}
	hr_settings_release(&settings);
}

static void take_words(int argc, char **argv)
{
	const struct hr_command *command = hr_command_find(argv[1]);
	struct hr_mode_alias alias = { 0 };
	struct hr_error err = { 0 };
	struct hr_str out = { 0 };

	hr_complete(argc - 1, argv + 1, &out);
	hr_str_release(&out);
	if (hr_mode_alias_used(argc, argv)) {
		if (hr_mode_alias(argc, argv, &alias, &err) == HR_OK)
			parse(hr_command_find(alias.argv[1]), alias.argc - 1, alias.argv + 1);
		hr_mode_alias_release(&alias);
	}
	if (command != NULL)
		parse(command, argc - 1, argv + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_str text = { 0 }, secret = { 0 };
	char program[] = "headroom", *argv[WORDS_MAX + 2] = { program }, *rest;
	struct hr_error err = { 0 };
	int argc = 1;

	hr_str_add(&text, (const char *)data, size);
	hr_str_text(&text);
	if (hr_secret_resolve(hr_str_text(&text), NULL, &secret, &err) != HR_OK)
		fuzz_require(err.text[0] != '\0');
	hr_str_release(&secret);
	rest = text.data;
	while (argc <= WORDS_MAX && rest != NULL)
		argv[argc++] = strsep(&rest, "\n");
	take_words(argc, argv);
	hr_str_release(&text);
	return 0;
}
