/*
 * Answers of Prometheus's HTTP API to range and instant queries: a set of labels a series, with
 * points of epoch seconds and a value as text. `promtool query -o json` writes the list of series
 * alone, without what the API puts around it.
 * Shapes: https://prometheus.io/docs/prometheus/latest/querying/api/
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/json_split.h"
#include "read/json_text.h"
#include "read/prom_series.h"

#define REFUSAL_BYTES 400

enum path {
	PATH_METRIC,
	PATH_POINT,
	PATH_VALUE,
	PATH_ERROR,
	PATH_BARE_METRIC,
	PATH_BARE_POINT,
	PATH_BARE_VALUE
};

static const char *const paths[] = {
	[PATH_METRIC] = "data.result.*.metric", [PATH_POINT] = "data.result.*.values.*",
	[PATH_VALUE] = "data.result.*.value",   [PATH_ERROR] = "error",
	[PATH_BARE_METRIC] = "*.metric",        [PATH_BARE_POINT] = "*.values.*",
	[PATH_BARE_VALUE] = "*.value",          NULL,
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_json_split *split;
	struct hr_prom_series series; /* the one that is open */
	struct hr_str refusal;        /* the server's, instead of data */
};

static void take_metric(struct hr_reader *reader, json_t *metric)
{
	const char *label;
	json_t *value;

	hr_prom_series_begin(&reader->series, hr_json_string(metric, "__name__"));
	json_object_foreach(metric, label, value) if (json_is_string(value)) hr_prom_series_label(
	        &reader->series, hr_slice_of(label), hr_json_string(metric, label));
	hr_prom_series_end(&reader->series);
}

static void take_point(struct hr_reader *reader, const struct hr_json_part *part)
{
	struct hr_read_context *context = reader->context;
	char numbers[2][HR_JSON_NUMBER_BYTES];
	struct hr_slice time, value;
	int64_t time_ns;

	if (!json_is_array(part->value) || json_array_size(part->value) != 2) {
		hr_read_reject(context, "a point is not [time, value]", part->line, part->text);
		return;
	}
	time = hr_json_scalar_text(json_array_get(part->value, 0), numbers[0]);
	value = hr_json_scalar_text(json_array_get(part->value, 1), numbers[1]);
	if (!hr_parse_scaled(time, HR_SHIFT_S, &time_ns)) {
		hr_read_reject(context, "no usable time", part->line, part->text);
		return;
	}
	hr_prom_series_push(context, &reader->series, time_ns, value, part->line, part->text);
}

static void take_part(void *context, const struct hr_json_part *part)
{
	struct hr_reader *reader = context;

	if (part->fault != NULL) {
		hr_read_reject(reader->context, part->fault, part->line, part->text);
		return;
	}
	switch ((enum path)part->path) {
	case PATH_METRIC:
	case PATH_BARE_METRIC:
		take_metric(reader, part->value);
		break;
	case PATH_POINT:
	case PATH_VALUE:
	case PATH_BARE_POINT:
	case PATH_BARE_VALUE:
		take_point(reader, part);
		break;
	case PATH_ERROR:
		hr_str_truncate(&reader->refusal, 0);
		reader->refusal.limit = REFUSAL_BYTES;
		if (json_is_string(part->value))
			hr_str_puts(&reader->refusal, json_string_value(part->value));
		break;
	}
}

/* --- the format --- */

static struct hr_reader *prometheus_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->split = hr_json_split_new(paths, take_part, reader);
	hr_prom_series_begin(&reader->series, (struct hr_slice){ NULL, 0 });
	hr_prom_series_end(&reader->series);
	return reader;
}

static enum hr_err prometheus_feed(struct hr_reader *reader, struct hr_slice bytes,
                                   struct hr_error *err)
{
	(void)err;
	hr_json_split_feed(reader->split, bytes);
	return HR_OK;
}

static enum hr_err prometheus_finish(struct hr_reader *reader, struct hr_error *err)
{
	if (reader->refusal.length > 0 && reader->context->records == 0)
		return hr_error_set(err, HR_EPARSE,
		                    "the answer of Prometheus holds no data but an error: %s",
		                    hr_str_text(&reader->refusal));
	return hr_read_json_end(reader->context, reader->split, "an answer of Prometheus", err);
}

static void prometheus_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_json_split_free(reader->split);
	hr_prom_series_release(&reader->series);
	hr_str_release(&reader->refusal);
	free(reader);
}

static int prometheus_sniff(const struct hr_peek *peek)
{
	static const char *const data[] = { "\"status\"", "\"data\"", "\"resultType\"",
		                            "\"result\"", NULL };
	static const char *const error[] = { "\"status\"", "\"errorType\"", "\"error\"", NULL };

	static const char *const bare[] = { "\"metric\"", "\"value", NULL };

	if (hr_json_text_looks_like(peek->head, '{', data) ||
	    hr_json_text_looks_like(peek->head, '[', bare))
		return 98;
	return hr_json_text_looks_like(peek->head, '{', error) ? 60 : 0;
}

const struct hr_format hr_format_prometheus = {
	.name = "prometheus",
	.title = "Prometheus, answer to query_range or query; promtool query -o json",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = prometheus_sniff,
	.open = prometheus_open,
	.feed = prometheus_feed,
	.finish = prometheus_finish,
	.free = prometheus_free,
};
