/*
 * `autocannon -j`: one run of one address as an aggregate. Times are whole milliseconds; requests
 * and throughput are statistics of seconds, the latter in bytes. It has p97.5 instead of p95.
 */
#include <config.h>

#include <jansson.h>
#include "read/formats.h"

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"

#define BYTES_IN_KIB 1024

/* 0 where there is none. */
static uint64_t count_of(const json_t *document, const char *name)
{
	uint64_t count;

	return hr_json_count(document, name, &count) && count <= UINT32_MAX ? count : 0;
}

static void take_result(struct hr_read_context *context, json_t *document)
{
	const json_t *latency = json_object_get(document, "latency");
	const json_t *requests = json_object_get(document, "requests");
	struct hr_slice title = hr_json_string(document, "title");
	struct hr_aggregate aggregate;
	uint64_t answers, broken = count_of(document, "errors");

	aggregate = hr_document_no_figures(title.length > 0 ? title
	                                                    : hr_json_string(document, "url"));
	if (!hr_json_count(requests, "total", &answers) || answers > UINT32_MAX) {
		hr_read_reject(context, "no usable number of requests", 0, aggregate.label);
		return;
	}
	/* Connections that failed or timed out have no answer. */
	aggregate.count = answers + broken;
	aggregate.errors = broken + count_of(document, "4xx") + count_of(document, "5xx");
	aggregate.mean_ms = hr_json_figure(latency, "average");
	aggregate.stddev_ms = hr_json_figure(latency, "stddev");
	aggregate.min_ms = hr_json_figure(latency, "min");
	aggregate.max_ms = hr_json_figure(latency, "max");
	aggregate.p50_ms = hr_json_figure(latency, "p50");
	aggregate.p75_ms = hr_json_figure(latency, "p75");
	aggregate.p90_ms = hr_json_figure(latency, "p90");
	aggregate.p99_ms = hr_json_figure(latency, "p99");
	aggregate.p999_ms = hr_json_figure(latency, "p99_9");
	aggregate.throughput_per_s = hr_json_figure(requests, "average");
	aggregate.received_kib_per_s = hr_json_figure(json_object_get(document, "throughput"),
	                                              "average") /
	                               BYTES_IN_KIB;
	hr_read_assume(context,
	               "errors: 4xx, 5xx and broken connections; the latter have no times");
	hr_document_aggregate(context, &aggregate);
}

static enum hr_err autocannon_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the result of autocannon", take_result, err);
}

static int autocannon_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"latency\"", "\"requests\"",    "\"throughput\"",
		                              "\"p97_5\"",   "\"connections\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 95 : 0;
}

const struct hr_format hr_format_autocannon = {
	.name = "autocannon",
	.title = "autocannon -j",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = autocannon_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = autocannon_finish,
	.free = hr_document_free,
};
