/* Feeding libxml2 what the JTL XML reader leaves to it: repaired, in blocks whose borders depend on
 * the text alone, by a new parser where one gave up; and the reader itself, made and freed. */
#include <config.h>
#include "read/jtl_xml_elements.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/xml_library.h"

#define BLOCK_BYTES     32768 /* fed to the parser at once, whatever the pieces: cuts never matter */
#define LOOKAHEAD_BYTES ((ptrdiff_t)4 << 20) /* longest tag */
#define RESTARTS_MAX    10000

struct hr_reader *hr_jtl_xml_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	context->in_order = true;
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
	hr_str_release(&reader->block);
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
	reader->parser = hr_xml()->create_push_parser(&sax, reader, NULL, 0, NULL);
	if (reader->parser == NULL)
		return hr_error_set(err, HR_ELIMIT, "libxml2 gives no parser");
	hr_xml()->use_options(reader->parser, XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NONET);
	hr_xml()->set_dict_limit(reader->parser->dict, HR_JTL_XML_NAMES_BYTES);
	reader->roots = 0;
	hr_xml()->parse_chunk(reader->parser, "<" HR_JTL_XML_ROOT ">",
	                      (int)strlen("<" HR_JTL_XML_ROOT ">"), 0);
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
static enum hr_err parse(struct hr_reader *reader, const char *text, size_t length,
                         struct hr_error *err)
{
	const xmlParserInput *input;

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
	input = reader->parser->input;
	if (input != NULL && input->end - input->cur > LOOKAHEAD_BYTES)
		return hr_error_at(err, HR_ELIMIT, NULL, hr_jtl_xml_line(reader), 0,
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

enum hr_err hr_jtl_xml_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
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

enum hr_err hr_jtl_xml_parse_all(struct hr_reader *reader, struct hr_error *err)
{
	return parse_blocks(reader, true, err);
}

bool hr_jtl_xml_is_between(const struct hr_reader *reader)
{
	const xmlParserInput *input = reader->parser->input;

	return reader->depth == 1 && reader->open[0] == ELEMENT_RESULTS &&
	       reader->sample_count == 0 && reader->stray == 0 && reader->too_deep == 0 &&
	       !reader->root_closed && reader->block.length == 0 &&
	       reader->clean.state == HR_XML_CLEAN_CONTENT && reader->clean.held_length == 0 &&
	       input != NULL && input->cur == input->end;
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
