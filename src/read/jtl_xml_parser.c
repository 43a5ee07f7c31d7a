/* What the JTL XML reader leaves to libxml2 (xml_feed.h): by a new parser where one gave up; and
 * the reader itself, made and freed. */
#include <config.h>
#include "read/jtl_xml_elements.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/xml_decode.h"
#include "read/xml_library.h"

#define RESTARTS_MAX 10000

struct hr_reader *hr_jtl_xml_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	context->in_order = true;
	reader->feed.parse = hr_jtl_xml_parse;
	reader->feed.context = reader;
	hr_jtl_clock_init(&reader->clock, context->options.zone, context->options.time_format);
	return reader;
}

void hr_jtl_xml_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	for (size_t i = 0; i < reader->sample_capacity; i++)
		hr_jtl_sample_release(&reader->samples[i]);
	free(reader->samples);
	hr_jtl_clock_release(&reader->clock);
	hr_jtl_xml_tags_release(&reader->tags);
	if (reader->parser != NULL)
		hr_xml()->free_parser(reader->parser);
	hr_xml_decoder_free(reader->decoder);
	hr_str_release(&reader->head);
	hr_str_release(&reader->decoded);
	hr_str_release(&reader->rest);
	hr_xml_feed_release(&reader->feed);
	hr_str_release(&reader->text);
	hr_str_release(&reader->assertion_name);
	hr_str_release(&reader->assertion_message);
	free(reader);
}

enum hr_err hr_jtl_xml_new_parser(struct hr_reader *reader, struct hr_error *err)
{
	xmlSAXHandler sax = { 0 };
	enum hr_err code = hr_xml_open(err);

	if (code != HR_OK)
		return code;
	hr_jtl_xml_set_handlers(&sax);
	reader->parser = hr_xml_parser_new(&sax, reader);
	reader->roots = 0;
	hr_xml_parser_begin(reader->parser);
	reader->lines_before = reader->lines_fed;
	return HR_OK;
}

/* The parser gave up for good: an end tag too many closed the root, or there were too many names.
 */
static enum hr_err restart(struct hr_reader *reader, struct hr_error *err)
{
	hr_jtl_xml_close_all(reader, "the end of the sample is missing");
	reader->stray = 0;
	reader->root_closed = false;
	hr_xml()->free_parser(reader->parser);
	reader->parser = NULL;
	if (++reader->restarts > RESTARTS_MAX)
		return hr_error_at(err, HR_ELIMIT, NULL, reader->lines_fed, 0,
		                   "the XML is broken in more than %d places", RESTARTS_MAX);
	return hr_jtl_xml_new_parser(reader, err);
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
enum hr_err hr_jtl_xml_parse(void *context, struct hr_slice block, struct hr_error *err)
{
	struct hr_reader *reader = context;
	const char *text = block.ptr;
	size_t length = block.length;

	while (length > 0) {
		enum hr_err result;
		size_t left;

		reader->lines_fed += count_lines(text, length);
		hr_xml()->parse_chunk(reader->parser, text, (int)length, 0);
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
	return hr_xml_parser_check(reader->parser, hr_jtl_xml_line(reader), err);
}

bool hr_jtl_xml_is_between(const struct hr_reader *reader)
{
	const xmlParserInput *input = reader->parser->input;

	return reader->depth == 1 && reader->open[0] == ELEMENT_RESULTS &&
	       reader->sample_count == 0 && reader->stray == 0 && reader->too_deep == 0 &&
	       !reader->root_closed && hr_xml_feed_is_empty(&reader->feed) && input != NULL &&
	       input->cur == input->end;
}

void hr_jtl_xml_pass_lines(struct hr_reader *reader, uint64_t lines)
{
	reader->lines_before += lines;
	reader->lines_fed += lines;
}

void hr_jtl_xml_count_past(struct hr_reader *reader, struct hr_slice text)
{
	hr_jtl_xml_pass_lines(reader, count_lines(text.ptr, text.length));
}
