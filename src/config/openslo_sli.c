/* Indicators: which events are valid and which good. */
#include <config.h>
#include "config/openslo_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/message.h"

#define SOURCE_TYPE "headroom"

const char *const hr_openslo_units[] = { "ms", "s", "us", "ns", NULL };

/* Behind HR_OPENSLO_RATIO. */
static const char *const metric_names[] = { "elapsed",    "latency", "connect",
	                                    "throughput", "age",     NULL };

/* What a metricSource says. */
struct source {
	char *reference, *type;
	json_t *spec;
};

static const struct hr_config_key source_keys[] = {
	{ .name = "metricSourceRef",
	  .type = HR_CONFIG_TEXT,
	  .offset = offsetof(struct source, reference) },
	{ .name = "type", .type = HR_CONFIG_TEXT, .offset = offsetof(struct source, type) },
	{ .name = "spec",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct source, spec),
	  .read = hr_openslo_keep },
	{ .name = NULL },
};

struct source_spec {
	char *filter;
	int metric, unit;
	bool has_metric;
};

static void read_metric_name(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct source_spec *spec = target;

	spec->has_metric = hr_config_read_word(reader, value, metric_names, &spec->metric);
}

#define FILTER                                                                                     \
	{                                                                                          \
		.name = "filter", .type = HR_CONFIG_CUSTOM,                                        \
		.offset = offsetof(struct source_spec, filter), .read = hr_config_read_filter      \
	}

static const struct hr_config_key filter_keys[] = { FILTER, { .name = NULL } };

static const struct hr_config_key threshold_keys[] = {
	FILTER,
	{ .name = "metric", .type = HR_CONFIG_CUSTOM, .read = read_metric_name },
	{ .name = "unit",
	  .type = HR_CONFIG_WORD,
	  .offset = offsetof(struct source_spec, unit),
	  .words = hr_openslo_units },
	{ .name = NULL },
};

/* Where its data come from must be recorded files. */
static bool is_ours(struct hr_openslo *all, const struct source *source)
{
	struct hr_config_reader *reader = all->reader;
	const char *type = source->type, *at = "type";
	size_t mark;

	if (type == NULL && source->reference != NULL) {
		const struct hr_openslo_object *object;

		at = "metricSourceRef";
		mark = hr_config_enter(reader, at);
		object = hr_openslo_find(all, HR_OPENSLO_SOURCE, source->reference);
		hr_config_leave(reader, mark);
		if (object == NULL || object->type == NULL)
			return false;
		type = object->type;
	}
	if (type == NULL) {
		hr_config_wrong(reader, "found no \"type\", expected \"" SOURCE_TYPE "\"");
		return false;
	}
	if (strcmp(type, SOURCE_TYPE) == 0)
		return true;
	mark = hr_config_enter(reader, at);
	hr_config_wrong(reader,
	                "found a source of type \"%s\", whose queries cannot be asked of "
	                "recorded data: expected \"" SOURCE_TYPE "\" with a filter in its spec, "
	                "such as \"status < 500\"",
	                hr_quoted(type).text);
	hr_config_leave(reader, mark);
	return false;
}

/* {metricSource: {...}} */
static void read_source(struct hr_openslo *all, json_t *value, const struct hr_config_key *keys,
                        struct source_spec *out)
{
	static const struct hr_config_key wrapper_keys[] = {
		{ .name = "metricSource", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_keep },
		{ .name = NULL },
	};
	struct hr_config_reader *reader = all->reader;
	struct source source = { 0 };
	json_t *inner = NULL;
	size_t mark, spec_mark;

	hr_config_read_object(reader, value, wrapper_keys, &inner);
	if (inner == NULL) {
		if (json_is_object(value))
			hr_config_wrong(reader, "found no \"metricSource\"");
		return;
	}
	mark = hr_config_enter(reader, "metricSource");
	hr_config_read_object(reader, inner, source_keys, &source);
	if (json_is_object(inner) && is_ours(all, &source) && source.spec != NULL) {
		spec_mark = hr_config_enter(reader, "spec");
		hr_config_read_object(reader, source.spec, keys, out);
		hr_config_leave(reader, spec_mark);
	}
	hr_config_leave(reader, mark);
	free(source.reference);
	free(source.type);
}

struct ratio {
	json_t *good, *bad, *total, *raw;
};

static const struct hr_config_key ratio_keys[] = {
	{ .name = "counter", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = "good",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct ratio, good),
	  .read = hr_openslo_keep },
	{ .name = "bad",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct ratio, bad),
	  .read = hr_openslo_keep },
	{ .name = "total",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct ratio, total),
	  .read = hr_openslo_keep },
	{ .name = "rawType", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = "raw",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct ratio, raw),
	  .read = hr_openslo_keep },
	{ .name = NULL },
};

static void read_part(struct hr_openslo *all, const char *name, json_t *value, char **filter)
{
	struct source_spec spec = { 0 };
	size_t mark;

	if (value == NULL)
		return;
	mark = hr_config_enter(all->reader, name);
	read_source(all, value, filter_keys, &spec);
	hr_config_leave(all->reader, mark);
	*filter = spec.filter;
}

static void read_ratio(struct hr_openslo *all, json_t *value, struct hr_openslo_indicator *out)
{
	struct hr_config_reader *reader = all->reader;
	struct ratio ratio = { 0 };
	size_t mark;

	hr_config_read_object(reader, value, ratio_keys, &ratio);
	if (!json_is_object(value))
		return;
	if (ratio.raw != NULL) {
		mark = hr_config_enter(reader, "raw");
		hr_config_wrong(reader,
		                "found a ratio made elsewhere, expected \"good\" or \"bad\" "
		                "and \"total\": events are counted here");
		hr_config_leave(reader, mark);
		return;
	}
	if ((ratio.good != NULL) == (ratio.bad != NULL))
		hr_config_wrong(reader, "found %s, expected one of \"good\" and \"bad\"",
		                ratio.good != NULL ? "both" : "neither");
	if (ratio.total == NULL)
		hr_config_wrong(reader, "found no \"total\"");
	read_part(all, "total", ratio.total, &out->valid);
	read_part(all, "good", ratio.good, &out->good);
	read_part(all, "bad", ratio.bad, &out->bad);
	out->metric = HR_OPENSLO_RATIO;
}

static void read_threshold(struct hr_openslo *all, json_t *value, struct hr_openslo_indicator *out)
{
	struct source_spec spec = { 0 };
	size_t before = all->reader->errors->count + all->reader->errors->omitted;

	read_source(all, value, threshold_keys, &spec);
	if (!spec.has_metric && all->reader->errors->count + all->reader->errors->omitted == before)
		hr_config_wrong(all->reader,
		                "found no \"metric\" in the source's spec, expected elapsed, "
		                "latency, connect, throughput or age");
	out->metric = (enum hr_openslo_metric)(HR_OPENSLO_ELAPSED + spec.metric);
	out->valid = spec.filter;
	out->unit = spec.unit;
}

struct indicator_spec {
	json_t *ratio, *threshold;
};

static const struct hr_config_key spec_keys[] = {
	{ .name = "description", .type = HR_CONFIG_CUSTOM, .read = hr_openslo_pass },
	{ .name = "ratioMetric",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct indicator_spec, ratio),
	  .read = hr_openslo_keep },
	{ .name = "thresholdMetric",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct indicator_spec, threshold),
	  .read = hr_openslo_keep },
	{ .name = NULL },
};

void hr_openslo_read_indicator(struct hr_openslo *all, json_t *spec,
                               struct hr_openslo_indicator *out)
{
	struct hr_config_reader *reader = all->reader;
	struct indicator_spec found = { 0 };
	size_t before = reader->errors->count + reader->errors->omitted, mark;

	hr_config_read_object(reader, spec, spec_keys, &found);
	if (json_is_object(spec) && (found.ratio != NULL) == (found.threshold != NULL))
		hr_config_wrong(reader,
		                "found %s, expected one of \"ratioMetric\" and \"thresholdMetric\"",
		                found.ratio != NULL ? "both" : "neither");
	if (found.ratio != NULL) {
		mark = hr_config_enter(reader, "ratioMetric");
		read_ratio(all, found.ratio, out);
		hr_config_leave(reader, mark);
	} else if (found.threshold != NULL) {
		mark = hr_config_enter(reader, "thresholdMetric");
		read_threshold(all, found.threshold, out);
		hr_config_leave(reader, mark);
	}
	out->fine = reader->errors->count + reader->errors->omitted == before;
}

void hr_openslo_indicator_release(struct hr_openslo_indicator *indicator)
{
	free(indicator->valid);
	free(indicator->good);
	free(indicator->bad);
	*indicator = (struct hr_openslo_indicator){ 0 };
}
