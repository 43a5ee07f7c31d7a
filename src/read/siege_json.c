/*
 * `siege -j`: one object of figures, seconds and megabytes.
 */
#include <config.h>

#include <jansson.h>
#include "read/formats.h"

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"

#define LABEL      "requests"
#define MS_PER_S   1e3
#define KIB_PER_MB 1024 /* siege's MB are 1024 x 1024 bytes */

static void take_document(struct hr_read_context *context, json_t *document)
{
	struct hr_aggregate aggregate = hr_document_no_figures(HR_SLICE_LITERAL(LABEL));
	uint64_t served;

	if (!hr_json_count(document, "transactions", &served)) {
		hr_read_reject(context, "no count of transactions", 0, aggregate.label);
		return;
	}
	if (!hr_json_count(document, "failed_transactions", &aggregate.errors))
		hr_read_note(context, "no count of failed transactions, taken as 0", 0,
		             aggregate.label);
	/* siege counts what it could not fetch apart from its transactions. */
	aggregate.count = served + aggregate.errors;
	aggregate.mean_ms = hr_json_figure(document, "response_time") * MS_PER_S;
	aggregate.min_ms = hr_json_figure(document, "shortest_transaction") * MS_PER_S;
	aggregate.max_ms = hr_json_figure(document, "longest_transaction") * MS_PER_S;
	aggregate.throughput_per_s = hr_json_figure(document, "transaction_rate");
	aggregate.received_kib_per_s = hr_json_figure(document, "throughput") * KIB_PER_MB;
	hr_read_assume(context, "times are seconds in steps of 10 ms");
	hr_document_aggregate(context, &aggregate);
}

static enum hr_err siege_json_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the summary of siege", take_document, err);
}

static int siege_json_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"transactions\"", "\"availability\"",
		                              "\"transaction_rate\"", "\"concurrency\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 100 : 0;
}

const struct hr_format hr_format_siege_json = {
	.name = "siege-json",
	.title = "siege -j",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = siege_json_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = siege_json_finish,
	.free = hr_document_free,
};
