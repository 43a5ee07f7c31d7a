#include <config.h>
#include "config/config_trend.h"

#include <stdlib.h>

#include "base/mem.h"
#include "config/config_list.h"
#include "config/config_metric.h"

#define EFFECT_MAX 10.0

static void read_effect(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_change(reader, value, EFFECT_MAX, target);
}

/* A metric's own name: "p95" of "response_time_p95". */
static bool read_metric(struct hr_config_reader *reader, json_t *item, void *target)
{
	const struct hr_metric *metric;
	struct hr_metric made;
	char **name = target;

	if (!json_is_string(item)) {
		hr_config_wrong_type(reader, item, "the name of a metric");
		return false;
	}
	metric = hr_config_find_metric(reader, json_string_value(item), &made);
	if (metric == &made)
		hr_config_wrong(reader, "documents do not hold %s", json_string_value(item));
	if (metric == &made || metric == NULL)
		return false;
	*name = hr_strdup(metric->name);
	return true;
}

static void read_metrics(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_texts *out = target;

	out->items = hr_config_read_good(reader, value, SIZE_MAX,
	                                 "a list of metrics, [\"p95\", \"throughput\"]",
	                                 sizeof(*out->items), &out->count, read_metric);
}

#define AT(member) offsetof(struct hr_config_trend, member)

const struct hr_config_key hr_config_trend_keys[] = {
	{ .name = "metrics",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(metrics),
	  .read = read_metrics },
	{ .name = "min_effect",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(min_effect),
	  .read = read_effect },
	{ .name = "reference", .type = HR_CONFIG_TEXT, .offset = AT(reference) },
	{ .name = "control", .type = HR_CONFIG_TEXT, .offset = AT(control) },
	{ .name = NULL },
};

void hr_config_read_trend(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_object(reader, value, hr_config_trend_keys, target);
}

void hr_config_trend_release(struct hr_config_trend *trend)
{
	hr_config_texts_release(&trend->metrics);
	free(trend->reference);
	free(trend->control);
	*trend = (struct hr_config_trend){ 0 };
}
