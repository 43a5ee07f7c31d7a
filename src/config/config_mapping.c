#include <config.h>
#include "config/config_mapping.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/str.h"
#include "base/suggest.h"
#include "base/zone.h"
#include "config/config_read.h"

/* The parts of one mapping that only together make a struct hr_mapping. */
struct raw_mapping {
	struct hr_mapping mapping;
	char *time_unit;
	bool has_columns;
};

static const char *const stamp_words[] = { "start", "end", NULL };

static const struct {
	const char *name;
	int shift; /* to ns */
} units[] = { { "s", 9 }, { "ms", 6 }, { "us", 3 }, { "ns", 0 } };
static const char *const unit_words[] = { "s", "ms", "us", "ns", NULL };

static void wrong_field(struct hr_config_reader *reader, const char *name)
{
	const char *names[HR_FIELD_COUNT];
	struct hr_str known = { 0 };
	const char *nearest;

	for (size_t i = 0; i < HR_FIELD_COUNT; i++) {
		names[i] = hr_field_name((enum hr_field)i);
		hr_str_printf(&known, "%s%s", i == 0 ? "" : ", ", names[i]);
	}
	nearest = hr_suggest(hr_slice_of(name), names, HR_FIELD_COUNT);
	if (nearest != NULL)
		hr_config_wrong_name(reader, "unknown field \"%s\", did you mean \"%s\"?",
		                     hr_quoted(name).text, nearest);
	else
		hr_config_wrong_name(reader, "unknown field \"%s\", expected one of: %s",
		                     hr_quoted(name).text, hr_str_text(&known));
	hr_str_release(&known);
}

static bool find_field(const char *name, enum hr_field *out)
{
	for (size_t i = 0; i < HR_FIELD_COUNT; i++) {
		if (strcmp(hr_field_name((enum hr_field)i), name) != 0)
			continue;
		*out = (enum hr_field)i;
		return true;
	}
	return false;
}

static void read_columns(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct raw_mapping *raw = target;
	const char *name;
	json_t *column;

	raw->has_columns = true;
	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value,
		                     "an object of fields, {\"elapsed\": \"NAME OF COLUMN\"}");
		return;
	}
	json_object_foreach(value, name, column)
	{
		size_t mark = hr_config_enter(reader, name);
		enum hr_field field;

		if (find_field(name, &field))
			hr_config_read_text(reader, column, &raw->mapping.columns[field]);
		else
			wrong_field(reader, name);
		hr_config_leave(reader, mark);
	}
}

static void read_units(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct raw_mapping *raw = target;
	const char *name;
	json_t *unit;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object of units, {\"elapsed\": \"ms\"}");
		return;
	}
	json_object_foreach(value, name, unit)
	{
		size_t mark = hr_config_enter(reader, name);
		enum hr_field field;
		int word;

		if (!find_field(name, &field))
			wrong_field(reader, name);
		else if (field != HR_FIELD_TIME && field != HR_FIELD_ELAPSED &&
		         field != HR_FIELD_LATENCY && field != HR_FIELD_CONNECT)
			hr_config_wrong_name(reader,
			                     "the field \"%s\" has no unit; units are for "
			                     "time, elapsed, latency and connect",
			                     name);
		else if (!hr_config_read_word(reader, unit, unit_words, &word))
			; /* reported */
		else if (field == HR_FIELD_TIME)
			hr_config_read_text(reader, unit, &raw->time_unit);
		else
			raw->mapping.shift[field] = units[word].shift;
		hr_config_leave(reader, mark);
	}
}

#define AT(member) offsetof(struct raw_mapping, member)

static void read_time_format(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct raw_mapping *raw = target;
	struct hr_mapping *mapping = &raw->mapping;
	struct hr_error error = { 0 };

	if (hr_config_read_text(reader, value, &mapping->time_format_text) &&
	    hr_time_format_compile(hr_slice_of(mapping->time_format_text), &mapping->time_format,
	                           &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
}

static void read_zone(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct raw_mapping *raw = target;
	struct hr_mapping *mapping = &raw->mapping;
	struct hr_error error = { 0 };

	if (hr_config_read_text(reader, value, &mapping->zone_text) &&
	    hr_zone_open(hr_slice_of(mapping->zone_text), &mapping->zone, &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
}

static void read_delimiter(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct raw_mapping *raw = target;
	const char *text = json_string_value(value);

	if (text != NULL && strcmp(text, "tab") == 0)
		raw->mapping.delimiter = '\t';
	else if (text != NULL && strlen(text) == 1 && text[0] != '"' && text[0] != '\n' &&
	         text[0] != '\r')
		raw->mapping.delimiter = text[0];
	else
		hr_config_wrong_type(reader, value, "one character, or \"tab\"");
}

static const struct hr_config_key mapping_keys[] = {
	{ .name = "columns", .type = HR_CONFIG_CUSTOM, .read = read_columns },
	{ .name = "units", .type = HR_CONFIG_CUSTOM, .read = read_units },
	{ .name = "time_format", .type = HR_CONFIG_CUSTOM, .read = read_time_format },
	{ .name = "timezone", .type = HR_CONFIG_CUSTOM, .read = read_zone },
	{ .name = "time_marks",
	  .type = HR_CONFIG_WORD,
	  .offset = AT(mapping.time_marks),
	  .words = stamp_words },
	{ .name = "delimiter", .type = HR_CONFIG_CUSTOM, .read = read_delimiter },
	{ .name = "header", .type = HR_CONFIG_BOOLEAN, .offset = AT(mapping.has_header) },
	{ .name = "success_value", .type = HR_CONFIG_TEXT, .offset = AT(mapping.success_value) },
	{ .name = "label", .type = HR_CONFIG_TEXT, .offset = AT(mapping.constant_label) },
	{ .name = NULL },
};

/* What only the whole mapping can tell. */
static void check_mapping(struct hr_config_reader *reader, struct raw_mapping *raw)
{
	struct hr_mapping *mapping = &raw->mapping;
	char *const *columns = mapping->columns;

	if (raw->time_unit != NULL && mapping->time_format_text != NULL) {
		hr_config_wrong(reader, "found both a unit of time and a time_format, "
		                        "expected one of them");
	} else if (raw->time_unit != NULL) {
		mapping->time_format_text = hr_strdup(raw->time_unit);
		if (hr_time_format_compile(hr_slice_of(raw->time_unit), &mapping->time_format,
		                           NULL) != HR_OK)
			hr_config_wrong(reader, "the unit of time \"%s\" is not known",
			                raw->time_unit);
	}
	if (!raw->has_columns)
		hr_config_wrong(reader, "found no \"columns\", expected an object of fields");
	else if (columns[HR_FIELD_VALUE] != NULL && columns[HR_FIELD_TIME] == NULL)
		hr_config_wrong(reader, "a series (with a column for value) needs one for time");
	else if (columns[HR_FIELD_VALUE] == NULL && columns[HR_FIELD_ELAPSED] == NULL &&
	         columns[HR_FIELD_TIME] == NULL && columns[HR_FIELD_SUCCESS] == NULL)
		hr_config_wrong(reader, "found no column for elapsed, time, success or value, "
		                        "expected at least one");
}

void hr_config_read_mappings(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_mappings *mappings = target;
	const char *name;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object of mappings by their names");
		return;
	}
	mappings->items = hr_zalloc(json_object_size(value) + 1, sizeof(*mappings->items));
	json_object_foreach(value, name, item)
	{
		size_t mark = hr_config_enter(reader, name);
		struct raw_mapping raw = { .time_unit = NULL };
		struct hr_config_mapping *made = &mappings->items[mappings->count++];

		hr_mapping_init(&raw.mapping);
		hr_config_read_object(reader, item, mapping_keys, &raw);
		if (json_is_object(item))
			check_mapping(reader, &raw);
		made->name = hr_strdup(name);
		made->mapping = raw.mapping;
		free(raw.time_unit);
		hr_config_leave(reader, mark);
	}
}

const struct hr_mapping *hr_config_mappings_find(const struct hr_config_mappings *mappings,
                                                 const char *name)
{
	for (size_t i = 0; i < mappings->count; i++)
		if (strcmp(mappings->items[i].name, name) == 0)
			return &mappings->items[i].mapping;
	return NULL;
}

void hr_config_mappings_release(struct hr_config_mappings *mappings)
{
	for (size_t i = 0; i < mappings->count; i++) {
		free(mappings->items[i].name);
		hr_mapping_release(&mappings->items[i].mapping);
	}
	free(mappings->items);
	*mappings = (struct hr_config_mappings){ 0 };
}
