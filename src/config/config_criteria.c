#include <config.h>
#include "config/config_criteria.h"

#include <stdlib.h>

#include "base/mem.h"

void hr_config_read_checks(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_checks *checks = target;
	json_t *item;
	size_t i;

	if (!json_is_array(value)) {
		hr_config_wrong_type(reader, value,
		                     "a list of criteria, [\"p95 of checkout < 800ms\"]");
		return;
	}
	checks->items = hr_zalloc(json_array_size(value) + 1, sizeof(*checks->items));
	json_array_foreach(value, i, item)
	{
		size_t mark = hr_config_enter_index(reader, i);
		struct hr_error error = { 0 };

		if (!json_is_string(item))
			hr_config_wrong_type(reader, item,
			                     "a criterion such as \"p95 of checkout < 800ms\"");
		else if (hr_criterion_parse(hr_slice_of(json_string_value(item)),
		                            &checks->items[checks->count], &error) != HR_OK)
			hr_config_wrong(reader, "%s", error.text);
		else
			checks->count++;
		hr_config_leave(reader, mark);
	}
}

void hr_config_read_judged(struct hr_config_reader *reader, json_t *value, void *target)
{
	char **name = target;
	struct hr_error error = { 0 };

	if (!hr_config_read_text(reader, value, name) ||
	    hr_criterion_check_name(*name, &error) == HR_OK)
		return;
	hr_config_wrong(reader, "%s", error.text);
	free(*name);
	*name = NULL;
}

void hr_config_checks_release(struct hr_config_checks *checks)
{
	for (size_t i = 0; i < checks->count; i++)
		hr_criterion_release(&checks->items[i]);
	free(checks->items);
	*checks = (struct hr_config_checks){ 0 };
}
