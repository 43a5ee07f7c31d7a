/*
 * Answers of Prometheus's HTTP API to range and instant queries: a set of labels a series, with
 * points of epoch seconds and a value as text.
 * Shapes: https://prometheus.io/docs/prometheus/latest/querying/api/
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/json_split.h"
#include "read/json_text.h"

#define NAME_BYTES 400
#define MICRO      6 /* decimal shift to millionths */
#define SECONDS    9 /* decimal shift to ns */

enum path { PATH_METRIC, PATH_POINT, PATH_VALUE, PATH_ERROR };

static const char *const paths[] = {
	[PATH_METRIC] = "data.result.*.metric",
	[PATH_POINT] = "data.result.*.values.*",
	[PATH_VALUE] = "data.result.*.value",
	[PATH_ERROR] = "error",
	NULL,
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_json_split *split;
	struct hr_str name, host; /* of the series that is open */
	const char *unit;
	enum hr_series_kind kind;
	struct hr_str refusal; /* the server's, instead of data */
};

/* --- what a series is called --- */

static bool take_suffix(struct hr_slice *name, const char *suffix)
{
	size_t length = strlen(suffix);

	if (name->length <= length ||
	    memcmp(name->ptr + name->length - length, suffix, length) != 0)
		return false;
	name->length -= length;
	return true;
}

/* Kind and unit by the endings that Prometheus's naming rules prescribe. A function such as rate()
 * drops the name, so what still has one is the value as it was scraped. */
static void classify(struct hr_reader *reader, struct hr_slice name)
{
	static const struct {
		const char *suffix, *unit;
	} units[] = { { "_bytes", "B" },
		      { "_seconds", "s" },
		      { "_ratio", "ratio" },
		      { "_percent", "%" },
		      { "_celsius", "\xc2\xb0"
		                    "C" },
		      { "_volts", "V" } };

	reader->kind = HR_SERIES_GAUGE;
	reader->unit = "";
	if (take_suffix(&name, "_count") || take_suffix(&name, "_bucket")) {
		reader->kind = HR_SERIES_COUNTER;
		return;
	}
	if (take_suffix(&name, "_total") || take_suffix(&name, "_sum"))
		reader->kind = HR_SERIES_COUNTER;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (take_suffix(&name, units[i].suffix)) {
			reader->unit = units[i].unit;
			return;
		}
}

/* `name{label="value",...}`, without the instance, which is the host. */
static void take_metric(struct hr_reader *reader, json_t *metric)
{
	struct hr_slice name = hr_json_string(metric, "__name__");
	size_t labels = 0;
	const char *label;
	json_t *value;

	hr_str_truncate(&reader->name, 0);
	reader->name.limit = NAME_BYTES;
	hr_str_add_slice(&reader->name, name);
	json_object_foreach(metric, label, value)
	{
		if (!json_is_string(value) || strcmp(label, "__name__") == 0 ||
		    strcmp(label, "instance") == 0)
			continue;
		hr_str_printf(&reader->name, "%s%s=\"", labels++ == 0 ? "{" : ",", label);
		hr_str_add_slice(&reader->name, hr_json_string(metric, label));
		hr_str_putc(&reader->name, '"');
	}
	if (labels > 0)
		hr_str_putc(&reader->name, '}');
	if (reader->name.length == 0)
		hr_str_puts(&reader->name, "value");
	hr_str_truncate(&reader->host, 0);
	reader->host.limit = NAME_BYTES;
	hr_str_add_slice(&reader->host, hr_json_string(metric, "instance"));
	classify(reader, name);
}

/* --- points --- */

static bool is_gap(struct hr_slice value)
{
	return hr_slice_is(value, "NaN") || hr_slice_is(value, "+Inf") ||
	       hr_slice_is(value, "-Inf") || hr_slice_is(value, "Inf");
}

static void take_point(struct hr_reader *reader, const struct hr_json_part *part)
{
	struct hr_read_context *context = reader->context;
	char numbers[2][HR_JSON_NUMBER_BYTES];
	struct hr_slice time, value;
	struct hr_observation observation = {
		.kind = reader->kind,
		.name = hr_str_slice(&reader->name),
		.unit = hr_slice_of(reader->unit),
		.host = reader->host.length > 0 ? hr_str_slice(&reader->host)
		                                : context->options.host,
	};

	if (!json_is_array(part->value) || json_array_size(part->value) != 2) {
		hr_read_reject(context, "a point is not [time, value]", part->line, part->text);
		return;
	}
	time = hr_json_scalar_text(json_array_get(part->value, 0), numbers[0]);
	value = hr_json_scalar_text(json_array_get(part->value, 1), numbers[1]);
	if (is_gap(value)) {
		hr_read_note(context, "NaN and infinite values are gaps", part->line, part->text);
		return;
	}
	if (!hr_parse_scaled(time, SECONDS, &observation.time_ns)) {
		hr_read_reject(context, "no usable time", part->line, part->text);
		return;
	}
	if (!hr_parse_scaled(value, MICRO, &observation.value_micro)) {
		hr_read_reject(context, "a value is no number, or too large for a series",
		               part->line, part->text);
		return;
	}
	hr_read_observation(context, &observation);
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
		take_metric(reader, part->value);
		break;
	case PATH_POINT:
	case PATH_VALUE:
		take_point(reader, part);
		break;
	case PATH_ERROR:
		hr_str_truncate(&reader->refusal, 0);
		reader->refusal.limit = NAME_BYTES;
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
	reader->unit = "";
	hr_str_puts(&reader->name, "value");
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
	hr_str_release(&reader->name);
	hr_str_release(&reader->host);
	hr_str_release(&reader->refusal);
	free(reader);
}

static int prometheus_sniff(const struct hr_peek *peek)
{
	static const char *const data[] = { "\"status\"", "\"data\"", "\"resultType\"",
		                            "\"result\"", NULL };
	static const char *const error[] = { "\"status\"", "\"errorType\"", "\"error\"", NULL };

	if (hr_json_text_looks_like(peek->head, '{', data))
		return 98;
	return hr_json_text_looks_like(peek->head, '{', error) ? 60 : 0;
}

const struct hr_format hr_format_prometheus = {
	.name = "prometheus",
	.title = "Prometheus, answer to query_range or query",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = prometheus_sniff,
	.open = prometheus_open,
	.feed = prometheus_feed,
	.finish = prometheus_finish,
	.free = prometheus_free,
};
