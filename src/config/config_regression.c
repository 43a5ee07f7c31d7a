#include <config.h>
#include "config/config_regression.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/pattern.h"
#include "base/unit.h"
#include "config/config_metric.h"
#include "record/metric.h"

#define THRESHOLD_MAX 1000.0 /* times the baseline */

/* A table of thresholds being read: the pattern of its labels, and where it goes. */
struct table {
	struct hr_config_thresholds *out;
	const char *label; /* NULL = every row */
};

/* A value of a metric: "500ms", or a number in its base unit. */
static bool read_metric_value(struct hr_config_reader *reader, const json_t *value,
                              const struct hr_metric *metric, double *out)
{
	struct hr_error error = { 0 };
	double number = (double)NAN;

	if (json_is_number(value))
		number = json_number_value(value);
	else if (json_is_string(value) && hr_unit_parse(hr_slice_of(json_string_value(value)),
	                                                metric->quantity, &number, &error) != HR_OK)
		number = (double)NAN;
	if (number >= 0) {
		*out = number;
		return true;
	}
	if (error.text[0] != '\0')
		hr_config_wrong(reader, "%s", error.text);
	else
		hr_config_wrong_type(reader, value, "a value of the metric such as \"500ms\"");
	return false;
}

/* --- thresholds --- */

struct raw_threshold {
	json_t *threshold, *floor; /* borrowed */
	bool critical, ignore;
};

static void keep_value(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)reader;
	*(json_t **)target = value;
}

#define OF_RAW(member) offsetof(struct raw_threshold, member)

static const struct hr_config_key threshold_keys[] = {
	{ .name = "threshold",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_RAW(threshold),
	  .read = keep_value },
	{ .name = "floor", .type = HR_CONFIG_CUSTOM, .offset = OF_RAW(floor), .read = keep_value },
	{ .name = "critical", .type = HR_CONFIG_BOOLEAN, .offset = OF_RAW(critical) },
	{ .name = "ignore", .type = HR_CONFIG_BOOLEAN, .offset = OF_RAW(ignore) },
	{ .name = NULL },
};

static void read_parts(struct hr_config_reader *reader, json_t *value,
                       const struct hr_metric *metric, struct hr_config_threshold *out)
{
	struct raw_threshold raw = { 0 };
	size_t mark;

	if (!json_is_object(value)) {
		hr_config_read_change(reader, value, THRESHOLD_MAX, &out->threshold);
		return;
	}
	hr_config_read_object(reader, value, threshold_keys, &raw);
	out->critical = raw.critical;
	out->ignore = raw.ignore;
	if (raw.threshold != NULL) {
		mark = hr_config_enter(reader, "threshold");
		hr_config_read_change(reader, raw.threshold, THRESHOLD_MAX, &out->threshold);
		hr_config_leave(reader, mark);
	}
	if (raw.floor != NULL) {
		mark = hr_config_enter(reader, "floor");
		read_metric_value(reader, raw.floor, metric, &out->floor);
		hr_config_leave(reader, mark);
	}
}

static void read_table(struct hr_config_reader *reader, json_t *value, const struct table *table)
{
	struct hr_config_thresholds *out = table->out;
	const char *name;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {METRIC: threshold}");
		return;
	}
	json_object_foreach(value, name, item)
	{
		size_t mark = hr_config_enter(reader, name);
		struct hr_metric made;
		const struct hr_metric *metric = hr_config_find_metric(reader, name, &made);
		struct hr_config_threshold entry = { .threshold = NAN, .floor = NAN };

		if (metric != NULL &&
		    (table->label == NULL ||
		     hr_config_read_pattern(reader, table->label, &entry.label))) {
			read_parts(reader, item, metric, &entry);
			entry.metric = hr_strdup(metric->name);
			out->items = hr_grow(out->items, out->count, &out->capacity,
			                     sizeof(*out->items));
			out->items[out->count++] = entry;
		}
		hr_config_leave(reader, mark);
	}
}

static void read_thresholds(struct hr_config_reader *reader, json_t *value, void *target)
{
	const struct table table = { .out = target };

	read_table(reader, value, &table);
}

static void read_labels(struct hr_config_reader *reader, json_t *value, void *target)
{
	const char *label;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {PATTERN: {METRIC: threshold}}");
		return;
	}
	json_object_foreach(value, label, item)
	{
		const struct table table = { .out = target, .label = label };
		size_t mark = hr_config_enter(reader, label);

		read_table(reader, item, &table);
		hr_config_leave(reader, mark);
	}
}

/* --- baseline --- */

static void read_fixed(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_fixed *fixed = target;
	const char *name;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {METRIC: value}");
		return;
	}
	fixed->items = hr_zalloc(json_object_size(value) + 1, sizeof(*fixed->items));
	json_object_foreach(value, name, item)
	{
		size_t mark = hr_config_enter(reader, name);
		struct hr_metric made;
		const struct hr_metric *metric = hr_config_find_metric(reader, name, &made);
		double number;

		if (metric != NULL && read_metric_value(reader, item, metric, &number)) {
			fixed->items[fixed->count].metric = hr_strdup(metric->name);
			fixed->items[fixed->count++].value = number;
		}
		hr_config_leave(reader, mark);
	}
}

static void read_environments(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_baselines *out = target;
	const char *environment;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {ENVIRONMENT: baseline}");
		return;
	}
	out->items = hr_zalloc(json_object_size(value) + 1, sizeof(*out->items));
	json_object_foreach(value, environment, item)
	{
		size_t mark = hr_config_enter(reader, environment);

		if (hr_config_read_text(reader, item, &out->items[out->count].name))
			out->items[out->count++].environment = hr_strdup(environment);
		hr_config_leave(reader, mark);
	}
}

#define AT(member) offsetof(struct hr_config_regression, member)

static const struct hr_config_key baseline_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = AT(baseline) },
	{ .name = "environments",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(environments),
	  .read = read_environments },
	{ .name = "static", .type = HR_CONFIG_CUSTOM, .offset = AT(fixed), .read = read_fixed },
	{ .name = NULL },
};

static void read_baseline(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_regression *regression = target;

	if (json_is_string(value))
		hr_config_read_text(reader, value, &regression->baseline);
	else if (json_is_object(value))
		hr_config_read_object(reader, value, baseline_keys, regression);
	else
		hr_config_wrong_type(reader, value,
		                     "the name of a baseline, or an object with name, "
		                     "environments or static");
}

/* --- the section --- */

static void read_goals(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_goals *goals = target;
	const char *name;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object, {METRIC: improvement}");
		return;
	}
	goals->items = hr_zalloc(json_object_size(value) + 1, sizeof(*goals->items));
	json_object_foreach(value, name, item)
	{
		size_t mark = hr_config_enter(reader, name);
		struct hr_metric made;
		const struct hr_metric *metric = hr_config_find_metric(reader, name, &made);
		double change;

		if (metric != NULL && hr_config_read_change(reader, item, THRESHOLD_MAX, &change)) {
			goals->items[goals->count].metric = hr_strdup(metric->name);
			goals->items[goals->count++].change = change;
		}
		hr_config_leave(reader, mark);
	}
}

static void read_variation(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_change(reader, value, 1, target);
}

static const char *const rules[] = { "statistics", "threshold", NULL };

const struct hr_config_key hr_config_regression_keys[] = {
	{ .name = "baseline", .type = HR_CONFIG_CUSTOM, .read = read_baseline },
	{ .name = "thresholds",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(thresholds),
	  .read = read_thresholds },
	{ .name = "labels",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(thresholds),
	  .read = read_labels },
	{ .name = "control", .type = HR_CONFIG_TEXT, .offset = AT(control) },
	{ .name = "rule", .type = HR_CONFIG_WORD, .offset = AT(rule), .words = rules },
	{ .name = "run_variation",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(run_variation),
	  .read = read_variation },
	{ .name = "goals", .type = HR_CONFIG_CUSTOM, .offset = AT(goals), .read = read_goals },
	{ .name = NULL },
};

/* Thresholds of labels win over those of every row, wherever they stand in the file. */
static int every_row_first(const void *a, const void *b)
{
	const struct hr_config_threshold *x = a, *y = b;

	return (x->label != NULL) - (y->label != NULL);
}

void hr_config_read_regression(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_regression *regression = target;
	struct hr_config_thresholds *thresholds = &regression->thresholds;

	regression->present = true;
	hr_config_read_object(reader, value, hr_config_regression_keys, regression);
	/* Few entries; insertion keeps equal ones in order, which qsort() would not. */
	for (size_t i = 1; i < thresholds->count; i++) {
		struct hr_config_threshold entry = thresholds->items[i];
		size_t at = i;

		for (; at > 0 && every_row_first(&thresholds->items[at - 1], &entry) > 0; at--)
			thresholds->items[at] = thresholds->items[at - 1];
		thresholds->items[at] = entry;
	}
}

void hr_config_regression_release(struct hr_config_regression *regression)
{
	for (size_t i = 0; i < regression->thresholds.count; i++) {
		hr_pattern_free(regression->thresholds.items[i].label);
		free(regression->thresholds.items[i].metric);
	}
	free(regression->thresholds.items);
	for (size_t i = 0; i < regression->environments.count; i++) {
		free(regression->environments.items[i].environment);
		free(regression->environments.items[i].name);
	}
	free(regression->environments.items);
	for (size_t i = 0; i < regression->fixed.count; i++)
		free(regression->fixed.items[i].metric);
	free(regression->fixed.items);
	for (size_t i = 0; i < regression->goals.count; i++)
		free(regression->goals.items[i].metric);
	free(regression->goals.items);
	free(regression->control);
	free(regression->baseline);
	*regression = (struct hr_config_regression){ 0 };
}
