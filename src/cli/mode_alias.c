/* Modes to commands. */
#include <config.h>
#include "cli/mode_alias.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "cli/command.h"

static const struct {
	const char *mode, *command;
} modes[] = {
	{ "benchmark", "report" },
	{ "sla", "slo" },
	{ "capacity", "capacity" },
	{ "continuous", "watch" },
};
#define MODES (sizeof(modes) / sizeof(modes[0]))

/* The options that may have one dash here. */
static const char *const names[] = { "mode", "config", "sla-config", "output", "verbose" };
#define NAMES (sizeof(names) / sizeof(names[0]))

/* The option that @word is, and what stands behind its equals sign (NULL when none). */
static const char *option_of(const char *word, const char **value)
{
	size_t n;

	if (word[0] != '-')
		return NULL;
	word += word[1] == '-' ? 2 : 1;
	n = strcspn(word, "=");
	*value = word[n] == '=' ? word + n + 1 : NULL;
	for (size_t i = 0; i < NAMES; i++)
		if (strlen(names[i]) == n && memcmp(names[i], word, n) == 0)
			return names[i];
	return NULL;
}

bool hr_mode_alias_used(int argc, char **argv)
{
	const char *value, *name = argc > 1 ? option_of(argv[1], &value) : NULL;

	return name != NULL && strcmp(name, "verbose") != 0;
}

static enum hr_err find_command(const char *mode, bool has_output, const char **out,
                                struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(mode) };

	for (size_t i = 0; i < MODES; i++) {
		hr_suggest_try(&suggestion, modes[i].mode);
		if (mode == NULL || strcmp(mode, modes[i].mode) != 0)
			continue;
		*out = has_output && strcmp(mode, "sla") == 0 ? "report" : modes[i].command;
		if (hr_command_find(*out) != NULL)
			return HR_OK;
		return hr_error_set(err, HR_EUNSUPPORTED,
		                    "the mode '%s' needs the command '%s', which this build lacks",
		                    mode, *out);
	}
	if (mode == NULL)
		return hr_error_set(err, HR_EINVAL,
		                    "--mode is missing: benchmark, sla, capacity or continuous");
	return hr_error_set(err, HR_EINVAL, "unknown mode '%s'%s", mode,
	                    hr_suggest_hint(&suggestion, NULL));
}

static void put(struct hr_mode_alias *out, const char *option, const char *value)
{
	struct hr_str text = { 0 };

	hr_str_puts(&text, option);
	if (value != NULL)
		hr_str_puts(&text, value);
	out->argv[out->argc++] = hr_str_detach(&text);
}

enum hr_err hr_mode_alias(int argc, char **argv, struct hr_mode_alias *out, struct hr_error *err)
{
	const char *given[NAMES] = { NULL }, *command = "";
	enum hr_err code;

	*out = (struct hr_mode_alias){ .argv = hr_zalloc((size_t)argc + NAMES + 2,
		                                         sizeof(*out->argv)) };
	put(out, argv[0], NULL);
	put(out, "", NULL); /* the command, once it is known */
	for (int i = 1; i < argc; i++) {
		const char *value = NULL, *name = option_of(argv[i], &value);
		size_t at = 0;

		if (name == NULL) {
			put(out, argv[i], NULL);
			continue;
		}
		if (strcmp(name, "verbose") == 0) {
			put(out, "--verbose", NULL);
			continue;
		}
		if (value == NULL && i + 1 < argc)
			value = argv[++i];
		while (strcmp(names[at], name) != 0)
			at++;
		given[at] = value != NULL ? value : "";
	}
	code = find_command(given[0], given[3] != NULL, &command, err);
	if (code != HR_OK)
		return code;
	free(out->argv[1]);
	out->argv[1] = hr_strdup(command);
	/* With one configuration only it is the configuration. */
	if (given[1] != NULL || given[2] != NULL)
		put(out, "--config=", given[1] != NULL ? given[1] : given[2]);
	if (given[1] != NULL && given[2] != NULL)
		put(out, "--sla-config=", given[2]);
	if (given[3] != NULL)
		put(out, "--output=", given[3]);
	return HR_OK;
}

void hr_mode_alias_release(struct hr_mode_alias *alias)
{
	for (int i = 0; i < alias->argc; i++)
		free(alias->argv[i]);
	free(alias->argv);
	*alias = (struct hr_mode_alias){ 0 };
}
