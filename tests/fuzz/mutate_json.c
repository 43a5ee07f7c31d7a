/*
 * JSON as a tree: members go, come twice, change names and places, values become odd ones or those
 * of another member. Of JSON lines one line is changed.
 */
#include <config.h>
#include "mutate.h"

#include <jansson.h>
#include <string.h>

#define DUMP (JSON_COMPACT | JSON_ENCODE_ANY | JSON_ALLOW_NUL)
#define LOAD (JSON_DECODE_ANY | JSON_ALLOW_NUL)

/* A container and one of its values. */
struct place {
	json_t *parent, *value;
	const char *key; /* in an object */
	size_t index;    /* in an array */
};

static size_t count_values(const json_t *value)
{
	size_t count = 0, i;
	const char *key;
	json_t *item;

	json_array_foreach((json_t *)(uintptr_t)value, i, item) count += 1 + count_values(item);
	if (json_is_object(value)) {
		json_object_foreach((json_t *)(uintptr_t)value, key, item)
		        count += 1 + count_values(item);
	}
	return count;
}

/* The value number @left below @parent, counted down. */
static bool find(json_t *parent, size_t *left, struct place *out)
{
	const char *key;
	json_t *item;
	size_t i;

	json_array_foreach(parent, i, item)
	{
		*out = (struct place){ parent, item, NULL, i };
		if ((*left)-- == 0 || find(item, left, out))
			return true;
	}
	if (json_is_object(parent)) {
		json_object_foreach(parent, key, item)
		{
			*out = (struct place){ parent, item, key, 0 };
			if ((*left)-- == 0 || find(item, left, out))
				return true;
		}
	}
	return false;
}

static bool pick(json_t *root, struct mutate_random *random, struct place *out)
{
	size_t count = count_values(root), left = mutate_below(random, (uint32_t)count);

	return count > 0 && find(root, &left, out);
}

/* Takes @value. */
static void put(const struct place *place, json_t *value)
{
	if (place->key != NULL)
		json_object_set_new(place->parent, place->key, value);
	else
		json_array_set_new(place->parent, place->index, value);
}

static json_t *odd_value(struct mutate_random *random, const json_t *old)
{
	const char *text = mutate_odd_value(random);
	json_t *value = NULL;

	switch (mutate_below(random, 6)) {
	case 0:
		return json_null();
	case 1:
		return json_boolean(mutate_below(random, 2));
	case 2:
		return mutate_below(random, 2) == 0 ? json_object() : json_array();
	default:
		break;
	}
	/* Mostly of the same type. */
	if (json_is_number(old) || mutate_below(random, 4) == 0)
		value = json_loads(text, LOAD, NULL);
	return value != NULL ? value : json_stringn_nocheck(text, strlen(text));
}

static void change_text(const struct place *place)
{
	struct hr_slice old = { json_string_value(place->value), json_string_length(place->value) };
	struct hr_str changed = { 0 };
	json_t *value;

	mutate_bytes(old, &changed);
	value = json_stringn(hr_str_text(&changed), changed.length); /* NULL when it is no UTF-8 */
	if (value != NULL)
		put(place, value);
	hr_str_release(&changed);
}

static void drop(const struct place *place)
{
	if (place->key != NULL)
		json_object_del(place->parent, place->key);
	else
		json_array_remove(place->parent, place->index);
}

/* An item once more; a member under the name of another. */
static void duplicate(json_t *root, const struct place *place, struct mutate_random *random)
{
	json_t *copy = json_deep_copy(place->value);
	struct place other;

	if (place->key == NULL)
		json_array_insert_new(place->parent, place->index, copy);
	else if (pick(root, random, &other) && other.key != NULL)
		json_object_set_new(place->parent, other.key, copy);
	else
		json_decref(copy);
}

static void change(json_t *root, struct mutate_random *random)
{
	struct place place, other;

	if (!pick(root, random, &place))
		return;
	switch (mutate_below(random, 8)) {
	case 0:
		drop(&place);
		break;
	case 1:
		duplicate(root, &place, random);
		break;
	case 2:
	case 3:
		if (pick(root, random, &other))
			put(&place, json_deep_copy(other.value));
		break;
	case 4:
		put(&place, json_pack("[O]", place.value));
		break;
	case 5:
		if (json_is_string(place.value)) {
			change_text(&place);
			break;
		}
		put(&place, odd_value(random, place.value));
		break;
	default:
		put(&place, odd_value(random, place.value));
	}
}

static bool change_value(struct hr_slice text, struct mutate_random *random, struct hr_str *out)
{
	json_t *root = json_loadb(text.ptr, text.length, LOAD, NULL);
	char *dump;

	if (root == NULL)
		return false;
	for (uint32_t steps = 1 + mutate_below(random, 3); steps > 0; steps--)
		change(root, random);
	dump = json_dumps(root, DUMP | (mutate_below(random, 4) == 0 ? JSON_SORT_KEYS : 0));
	if (dump != NULL)
		hr_str_puts(out, dump);
	free(dump);
	json_decref(root);
	return true;
}

/* The line that begins the shortest way behind a place chosen at random. */
static struct hr_slice any_line(struct hr_slice text, struct mutate_random *random)
{
	size_t from = mutate_below(random, (uint32_t)text.length), to;

	while (from > 0 && text.ptr[from - 1] != '\n')
		from--;
	for (to = from; to < text.length && text.ptr[to] != '\n'; to++)
		continue;
	return (struct hr_slice){ text.ptr + from, to - from };
}

size_t mutate_json(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct mutate_random random = mutate_seed(seed);
	struct hr_slice text = { (const char *)data, size }, line;
	struct hr_str out = { 0 };

	if (size == 0 || mutate_below(&random, 8) == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	if (change_value(text, &random, &out))
		return mutate_put(&out, data, max_size);
	line = any_line(text, &random);
	hr_str_add(&out, text.ptr, (size_t)(line.ptr - text.ptr));
	if (!change_value(line, &random, &out)) {
		hr_str_release(&out);
		return LLVMFuzzerMutate(data, size, max_size);
	}
	hr_str_add(&out, line.ptr + line.length,
	           size - (size_t)(line.ptr - text.ptr) - line.length);
	return mutate_put(&out, data, max_size);
}
