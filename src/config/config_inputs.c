#include <config.h>
#include "config/config_inputs.h"

#include <stdlib.h>

#include "base/message.h"
#include "base/suggest.h"
#include "config/config_list.h"
#include "config/config_read.h"
#include "read/reader.h"

static void read_format(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_suggestion suggestion = { .best = NULL };
	char **format = target;

	if (!hr_config_read_text(reader, value, format) || hr_format_find(*format) != NULL)
		return;
	suggestion.wrong = hr_slice_of(*format);
	for (size_t i = 0; hr_formats[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_formats[i]->name);
	if (suggestion.best != NULL)
		hr_config_wrong(reader, "unknown format \"%s\", did you mean \"%s\"?",
		                hr_quoted(*format).text, suggestion.best);
	else
		hr_config_wrong(reader, "unknown format \"%s\"; see `headroom help formats`",
		                hr_quoted(*format).text);
}

#define OF_INPUT(member) offsetof(struct hr_config_input, member)

static const struct hr_config_key input_keys[] = {
	{ .name = "path", .type = HR_CONFIG_TEXT, .offset = OF_INPUT(path) },
	{ .name = "format",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_INPUT(format),
	  .read = read_format },
	{ .name = "mapping", .type = HR_CONFIG_TEXT, .offset = OF_INPUT(mapping_name) },
	{ .name = NULL },
};

static void read_input(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_config_input *input = target;

	if (json_is_string(item)) {
		hr_config_read_text(reader, item, &input->path);
	} else if (json_is_object(item)) {
		hr_config_read_object(reader, item, input_keys, input);
		if (json_object_get(item, "path") == NULL)
			hr_config_wrong(reader, "found no \"path\", expected a file or glob");
	} else {
		hr_config_wrong_type(reader, item, "a file, or an object with its path");
	}
}

void hr_config_read_inputs(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_inputs *inputs = target;

	inputs->items = hr_config_read_list(reader, value, SIZE_MAX, "a list of files",
	                                    sizeof(struct hr_config_input), &inputs->count,
	                                    read_input);
}

void hr_config_inputs_resolve(struct hr_config_reader *reader, struct hr_config_inputs *inputs,
                              const struct hr_config_mappings *mappings)
{
	size_t root = hr_config_enter(reader, "inputs");

	for (size_t i = 0; i < inputs->count; i++) {
		struct hr_config_input *input = &inputs->items[i];
		struct hr_suggestion suggestion = { .best = NULL };
		size_t mark;

		if (input->mapping_name == NULL)
			continue;
		input->mapping = hr_config_mappings_find(mappings, input->mapping_name);
		if (input->mapping != NULL)
			continue;
		suggestion.wrong = hr_slice_of(input->mapping_name);
		for (size_t j = 0; j < mappings->count; j++)
			hr_suggest_try(&suggestion, mappings->items[j].name);
		mark = hr_config_enter_index(reader, i);
		hr_config_enter(reader, "mapping");
		hr_config_wrong(reader, "there is no mapping \"%s\" in \"mappings\"%s%s%s",
		                hr_quoted(input->mapping_name).text,
		                suggestion.best != NULL ? ", did you mean \"" : "",
		                suggestion.best != NULL ? suggestion.best : "",
		                suggestion.best != NULL ? "\"?" : "");
		hr_config_leave(reader, mark);
	}
	hr_config_leave(reader, root);
}

void hr_config_inputs_release(struct hr_config_inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++) {
		free(inputs->items[i].path);
		free(inputs->items[i].format);
		free(inputs->items[i].mapping_name);
	}
	free(inputs->items);
}
