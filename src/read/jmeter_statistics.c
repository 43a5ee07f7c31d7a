/*
 * statistics.json of JMeter's dashboard (its JsonExporter): a map of label to figures, read as
 * aggregates. The entry "Total" is handed on like any label, under that name: percentiles of
 * labels do not add up, so a run that holds nothing but aggregates can show no total but this one.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define DOCUMENT_BYTES ((size_t)64 << 20)

struct hr_reader {
	struct hr_read_context *context;
	struct hr_str text;
};

static struct hr_reader *statistics_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	return reader;
}

static enum hr_err statistics_feed(struct hr_reader *reader, struct hr_slice bytes,
                                   struct hr_error *err)
{
	if (bytes.length > DOCUMENT_BYTES - reader->text.length)
		return hr_error_set(err, HR_ELIMIT, "statistics.json is longer than 64 MiB");
	hr_str_add_slice(&reader->text, bytes);
	return HR_OK;
}

/* NaN for what is missing, or written as the text "NaN". */
static double figure(const json_t *entry, const char *name)
{
	const json_t *value = json_object_get(entry, name);

	return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static bool read_count(const json_t *entry, const char *name, uint64_t *out)
{
	const json_t *value = json_object_get(entry, name);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return false;
	*out = (uint64_t)json_integer_value(value);
	return true;
}

static void take_entry(struct hr_reader *reader, const char *label, const json_t *entry)
{
	struct hr_aggregate aggregate = {
		.label = hr_slice_of(label),
		.kind = HR_SAMPLE_REQUEST,
		.mean_ms = figure(entry, "meanResTime"),
		.stddev_ms = (double)NAN,
		.min_ms = figure(entry, "minResTime"),
		.max_ms = figure(entry, "maxResTime"),
		.p50_ms = figure(entry, "medianResTime"),
		.p75_ms = (double)NAN,
		.p90_ms = figure(entry, "pct1ResTime"),
		.p95_ms = figure(entry, "pct2ResTime"),
		.p99_ms = figure(entry, "pct3ResTime"),
		.p999_ms = (double)NAN,
		.throughput_per_s = figure(entry, "throughput"),
		.received_kib_per_s = figure(entry, "receivedKBytesPerSec"),
		.sent_kib_per_s = figure(entry, "sentKBytesPerSec"),
	};

	if (!read_count(entry, "sampleCount", &aggregate.count)) {
		hr_read_reject(reader->context, "a label without sampleCount", 0, aggregate.label);
		return;
	}
	if (!read_count(entry, "errorCount", &aggregate.errors))
		hr_read_note(reader->context, "a label without errorCount, taken as 0", 0,
		             aggregate.label);
	if (aggregate.errors > aggregate.count) {
		hr_read_reject(reader->context, "a label with more errors than samples", 0,
		               aggregate.label);
		return;
	}
	reader->context->records++;
	hr_sink_aggregate(reader->context->sink, &aggregate);
}

static enum hr_err statistics_finish(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_slice text = hr_str_slice(&reader->text);
	json_error_t error;
	json_t *document, *entry;
	const char *label;

	if (hr_slice_starts(text, "\xef\xbb\xbf")) {
		text.ptr += 3;
		text.length -= 3;
	}
	document = json_loadb(text.ptr, text.length, JSON_ALLOW_NUL, &error);
	if (document == NULL)
		return hr_error_at(err, HR_EPARSE, NULL, (uint64_t)error.line,
		                   (uint64_t)(error.column > 0 ? error.column : 0),
		                   "statistics.json is not valid JSON: %s", error.text);
	if (!json_is_object(document)) {
		json_decref(document);
		return hr_error_set(err, HR_EPARSE, "statistics.json is not an object of labels");
	}
	hr_read_assume(reader->context, "pct1ResTime, pct2ResTime and pct3ResTime are p90, p95 and "
	                                "p99, JMeter's defaults");
	json_object_foreach(document, label, entry) take_entry(reader, label, entry);
	json_decref(document);
	return HR_OK;
}

static void statistics_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_str_release(&reader->text);
	free(reader);
}

static bool contains(struct hr_slice text, const char *wanted)
{
	return text.length > 0 && memmem(text.ptr, text.length, wanted, strlen(wanted)) != NULL;
}

static int statistics_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = peek->head;

	while (head.length > 0 && head.ptr[0] != '{' &&
	       memchr("\xef\xbb\xbf \t\r\n", head.ptr[0], 7)) {
		head.ptr++;
		head.length--;
	}
	if (!hr_slice_starts(head, "{") || !contains(head, "\"sampleCount\"") ||
	    !contains(head, "\"meanResTime\""))
		return 0;
	return 95;
}

const struct hr_format hr_format_jmeter_statistics = {
	.name = "jmeter-statistics",
	.title = "statistics.json of JMeter's dashboard",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = statistics_sniff,
	.open = statistics_open,
	.feed = statistics_feed,
	.finish = statistics_finish,
	.free = statistics_free,
};
