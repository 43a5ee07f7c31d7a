#include <config.h>
#include "config/config_list.h"

#include "base/mem.h"

bool hr_config_is_list(struct hr_config_reader *reader, const json_t *value, size_t max,
                       const char *expected)
{
	if (!json_is_array(value)) {
		hr_config_wrong_type(reader, value, expected);
		return false;
	}
	if (json_array_size(value) > max) {
		hr_config_wrong(reader, "found %zu elements, at most %zu are read",
		                json_array_size(value), max);
		return false;
	}
	return true;
}

/* Room for all elements and one more. */
static char *make_items(struct hr_config_reader *reader, const json_t *value, size_t max,
                        const char *expected, size_t size)
{
	return hr_config_is_list(reader, value, max, expected)
	               ? hr_zalloc(json_array_size(value) + 1, size)
	               : NULL;
}

void *hr_config_read_list(struct hr_config_reader *reader, json_t *value, size_t max,
                          const char *expected, size_t size, size_t *count,
                          void (*read)(struct hr_config_reader *reader, json_t *item, void *target))
{
	char *items = make_items(reader, value, max, expected, size);

	*count = items != NULL ? json_array_size(value) : 0;
	for (size_t i = 0; i < *count; i++) {
		size_t mark = hr_config_enter_index(reader, i);

		read(reader, json_array_get(value, i), items + i * size);
		hr_config_leave(reader, mark);
	}
	return items;
}

void *hr_config_read_good(struct hr_config_reader *reader, json_t *value, size_t max,
                          const char *expected, size_t size, size_t *count,
                          bool (*read)(struct hr_config_reader *reader, json_t *item, void *target))
{
	char *items = make_items(reader, value, max, expected, size);

	*count = 0;
	for (size_t i = 0; items != NULL && i < json_array_size(value); i++) {
		size_t mark = hr_config_enter_index(reader, i);

		if (read(reader, json_array_get(value, i), items + *count * size))
			++*count;
		hr_config_leave(reader, mark);
	}
	return items;
}
