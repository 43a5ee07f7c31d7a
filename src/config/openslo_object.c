/* The objects of a file, and what is common to them: frame, names, lengths of time. */
#include <config.h>
#include "config/openslo_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/suggest.h"

#define OBJECTS_MAX  1000
#define LENGTH_MAX_S (HR_SLO_DAYS_MAX * INT64_C(86400))

static const char *const kind_names[] = {
	[HR_OPENSLO_SLO] = "SLO",
	[HR_OPENSLO_SLI] = "SLI",
	[HR_OPENSLO_SERVICE] = "Service",
	[HR_OPENSLO_SOURCE] = "DataSource",
	[HR_OPENSLO_POLICY] = "AlertPolicy",
	[HR_OPENSLO_CONDITION] = "AlertCondition",
	[HR_OPENSLO_TARGET] = "AlertNotificationTarget",
	[HR_OPENSLO_KINDS] = NULL,
};

void hr_openslo_pass(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)reader;
	(void)value;
	(void)target;
}

void hr_openslo_keep(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)reader;
	*(json_t **)target = value;
}

bool hr_openslo_read_length(struct hr_config_reader *reader, const json_t *value, int64_t *seconds)
{
	const char *text = json_string_value(value);
	int64_t length_ns;

	if (text != NULL && hr_duration_parse(hr_slice_of(text), &length_ns, NULL) == HR_OK &&
	    length_ns >= HR_NS_PER_S && length_ns % HR_NS_PER_S == 0 &&
	    length_ns / HR_NS_PER_S <= LENGTH_MAX_S) {
		*seconds = length_ns / HR_NS_PER_S;
		return true;
	}
	hr_config_wrong_type(reader, value, "a duration in m, h, d or w, such as \"5m\" or \"4w\"");
	return false;
}

/* --- objects by name --- */

const struct hr_openslo_object *hr_openslo_find(struct hr_openslo *all, enum hr_openslo_kind kind,
                                                const char *name)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };

	for (size_t i = 0; i < all->count; i++) {
		if (all->objects[i].kind != kind)
			continue;
		if (strcmp(all->objects[i].name, name) == 0)
			return &all->objects[i];
		hr_suggest_try(&suggestion, all->objects[i].name);
	}
	hr_config_wrong(all->reader, "there is no %s \"%s\" in this file%s%s%s", kind_names[kind],
	                hr_quoted(name).text, suggestion.best != NULL ? ", did you mean \"" : "",
	                suggestion.best != NULL ? suggestion.best : "",
	                suggestion.best != NULL ? "\"?" : "");
	return NULL;
}

/* --- the frame of an object --- */

struct frame {
	char *version;
	int kind;
	bool has_kind;
	json_t *metadata, *spec;
};

static void read_kind(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct frame *frame = target;

	frame->has_kind = hr_config_read_word(reader, value, kind_names, &frame->kind);
}

static void read_version(struct hr_config_reader *reader, json_t *value, void *target)
{
	if (!hr_config_read_text(reader, value, target) ||
	    strcmp(json_string_value(value), "openslo/v1") == 0)
		return;
	hr_config_wrong(reader, "found the version \"%s\", expected \"openslo/v1\"",
	                hr_quoted(json_string_value(value)).text);
}

static const struct hr_config_key frame_keys[] = {
	{ .name = "apiVersion",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct frame, version),
	  .read = read_version },
	{ .name = "kind", .type = HR_CONFIG_CUSTOM, .read = read_kind },
	{ .name = "metadata",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct frame, metadata),
	  .read = hr_openslo_keep },
	{ .name = "spec",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct frame, spec),
	  .read = hr_openslo_keep },
	{ .name = NULL },
};

struct metadata {
	char *name, *display;
};

static const struct hr_config_key metadata_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = offsetof(struct metadata, name) },
	{ .name = "displayName",
	  .type = HR_CONFIG_TEXT,
	  .offset = offsetof(struct metadata, display) },
	{ .name = "labels", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = "annotations", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = NULL },
};

static void read_metadata(struct hr_config_reader *reader, json_t *value, struct metadata *out)
{
	size_t mark;

	if (value == NULL) {
		hr_config_wrong(reader, "found no \"metadata\" with a \"name\"");
		return;
	}
	mark = hr_config_enter(reader, "metadata");
	hr_config_read_object(reader, value, metadata_keys, out);
	if (json_is_object(value) && json_object_get(value, "name") == NULL)
		hr_config_wrong(reader, "found no \"name\"");
	hr_config_leave(reader, mark);
}

json_t *hr_openslo_inline(struct hr_openslo *all, json_t *object, const char *kind)
{
	struct hr_config_reader *reader = all->reader;
	struct frame frame = { 0 };
	struct metadata metadata = { 0 };

	hr_config_read_object(reader, object, frame_keys, &frame);
	if (frame.has_kind && strcmp(kind_names[frame.kind], kind) != 0)
		hr_config_wrong(reader, "found an object of kind %s, expected %s",
		                kind_names[frame.kind], kind);
	if (frame.metadata != NULL)
		read_metadata(reader, frame.metadata, &metadata);
	if (json_is_object(object) && frame.spec == NULL)
		hr_config_wrong(reader, "found no \"spec\" of the %s", kind);
	free(frame.version);
	free(metadata.name);
	free(metadata.display);
	return frame.spec;
}

static void add_object(struct hr_openslo *all, const struct frame *frame, struct metadata *metadata)
{
	enum hr_openslo_kind kind = (enum hr_openslo_kind)frame->kind;
	struct hr_config_reader *reader = all->reader;

	for (size_t i = 0; i < all->count; i++)
		if (all->objects[i].kind == kind &&
		    strcmp(all->objects[i].name, metadata->name) == 0) {
			size_t mark = hr_config_enter(reader, "metadata");

			hr_config_enter(reader, "name");
			hr_config_wrong(reader, "found a second %s called \"%s\"", kind_names[kind],
			                hr_quoted(metadata->name).text);
			hr_config_leave(reader, mark);
			return;
		}
	all->objects = hr_grow(all->objects, all->count, &all->capacity, sizeof(*all->objects));
	all->objects[all->count++] = (struct hr_openslo_object){ .kind = kind,
		                                                 .name = metadata->name,
		                                                 .display = metadata->display,
		                                                 .document = reader->document,
		                                                 .pointer = hr_strdup(hr_str_text(
		                                                         &reader->pointer)),
		                                                 .spec = frame->spec };
	*metadata = (struct metadata){ 0 };
}

static void read_frame(struct hr_openslo *all, json_t *value)
{
	struct hr_config_reader *reader = all->reader;
	struct frame frame = { 0 };
	struct metadata metadata = { 0 };

	hr_config_read_object(reader, value, frame_keys, &frame);
	if (json_is_object(value)) {
		if (json_object_get(value, "apiVersion") == NULL)
			hr_config_wrong(reader, "found no \"apiVersion\", expected \"openslo/v1\"");
		if (json_object_get(value, "kind") == NULL)
			hr_config_wrong(reader, "found no \"kind\" of the object");
		read_metadata(reader, frame.metadata, &metadata);
		if (frame.spec == NULL)
			hr_config_wrong(reader, "found no \"spec\"");
	}
	if (frame.has_kind && metadata.name != NULL && frame.spec != NULL) {
		if (all->count < OBJECTS_MAX)
			add_object(all, &frame, &metadata);
		else
			hr_config_wrong(reader, "more than %d objects", OBJECTS_MAX);
	}
	free(frame.version);
	free(metadata.name);
	free(metadata.display);
}

void hr_openslo_read_objects(struct hr_openslo *all, json_t *root)
{
	json_t *item;
	size_t i;

	if (json_is_null(root))
		return; /* an empty document, as "---" at the end of a file makes */
	if (!json_is_array(root)) {
		read_frame(all, root);
		return;
	}
	json_array_foreach(root, i, item)
	{
		size_t mark = hr_config_enter_index(all->reader, i);

		read_frame(all, item);
		hr_config_leave(all->reader, mark);
	}
}
