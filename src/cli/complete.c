#include <config.h>
#include "cli/complete.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/action.h"
#include "cli/command.h"
#include "cli/help.h"
#include "read/reader.h"
#include "record/metric.h"
#include "render/chart.h"
#include "render/form.h"
#include "render/template_store.h"
#include "write/writer.h"

/* Collects candidates that begin with what is there already. */
struct offer {
	struct hr_str *out;
	const char *prefix; /* put before each candidate: "--format=" */
	const char *start;  /* what the candidate must begin with */
};

static void offer_name(const struct offer *offer, const char *name)
{
	if (strncmp(name, offer->start, strlen(offer->start)) == 0)
		hr_str_printf(offer->out, "%s%s\n", offer->prefix, name);
}

static void offer_values(const struct offer *offer, const struct hr_option *option)
{
	switch (option->completes) {
	case HR_COMPLETES_NOTHING:
		break;
	case HR_COMPLETES_FILES:
		hr_str_puts(offer->out, "@files\n");
		break;
	case HR_COMPLETES_FOLDERS:
		hr_str_puts(offer->out, "@folders\n");
		break;
	case HR_COMPLETES_CHOICES:
		for (size_t i = 0; option->choices[i] != NULL; i++)
			offer_name(offer, option->choices[i]);
		break;
	case HR_COMPLETES_FORMS:
		for (size_t i = 0; i < hr_form_count; i++)
			offer_name(offer, hr_forms[i].name);
		break;
	case HR_COMPLETES_FORMATS:
		for (size_t i = 0; hr_formats[i] != NULL; i++)
			offer_name(offer, hr_formats[i]->name);
		break;
	case HR_COMPLETES_CHARTS:
		for (size_t i = 0; hr_charts[i] != NULL; i++)
			offer_name(offer, hr_charts[i]->name);
		break;
	case HR_COMPLETES_RECORD_FORMS:
		for (size_t i = 0; hr_record_forms[i] != NULL; i++)
			offer_name(offer, hr_record_forms[i]->name);
		break;
	case HR_COMPLETES_METRICS:
		for (size_t i = 0; i < hr_metric_count; i++)
			offer_name(offer, hr_metrics[i].name);
		break;
	}
}

static const struct hr_option *option_with_letter(char letter, hr_option_groups groups)
{
	for (size_t i = 0; i < hr_option_count; i++) {
		if ((hr_options[i].groups & groups) != 0 && hr_options[i].letter == letter)
			return &hr_options[i];
	}
	return NULL;
}

/* The option whose value the last word is, when the word before it asks for one. */
static const struct hr_option *awaiting_value(const char *word, hr_option_groups groups)
{
	const struct hr_option *option = NULL;

	if (strncmp(word, "--", 2) == 0 && strchr(word, '=') == NULL)
		option = hr_option_find(word + 2, groups);
	else if (word[0] == '-' && word[1] != '\0' && word[2] == '\0')
		option = option_with_letter(word[1], groups);
	return option != NULL && option->kind != HR_OPTION_FLAG ? option : NULL;
}

static void complete_option(const char *word, hr_option_groups groups, struct hr_str *out)
{
	const char *equals = strchr(word, '=');
	struct offer offer = { out, "--", word + 2 };

	if (equals != NULL) {
		char *name = hr_strndup(word + 2, (size_t)(equals - word) - 2);
		char *prefix = hr_strndup(word, (size_t)(equals - word) + 1);
		const struct hr_option *option = hr_option_find(name, groups);

		if (option != NULL)
			offer_values(&(struct offer){ out, prefix, equals + 1 }, option);
		free(name);
		free(prefix);
		return;
	}
	for (size_t i = 0; i < hr_option_count; i++) {
		if ((hr_options[i].groups & groups) != 0)
			offer_name(&offer, hr_options[i].name);
	}
}

static void complete_command(const char *word, struct hr_str *out)
{
	struct offer offer = { out, "", word };

	for (size_t i = 0; hr_commands[i] != NULL; i++)
		offer_name(&offer, hr_commands[i]->name);
	offer_name(&offer, "--help");
	offer_name(&offer, "--version");
}

static void complete_help(const char *word, struct hr_str *out)
{
	struct offer offer = { out, "", word };

	for (size_t i = 0; hr_commands[i] != NULL; i++)
		offer_name(&offer, hr_commands[i]->name);
	for (size_t i = 0; i < hr_help_topic_count; i++)
		offer_name(&offer, hr_help_topics[i].name);
}

static void complete_template(const char *word, struct hr_str *out)
{
	struct offer offer = { out, "", word };
	struct hr_template_store *store = hr_template_store_new(NULL);
	char **names = hr_template_store_list(store);

	for (size_t i = 0; names[i] != NULL; i++) {
		offer_name(&offer, names[i]);
		free(names[i]);
	}
	free(names);
	hr_template_store_free(store);
}

static void complete_action(const struct hr_action *actions, const char *word, struct hr_str *out)
{
	struct offer offer = { out, "", word };

	for (size_t i = 0; actions[i].name != NULL; i++)
		offer_name(&offer, actions[i].name);
}

/* Does its first operand say that no others follow? */
static bool is_alone(const struct hr_command *command, const char *first)
{
	for (size_t i = 0; command->actions != NULL && command->actions[i].name != NULL; i++)
		if (strcmp(command->actions[i].name, first) == 0)
			return command->actions[i].alone;
	return false;
}

static void complete_operand(const struct hr_command *command, int count, char **words,
                             struct hr_str *out)
{
	const char *word = words[count - 1];

	if (command->actions != NULL && count == 2)
		complete_action(command->actions, word, out);
	else if (strcmp(command->name, "help") == 0)
		complete_help(word, out);
	else if (is_alone(command, words[1]))
		return;
	else if (strcmp(command->name, "template") == 0)
		complete_template(word, out);
	else if (command->operands_max > 0)
		hr_str_puts(out, "@files\n");
}

static void complete_kind(const struct hr_command *command, const char *word, struct hr_str *out)
{
	struct offer offer = { out, "", word };

	for (size_t i = 0; command->kinds[i] != NULL; i++)
		offer_name(&offer, hr_command_word(command->kinds[i]));
}

void hr_complete(int count, char **words, struct hr_str *out)
{
	const char *word = count > 0 ? words[count - 1] : "";
	const struct hr_command *command;
	const struct hr_option *option;
	hr_option_groups groups;

	if (count <= 1) {
		complete_command(word, out);
		return;
	}
	command = hr_command_find(words[0]);
	if (command == NULL)
		return;
	if (command->kinds != NULL && count == 2 && word[0] != '-') {
		complete_kind(command, word, out);
		return;
	}
	if (hr_command_kind(command, words[1]) != NULL)
		command = hr_command_kind(command, words[1]);
	groups = hr_command_groups(command);
	option = count > 2 ? awaiting_value(words[count - 2], groups) : NULL;
	if (option != NULL)
		offer_values(&(struct offer){ out, "", word }, option);
	else if (strncmp(word, "--", 2) == 0 || strcmp(word, "-") == 0)
		complete_option(strcmp(word, "-") == 0 ? "--" : word, groups, out);
	else
		complete_operand(command, count, words, out);
}
