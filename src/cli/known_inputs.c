#include <config.h>
#include "cli/known_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "read/reader.h"

static struct hr_slice told_by(const struct hr_format *format, const char *path)
{
	return format != NULL && format->told_by_path != NULL ? format->told_by_path(path)
	                                                      : (struct hr_slice){ "", 0 };
}

static uint64_t place_of(const char *digest)
{
	return hr_table_hash(hr_slice_of(digest));
}

static bool is_same(const struct hr_known_input *known, const struct hr_run_input *input)
{
	struct hr_slice by_path = told_by(known->format, input->path);

	return strcmp(known->digest, input->digest) == 0 &&
	       hr_slice_is(by_path, known->by_path != NULL ? known->by_path : "");
}

bool hr_known_inputs_has(const struct hr_known_inputs *known, const struct hr_run_input *input)
{
	uint64_t hash = place_of(input->digest);
	uint32_t at = (uint32_t)hash;
	size_t position;

	while (hr_slots_next(&known->by_digest, hash, &at, &position))
		if (is_same(&known->items[position], input))
			return true;
	return false;
}

static void add(struct hr_known_inputs *known, const struct hr_run_input *input)
{
	struct hr_known_input *item;
	struct hr_slice by_path;

	known->items = hr_grow(known->items, known->count, &known->capacity, sizeof(*known->items));
	item = &known->items[known->count];
	*item = (struct hr_known_input){ .format = hr_format_find(input->format) };
	memcpy(item->digest, input->digest, sizeof(item->digest));
	by_path = told_by(item->format, input->path);
	if (by_path.length > 0)
		item->by_path = hr_strndup(by_path.ptr, by_path.length);
	hr_slots_put(&known->by_digest, place_of(item->digest), known->count++);
}

void hr_known_inputs_add(struct hr_known_inputs *known, const struct hr_run *run)
{
	for (size_t i = 0; i < run->input_count; i++)
		add(known, &run->inputs[i]);
}

void hr_known_inputs_release(struct hr_known_inputs *known)
{
	for (size_t i = 0; i < known->count; i++)
		free(known->items[i].by_path);
	free(known->items);
	hr_slots_release(&known->by_digest);
	*known = (struct hr_known_inputs){ 0 };
}
