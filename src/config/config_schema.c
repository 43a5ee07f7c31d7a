/* Tables of keys as a JSON Schema. */
#include <config.h>
#include "config/config_schema.h"

#include "config/config.h"

static void put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static json_t *typed(const char *type)
{
	json_t *out = json_object();

	put(out, "type", json_string(type));
	return out;
}

static json_t *list_of(json_t *items)
{
	json_t *out = typed("array");

	put(out, "items", items);
	return out;
}

static json_t *words_of(const char *const *words)
{
	json_t *out = json_object(), *list = json_array();

	for (; *words != NULL; words++)
		json_array_append_new(list, json_string(*words));
	put(out, "enum", list);
	return out;
}

static json_t *object_of(const struct hr_config_key *keys);

static json_t *schema_of(const struct hr_config_key *key)
{
	switch (key->type) {
	case HR_CONFIG_TEXT:
		return typed("string");
	case HR_CONFIG_BOOLEAN:
		return typed("boolean");
	case HR_CONFIG_DURATION: {
		json_t *out = typed("string");

		put(out, "pattern", json_string("^([0-9.]+ ?(ns|us|ms|s|m|min|h|d|w) ?)+$"));
		return out;
	}
	case HR_CONFIG_WORD:
		return words_of(key->words);
	case HR_CONFIG_OBJECT:
		return object_of(key->keys);
	case HR_CONFIG_CUSTOM:
		if (key->keys != NULL)
			return key->list ? list_of(object_of(key->keys)) : object_of(key->keys);
		return json_object(); /* `headroom config check` knows */
	default:
		return list_of(typed("string")); /* lists of texts and patterns */
	}
}

static json_t *object_of(const struct hr_config_key *keys)
{
	json_t *out = typed("object"), *properties = json_object(), *remarks = json_object();

	for (; keys->name != NULL; keys++)
		put(properties, keys->name, schema_of(keys));
	put(remarks, "^(x-.*|_comment|\\$schema)$", json_object());
	put(out, "properties", properties);
	put(out, "patternProperties", remarks);
	put(out, "additionalProperties", json_false());
	return out;
}

json_t *hr_config_schema(void)
{
	json_t *out = json_object(), *body = object_of(hr_config_keys);

	put(out, "$schema", json_string("https://json-schema.org/draft/2020-12/schema"));
	put(out, "title", json_string("headroom configuration"));
	json_object_update(out, body);
	json_decref(body);
	return out;
}
