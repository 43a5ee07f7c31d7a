/*
 * statistics.json of JMeter's dashboard (its JsonExporter): a map of label to figures, read as
 * aggregates. The entry "Total" is handed on like any label, under that name: percentiles of
 * labels do not add up, so a run that holds nothing but aggregates can show no total but this one.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <math.h>

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"
#include "record/sink.h"

static void take_entry(struct hr_read_context *context, const char *label, const json_t *entry)
{
	struct hr_aggregate aggregate = {
		.label = hr_slice_of(label),
		.kind = HR_SAMPLE_REQUEST,
		.mean_ms = hr_json_figure(entry, "meanResTime"),
		.stddev_ms = (double)NAN,
		.min_ms = hr_json_figure(entry, "minResTime"),
		.max_ms = hr_json_figure(entry, "maxResTime"),
		.p50_ms = hr_json_figure(entry, "medianResTime"),
		.p75_ms = (double)NAN,
		.p90_ms = hr_json_figure(entry, "pct1ResTime"),
		.p95_ms = hr_json_figure(entry, "pct2ResTime"),
		.p99_ms = hr_json_figure(entry, "pct3ResTime"),
		.p999_ms = (double)NAN,
		.throughput_per_s = hr_json_figure(entry, "throughput"),
		.received_kib_per_s = hr_json_figure(entry, "receivedKBytesPerSec"),
		.sent_kib_per_s = hr_json_figure(entry, "sentKBytesPerSec"),
	};

	if (!hr_json_count(entry, "sampleCount", &aggregate.count)) {
		hr_read_reject(context, "a label without sampleCount", 0, aggregate.label);
		return;
	}
	if (!hr_json_count(entry, "errorCount", &aggregate.errors))
		hr_read_note(context, "a label without errorCount, taken as 0", 0, aggregate.label);
	if (aggregate.errors > aggregate.count) {
		hr_read_reject(context, "a label with more errors than samples", 0,
		               aggregate.label);
		return;
	}
	context->records++;
	hr_sink_aggregate(context->sink, &aggregate);
}

static void take_statistics(struct hr_read_context *context, json_t *document)
{
	const char *label;
	json_t *entry;

	hr_read_assume(context, "pct1ResTime, pct2ResTime and pct3ResTime are p90, p95 and p99, "
	                        "JMeter's defaults");
	json_object_foreach(document, label, entry) take_entry(context, label, entry);
}

static enum hr_err statistics_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "statistics.json", take_statistics, err);
}

static int statistics_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"sampleCount\"", "\"meanResTime\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 95 : 0;
}

const struct hr_format hr_format_jmeter_statistics = {
	.name = "jmeter-statistics",
	.title = "statistics.json of JMeter's dashboard",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = statistics_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = statistics_finish,
	.free = hr_document_free,
};
