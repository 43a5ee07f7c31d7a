#include <config.h>
#include "config/config_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/pattern.h"
#include "base/suggest.h"
#include "config/config_list.h"

#define MESSAGE_BYTES 1024

/* --- values --- */

bool hr_config_read_text(struct hr_config_reader *reader, const json_t *value, char **out)
{
	if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a text");
		return false;
	}
	if (json_string_length(value) == 0) {
		hr_config_wrong(reader, "found an empty text");
		return false;
	}
	free(*out);
	*out = hr_strdup(json_string_value(value));
	return true;
}

bool hr_config_read_text_item(struct hr_config_reader *reader, json_t *item, void *target)
{
	return hr_config_read_text(reader, item, target);
}

bool hr_config_read_duration(struct hr_config_reader *reader, const json_t *value, int64_t *out)
{
	struct hr_error error = { 0 };

	if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a duration with its unit, such as \"500ms\"");
		return false;
	}
	if (hr_duration_parse(hr_slice_of(json_string_value(value)), out, &error) == HR_OK)
		return true;
	hr_config_wrong(reader, "%s", error.text);
	return false;
}

bool hr_config_read_word(struct hr_config_reader *reader, const json_t *value,
                         const char *const *words, int *out)
{
	struct hr_str expected = { 0 };

	for (int i = 0; words[i] != NULL; i++) {
		if (json_is_string(value) && strcmp(json_string_value(value), words[i]) == 0) {
			*out = i;
			hr_str_release(&expected);
			return true;
		}
		hr_str_printf(&expected, "%s\"%s\"",
		              i == 0                 ? ""
		              : words[i + 1] == NULL ? " or "
		                                     : ", ",
		              words[i]);
	}
	hr_config_wrong_type(reader, value, hr_str_text(&expected));
	hr_str_release(&expected);
	return false;
}

bool hr_config_read_pattern(struct hr_config_reader *reader, const char *text,
                            struct hr_pattern **out)
{
	struct hr_error error = { 0 };

	if (hr_pattern_compile(hr_slice_of(text), out, &error) == HR_OK)
		return true;
	hr_config_wrong(reader, "%s", error.text);
	return false;
}

/* --- lists --- */

void hr_config_patterns_release(struct hr_config_patterns *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		hr_pattern_free(patterns->items[i]);
	free(patterns->items);
	*patterns = (struct hr_config_patterns){ 0 };
}

void hr_config_texts_release(struct hr_config_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
	*texts = (struct hr_config_texts){ 0 };
}

static void read_texts(struct hr_config_reader *reader, json_t *value, struct hr_config_texts *out)
{
	if (json_is_string(value)) {
		out->items = hr_zalloc(1, sizeof(*out->items));
		out->count = hr_config_read_text(reader, value, &out->items[0]);
	} else {
		out->items = hr_config_read_good(reader, value, SIZE_MAX,
		                                 "a text, or a list of texts", sizeof(*out->items),
		                                 &out->count, hr_config_read_text_item);
	}
}

static bool read_pattern_item(struct hr_config_reader *reader, json_t *item, void *target)
{
	if (json_is_string(item))
		return hr_config_read_pattern(reader, json_string_value(item), target);
	hr_config_wrong_type(reader, item, "a label pattern");
	return false;
}

static void read_patterns(struct hr_config_reader *reader, json_t *value,
                          struct hr_config_patterns *out)
{
	out->items = hr_config_read_good(reader, value, SIZE_MAX, "a list of label patterns",
	                                 sizeof(struct hr_pattern *), &out->count,
	                                 read_pattern_item);
}

/* --- objects --- */

static void read_boolean(struct hr_config_reader *reader, const json_t *value, bool *out)
{
	if (json_is_boolean(value))
		*out = json_is_true(value);
	else
		hr_config_wrong_type(reader, value, "true or false");
}

static void read_value(struct hr_config_reader *reader, json_t *value,
                       const struct hr_config_key *key, void *target)
{
	void *place = (char *)target + key->offset;

	switch (key->type) {
	case HR_CONFIG_TEXT:
		hr_config_read_text(reader, value, place);
		break;
	case HR_CONFIG_BOOLEAN:
		read_boolean(reader, value, place);
		break;
	case HR_CONFIG_DURATION:
		hr_config_read_duration(reader, value, place);
		break;
	case HR_CONFIG_WORD:
		hr_config_read_word(reader, value, key->words, place);
		break;
	case HR_CONFIG_TEXTS:
		read_texts(reader, value, place);
		break;
	case HR_CONFIG_PATTERNS:
		read_patterns(reader, value, place);
		break;
	case HR_CONFIG_OBJECT:
		hr_config_read_object(reader, value, key->keys, target);
		break;
	case HR_CONFIG_CUSTOM:
		key->read(reader, value, place);
		break;
	}
}

/* @listed  the keys stand in an earlier message about this object, and need not again */
static void unknown_name(struct hr_config_reader *reader, const char *name,
                         const struct hr_config_key *keys, bool *listed)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };
	struct hr_quoted shown = hr_quoted(name);
	struct hr_str known = { .limit = MESSAGE_BYTES / 2 };

	for (; keys->name != NULL; keys++) {
		hr_suggest_try(&suggestion, keys->name);
		hr_str_printf(&known, "%s%s", known.length == 0 ? "" : ", ", keys->name);
	}
	if (suggestion.best != NULL)
		hr_config_wrong_name(reader, "unknown key \"%s\", did you mean \"%s\"?", shown.text,
		                     suggestion.best);
	else
		hr_config_wrong_name(
		        reader, "unknown key \"%s\"%s%s", shown.text,
		        *listed ? "" : ", expected one of: ", *listed ? "" : hr_str_text(&known));
	*listed |= suggestion.best == NULL;
	hr_str_release(&known);
}

/* Members that say nothing to the program. */
static bool is_remark(const char *name)
{
	return strncmp(name, "x-", 2) == 0 || strcmp(name, "$schema") == 0 ||
	       strcmp(name, "_comment") == 0;
}

void hr_config_read_object(struct hr_config_reader *reader, json_t *object,
                           const struct hr_config_key *keys, void *target)
{
	const char *name;
	json_t *value;
	bool listed = false;

	if (!json_is_object(object)) {
		hr_config_wrong_type(reader, object,
		                     reader->pointer.length == 0
		                             ? "an object of sections, in JSON or YAML"
		                             : "an object");
		return;
	}
	json_object_foreach(object, name, value)
	{
		const struct hr_config_key *key = keys;
		size_t mark;

		if (is_remark(name))
			continue;
		mark = hr_config_enter(reader, name);

		while (key->name != NULL && strcmp(key->name, name) != 0)
			key++;
		if (key->name != NULL)
			read_value(reader, value, key, target);
		else
			unknown_name(reader, name, keys, &listed);
		hr_config_leave(reader, mark);
	}
}
