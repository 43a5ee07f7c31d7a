#include <config.h>
#include "read/document_reader.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/json_text.h"
#include "record/sink.h"

struct hr_reader {
	struct hr_read_context *context;
	struct hr_str text;
};

struct hr_reader *hr_document_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	return reader;
}

enum hr_err hr_document_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	return hr_json_text_add(&reader->text, bytes, "the document", err);
}

void hr_document_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_str_release(&reader->text);
	free(reader);
}

enum hr_err hr_document_finish(struct hr_reader *reader, const char *name,
                               void (*take)(struct hr_read_context *context, json_t *document),
                               struct hr_error *err)
{
	json_t *document = hr_json_text_object(&reader->text, name, err);

	if (document == NULL)
		return HR_EPARSE;
	take(reader->context, document);
	json_decref(document);
	return HR_OK;
}

void hr_document_aggregate(struct hr_read_context *context, const struct hr_aggregate *aggregate)
{
	if (aggregate->errors > aggregate->count) {
		hr_read_reject(context, "more errors than requests", 0, aggregate->label);
		return;
	}
	context->records++;
	hr_sink_aggregate(context->sink, aggregate);
}

struct hr_aggregate hr_document_no_figures(struct hr_slice label)
{
	const double unknown = (double)NAN;

	return (struct hr_aggregate){
		.label = label,
		.kind = HR_SAMPLE_REQUEST,
		.mean_ms = unknown,
		.stddev_ms = unknown,
		.min_ms = unknown,
		.max_ms = unknown,
		.p50_ms = unknown,
		.p75_ms = unknown,
		.p90_ms = unknown,
		.p95_ms = unknown,
		.p99_ms = unknown,
		.p999_ms = unknown,
		.throughput_per_s = unknown,
		.received_kib_per_s = unknown,
		.sent_kib_per_s = unknown,
	};
}
