/*
 * `vegeta report -type=json`: one object of figures, latencies in nanoseconds.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <math.h>

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"

#define LABEL     "requests"
#define MS_PER_NS 1e-6

static void take_report(struct hr_read_context *context, json_t *document)
{
	struct hr_aggregate aggregate = hr_document_no_figures(HR_SLICE_LITERAL(LABEL));
	const json_t *latencies = json_object_get(document, "latencies");
	double success = hr_json_figure(document, "success");

	if (!hr_json_count(document, "requests", &aggregate.count) || !(success >= 0) ||
	    success > 1) {
		hr_read_reject(context, "no count of requests or no ratio of success", 0,
		               aggregate.label);
		return;
	}
	aggregate.errors = (uint64_t)llround((1 - success) * (double)aggregate.count);
	aggregate.mean_ms = hr_json_figure(latencies, "mean") * MS_PER_NS;
	aggregate.min_ms = hr_json_figure(latencies, "min") * MS_PER_NS;
	aggregate.max_ms = hr_json_figure(latencies, "max") * MS_PER_NS;
	aggregate.p50_ms = hr_json_figure(latencies, "50th") * MS_PER_NS;
	aggregate.p90_ms = hr_json_figure(latencies, "90th") * MS_PER_NS;
	aggregate.p95_ms = hr_json_figure(latencies, "95th") * MS_PER_NS;
	aggregate.p99_ms = hr_json_figure(latencies, "99th") * MS_PER_NS;
	aggregate.throughput_per_s = hr_json_figure(document, "rate");
	hr_read_assume(context, "the rate is that of the requests sent");
	hr_document_aggregate(context, &aggregate);
}

static enum hr_err vegeta_report_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the vegeta report", take_report, err);
}

static int vegeta_report_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"latencies\"", "\"50th\"", "\"bytes_in\"",
		                              "\"requests\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 100 : 0;
}

const struct hr_format hr_format_vegeta_report = {
	.name = "vegeta-report",
	.title = "vegeta report, JSON",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = vegeta_report_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = vegeta_report_finish,
	.free = hr_document_free,
};
