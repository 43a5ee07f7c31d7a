#include <config.h>
#include "config/config_criteria.h"

#include <stdlib.h>

#include "config/config_list.h"
#include "config/config_read.h"
#include "config/criterion.h"

static bool read_criterion(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_error error = { 0 };

	if (!json_is_string(item)) {
		hr_config_wrong_type(reader, item,
		                     "a criterion such as \"p95 of checkout < 800ms\"");
		return false;
	}
	if (hr_criterion_parse(hr_slice_of(json_string_value(item)), target, &error) == HR_OK)
		return true;
	hr_config_wrong(reader, "%s", error.text);
	return false;
}

void hr_config_read_checks(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_checks *checks = target;

	checks->items = hr_config_read_good(reader, value, SIZE_MAX,
	                                    "a list of criteria, [\"p95 of checkout < 800ms\"]",
	                                    sizeof(*checks->items), &checks->count, read_criterion);
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
