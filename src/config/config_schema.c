/* Tables of keys as a JSON Schema. */
#include <config.h>
#include "config/config_schema.h"

#include <string.h>

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

/* One of several schemas. */
static json_t *either(json_t *one, json_t *other)
{
	json_t *out = json_object(), *list = json_array();

	json_array_append_new(list, one);
	json_array_append_new(list, other);
	put(out, "anyOf", list);
	return out;
}

/* Types by name, "number string". */
static json_t *of_form(const char *form)
{
	json_t *out = json_object(), *types = json_array();

	for (const char *at = form; *at != '\0';) {
		size_t n = strcspn(at, " ");

		json_array_append_new(types, json_stringn(at, n));
		at += n + strspn(at + n, " ");
	}
	put(out, "type", types);
	return out;
}

static json_t *custom_of(const struct hr_config_key *key)
{
	json_t *out;

	if (key->keys == NULL) /* `headroom config check` knows more */
		return key->form != NULL ? of_form(key->form) : json_object();
	out = object_of(key->keys);
	if (key->or_keys != NULL)
		out = either(out, object_of(key->or_keys));
	return key->list ? list_of(out) : out;
}

static json_t *schema_of(const struct hr_config_key *key)
{
	switch (key->type) {
	case HR_CONFIG_TEXT:
		return typed("string");
	case HR_CONFIG_BOOLEAN:
		return typed("boolean");
	case HR_CONFIG_DURATION: {
		json_t *out = typed("string");

		put(out, "pattern",
		    json_string("^ *(0|([0-9.]+ ?(ns|us|\u00b5s|ms|s|min|m|h|d|w) ?)+) *$"));
		return out;
	}
	case HR_CONFIG_WORD:
		return words_of(key->words);
	case HR_CONFIG_OBJECT:
		return object_of(key->keys);
	case HR_CONFIG_CUSTOM:
		return custom_of(key);
	case HR_CONFIG_TEXTS:
		return either(typed("string"), list_of(typed("string")));
	default:
		return list_of(typed("string")); /* lists of patterns */
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
