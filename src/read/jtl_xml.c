/*
 * JMeter results as XML (spec: JMeter's SampleResultConverter), by libxml2's SAX2 push parser.
 * Streaming in constant memory: attributes are read in place, texts other than those of assertions
 * are dropped unread. xml_clean stands before the parser, so the parser never sees declarations,
 * entities or forbidden characters; everything is fed below a root element of our own, so that
 * files written one after the other are one document. Damage costs the sample it is in: the stack
 * of open elements is kept here, and begins anew where a sample cannot be inside what is open.
 */
#include <config.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/formats.h"
#include "read/jtl_xml_sample.h"
#include "read/xml_clean.h"
#include "read/xml_decode.h"

#define ROOT            "headroom-input"
#define BLOCK_BYTES     32768 /* fed to the parser at once, whatever the pieces: cuts never matter */
#define HEAD_BYTES      512   /* enough for an XML declaration */
#define DEPTH_MAX       256   /* open elements */
#define STRAY_MAX       65536                /* elements left open by damage */
#define LOOKAHEAD_BYTES ((ptrdiff_t)4 << 20) /* longest tag */
#define NAMES_BYTES     ((size_t)8 << 20)    /* all names of elements and attributes */
#define RESTARTS_MAX    10000

enum element {
	ELEMENT_OTHER, /* may hold samples: a wrapper this program does not know */
	ELEMENT_TEXT,  /* a leaf of a sample: headers, data, cookies */
	ELEMENT_RESULTS,
	ELEMENT_SAMPLE,
	ELEMENT_ASSERTION,
	ELEMENT_ASSERTION_NAME,
	ELEMENT_ASSERTION_FAILED, /* failure, error */
	ELEMENT_ASSERTION_MESSAGE,
};

struct hr_reader {
	struct hr_read_context *context;
	xmlParserCtxtPtr parser;        /* NULL until the encoding is known */
	struct hr_xml_decoder *decoder; /* NULL: UTF-8 */
	struct hr_xml_clean clean;
	struct hr_str head;    /* first bytes, until the encoding is known */
	struct hr_str decoded; /* of one piece */
	struct hr_str block;   /* repaired, not yet fed */
	uint64_t lines_before; /* fed to parsers before this one */
	uint64_t lines_fed;
	unsigned restarts;
	bool root_closed; /* by an end tag too many */
	size_t unread;    /* bytes fed that lie behind that tag */

	enum element open[DEPTH_MAX]; /* elements, outermost first; ours not among them */
	size_t depth;
	size_t too_deep; /* elements open below the deepest of them */
	uint64_t deep;   /* elements that were skipped for it */
	size_t stray;    /* elements the parser holds open below open[0], closed here already */
	struct hr_jtl_clock clock;
	struct hr_jtl_sample *samples; /* open ones, outermost first */
	size_t sample_count, sample_capacity;
	struct hr_str text; /* of the assertion part that is open */
	struct hr_str assertion_name, assertion_message;
	bool assertion_failed;

	bool results_seen;
	uint64_t nested;
	char first_element[64]; /* to say what it is when it is no results file */
	struct hr_error error;  /* of a callback */
};

static uint64_t line_of(const struct hr_reader *reader)
{
	int line = xmlSAX2GetLineNumber(reader->parser);

	return reader->lines_before + (uint64_t)(line > 0 ? line : 0);
}

static void note_count(struct hr_reader *reader, const char *reason, uint64_t count)
{
	struct hr_diag_entry entry = { .severity = HR_DIAG_NOTE, .count = count };

	if (count == 0)
		return;
	entry.path = hr_strdup(reader->context->path);
	entry.reason = hr_strdup(reason);
	hr_diag_add_entry(reader->context->diag, &entry);
	free(entry.path);
	free(entry.reason);
}

/* --- the stack of open elements --- */

static struct hr_jtl_sample *innermost(struct hr_reader *reader)
{
	return reader->sample_count > 0 ? &reader->samples[reader->sample_count - 1] : NULL;
}

static enum element top(const struct hr_reader *reader)
{
	return reader->depth > 0 ? reader->open[reader->depth - 1] : ELEMENT_RESULTS;
}

static void check_stray(struct hr_reader *reader)
{
	if (reader->stray + reader->too_deep > STRAY_MAX)
		hr_error_at(&reader->error, HR_ELIMIT, NULL, line_of(reader), 0,
		            "more than %d elements are never closed", STRAY_MAX);
}

/* No room for another element: it and all it holds are skipped. */
static bool is_too_deep(struct hr_reader *reader)
{
	if (reader->depth < DEPTH_MAX)
		return false;
	reader->too_deep++;
	reader->deep++;
	check_stray(reader);
	return true;
}

static void push_element(struct hr_reader *reader, enum element element)
{
	reader->open[reader->depth++] = element;
}

static void finish_sample(struct hr_reader *reader)
{
	bool flatten = reader->context->options.nested == HR_NESTED_FLATTEN;
	struct hr_jtl_sample *sample = innermost(reader);

	if (reader->sample_count == 1 || flatten)
		hr_jtl_sample_push(sample, reader->context, flatten);
	else
		reader->nested++;
	reader->sample_count--;
}

/* Everything open counts as closed here, whatever the parser thinks. */
static void close_all(struct hr_reader *reader, const char *why)
{
	if (reader->sample_count > 0 && !innermost(reader)->cut)
		hr_read_note(reader->context, why, reader->samples[0].line,
		             hr_str_slice(&reader->samples[0].label));
	while (reader->sample_count > 0)
		finish_sample(reader);
	reader->stray += reader->depth + reader->too_deep;
	reader->depth = reader->too_deep = 0;
	check_stray(reader);
}

static void start_sample(struct hr_reader *reader, const struct hr_jtl_attributes *attributes,
                         const char *name)
{
	size_t capacity = reader->sample_capacity;
	struct hr_jtl_sample *sample;

	if (reader->sample_count > 0)
		innermost(reader)->has_nested = true;
	reader->samples = hr_grow(reader->samples, reader->sample_count, &reader->sample_capacity,
	                          sizeof(*reader->samples));
	if (reader->sample_capacity > capacity)
		memset(reader->samples + capacity, 0,
		       (reader->sample_capacity - capacity) * sizeof(*reader->samples));
	sample = &reader->samples[reader->sample_count++];
	hr_jtl_sample_start(sample, attributes, &reader->context->options, &reader->clock);
	sample->line = line_of(reader);
	sample->http = strcmp(name, "httpSample") == 0;
}

/* --- assertions --- */

/* The text of the first failed assertion; ancestors learn of it for want of a better one. */
static void finish_assertion(struct hr_reader *reader)
{
	const struct hr_str *text = reader->assertion_message.length > 0
	                                    ? &reader->assertion_message
	                                    : &reader->assertion_name;
	struct hr_jtl_sample *sample = innermost(reader);

	if (!reader->assertion_failed || sample == NULL || sample->asserted)
		return;
	sample->asserted = true;
	hr_str_add_slice(&sample->failure, hr_str_slice(text));
	for (size_t i = 0; i + 1 < reader->sample_count; i++)
		if (reader->samples[i].nested_failure.length == 0)
			hr_str_add_slice(&reader->samples[i].nested_failure, hr_str_slice(text));
}

static void start_text(struct hr_reader *reader)
{
	reader->text.limit = HR_JTL_TEXT_BYTES;
	hr_str_truncate(&reader->text, 0);
}

static void start_assertion(struct hr_reader *reader)
{
	hr_str_truncate(&reader->assertion_name, 0);
	hr_str_truncate(&reader->assertion_message, 0);
	reader->assertion_failed = false;
}

/* --- what elements are --- */

static enum element assertion_part(const char *name)
{
	if (strcmp(name, "name") == 0)
		return ELEMENT_ASSERTION_NAME;
	if (strcmp(name, "failure") == 0 || strcmp(name, "error") == 0)
		return ELEMENT_ASSERTION_FAILED;
	if (strcmp(name, "failureMessage") == 0)
		return ELEMENT_ASSERTION_MESSAGE;
	return ELEMENT_TEXT;
}

static enum element sample_part(struct hr_jtl_sample *sample, const char *name)
{
	static const char *const leaves[] = { "responseHeader", "requestHeader", "responseData",
		                              "responseFile",   "cookies",       "queryString",
		                              "samplerData" };

	if (strcmp(name, "assertionResult") == 0)
		return ELEMENT_ASSERTION;
	if (strcmp(name, "java.net.URL") == 0 || strcmp(name, "url") == 0 ||
	    strcmp(name, "method") == 0) {
		sample->own_request = true;
		return ELEMENT_TEXT;
	}
	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++)
		if (strcmp(name, leaves[i]) == 0)
			return ELEMENT_TEXT;
	return ELEMENT_OTHER;
}

static bool is_sample_name(const char *name)
{
	return strcmp(name, "httpSample") == 0 || strcmp(name, "sample") == 0 ||
	       strcmp(name, "sampleResult") == 0;
}

/* A sample cannot begin inside a text or in something broken off: what is open has lost its end. */
static bool is_misplaced(struct hr_reader *reader)
{
	const struct hr_jtl_sample *sample = innermost(reader);

	if (sample == NULL)
		return false;
	return sample->cut || sample->interrupted ||
	       (top(reader) != ELEMENT_SAMPLE && top(reader) != ELEMENT_OTHER);
}

/* Nor as deep as that in anything but samples: so many wrappers have lost their ends. */
static bool is_buried(const struct hr_reader *reader)
{
	return reader->depth == DEPTH_MAX && reader->sample_count == 0;
}

/* An element that is no sample. */
static void start_part(struct hr_reader *reader, const char *name)
{
	switch (top(reader)) {
	case ELEMENT_SAMPLE:
		push_element(reader, sample_part(innermost(reader), name));
		if (top(reader) == ELEMENT_ASSERTION)
			start_assertion(reader);
		break;
	case ELEMENT_ASSERTION:
		start_text(reader);
		push_element(reader, assertion_part(name));
		break;
	case ELEMENT_RESULTS:
	case ELEMENT_OTHER:
		push_element(reader, ELEMENT_OTHER);
		break;
	default:
		push_element(reader, ELEMENT_TEXT);
		break;
	}
}

/* --- callbacks of the parser --- */

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **attributes)
{
	struct hr_reader *reader = context;
	const char *name = (const char *)local;
	struct hr_jtl_attributes picked;
	unsigned marks;

	(void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted_count;
	if (reader->error.code != HR_OK || strcmp(name, ROOT) == 0)
		return;
	if (reader->first_element[0] == '\0')
		snprintf(reader->first_element, sizeof(reader->first_element), "%s", name);
	if (strcmp(name, "testResults") == 0) {
		close_all(reader, "the end of the sample is missing");
		reader->results_seen = true;
		push_element(reader, ELEMENT_RESULTS);
		return;
	}
	marks = hr_jtl_attributes_read(attributes, attribute_count, &picked);
	if (!is_sample_name(name) && marks < 2) {
		if (!is_too_deep(reader))
			start_part(reader, name);
		return;
	}
	if (is_misplaced(reader) || is_buried(reader))
		close_all(reader, "the end of the sample is missing");
	if (is_too_deep(reader))
		return;
	push_element(reader, ELEMENT_SAMPLE);
	start_sample(reader, &picked, name);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct hr_reader *reader = context;

	(void)prefix, (void)uri;
	if (reader->error.code != HR_OK)
		return;
	if (strcmp((const char *)local, ROOT) == 0) {
		reader->root_closed = true;
		reader->unread = (size_t)(reader->parser->input->end - reader->parser->input->cur);
		return;
	}
	if (reader->too_deep > 0) {
		reader->too_deep--;
		return;
	}
	if (reader->depth == 0) {
		if (reader->stray > 0)
			reader->stray--;
		return;
	}
	switch (reader->open[--reader->depth]) {
	case ELEMENT_SAMPLE:
		finish_sample(reader);
		break;
	case ELEMENT_ASSERTION:
		finish_assertion(reader);
		break;
	case ELEMENT_ASSERTION_NAME:
		hr_str_add_slice(&reader->assertion_name, hr_str_slice(&reader->text));
		break;
	case ELEMENT_ASSERTION_MESSAGE:
		hr_str_add_slice(&reader->assertion_message, hr_str_slice(&reader->text));
		break;
	case ELEMENT_ASSERTION_FAILED:
		if (hr_slice_is(hr_slice_trim(hr_str_slice(&reader->text)), "true"))
			reader->assertion_failed = true;
		break;
	case ELEMENT_OTHER:
	case ELEMENT_TEXT:
	case ELEMENT_RESULTS:
		break;
	}
}

static void on_text(void *context, const xmlChar *text, int length)
{
	struct hr_reader *reader = context;

	if (reader->too_deep > 0)
		return;
	switch (top(reader)) {
	case ELEMENT_ASSERTION_NAME:
	case ELEMENT_ASSERTION_FAILED:
	case ELEMENT_ASSERTION_MESSAGE:
		hr_str_add(&reader->text, (const char *)text, (size_t)length);
		break;
	default:
		break;
	}
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error)
#else
static void on_error(void *context, xmlError *error)
#endif
{
	struct hr_reader *reader = context;
	struct hr_jtl_sample *sample = innermost(reader);
	struct hr_slice message = hr_slice_of(error->message);

	if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE ||
	    reader->root_closed)
		return;
	while (message.length > 0 && message.ptr[message.length - 1] == '\n')
		message.length--;
	hr_read_note(reader->context, "not well-formed XML; read what can be read",
	             reader->lines_before + (uint64_t)(error->line > 0 ? error->line : 0), message);
	if (error->code == XML_ERR_GT_REQUIRED && sample != NULL) {
		if (top(reader) == ELEMENT_SAMPLE)
			sample->cut = true;
		else
			sample->interrupted = true;
	}
}

/* --- feeding --- */

static enum hr_err new_parser(struct hr_reader *reader, struct hr_error *err)
{
	xmlSAXHandler sax = { 0 };

	sax.initialized = XML_SAX2_MAGIC;
	sax.startElementNs = on_start;
	sax.endElementNs = on_end;
	sax.characters = on_text;
	sax.cdataBlock = on_text;
	sax.serror = on_error;
	reader->parser = xmlCreatePushParserCtxt(&sax, reader, NULL, 0, NULL);
	if (reader->parser == NULL)
		return hr_error_set(err, HR_ELIMIT, "libxml2 gives no parser");
	xmlCtxtUseOptions(reader->parser, XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NONET);
	xmlDictSetLimit(reader->parser->dict, NAMES_BYTES);
	xmlParseChunk(reader->parser, "<" ROOT ">", (int)strlen("<" ROOT ">"), 0);
	reader->lines_before = reader->lines_fed;
	return HR_OK;
}

/* The parser gave up for good: an end tag too many closed the root, or there were too many names.
 */
static enum hr_err restart(struct hr_reader *reader, struct hr_error *err)
{
	close_all(reader, "the end of the sample is missing");
	reader->stray = 0;
	reader->root_closed = false;
	xmlFreeParserCtxt(reader->parser);
	reader->parser = NULL;
	if (++reader->restarts > RESTARTS_MAX)
		return hr_error_at(err, HR_ELIMIT, NULL, reader->lines_fed, 0,
		                   "the XML is broken in more than %d places", RESTARTS_MAX);
	return new_parser(reader, err);
}

static uint64_t count_lines(const char *text, size_t length)
{
	const char *end = text + length;
	uint64_t n = 0;

	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		n++;
		text++;
	}
	return n;
}

/* How much of the end of @text a parser that is done has not looked at. */
static size_t unparsed(const struct hr_reader *reader, const char *text, size_t length)
{
	/* It holds a CR at the end of a chunk back. */
	size_t left = reader->unread + (text[length - 1] == '\r' ? 1 : 0);

	if (!reader->root_closed)
		return 0;
	return left < length ? left : length;
}

/* Feed the parser; where it came to its end before the text did, a new one goes on from there. */
static enum hr_err parse(struct hr_reader *reader, const char *text, size_t length,
                         struct hr_error *err)
{
	const xmlParserInput *input;

	while (length > 0) {
		enum hr_err result;
		size_t left;

		reader->lines_fed += count_lines(text, length);
		xmlParseChunk(reader->parser, text, (int)length, 0);
		if (reader->error.code != HR_OK)
			return hr_error_at(err, reader->error.code, NULL, reader->error.line, 0,
			                   "%s", reader->error.text);
		if (!reader->root_closed && reader->parser->disableSAX == 0)
			break;
		left = unparsed(reader, text, length);
		text += length - left;
		length = left;
		reader->lines_fed -= count_lines(text, length);
		result = restart(reader, err);
		if (result != HR_OK)
			return result;
	}
	input = reader->parser->input;
	if (input != NULL && input->end - input->cur > LOOKAHEAD_BYTES)
		return hr_error_at(err, HR_ELIMIT, NULL, line_of(reader), 0,
		                   "a tag is longer than %td bytes", LOOKAHEAD_BYTES);
	return HR_OK;
}

/* Whole blocks only, so that the parser sees the same cuts however the input came. */
static enum hr_err parse_blocks(struct hr_reader *reader, bool all, struct hr_error *err)
{
	struct hr_str *block = &reader->block;
	size_t done = 0;

	while (block->length - done >= BLOCK_BYTES || (all && done < block->length)) {
		size_t length = block->length - done < BLOCK_BYTES ? block->length - done
		                                                   : BLOCK_BYTES;
		enum hr_err result = parse(reader, block->data + done, length, err);

		if (result != HR_OK)
			return result;
		done += length;
	}
	if (done > 0) {
		memmove(block->data, block->data + done, block->length - done);
		hr_str_truncate(block, block->length - done);
	}
	return HR_OK;
}

static enum hr_err feed_utf8(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	/* Repair can make five bytes of one: in slices, so that the block stays small. */
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

static enum hr_err feed_bytes(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	if (reader->decoder == NULL)
		return feed_utf8(reader, bytes, err);
	hr_str_truncate(&reader->decoded, 0);
	hr_xml_decode(reader->decoder, bytes, &reader->decoded);
	return feed_utf8(reader, hr_str_slice(&reader->decoded), err);
}

/* Once the declaration is there, or cannot come any more. */
static enum hr_err begin(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_slice head = hr_str_slice(&reader->head);
	enum hr_err result = new_parser(reader, err);
	char name[HR_XML_ENCODING_BYTES];

	if (result != HR_OK)
		return result;
	if (hr_xml_declared_encoding(head, name)) {
		reader->decoder = hr_xml_decoder_new(name);
		if (reader->decoder != NULL)
			hr_read_assume(reader->context, "encoding %s, as declared", name);
		else
			hr_read_note(reader->context,
			             "the declared encoding is not known; read as UTF-8", 1,
			             hr_slice_of(name));
	}
	return feed_bytes(reader, head, err);
}

/* --- the format --- */

static struct hr_reader *jtl_xml_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	context->in_order = true;
	hr_jtl_clock_init(&reader->clock, context->options.zone, context->options.time_format);
	return reader;
}

static enum hr_err jtl_xml_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	struct hr_str *head = &reader->head;

	if (reader->parser == NULL) {
		size_t missing = HEAD_BYTES - head->length;
		size_t taken = bytes.length < missing ? bytes.length : missing;
		enum hr_err result;

		hr_str_add(head, bytes.ptr, taken);
		bytes.ptr += taken;
		bytes.length -= taken;
		if (head->length < HEAD_BYTES)
			return HR_OK;
		result = begin(reader, err);
		if (result != HR_OK)
			return result;
	}
	return feed_bytes(reader, bytes, err);
}

/* What the parser still holds is the beginning of a tag, or nothing. */
static struct hr_slice pending(const struct hr_reader *reader)
{
	const xmlParserInput *input = reader->parser->input;

	if (input == NULL || input->cur == NULL)
		return (struct hr_slice){ NULL, 0 };
	return hr_slice_trim(
	        (struct hr_slice){ (const char *)input->cur, (size_t)(input->end - input->cur) });
}

static void report(struct hr_reader *reader)
{
	struct hr_slice rest = pending(reader);
	bool in_tag = rest.length > 1 && rest.ptr[0] == '<';

	if (in_tag || reader->depth > 0 || reader->clean.state != HR_XML_CLEAN_CONTENT) {
		if (reader->sample_count > 0 && rest.length <= 1)
			rest = hr_str_slice(&reader->samples[0].label);
		hr_read_note(reader->context, "the file ends before </testResults>",
		             reader->lines_fed + 1, rest);
	}
	while (reader->sample_count > 0)
		finish_sample(reader);
	note_count(reader, "nested samples are part of their parents", reader->nested);
	note_count(reader, "elements nested deeper than 256 levels were skipped", reader->deep);
	note_count(reader, "characters that XML forbids were replaced by U+FFFD",
	           reader->clean.replaced);
	note_count(reader, "stray < or & were taken as text", reader->clean.escaped);
	note_count(reader, "declarations of document types or entities were ignored",
	           reader->clean.declarations);
}

static enum hr_err jtl_xml_finish(struct hr_reader *reader, struct hr_error *err)
{
	enum hr_err result = HR_OK;

	if (reader->parser == NULL)
		result = begin(reader, err);
	if (result != HR_OK)
		return result;
	hr_xml_clean_finish(&reader->clean, &reader->block);
	result = parse_blocks(reader, true, err);
	if (result != HR_OK)
		return result;
	/* The parser is not told of the end: it would take half a tag for a whole one. */
	report(reader);
	if (!reader->results_seen && reader->context->records + reader->context->rejected == 0)
		return hr_error_set(err, HR_EPARSE,
		                    reader->first_element[0] != '\0'
		                            ? "the XML begins with <%s>, expected <testResults>"
		                            : "there is no element in the XML%s",
		                    reader->first_element);
	return HR_OK;
}

static void jtl_xml_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	for (size_t i = 0; i < reader->sample_capacity; i++)
		hr_jtl_sample_release(&reader->samples[i]);
	free(reader->samples);
	hr_jtl_clock_release(&reader->clock);
	if (reader->parser != NULL)
		xmlFreeParserCtxt(reader->parser);
	hr_xml_decoder_free(reader->decoder);
	hr_str_release(&reader->head);
	hr_str_release(&reader->decoded);
	hr_str_release(&reader->block);
	hr_str_release(&reader->text);
	hr_str_release(&reader->assertion_name);
	hr_str_release(&reader->assertion_message);
	free(reader);
}

static bool contains(struct hr_slice text, const char *wanted)
{
	return text.length > 0 && memmem(text.ptr, text.length, wanted, strlen(wanted)) != NULL;
}

static int jtl_xml_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = hr_slice_skip_bom(peek->head);

	while (head.length > 0 && (head.ptr[0] == ' ' || head.ptr[0] == '\n' ||
	                           head.ptr[0] == '\r' || head.ptr[0] == '\t')) {
		head.ptr++;
		head.length--;
	}
	if (!hr_slice_starts(head, "<"))
		return 0;
	if (contains(head, "<testResults"))
		return 100;
	if (contains(head, "<httpSample "))
		return 90;
	return contains(head, "<sample ") ? 60 : 0;
}

const struct hr_format hr_format_jtl_xml = {
	.name = "jtl-xml",
	.title = "JMeter results, XML",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = jtl_xml_sniff,
	.open = jtl_xml_open,
	.feed = jtl_xml_feed,
	.finish = jtl_xml_finish,
	.free = jtl_xml_free,
};
