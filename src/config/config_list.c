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
