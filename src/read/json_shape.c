#include <config.h>
#include "read/json_shape.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"

#define KEY_BYTES    256 /* longest member name of a path */
#define SHORT_NUMBER 16  /* of at most 15 digits, which a double keeps */
#define NONE         (-1)

/* ---- paths in what jansson has read ---- */

json_t *hr_json_member(json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	const char *key;

	if (value != NULL)
		return value;
	json_object_foreach(object, key, value) if (strcasecmp(key, name) == 0) return value;
	return NULL;
}

/* The first name of a path, and what is behind it, NULL at its end; false when it is too long. */
static bool take_name(const char **path, char name[KEY_BYTES])
{
	const char *dot = strchr(*path, '.');
	size_t length = dot != NULL ? (size_t)(dot - *path) : strlen(*path);

	if (length >= KEY_BYTES)
		return false;
	memcpy(name, *path, length);
	name[length] = '\0';
	*path = dot != NULL ? dot + 1 : NULL;
	return true;
}

static json_t *step(json_t *value, const char *name)
{
	uint64_t index;

	if (json_is_object(value))
		return hr_json_member(value, name);
	if (json_is_array(value) && hr_parse_u64(hr_slice_of(name), &index))
		return json_array_get(value, index);
	return NULL;
}

json_t *hr_json_path(json_t *object, const char *path)
{
	json_t *value = hr_json_member(object, path);
	char name[KEY_BYTES];

	if (value != NULL)
		return value;
	value = object;
	while (value != NULL && path != NULL)
		value = take_name(&path, name) ? step(value, name) : NULL;
	return value;
}

/* ---- learning ---- */

static bool learn_members(struct hr_json_shape *shape, json_t *object, int inside)
{
	const char *key;
	json_t *value;

	if (json_object_size(object) > HR_JSON_WANTS_MAX - shape->scan.count)
		return false;
	json_object_foreach(object, key, value)
	{
		size_t i = shape->scan.count++;

		shape->names[i] = hr_strdup(key);
		shape->wants[i] = (struct hr_json_want){ shape->names[i], strlen(key), inside };
	}
	return true;
}

/* Sets the want that hr_json_member() would find. False when that depends on their order. */
static bool find_member(const struct hr_json_shape *shape, int inside, const char *name, int *out)
{
	int alike = 0;

	*out = NONE;
	for (size_t i = 0; i < shape->scan.count; i++) {
		if (shape->wants[i].inside != inside || strcasecmp(shape->wants[i].name, name) != 0)
			continue;
		*out = (int)i;
		if (strcmp(shape->wants[i].name, name) == 0)
			return true;
		alike++;
	}
	return alike <= 1;
}

/* A path leads through the value of a want: false when its lines are for jansson. */
static bool pass_through(struct hr_json_shape *shape, int want, json_t *value)
{
	if (shape->must[want] != HR_JSON_ANY)
		return true;
	if (json_is_array(value))
		return false;
	shape->must[want] = json_is_object(value) ? HR_JSON_OPENED : HR_JSON_CLOSED;
	if (!json_is_object(value))
		return true;
	shape->members[want] = (uint32_t)json_object_size(value);
	return learn_members(shape, value, want);
}

static bool learn_path(struct hr_json_shape *shape, json_t *object, const char *path, int *out)
{
	char name[KEY_BYTES];
	int want = HR_JSON_TOP;

	if (!find_member(shape, HR_JSON_TOP, path, out))
		return false;
	if (*out != NONE)
		return true;
	while (path != NULL) {
		if (!take_name(&path, name))
			return true;
		if (want != HR_JSON_TOP && !pass_through(shape, want, object))
			return false;
		if (!json_is_object(object))
			return true;
		if (!find_member(shape, want, name, &want))
			return false;
		if (want == NONE)
			return true;
		object = json_object_get(object, shape->wants[want].name);
	}
	*out = want;
	return true;
}

void hr_json_shape_learn(struct hr_json_shape *shape, json_t *object,
                         const struct hr_mapping *mapping)
{
	hr_json_shape_release(shape);
	shape->scan.wants = shape->wants;
	shape->top_members = (uint32_t)json_object_size(object);
	shape->known = learn_members(shape, object, HR_JSON_TOP);
	for (size_t i = 0; i < HR_FIELD_COUNT; i++) {
		shape->at[i] = NONE;
		if (shape->known && mapping != NULL && mapping->columns[i] != NULL)
			shape->known = learn_path(shape, object, mapping->columns[i],
			                          &shape->at[i]);
	}
}

void hr_json_shape_release(struct hr_json_shape *shape)
{
	for (size_t i = 0; i < shape->scan.count; i++)
		free(shape->names[i]);
	hr_json_scan_release(&shape->scan);
	memset(shape, 0, sizeof(*shape));
}

/* ---- reading ---- */

/* Has the line that was scanned the same names in all objects that matter? Then so has any that
 * differs by values only. */
static bool has_shape(const struct hr_json_shape *shape)
{
	const struct hr_json_line *line = shape->scan.line;

	if (line->members != shape->top_members)
		return false;
	for (size_t i = 0; i < shape->scan.count; i++) {
		enum hr_json_kind kind = hr_json_scan_kind(&shape->scan, i);
		bool nested = kind == HR_JSON_OBJECT || kind == HR_JSON_ARRAY;

		if (kind == HR_JSON_ABSENT || (shape->must[i] == HR_JSON_CLOSED && nested) ||
		    (shape->must[i] == HR_JSON_OPENED &&
		     (kind != HR_JSON_OBJECT || line->values[i].members != shape->members[i])))
			return false;
	}
	return true;
}

/* Would the double that the number is be written like it? */
static bool is_as_written(struct hr_slice number)
{
	struct hr_slice digits = number;

	if (memchr(number.ptr, '.', number.length) == NULL)
		return !hr_slice_is(number, "-0");
	if (digits.ptr[0] == '-') {
		digits.ptr++;
		digits.length--;
	}
	return digits.length <= SHORT_NUMBER && digits.ptr[digits.length - 1] != '0' &&
	       !hr_slice_starts(digits, "0.0000");
}

static struct hr_slice number_text(struct hr_slice number, char out[HR_JSON_NUMBER_BYTES])
{
	double value;

	if (is_as_written(number))
		return number;
	if (memchr(number.ptr, '.', number.length) == NULL)
		return HR_SLICE_LITERAL("0");
	if (!hr_parse_double(number, &value))
		return (struct hr_slice){ NULL, 0 };
	return (struct hr_slice){ out, hr_format_double(value, out, HR_JSON_NUMBER_BYTES) };
}

static struct hr_slice scalar_text(const struct hr_json_scan *scan, size_t want,
                                   char number[HR_JSON_NUMBER_BYTES])
{
	struct hr_slice value = hr_json_scan_value(scan, want);

	switch (hr_json_scan_kind(scan, want)) {
	case HR_JSON_TEXT:
		return value;
	case HR_JSON_NUMBER:
		return number_text(value, number);
	case HR_JSON_WORD:
		return hr_slice_is(value, "null") ? (struct hr_slice){ NULL, 0 } : value;
	default:
		return (struct hr_slice){ NULL, 0 };
	}
}

static void take_values(const struct hr_json_shape *shape, struct hr_slice values[HR_FIELD_COUNT],
                        char numbers[HR_FIELD_COUNT][HR_JSON_NUMBER_BYTES])
{
	for (size_t i = 0; i < HR_FIELD_COUNT; i++)
		values[i] = shape->at[i] == NONE
		                    ? (struct hr_slice){ NULL, 0 }
		                    : scalar_text(&shape->scan, (size_t)shape->at[i], numbers[i]);
}

bool hr_json_shape_read(struct hr_json_shape *shape, struct hr_slice line,
                        struct hr_slice values[HR_FIELD_COUNT],
                        char numbers[HR_FIELD_COUNT][HR_JSON_NUMBER_BYTES])
{
	if (!shape->known || !hr_json_scan(&shape->scan, line))
		return false;
	if (!has_shape(shape)) {
		hr_json_scan_forget(&shape->scan);
		return false;
	}
	take_values(shape, values, numbers);
	return true;
}

bool hr_json_shape_read_again(struct hr_json_shape *shape, struct hr_slice line,
                              struct hr_slice values[HR_FIELD_COUNT],
                              char numbers[HR_FIELD_COUNT][HR_JSON_NUMBER_BYTES])
{
	if (!shape->known || !hr_json_scan_again(&shape->scan, line))
		return false;
	take_values(shape, values, numbers);
	return true;
}
