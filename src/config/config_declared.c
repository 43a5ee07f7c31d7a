#include <config.h>
#include "config/config_declared.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/pattern.h"
#include "base/unit.h"

#define USERS_MAX 1e9

static void read_rate(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_error error = { 0 };
	double rate;

	if (!json_is_string(value))
		hr_config_wrong_type(reader, value, "a rate such as \"50/s\"");
	else if (hr_unit_parse(hr_slice_of(json_string_value(value)), HR_QUANTITY_PER_S, &rate,
	                       &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
	else if (!(rate > 0))
		hr_config_wrong(reader, "a rate is above 0");
	else
		*(double *)target = rate;
}

static void read_users(struct hr_config_reader *reader, json_t *value, void *target)
{
	double users = json_is_number(value) ? json_number_value(value) : 0;

	if (!(users >= 1) || users > USERS_MAX)
		hr_config_wrong_type(reader, value, "a number of users, at least 1");
	else
		*(double *)target = users;
}

static void read_mix(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_mix *mix = target;
	const char *pattern;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {PATTERN: weight}");
		return;
	}
	mix->items = hr_zalloc(json_object_size(value) + 1, sizeof(*mix->items));
	json_object_foreach(value, pattern, item)
	{
		struct hr_config_mix_part *part = &mix->items[mix->count];
		size_t mark = hr_config_enter(reader, pattern);

		part->weight = json_is_number(item) ? json_number_value(item) : 0;
		if (!(part->weight > 0) || part->weight > 1e12)
			hr_config_wrong_type(reader, item, "a weight above 0");
		else if (hr_config_read_pattern(reader, pattern, &part->pattern))
			mix->count++;
		hr_config_leave(reader, mark);
	}
}

#define AT(member) offsetof(struct hr_config_declared, member)

const struct hr_config_key hr_config_declared_keys[] = {
	{ .name = "rate", .type = HR_CONFIG_CUSTOM, .offset = AT(rate_per_s), .read = read_rate },
	{ .name = "duration", .type = HR_CONFIG_DURATION, .offset = AT(duration_ns) },
	{ .name = "users", .type = HR_CONFIG_CUSTOM, .offset = AT(users), .read = read_users },
	{ .name = "mix", .type = HR_CONFIG_CUSTOM, .offset = AT(mix), .read = read_mix },
	{ .name = NULL },
};

void hr_config_declared_release(struct hr_config_declared *declared)
{
	for (size_t i = 0; i < declared->mix.count; i++)
		hr_pattern_free(declared->mix.items[i].pattern);
	free(declared->mix.items);
	*declared = (struct hr_config_declared){ 0 };
}
