/*
 * JSON of `fortio load -json`: seconds. The bins of its histogram keep counts; within a bin the
 * calls are spread evenly, as fortio itself does for percentiles. Failed calls are in those bins,
 * too, so with failures the figures are shown as fortio states them.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <math.h>

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"
#include "record/sink.h"
#include "stats/hist.h"

#define NO_NAME  "calls"
#define MS_PER_S 1e3
#define SPREAD   64 /* points a bin is spread over */

static bool add_bin(struct hr_hist *hist, const json_t *bin)
{
	int64_t start, end;
	uint64_t count, points;

	if (!hr_json_duration(json_object_get(bin, "Start"), HR_SHIFT_S, &start) ||
	    !hr_json_duration(json_object_get(bin, "End"), HR_SHIFT_S, &end) || end < start ||
	    !hr_json_count(bin, "Count", &count))
		return false;
	points = count < SPREAD ? count : SPREAD;
	for (uint64_t i = 0; i < points; i++) {
		uint64_t share = count / points + (i < count % points ? 1 : 0);
		int64_t width = end - start;

		hr_hist_add(hist, start + (int64_t)(2 * i + 1) * width / (int64_t)(2 * points),
		            share);
	}
	return true;
}

static void push_histogram(struct hr_read_context *context, const json_t *document,
                           struct hr_slice label, const json_t *durations)
{
	const json_t *bins = json_object_get(durations, "Data");
	struct hr_histogram_record record = {
		.label = label,
		.success = true,
		.start_ns = HR_INSTANT_NONE,
		.end_ns = HR_INSTANT_NONE,
		.min_ns = HR_UNKNOWN,
		.max_ns = HR_UNKNOWN,
	};
	struct hr_hist *hist = hr_hist_new();
	int64_t length;

	for (size_t i = 0; i < json_array_size(bins); i++)
		if (!add_bin(hist, json_array_get(bins, i)))
			hr_read_reject(context, "a bin without start, end and count", 0, label);
	(void)hr_json_duration(json_object_get(durations, "Min"), HR_SHIFT_S, &record.min_ns);
	(void)hr_json_duration(json_object_get(durations, "Max"), HR_SHIFT_S, &record.max_ns);
	if (hr_instant_parse(hr_json_string(document, "StartTime"), context->options.zone,
	                     &record.start_ns, NULL) != HR_OK)
		record.start_ns = HR_INSTANT_NONE;
	if (record.start_ns != HR_INSTANT_NONE &&
	    (!hr_json_duration(json_object_get(document, "ActualDuration"), 0, &length) ||
	     __builtin_add_overflow(record.start_ns, length, &record.end_ns)))
		record.end_ns = record.start_ns;
	record.hist = hist;
	hr_read_assume(context, "calls are spread evenly within the bins of the histogram");
	if (hr_hist_count(hist) > 0) {
		context->records++;
		hr_sink_histogram(context->sink, &record);
	}
	hr_hist_free(hist);
}

static double percentile_ms(const json_t *durations, double wanted)
{
	const json_t *list = json_object_get(durations, "Percentiles");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *entry = json_array_get(list, i);

		if (fabs(hr_json_figure(entry, "Percentile") - wanted) < 1e-9)
			return hr_json_figure(entry, "Value") * MS_PER_S;
	}
	return (double)NAN;
}

static void push_figures(struct hr_read_context *context, const json_t *document,
                         struct hr_slice label, const json_t *durations, uint64_t errors)
{
	struct hr_aggregate aggregate = hr_document_no_figures(label);

	if (!hr_json_count(durations, "Count", &aggregate.count)) {
		hr_read_reject(context, "a histogram without count", 0, label);
		return;
	}
	aggregate.errors = errors;
	aggregate.mean_ms = hr_json_figure(durations, "Avg") * MS_PER_S;
	aggregate.stddev_ms = hr_json_figure(durations, "StdDev") * MS_PER_S;
	aggregate.min_ms = hr_json_figure(durations, "Min") * MS_PER_S;
	aggregate.max_ms = hr_json_figure(durations, "Max") * MS_PER_S;
	aggregate.p50_ms = percentile_ms(durations, 50);
	aggregate.p75_ms = percentile_ms(durations, 75);
	aggregate.p90_ms = percentile_ms(durations, 90);
	aggregate.p95_ms = percentile_ms(durations, 95);
	aggregate.p99_ms = percentile_ms(durations, 99);
	aggregate.p999_ms = percentile_ms(durations, 99.9);
	aggregate.throughput_per_s = hr_json_figure(document, "ActualQPS");
	hr_read_note(context,
	             "failed calls are in the same bins as the others: "
	             "fortio's own figures are shown",
	             0, label);
	hr_document_aggregate(context, &aggregate);
}

static void take_document(struct hr_read_context *context, json_t *document)
{
	const json_t *durations = json_object_get(document, "DurationHistogram");
	struct hr_slice label = hr_json_string(document, "Labels");
	uint64_t errors = 0;

	if (label.length == 0)
		label = hr_json_string(document, "URL");
	if (label.length == 0)
		label = HR_SLICE_LITERAL(NO_NAME);
	(void)hr_json_count(json_object_get(document, "ErrorsDurationHistogram"), "Count", &errors);
	if (!json_is_object(durations))
		hr_read_reject(context, "no DurationHistogram", 0, label);
	else if (errors > 0)
		push_figures(context, document, label, durations, errors);
	else
		push_histogram(context, document, label, durations);
}

static enum hr_err fortio_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the result of fortio", take_document, err);
}

static int fortio_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"RequestedQPS\"", "\"ActualQPS\"",
		                              "\"DurationHistogram\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 100 : 0;
}

const struct hr_format hr_format_fortio = {
	.name = "fortio",
	.title = "fortio load, JSON",
	.carries = HR_CARRIES_HISTOGRAMS | HR_CARRIES_AGGREGATES,
	.sniff = fortio_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = fortio_finish,
	.free = hr_document_free,
};
