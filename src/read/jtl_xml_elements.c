/* What libxml2 finds in JTL XML: the stack of open elements, and samples as they begin and end. */
#include <config.h>
#include "read/jtl_xml_elements.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "read/xml_library.h"

#define STRAY_MAX     65536 /* elements left open by damage */
#define MESSAGE_BYTES 256

uint64_t hr_jtl_xml_line(const struct hr_reader *reader)
{
	int line = hr_xml()->line_number(reader->parser);

	return reader->lines_before + (uint64_t)(line > 0 ? line : 0);
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
		hr_error_at(&reader->error, HR_ELIMIT, NULL, hr_jtl_xml_line(reader), 0,
		            "more than %d elements are never closed", STRAY_MAX);
}

/* No room for another element: it and all it holds are skipped. */
static bool is_too_deep(struct hr_reader *reader)
{
	if (reader->depth < HR_JTL_XML_DEPTH)
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

void hr_jtl_xml_finish_sample(struct hr_reader *reader)
{
	bool flatten = reader->context->options.nested == HR_NESTED_FLATTEN;
	struct hr_jtl_sample *sample = innermost(reader);

	if (reader->sample_count == 1 || flatten)
		hr_jtl_sample_push(sample, reader->context, flatten);
	else
		reader->nested++;
	reader->sample_count--;
}

void hr_jtl_xml_close_all(struct hr_reader *reader, const char *why)
{
	if (reader->sample_count > 0 && !innermost(reader)->cut)
		hr_read_note(reader->context, why, reader->samples[0].line,
		             hr_str_slice(&reader->samples[0].label));
	while (reader->sample_count > 0)
		hr_jtl_xml_finish_sample(reader);
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
	sample->line = hr_jtl_xml_line(reader);
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
	return reader->depth == HR_JTL_XML_DEPTH && reader->sample_count == 0;
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
	if (reader->error.code != HR_OK)
		return;
	if (strcmp(name, HR_XML_ROOT) == 0) {
		reader->roots++;
		return;
	}
	if (reader->first_element[0] == '\0')
		hr_message_print(reader->first_element, sizeof(reader->first_element), "%s", name);
	if (strcmp(name, "testResults") == 0) {
		hr_jtl_xml_close_all(reader, "the end of the sample is missing");
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
		hr_jtl_xml_close_all(reader, "the end of the sample is missing");
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
	if (strcmp((const char *)local, HR_XML_ROOT) == 0) {
		if (--reader->roots > 0)
			return;
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
		hr_jtl_xml_finish_sample(reader);
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

/* What libxml2 says, without the line that it counted from where it began to read. */
static struct hr_slice message_of(const xmlError *error, char *buffer, size_t size)
{
	struct hr_slice message = hr_slice_of(error->message);

	if (error->code == XML_ERR_TAG_NAME_MISMATCH && error->str1 != NULL &&
	    error->str2 != NULL) {
		snprintf(buffer, size, "Opening and ending tag mismatch: %s and %s", error->str1,
		         error->str2);
		return hr_slice_of(buffer);
	}
	while (message.length > 0 && message.ptr[message.length - 1] == '\n')
		message.length--;
	return message;
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error)
#else
static void on_error(void *context, xmlError *error)
#endif
{
	struct hr_reader *reader = context;
	struct hr_jtl_sample *sample = innermost(reader);
	char text[MESSAGE_BYTES];

	if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE ||
	    reader->root_closed)
		return;
	hr_read_note(reader->context, "not well-formed XML; read what can be read",
	             reader->lines_before + (uint64_t)(error->line > 0 ? error->line : 0),
	             message_of(error, text, sizeof(text)));
	if (error->code == XML_ERR_GT_REQUIRED && sample != NULL) {
		if (top(reader) == ELEMENT_SAMPLE)
			sample->cut = true;
		else
			sample->interrupted = true;
	}
}

void hr_jtl_xml_set_handlers(xmlSAXHandler *sax)
{
	sax->initialized = XML_SAX2_MAGIC;
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->characters = on_text;
	sax->cdataBlock = on_text;
	sax->serror = on_error;
}
