#include <config.h>
#include "config/config_list.h"

#include "base/mem.h"

void *hr_config_read_list(struct hr_config_reader *reader, json_t *value, size_t max,
                          const char *expected, size_t size, size_t *count,
                          void (*read)(struct hr_config_reader *reader, json_t *item, void *target))
{
	char *items;
	json_t *item;
	size_t i;

	*count = 0;
	if (!json_is_array(value)) {
		hr_config_wrong_type(reader, value, expected);
		return NULL;
	}
	if (json_array_size(value) > max) {
		hr_config_wrong(reader, "found %zu elements, at most %zu are read",
		                json_array_size(value), max);
		return NULL;
	}
	items = hr_zalloc(json_array_size(value) + 1, size);
	*count = json_array_size(value);
	json_array_foreach(value, i, item)
	{
		size_t mark = hr_config_enter_index(reader, i);

		read(reader, item, items + i * size);
		hr_config_leave(reader, mark);
	}
	return items;
}

void hr_config_read_texts(struct hr_config_reader *reader, json_t *value,
                          struct hr_config_texts *out)
{
	json_t *item;
	size_t i;

	if (!json_is_array(value) && !json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a text, or a list of texts");
		return;
	}
	out->items = hr_zalloc(json_array_size(value) + 1, sizeof(char *));
	if (json_is_string(value)) {
		out->count = hr_config_read_text(reader, value, &out->items[0]);
		return;
	}
	json_array_foreach(value, i, item)
	{
		size_t mark = hr_config_enter_index(reader, i);

		out->count += hr_config_read_text(reader, item, &out->items[out->count]);
		hr_config_leave(reader, mark);
	}
}

void hr_config_read_patterns(struct hr_config_reader *reader, json_t *value,
                             struct hr_config_patterns *out)
{
	json_t *item;
	size_t i;

	if (!json_is_array(value)) {
		hr_config_wrong_type(reader, value, "a list of label patterns");
		return;
	}
	out->items = hr_zalloc(json_array_size(value) + 1, sizeof(struct hr_pattern *));
	json_array_foreach(value, i, item)
	{
		size_t mark = hr_config_enter_index(reader, i);

		if (!json_is_string(item))
			hr_config_wrong_type(reader, item, "a label pattern");
		else if (hr_config_read_pattern(reader, json_string_value(item),
		                                &out->items[out->count]))
			out->count++;
		hr_config_leave(reader, mark);
	}
}
