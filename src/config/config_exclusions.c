#include <config.h>
#include "config/config_exclusions.h"

#include <stdlib.h>

#include "base/instant.h"
#include "config/config_list.h"
#include "config/config_slo.h"

#define EXCLUSIONS_MAX 1000

static const struct hr_zone *zone_of(const struct hr_config_reader *reader)
{
	return reader->zone != NULL ? reader->zone : hr_zone_utc();
}

static bool read_instant(struct hr_config_reader *reader, json_t *object, const char *name,
                         int64_t *second)
{
	json_t *value = json_object_get(object, name);
	struct hr_error error = { 0 };
	int64_t instant_ns;
	size_t mark;
	bool good = false;

	if (value == NULL) {
		hr_config_wrong(reader, "found no \"%s\", expected a time", name);
		return false;
	}
	mark = hr_config_enter(reader, name);
	if (!json_is_string(value))
		hr_config_wrong_type(reader, value, "a time such as \"2026-11-20T02:00:00Z\"");
	else if (hr_instant_parse(hr_slice_of(json_string_value(value)), zone_of(reader),
	                          &instant_ns, &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
	else
		good = true;
	hr_config_leave(reader, mark);
	if (good)
		*second = instant_ns / HR_NS_PER_S;
	return good;
}

static void read_ignored(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)reader;
	(void)value;
	(void)target;
}

static void read_recurrence(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_slo_exclusion *exclusion = target;
	struct hr_error error = { 0 };

	if (!json_is_string(value))
		hr_config_wrong_type(reader, value, "a rule such as \"FREQ=WEEKLY;BYDAY=SU\"");
	else if (hr_recurrence_parse(hr_slice_of(json_string_value(value)), zone_of(reader),
	                             &exclusion->recurrence, &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
	else
		exclusion->repeats = true;
}

/* The times are read by name, since both must be there. */
const struct hr_config_key hr_config_exclusion_keys[] = {
	{ .name = "start", .type = HR_CONFIG_CUSTOM, .read = read_ignored, .form = "string" },
	{ .name = "end", .type = HR_CONFIG_CUSTOM, .read = read_ignored, .form = "string" },
	{ .name = "reason", .type = HR_CONFIG_CUSTOM, .read = read_ignored },
	{ .name = "rrule", .type = HR_CONFIG_CUSTOM, .read = read_recurrence, .form = "string" },
	{ .name = NULL },
};

static void read_exclusion(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_slo_exclusion *exclusion = target;

	hr_config_read_object(reader, item, hr_config_exclusion_keys, exclusion);
	if (!json_is_object(item) || !read_instant(reader, item, "start", &exclusion->start_s) ||
	    !read_instant(reader, item, "end", &exclusion->end_s))
		return;
	if (exclusion->end_s <= exclusion->start_s)
		hr_config_wrong(reader, "the exclusion ends before it begins");
}

void hr_config_read_exclusions(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_slo *slo = target;

	free(slo->exclusions);
	slo->exclusions = hr_config_read_list(
	        reader, value, EXCLUSIONS_MAX, "a list of times, [{\"start\": ..., \"end\": ...}]",
	        sizeof(*slo->exclusions), &slo->exclusion_count, read_exclusion);
}
