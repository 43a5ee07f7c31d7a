/* The objects of a file, in passes: names first, then what others refer to, then objectives. */
#include <config.h>
#include "config/openslo.h"

#include <stdlib.h>

#include "config/openslo_part.h"
#include "config/openslo_slo.h"

bool hr_openslo_is(const json_t *root)
{
	const json_t *first = json_is_array(root) ? json_array_get(root, 0) : root;

	return json_object_get(first, "apiVersion") != NULL;
}

/* --- what objects refer to --- */

struct source_object {
	char *type;
};

static const struct hr_config_key source_keys[] = {
	{ .name = "description", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = "type", .type = HR_CONFIG_TEXT, .offset = offsetof(struct source_object, type) },
	{ .name = "connectionDetails", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = NULL },
};

static void read_source(struct hr_openslo *all, struct hr_openslo_object *object)
{
	struct source_object source = { 0 };

	hr_config_read_object(all->reader, object->spec, source_keys, &source);
	if (json_is_object(object->spec) && json_object_get(object->spec, "type") == NULL)
		hr_config_wrong(all->reader, "found no \"type\" of the source");
	object->type = source.type;
}

static void read_service(struct hr_openslo *all, struct hr_openslo_object *object)
{
	static const struct hr_config_key keys[] = {
		{ .name = "description", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
		{ .name = NULL },
	};

	hr_config_read_object(all->reader, object->spec, keys, object);
}

static void read_target(struct hr_openslo *all, struct hr_openslo_object *object)
{
	static const struct hr_config_key keys[] = {
		{ .name = "description", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
		{ .name = "target", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
		{ .name = NULL },
	};

	hr_config_read_object(all->reader, object->spec, keys, object);
	hr_config_warn(all->reader, "who is told is settled by \"channels\" in the section "
	                            "\"alerts\" of a configuration, not here");
}

static void read_sli(struct hr_openslo *all, struct hr_openslo_object *object)
{
	hr_openslo_read_indicator(all, object->spec, &object->indicator);
}

static void read_condition(struct hr_openslo *all, struct hr_openslo_object *object)
{
	hr_openslo_read_condition(all, object->spec, &object->rule);
}

static void read_policy(struct hr_openslo *all, struct hr_openslo_object *object)
{
	hr_openslo_read_policy(all, object->spec, &object->rules, &object->rule_count);
}

/* What others refer to comes first. */
static const struct {
	enum hr_openslo_kind kind;
	void (*read)(struct hr_openslo *all, struct hr_openslo_object *object);
} passes[] = {
	{ HR_OPENSLO_SOURCE, read_source },       { HR_OPENSLO_SERVICE, read_service },
	{ HR_OPENSLO_TARGET, read_target },       { HR_OPENSLO_SLI, read_sli },
	{ HR_OPENSLO_CONDITION, read_condition }, { HR_OPENSLO_POLICY, read_policy },
};

/* To the spec of an object. */
static void go_to(struct hr_config_reader *reader, const struct hr_openslo_object *object)
{
	reader->document = object->document;
	hr_str_truncate(&reader->pointer, 0);
	hr_str_puts(&reader->pointer, object->pointer);
	hr_config_enter(reader, "spec");
}

static void release(struct hr_openslo *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct hr_openslo_object *object = &all->objects[i];

		free(object->name);
		free(object->display);
		free(object->pointer);
		free(object->type);
		free(object->rule.severity);
		hr_openslo_indicator_release(&object->indicator);
		hr_burn_rules_release(object->rules, object->rule_count);
	}
	free(all->objects);
}

void hr_openslo_read(struct hr_config_reader *reader, size_t documents, struct hr_config_slos *slos,
                     char **name)
{
	struct hr_openslo all = { .reader = reader };
	size_t objectives = slos->count;

	for (size_t i = 0; i < documents; i++)
		hr_openslo_read_objects(&all, hr_config_reader_root(reader, i));
	for (size_t pass = 0; pass < sizeof(passes) / sizeof(passes[0]); pass++)
		for (size_t i = 0; i < all.count; i++)
			if (all.objects[i].kind == passes[pass].kind) {
				go_to(reader, &all.objects[i]);
				passes[pass].read(&all, &all.objects[i]);
			}
	for (size_t i = 0; i < all.count; i++)
		if (all.objects[i].kind == HR_OPENSLO_SLO) {
			go_to(reader, &all.objects[i]);
			hr_openslo_read_slo(&all, &all.objects[i], slos, name);
		}
	hr_str_truncate(&reader->pointer, 0);
	reader->document = 0;
	if (slos->count == objectives && reader->errors->count == 0)
		hr_config_wrong(reader, "found no object of kind SLO in this file");
	release(&all);
}
