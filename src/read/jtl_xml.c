/*
 * JMeter results as XML (spec: JMeter's SampleResultConverter), by libxml2's SAX2 push parser, and,
 * between two samples that need it, by a scan of plain start tags (jtl_xml_plain.h).
 * Streaming in constant memory: attributes are read in place, texts other than those of assertions
 * are dropped unread. xml_feed stands before the parser, so the parser never sees declarations,
 * entities or forbidden characters, and files written one after the other are one document. Damage
 * costs the sample it is in: the stack of open elements is kept here, and begins anew where a
 * sample cannot be inside what is open.
 */
#include <config.h>

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/formats.h"
#include "read/jtl_xml_elements.h"
#include "read/xml_decode.h"
#include "read/xml_head.h"
#include "read/xml_library.h"
#include "record/diag.h"
#include "record/sample.h"

#define LINE_BYTES 32768 /* a longer line is cut */

/* --- plain samples --- */

static bool is_blank(char c)
{
	return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

static size_t blank_length(struct hr_slice text)
{
	size_t at = 0;

	while (at < text.length && is_blank(text.ptr[at]))
		at++;
	return at;
}

/* One plain sample at the start of @text, behind blanks; gives its length with them, 0 when libxml2
 * shall read what is there. */
static size_t take_one(struct hr_reader *reader, struct hr_slice text)
{
	const struct hr_read_options *options = &reader->context->options;
	size_t blanks = blank_length(text), length;
	struct hr_jtl_attributes attributes;
	struct hr_sample sample;

	text.ptr += blanks;
	text.length -= blanks;
	if (text.length > LINE_BYTES)
		text.length = LINE_BYTES; /* more may not be here, as the pieces are */
	length = hr_jtl_xml_plain_tag(&reader->shape, text, &attributes);
	if (length == 0 || !hr_jtl_sample_take(&attributes, options, &reader->clock, &sample))
		return 0;
	if (!options->reference) {
		hr_read_sample(reader->context, &sample);
		hr_jtl_xml_tags_learn(&reader->tags, &reader->shape, options->host);
	}
	return blanks + length;
}

/* Those that are like the ones before. */
static size_t take_many(struct hr_reader *reader, struct hr_slice text, uint64_t *lines)
{
	const struct hr_read_options *options = &reader->context->options;

	*lines = 0;
	if (options->reference || reader->clock.form != HR_JTL_TIME_EPOCH ||
	    options->stamp != HR_STAMP_START)
		return 0;
	return hr_jtl_xml_tags_take(&reader->tags, text, reader->context, lines);
}

/* The length of the plain samples at the start of @text, which are pushed unless libxml2 shall read
 * them. */
static size_t take_plain(struct hr_reader *reader, struct hr_slice text)
{
	size_t taken = 0, length;

	hr_jtl_xml_tags_forget(&reader->tags);
	do {
		struct hr_slice rest = { text.ptr + taken, text.length - taken };
		uint64_t lines;

		length = take_many(reader, rest, &lines);
		hr_jtl_xml_pass_lines(reader, lines);
		rest.ptr += length;
		rest.length -= length;
		taken += length;
		length = take_one(reader, rest);
		rest.length = length;
		if (!reader->context->options.reference)
			hr_jtl_xml_count_past(reader, rest);
		taken += length;
	} while (length > 0);
	return taken;
}

static enum hr_err skip_plain(struct hr_reader *reader, struct hr_slice text, size_t *length,
                              struct hr_error *err)
{
	enum hr_err result = HR_OK;

	*length = take_plain(reader, text);
	text.length = *length;
	if (*length == 0 || !reader->context->options.reference)
		return HR_OK;
	result = hr_xml_feed_bytes(&reader->feed, text, err);
	if (result == HR_OK)
		result = hr_xml_feed_all(&reader->feed, err);
	reader->between = hr_jtl_xml_is_between(reader);
	return result;
}

/* Between two samples blanks mean nothing. libxml2 would look at them when more is there, wherever
 * the pieces make an end. */
static size_t skip_blanks(struct hr_reader *reader, struct hr_slice text)
{
	text.length = blank_length(text);
	hr_jtl_xml_count_past(reader, text);
	return text.length;
}

static bool ends_with(struct hr_slice text, const char *end)
{
	size_t n = strlen(end);

	return text.length >= n && memcmp(text.ptr + text.length - n, end, n) == 0;
}

/* Behind such a line there may be plain samples. */
static bool may_end_sample(struct hr_slice line)
{
	bool is_tag = hr_slice_starts(line, "<testResults") ||
	              hr_slice_starts(line, "<httpSample") || hr_slice_starts(line, "<sample");

	return ends_with(line, "</httpSample>") || ends_with(line, "</sample>") ||
	       (is_tag && ends_with(line, ">"));
}

/* A line that libxml2 reads. The parser is made to come to the end of those that may end a sample:
 * where, depends on the text alone. */
static enum hr_err feed_line(struct hr_reader *reader, struct hr_slice line, struct hr_error *err)
{
	struct hr_slice text = line, end;
	enum hr_err result;

	while (text.length > 0 &&
	       (text.ptr[text.length - 1] == '\n' || text.ptr[text.length - 1] == '\r'))
		text.length--;
	reader->between = false;
	if (!may_end_sample(text))
		return hr_xml_feed_bytes(&reader->feed, line, err);
	result = hr_xml_feed_bytes(&reader->feed, text, err);
	if (result == HR_OK)
		result = hr_xml_feed_all(&reader->feed, err);
	if (result != HR_OK)
		return result;
	reader->between = hr_jtl_xml_is_between(reader);
	end = (struct hr_slice){ line.ptr + text.length, line.length - text.length };
	if (!reader->between)
		return hr_xml_feed_bytes(&reader->feed, end, err);
	hr_jtl_xml_count_past(reader, end);
	return HR_OK;
}

/* Whole lines, or as much of one as is ever waited for; @all takes what there is. */
static size_t line_length(struct hr_slice text, bool all)
{
	size_t most = text.length < LINE_BYTES ? text.length : LINE_BYTES;
	const char *newline = memchr(text.ptr, '\n', most);

	if (newline != NULL)
		return (size_t)(newline - text.ptr) + 1;
	return all || most == LINE_BYTES ? most : 0;
}

/* *taken: how much of @text was read */
static enum hr_err take_text(struct hr_reader *reader, struct hr_slice text, bool all,
                             size_t *taken, struct hr_error *err)
{
	enum hr_err result = HR_OK;

	*taken = 0;
	while (result == HR_OK && *taken < text.length) {
		struct hr_slice rest = { text.ptr + *taken, text.length - *taken };
		size_t length = 0;

		if (reader->between)
			length = skip_blanks(reader, rest);
		if (reader->between && length == 0)
			result = skip_plain(reader, rest, &length, err);
		if (length == 0) {
			length = line_length(rest, all);
			if (length == 0)
				break;
			rest.length = length;
			result = feed_line(reader, rest, err);
		}
		*taken += length;
	}
	return result;
}

/* More of the line that is held: no more than it needs, so that what follows can be read where it
 * lies. */
static enum hr_err feed_rest(struct hr_reader *reader, struct hr_slice *text, bool all,
                             struct hr_error *err)
{
	struct hr_str *rest = &reader->rest;
	size_t missing = rest->length < LINE_BYTES ? LINE_BYTES - rest->length : 0;
	size_t most = text->length < missing ? text->length : missing, taken;
	const char *newline = memchr(text->ptr, '\n', most);
	size_t length = newline != NULL ? (size_t)(newline - text->ptr) + 1 : most;
	enum hr_err result;

	hr_str_add(rest, text->ptr, length);
	text->ptr += length;
	text->length -= length;
	result = take_text(reader, hr_str_slice(rest), all && text->length == 0, &taken, err);
	memmove(rest->data, rest->data + taken, rest->length - taken);
	hr_str_truncate(rest, rest->length - taken);
	return result;
}

/* @all  nothing follows */
static enum hr_err feed_text(struct hr_reader *reader, struct hr_slice text, bool all,
                             struct hr_error *err)
{
	enum hr_err result = HR_OK;
	size_t taken;

	while (result == HR_OK && reader->rest.length > 0 && (text.length > 0 || all))
		result = feed_rest(reader, &text, all, err);
	if (result != HR_OK || text.length == 0)
		return result;
	result = take_text(reader, text, all, &taken, err);
	hr_str_add(&reader->rest, text.ptr + taken, text.length - taken);
	return result;
}

static enum hr_err feed_bytes(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	if (reader->decoder == NULL)
		return feed_text(reader, bytes, false, err);
	hr_str_truncate(&reader->decoded, 0);
	hr_xml_decode(reader->decoder, bytes, &reader->decoded);
	return feed_text(reader, hr_str_slice(&reader->decoded), false, err);
}

/* Once the declaration is there, or cannot come any more. */
static enum hr_err begin(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_slice head = hr_str_slice(&reader->head);
	enum hr_err result = hr_jtl_xml_new_parser(reader, err);

	if (result != HR_OK)
		return result;
	reader->decoder = hr_xml_head_decoder(reader->context, head);
	return feed_bytes(reader, head, err);
}

/* --- the format --- */

static enum hr_err jtl_xml_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	enum hr_err result = hr_xml_open(err); /* it may be by another thread than before */

	if (result != HR_OK)
		return result;
	if (reader->parser == NULL) {
		if (!hr_xml_head_gather(&reader->head, &bytes))
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
	struct hr_slice rest;
	size_t blanks;

	if (input == NULL || input->cur == NULL)
		return (struct hr_slice){ NULL, 0 };
	rest = (struct hr_slice){ (const char *)input->cur, (size_t)(input->end - input->cur) };
	blanks = blank_length(rest);
	rest.ptr += blanks;
	rest.length -= blanks;
	while (rest.length > 0 && is_blank(rest.ptr[rest.length - 1]))
		rest.length--;
	return rest;
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

static void report(struct hr_reader *reader)
{
	struct hr_slice rest = pending(reader);
	bool in_tag = rest.length > 1 && rest.ptr[0] == '<';

	if (in_tag || reader->depth > 0 || reader->feed.clean.state != HR_XML_CLEAN_CONTENT) {
		if (reader->sample_count > 0 && rest.length <= 1)
			rest = hr_str_slice(&reader->samples[0].label);
		hr_read_note(reader->context, "the file ends before </testResults>",
		             reader->lines_fed + 1, rest);
	}
	while (reader->sample_count > 0)
		hr_jtl_xml_finish_sample(reader);
	note_count(reader, "nested samples are part of their parents", reader->nested);
	note_count(reader, "elements nested deeper than 256 levels were skipped", reader->deep);
	note_count(reader, "characters that XML forbids were replaced by U+FFFD",
	           reader->feed.clean.replaced);
	note_count(reader, "stray < or & were taken as text", reader->feed.clean.escaped);
	note_count(reader, "declarations of document types or entities were ignored",
	           reader->feed.clean.declarations);
}

static enum hr_err jtl_xml_finish(struct hr_reader *reader, struct hr_error *err)
{
	enum hr_err result = HR_OK;

	if (reader->parser == NULL)
		result = begin(reader, err);
	if (result != HR_OK)
		return result;
	if (reader->rest.length > 0)
		result = feed_text(reader, (struct hr_slice){ "", 0 }, true, err);
	if (result != HR_OK)
		return result;
	result = hr_xml_feed_finish(&reader->feed, err);
	if (result != HR_OK)
		return result;
	report(reader);
	if (!reader->results_seen && reader->context->records + reader->context->rejected == 0)
		return hr_error_set(err, HR_EPARSE,
		                    reader->first_element[0] != '\0'
		                            ? "the XML begins with <%s>, expected <testResults>"
		                            : "there is no element in the XML%s",
		                    reader->first_element);
	return HR_OK;
}

static int jtl_xml_sniff(const struct hr_peek *peek)
{
	if (hr_xml_looks_like(peek->head, "<testResults"))
		return 100;
	if (hr_xml_looks_like(peek->head, "<httpSample "))
		return 90;
	return hr_xml_looks_like(peek->head, "<sample ") ? 60 : 0;
}

const struct hr_format hr_format_jtl_xml = {
	.name = "jtl-xml",
	.title = "JMeter results, XML",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = jtl_xml_sniff,
	.open = hr_jtl_xml_open,
	.feed = jtl_xml_feed,
	.finish = jtl_xml_finish,
	.free = hr_jtl_xml_free,
	.chunks = &hr_jtl_xml_chunking,
};
