#include <config.h>
#include "config/config_apdex.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/pattern.h"

static bool check_thresholds(struct hr_config_reader *reader, int64_t satisfied_ns,
                             int64_t tolerated_ns)
{
	if (satisfied_ns > 0 && tolerated_ns >= satisfied_ns)
		return true;
	hr_config_wrong(reader,
	                "the thresholds must be above 0, and tolerated not below satisfied");
	return false;
}

static bool read_threshold_pair(struct hr_config_reader *reader, json_t *value,
                                struct hr_config_apdex_rule *rule)
{
	int64_t *const targets[2] = { &rule->satisfied_ns, &rule->tolerated_ns };
	bool good = true;

	if (!json_is_array(value) || json_array_size(value) != 2) {
		hr_config_wrong_type(reader, value,
		                     "two durations, [satisfied, tolerated]: "
		                     "[\"500ms\", \"1.5s\"]");
		return false;
	}
	for (size_t i = 0; i < 2; i++) {
		size_t mark = hr_config_enter_index(reader, i);

		good = hr_config_read_duration(reader, json_array_get(value, i), targets[i]) &&
		       good;
		hr_config_leave(reader, mark);
	}
	return good && check_thresholds(reader, rule->satisfied_ns, rule->tolerated_ns);
}

static void read_apdex_labels(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_apdex_rules *rules = target;
	const char *pattern;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {PATTERN: [satisfied, tolerated]}");
		return;
	}
	rules->items = hr_zalloc(json_object_size(value) + 1, sizeof(*rules->items));
	json_object_foreach(value, pattern, item)
	{
		struct hr_config_apdex_rule *rule = &rules->items[rules->count];
		size_t mark = hr_config_enter(reader, pattern);
		bool good = read_threshold_pair(reader, item, rule);

		if (good && hr_config_read_pattern(reader, pattern, &rule->pattern))
			rules->count++;
		hr_config_leave(reader, mark);
	}
}

#define OF_APDEX(member) offsetof(struct hr_config_apdex, member)

const struct hr_config_key hr_config_apdex_keys[] = {
	{ .name = "satisfied", .type = HR_CONFIG_DURATION, .offset = OF_APDEX(satisfied_ns) },
	{ .name = "tolerated", .type = HR_CONFIG_DURATION, .offset = OF_APDEX(tolerated_ns) },
	{ .name = "labels",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_APDEX(labels),
	  .read = read_apdex_labels,
	  .form = "object" },
	{ .name = NULL },
};

void hr_config_read_apdex(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_apdex *apdex = target;
	size_t before = reader->errors->count + reader->errors->omitted;

	hr_config_read_object(reader, value, hr_config_apdex_keys, apdex);
	if (reader->errors->count + reader->errors->omitted > before)
		return;
	if ((json_object_get(value, "satisfied") != NULL) !=
	    (json_object_get(value, "tolerated") != NULL))
		hr_config_wrong(reader,
		                "found one threshold, expected both satisfied and tolerated");
	else if (json_object_get(value, "satisfied") != NULL)
		check_thresholds(reader, apdex->satisfied_ns, apdex->tolerated_ns);
}

void hr_config_apdex_release(struct hr_config_apdex *apdex)
{
	for (size_t i = 0; i < apdex->labels.count; i++)
		hr_pattern_free(apdex->labels.items[i].pattern);
	free(apdex->labels.items);
}
