#include <config.h>
#include "cli/option.h"

#include <errno.h>
#include <popt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "cli/command.h"

#define OWNERS_BYTES 200 /* of the names of commands in a message */

const struct hr_option *hr_option_find(const char *name, hr_option_groups groups)
{
	for (size_t i = 0; i < hr_option_count; i++) {
		if ((hr_options[i].groups & groups) != 0 && strcmp(hr_options[i].name, name) == 0)
			return &hr_options[i];
	}
	return NULL;
}

/* The first row of a name counts: a command's own stands before that of a group it shares. */
static bool applies(const struct hr_option *option, hr_option_groups groups)
{
	return (option->groups & groups) != 0 && hr_option_find(option->name, groups) == option;
}

/* popt's view of the table: every option reports its row number + 1. */
static struct poptOption *popt_table(hr_option_groups groups)
{
	struct poptOption *table = hr_zalloc(hr_option_count + 1, sizeof(*table));
	size_t n = 0;

	for (size_t i = 0; i < hr_option_count; i++) {
		const struct hr_option *option = &hr_options[i];

		if (!applies(option, groups))
			continue;
		table[n++] = (struct poptOption){
			.longName = option->name,
			.shortName = option->letter,
			.argInfo = option->kind == HR_OPTION_FLAG ? POPT_ARG_NONE : POPT_ARG_STRING,
			.val = (int)i + 1,
		};
	}
	return table;
}

static bool is_choice(const char *const *choices, const char *text)
{
	for (; *choices != NULL; choices++) {
		if (strcmp(*choices, text) == 0)
			return true;
	}
	return false;
}

static enum hr_err wrong_choice(const struct hr_option *option, const char *text,
                                struct hr_error *err)
{
	struct hr_str list = { .limit = 200 };
	enum hr_err code;

	for (size_t i = 0; option->choices[i] != NULL; i++)
		hr_str_printf(&list, "%s%s", i > 0 ? ", " : "", option->choices[i]);
	code = hr_error_set(err, HR_EINVAL, "--%s takes %s, not '%s'", option->name,
	                    hr_str_text(&list), text);
	hr_str_release(&list);
	return code;
}

/* Comma-separated choices of a repeatable option, one entry each. */
static enum hr_err store_choices(const struct hr_option *option, struct hr_texts *texts,
                                 const char *text, struct hr_error *err)
{
	while (*text != '\0') {
		size_t length = strcspn(text, ",");
		char *word = hr_strndup(text, length);

		if (!is_choice(option->choices, word)) {
			enum hr_err code = wrong_choice(option, word, err);

			free(word);
			return code;
		}
		hr_texts_add(texts, word);
		text += length + (text[length] == ',');
	}
	return HR_OK;
}

/* Takes @text. */
static enum hr_err store(const struct hr_option *option, char *text, struct hr_settings *settings,
                         struct hr_error *err)
{
	void *member = (char *)settings + option->offset;
	enum hr_err code = HR_OK;

	switch (option->kind) {
	case HR_OPTION_FLAG:
		*(bool *)member = true;
		break;
	case HR_OPTION_TEXT:
		if (option->choices != NULL && !is_choice(option->choices, text)) {
			code = wrong_choice(option, text, err);
			break;
		}
		free(*(char **)member);
		*(char **)member = text;
		return HR_OK;
	case HR_OPTION_LIST:
		if (option->choices != NULL) {
			code = store_choices(option, member, text, err);
			break;
		}
		hr_texts_add(member, text);
		return HR_OK;
	}
	free(text);
	return code;
}

/* Which other commands have the option that @word names; false when none has it. */
static bool put_owners(const char *word, struct hr_str *out)
{
	size_t dashes = strspn(word, "-"), length = strcspn(word + dashes, "=");
	hr_option_groups groups = 0;

	for (size_t i = 0; i < hr_option_count; i++)
		if (dashes == 1 ? length == 1 && hr_options[i].letter == word[1]
		                : strlen(hr_options[i].name) == length &&
		                          memcmp(hr_options[i].name, word + dashes, length) == 0)
			groups |= hr_options[i].groups;
	if (groups != 0)
		hr_commands_with(groups, out);
	return groups != 0;
}

static enum hr_err bad_option(poptContext context, int result, hr_option_groups groups,
                              struct hr_error *err)
{
	const char *word = poptBadOption(context, POPT_BADOPTION_NOALIAS);
	struct hr_suggestion suggestion = { 0 };
	struct hr_str owners = { .limit = OWNERS_BYTES };
	enum hr_err code = HR_OK;

	if (word == NULL)
		word = "";
	if (result == POPT_ERROR_NOARG)
		return hr_error_set(err, HR_EINVAL, "option %s needs a value", word);
	if (result == POPT_ERROR_UNWANTEDARG)
		return hr_error_set(err, HR_EINVAL, "option %s takes no value", word);
	if (result != POPT_ERROR_BADOPT)
		return hr_error_set(err, HR_EINVAL, "option %s: %s", word, poptStrerror(result));
	if (put_owners(word, &owners))
		code = hr_error_set(err, HR_EINVAL, "unknown option %s; it belongs to %s%s", word,
		                    hr_str_text(&owners), owners.truncated ? " ..." : "");
	hr_str_release(&owners);
	if (code != HR_OK)
		return code;
	suggestion.wrong = (struct hr_slice){ word + strspn(word, "-"),
		                              strcspn(word + strspn(word, "-"), "=") };
	for (size_t i = 0; i < hr_option_count; i++) {
		if ((hr_options[i].groups & groups) != 0)
			hr_suggest_try(&suggestion, hr_options[i].name);
	}
	if (suggestion.best != NULL)
		return hr_error_set(err, HR_EINVAL, "unknown option %s; did you mean --%s?", word,
		                    suggestion.best);
	return hr_error_set(err, HR_EINVAL, "unknown option %s", word);
}

/* popt cannot be given an allocator, and forgets the words it has no memory for. */
static poptContext parse_begin(int argc, char **argv, const struct poptOption *table,
                               hr_option_groups groups)
{
	/* What follows the name of a program is the program's. */
	bool posix = (groups & HR_GROUP(CAPTURE_EXEC)) != 0;

	errno = 0;
	return poptGetContext(NULL, argc, (const char **)(void *)argv, table,
	                      posix ? POPT_CONTEXT_POSIXMEHARDER : 0);
}

static int next_option(poptContext context)
{
	int result = context != NULL ? poptGetNextOpt(context) : -1;

	if (context == NULL || errno == ENOMEM)
		hr_out_of_memory();
	return result;
}

enum hr_err hr_options_parse(int argc, char **argv, hr_option_groups groups,
                             struct hr_settings *settings, struct hr_error *err)
{
	struct poptOption *table = popt_table(groups);
	poptContext context = parse_begin(argc, argv, table, groups);
	enum hr_err code = HR_OK;
	const char *operand;
	int result;

	while (code == HR_OK && (result = next_option(context)) != -1) {
		if (result > 0)
			code = store(&hr_options[result - 1], poptGetOptArg(context), settings,
			             err);
		else
			code = bad_option(context, result, groups, err);
	}
	while (code == HR_OK && (operand = poptGetArg(context)) != NULL)
		hr_texts_add(&settings->operands, hr_strdup(operand));
	poptFreeContext(context);
	free(table);
	return code;
}

void hr_options_help(hr_option_groups groups, struct hr_str *out)
{
	for (size_t i = 0; i < hr_option_count; i++) {
		const struct hr_option *option = &hr_options[i];
		size_t start = out->length;
		size_t width;

		if (!applies(option, groups))
			continue;
		if (option->letter != 0)
			hr_str_printf(out, "  -%c, --%s", option->letter, option->name);
		else
			hr_str_printf(out, "      --%s", option->name);
		if (option->argument != NULL)
			hr_str_printf(out, "=%s", option->argument);
		width = out->length - start;
		if (width > 28)
			hr_str_printf(out, "\n%*s", 30, "");
		else
			hr_str_printf(out, "%*s", (int)(30 - width), "");
		hr_str_printf(out, "%s\n", option->help);
	}
}

/* The options table knows every member that owns memory, so nothing is listed twice. */
void hr_settings_release(struct hr_settings *settings)
{
	for (size_t i = 0; i < hr_option_count; i++) {
		const struct hr_option *option = &hr_options[i];
		void *member = (char *)settings + option->offset;

		if (option->kind == HR_OPTION_TEXT) {
			char **text = member;

			free(*text);
			*text = NULL;
		} else if (option->kind == HR_OPTION_LIST) {
			hr_texts_release(member);
		}
	}
	hr_texts_release(&settings->operands);
}
