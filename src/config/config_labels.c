#include <config.h>
#include "config/config_labels.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/pattern.h"

static void read_label_map(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_label_rules *rules = target;
	const char *pattern;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {PATTERN: NAME}");
		return;
	}
	rules->items = hr_zalloc(json_object_size(value) + 1, sizeof(*rules->items));
	json_object_foreach(value, pattern, item)
	{
		struct hr_config_label_rule *rule = &rules->items[rules->count];
		size_t mark = hr_config_enter(reader, pattern);

		if (hr_config_read_pattern(reader, pattern, &rule->pattern)) {
			if (hr_config_read_text(reader, item, &rule->name))
				rules->count++;
			else
				hr_pattern_free(rule->pattern);
		}
		hr_config_leave(reader, mark);
	}
}

#define AT(member) offsetof(struct hr_config_labels, member)

const struct hr_config_key hr_config_label_keys[] = {
	{ .name = "map",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(map),
	  .read = read_label_map,
	  .form = "object" },
	{ .name = "include", .type = HR_CONFIG_PATTERNS, .offset = AT(include) },
	{ .name = "exclude", .type = HR_CONFIG_PATTERNS, .offset = AT(exclude) },
	{ .name = "transactions", .type = HR_CONFIG_PATTERNS, .offset = AT(transactions) },
	{ .name = NULL },
};

void hr_config_read_labels(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_object(reader, value, hr_config_label_keys, target);
}

void hr_config_labels_release(struct hr_config_labels *labels)
{
	for (size_t i = 0; i < labels->map.count; i++) {
		hr_pattern_free(labels->map.items[i].pattern);
		free(labels->map.items[i].name);
	}
	free(labels->map.items);
	hr_config_patterns_release(&labels->include);
	hr_config_patterns_release(&labels->exclude);
	hr_config_patterns_release(&labels->transactions);
}
