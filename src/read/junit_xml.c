/*
 * JUnit XML: one sample a test case, by libxml2's SAX2 push parser behind the same repair as JTL
 * XML. A case is called classname.name; its time is in seconds. Skipped cases are no samples.
 * Cases carry no time of their own: they are taken to have run one after the other from their
 * suite's timestamp on, as the runners that write these files do.
 */
#include <config.h>
#include "read/formats.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/xml_clean.h"
#include "read/xml_decode.h"
#include "stats/moments.h"

#define ROOT        "headroom-input"
#define BLOCK_BYTES 32768 /* fed to the parser at once, whatever the pieces: cuts never matter */
#define TEXT_BYTES  1024
#define NAMES_BYTES ((size_t)8 << 20)    /* all names of elements and attributes */
#define TAG_BYTES   ((ptrdiff_t)4 << 20) /* longest tag */
#define SECONDS     9                    /* decimal shift to ns */

struct hr_reader {
	struct hr_read_context *context;
	xmlParserCtxtPtr parser;
	struct hr_xml_clean clean;
	struct hr_str block; /* repaired, not yet fed */
	struct hr_str host;  /* of the suite */
	int64_t clock_ns;    /* when the next case starts; HR_INSTANT_NONE */
	bool in_case, skipped, failed;
	bool suites_seen;
	struct hr_str label, kind, message; /* of the case */
	struct hr_str time;
	uint64_t line, skipped_count;
};

/* --- attributes --- */

/* @attributes are groups of five: name, prefix, URI, value, end of value. */
static struct hr_slice attribute(const xmlChar **attributes, int count, const char *name)
{
	for (int i = 0; i < count; i++) {
		const char *const *group = (const char *const *)(const void *)attributes + 5 * i;

		if (strcmp(group[0], name) == 0)
			return (struct hr_slice){ group[3], (size_t)(group[4] - group[3]) };
	}
	return (struct hr_slice){ NULL, 0 };
}

static void set_text(struct hr_str *out, struct hr_slice text)
{
	hr_str_truncate(out, 0);
	out->limit = TEXT_BYTES;
	out->truncated = false;
	hr_xml_attribute_add(out, text);
}

/* --- cases --- */

static void start_suite(struct hr_reader *reader, const xmlChar **attributes, int count)
{
	struct hr_slice stamp = hr_slice_trim(attribute(attributes, count, "timestamp"));

	reader->suites_seen = true;
	set_text(&reader->host, attribute(attributes, count, "hostname"));
	/* A suite inside another goes on where that one is, unless it says otherwise. */
	if (stamp.length > 0 && hr_instant_parse(stamp, reader->context->options.zone,
	                                         &reader->clock_ns, NULL) != HR_OK)
		reader->clock_ns = HR_INSTANT_NONE;
}

static void start_case(struct hr_reader *reader, const xmlChar **attributes, int count)
{
	struct hr_slice class = attribute(attributes, count, "classname");

	reader->in_case = true;
	reader->skipped = reader->failed = false;
	reader->line = (uint64_t)xmlSAX2GetLineNumber(reader->parser);
	set_text(&reader->label, class);
	if (class.length > 0)
		hr_str_putc(&reader->label, '.');
	hr_xml_attribute_add(&reader->label, attribute(attributes, count, "name"));
	set_text(&reader->time, attribute(attributes, count, "time"));
	set_text(&reader->kind, (struct hr_slice){ NULL, 0 });
	set_text(&reader->message, (struct hr_slice){ NULL, 0 });
}

static void end_case(struct hr_reader *reader)
{
	struct hr_read_context *context = reader->context;
	struct hr_sample sample = {
		.kind = HR_SAMPLE_REQUEST,
		.success = !reader->failed,
		.start_ns = reader->clock_ns,
		.latency_ns = HR_UNKNOWN,
		.connect_ns = HR_UNKNOWN,
		.received_bytes = HR_UNKNOWN,
		.sent_bytes = HR_UNKNOWN,
		.active_users = HR_UNKNOWN,
		.weight = 1,
		.failed = reader->failed ? 1 : 0,
		.label = hr_str_slice(&reader->label),
		.code = hr_str_slice(&reader->kind),
		.failure = hr_str_slice(&reader->message),
		.host = reader->host.length > 0 ? hr_str_slice(&reader->host)
		                                : context->options.host,
	};

	reader->in_case = false;
	if (reader->skipped) {
		reader->skipped_count++;
		return;
	}
	if (!hr_parse_scaled(hr_slice_trim(hr_str_slice(&reader->time)), SECONDS,
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

/* --- callbacks of the parser --- */

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **attributes)
{
	struct hr_reader *reader = context;
	const char *name = (const char *)local;

	(void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted_count;
	if (strcmp(name, "testsuite") == 0) {
		start_suite(reader, attributes, attribute_count);
	} else if (strcmp(name, "testcase") == 0) {
		start_case(reader, attributes, attribute_count);
	} else if (reader->in_case && strcmp(name, "skipped") == 0) {
		reader->skipped = true;
	} else if (reader->in_case && !reader->failed &&
	           (strcmp(name, "failure") == 0 || strcmp(name, "error") == 0)) {
		reader->failed = true;
		set_text(&reader->kind, attribute(attributes, attribute_count, "type"));
		set_text(&reader->message, attribute(attributes, attribute_count, "message"));
	}
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct hr_reader *reader = context;

	(void)prefix, (void)uri;
	if (reader->in_case && strcmp((const char *)local, "testcase") == 0)
		end_case(reader);
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error)
#else
static void on_error(void *context, xmlError *error)
#endif
{
	struct hr_reader *reader = context;
	struct hr_slice message = hr_slice_of(error->message);

	if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE)
		return;
	while (message.length > 0 && message.ptr[message.length - 1] == '\n')
		message.length--;
	hr_read_note(reader->context, "not well-formed XML; read what can be read",
	             (uint64_t)(error->line > 0 ? error->line : 0), message);
}

/* --- feeding --- */

/* Whole blocks only, so that the parser sees the same cuts however the input came. */
static enum hr_err parse_blocks(struct hr_reader *reader, bool all, struct hr_error *err)
{
	struct hr_str *block = &reader->block;
	size_t done = 0;

	while (block->length - done >= BLOCK_BYTES || (all && done < block->length)) {
		size_t length = block->length - done < BLOCK_BYTES ? block->length - done
		                                                   : BLOCK_BYTES;

		xmlParseChunk(reader->parser, block->data + done, (int)length, 0);
		if (reader->parser->input != NULL &&
		    reader->parser->input->end - reader->parser->input->cur > TAG_BYTES)
			return hr_error_set(err, HR_ELIMIT, "a tag is longer than 4 MiB");
		done += length;
	}
	if (done > 0) {
		memmove(block->data, block->data + done, block->length - done);
		hr_str_truncate(block, block->length - done);
	}
	return HR_OK;
}

static struct hr_reader *junit_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));
	xmlSAXHandler sax = { 0 };

	reader->context = context;
	reader->clock_ns = HR_INSTANT_NONE;
	sax.initialized = XML_SAX2_MAGIC;
	sax.startElementNs = on_start;
	sax.endElementNs = on_end;
	sax.serror = on_error;
	reader->parser = xmlCreatePushParserCtxt(&sax, reader, NULL, 0, NULL);
	if (reader->parser == NULL)
		hr_out_of_memory();
	xmlCtxtUseOptions(reader->parser, XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NONET);
	xmlDictSetLimit(reader->parser->dict, NAMES_BYTES);
	xmlParseChunk(reader->parser, "<" ROOT ">", (int)strlen("<" ROOT ">"), 0);
	return reader;
}

static enum hr_err junit_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	while (bytes.length > 0) {
		size_t length = bytes.length < BLOCK_BYTES ? bytes.length : BLOCK_BYTES;
		enum hr_err result;

		hr_xml_clean_feed(&reader->clean, (struct hr_slice){ bytes.ptr, length },
		                  &reader->block);
		result = parse_blocks(reader, false, err);
		if (result != HR_OK)
			return result;
		bytes.ptr += length;
		bytes.length -= length;
	}
	return HR_OK;
}

static enum hr_err junit_finish(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_slice none = { NULL, 0 };
	enum hr_err result;

	hr_xml_clean_finish(&reader->clean, &reader->block);
	result = parse_blocks(reader, true, err);
	if (result != HR_OK)
		return result;
	/* The parser is not told of the end: it would take half a tag for a whole one. */
	if (reader->in_case)
		hr_read_note(reader->context, "the file ends inside a test case", reader->line,
		             hr_str_slice(&reader->label));
	if (reader->skipped_count > 0)
		hr_read_note(reader->context, "skipped test cases are no samples", 0, none);
	if (!reader->suites_seen && reader->context->records + reader->context->rejected == 0)
		return hr_error_set(err, HR_EPARSE, "there is no <testsuite> in the XML");
	hr_read_assume(reader->context, "test cases ran one after the other from the timestamp of "
	                                "their suite on");
	return HR_OK;
}

static void junit_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	xmlFreeParserCtxt(reader->parser);
	hr_str_release(&reader->block);
	hr_str_release(&reader->host);
	hr_str_release(&reader->label);
	hr_str_release(&reader->kind);
	hr_str_release(&reader->message);
	hr_str_release(&reader->time);
	free(reader);
}

static int junit_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = peek->head;

	if (hr_slice_starts(head, "\xef\xbb\xbf")) {
		head.ptr += 3;
		head.length -= 3;
	}
	while (head.length > 0 && memchr(" \t\r\n", head.ptr[0], 4) != NULL) {
		head.ptr++;
		head.length--;
	}
	if (!hr_slice_starts(head, "<"))
		return 0;
	return memmem(head.ptr, head.length, "<testsuite", strlen("<testsuite")) != NULL ? 98 : 0;
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
