/*
 * JUnit XML: one sample a test case, called classname.name; its time is in seconds. Skipped cases
 * are no samples.
 * Cases carry no time of their own: they are taken to have run one after the other from their
 * suite's timestamp on, as the runners that write these files do.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/xml_decode.h"
#include "read/xml_head.h"
#include "read/xml_stream.h"
#include "record/sample.h"
#include "stats/moments.h"

#define TEXT_BYTES 1024

struct hr_reader {
	struct hr_read_context *context;
	struct hr_xml_stream *xml;
	struct hr_str host; /* of the suite */
	int64_t clock_ns;   /* when the next case starts; HR_INSTANT_NONE */
	bool in_case, skipped, failed;
	bool suites_seen;
	struct hr_str label, kind, message; /* of the case */
	struct hr_str time;
	uint64_t line, skipped_count;
};

/* --- attributes --- */

static void set_text(struct hr_str *out, struct hr_slice text)
{
	hr_str_truncate(out, 0);
	out->limit = TEXT_BYTES;
	out->truncated = false;
	hr_xml_attribute_add(out, text);
}

/* --- cases --- */

static void start_suite(struct hr_reader *reader, const struct hr_xml_attributes *attributes)
{
	struct hr_slice stamp = hr_slice_trim(hr_xml_attribute(attributes, "timestamp"));

	reader->suites_seen = true;
	set_text(&reader->host, hr_xml_attribute(attributes, "hostname"));
	/* A suite inside another goes on where that one is, unless it says otherwise. */
	if (stamp.length > 0 && hr_instant_parse(stamp, reader->context->options.zone,
	                                         &reader->clock_ns, NULL) != HR_OK)
		reader->clock_ns = HR_INSTANT_NONE;
}

static void start_case(struct hr_reader *reader, const struct hr_xml_attributes *attributes)
{
	struct hr_slice class = hr_xml_attribute(attributes, "classname");

	reader->in_case = true;
	reader->skipped = reader->failed = false;
	reader->line = hr_xml_stream_line(reader->xml);
	set_text(&reader->label, class);
	if (class.length > 0)
		hr_str_putc(&reader->label, '.');
	hr_xml_attribute_add(&reader->label, hr_xml_attribute(attributes, "name"));
	set_text(&reader->time, hr_xml_attribute(attributes, "time"));
	set_text(&reader->kind, (struct hr_slice){ NULL, 0 });
	set_text(&reader->message, (struct hr_slice){ NULL, 0 });
}

static void end_case(struct hr_reader *reader)
{
	struct hr_read_context *context = reader->context;
	struct hr_sample sample = hr_read_request(context, hr_str_slice(&reader->label));

	sample.success = !reader->failed;
	sample.start_ns = reader->clock_ns;
	sample.failed = reader->failed ? 1 : 0;
	sample.code = hr_str_slice(&reader->kind);
	sample.failure = hr_str_slice(&reader->message);
	if (reader->host.length > 0)
		sample.host = hr_str_slice(&reader->host);
	reader->in_case = false;
	if (reader->skipped) {
		reader->skipped_count++;
		return;
	}
	if (!hr_parse_scaled(hr_slice_trim(hr_str_slice(&reader->time)), HR_SHIFT_S,
	                     &sample.elapsed_ns)) {
		sample.elapsed_ns = HR_UNKNOWN;
	} else if (sample.elapsed_ns < 0 || sample.elapsed_ns > HR_DURATION_MAX_NS) {
		hr_read_reject(context, "time is negative or above 100000 s", reader->line,
		               sample.label);
		return;
	}
	if (sample.start_ns == HR_INSTANT_NONE)
		hr_read_degrade(context,
		                sample.elapsed_ns == HR_UNKNOWN
		                        ? "the suite has no usable timestamp; no usable time"
		                        : "the suite has no usable timestamp",
		                reader->line, sample.label);
	else if (sample.elapsed_ns == HR_UNKNOWN)
		hr_read_degrade(context, "no usable time", reader->line, sample.label);
	else if (reader->clock_ns < INT64_MAX - sample.elapsed_ns)
		reader->clock_ns += sample.elapsed_ns;
	hr_read_sample(context, &sample);
}

/* --- elements --- */

static void on_start(void *state, const char *name, const struct hr_xml_attributes *attributes)
{
	struct hr_reader *reader = state;

	if (strcmp(name, "testsuite") == 0) {
		start_suite(reader, attributes);
	} else if (strcmp(name, "testcase") == 0) {
		start_case(reader, attributes);
	} else if (reader->in_case && strcmp(name, "skipped") == 0) {
		reader->skipped = true;
	} else if (reader->in_case && !reader->failed &&
	           (strcmp(name, "failure") == 0 || strcmp(name, "error") == 0)) {
		reader->failed = true;
		set_text(&reader->kind, hr_xml_attribute(attributes, "type"));
		set_text(&reader->message, hr_xml_attribute(attributes, "message"));
	}
}

static void on_end(void *state, const char *name)
{
	struct hr_reader *reader = state;

	if (reader->in_case && strcmp(name, "testcase") == 0)
		end_case(reader);
}

static const struct hr_xml_handler handler = { .start = on_start, .end = on_end };

/* --- the format --- */

static struct hr_reader *junit_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->clock_ns = HR_INSTANT_NONE;
	reader->xml = hr_xml_stream_new(context, &handler, reader);
	return reader;
}

static enum hr_err junit_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	return hr_xml_stream_feed(reader->xml, bytes, err);
}

static enum hr_err junit_finish(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_slice none = { NULL, 0 };
	enum hr_err result = hr_xml_stream_finish(reader->xml, err);

	if (result != HR_OK)
		return result;
	if (reader->in_case)
		hr_read_note(reader->context, "the file ends inside a test case", reader->line,
		             hr_str_slice(&reader->label));
	if (reader->skipped_count > 0)
		hr_read_note(reader->context, "skipped test cases are no samples", 0, none);
	if (!reader->suites_seen && reader->context->records + reader->context->rejected == 0)
		return hr_error_set(err, HR_EPARSE, "there is no <testsuite> in the XML");
	hr_read_assume(reader->context,
	               "test cases ran one after the other from the timestamp of their suite on");
	return HR_OK;
}

static void junit_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_xml_stream_free(reader->xml);
	hr_str_release(&reader->host);
	hr_str_release(&reader->label);
	hr_str_release(&reader->kind);
	hr_str_release(&reader->message);
	hr_str_release(&reader->time);
	free(reader);
}

static int junit_sniff(const struct hr_peek *peek)
{
	return hr_xml_looks_like(peek->head, "<testsuite") ? 98 : 0;
}

const struct hr_format hr_format_junit_xml = {
	.name = "junit-xml",
	.title = "JUnit XML, a sample a test case",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = junit_sniff,
	.open = junit_open,
	.feed = junit_feed,
	.finish = junit_finish,
	.free = junit_free,
};
