#include <config.h>
#include "read/xml_feed.h"

#include <string.h>

#include "base/mem.h"
#include "read/xml_library.h"

#define TAG_BYTES ((ptrdiff_t)4 << 20) /* longest tag */

static size_t at_most_a_block(size_t length)
{
	return length < HR_XML_BLOCK_BYTES ? length : HR_XML_BLOCK_BYTES;
}

/* Whole blocks only, unless @all. */
static enum hr_err parse_blocks(struct hr_xml_feed *feed, bool all, struct hr_error *err)
{
	struct hr_str *block = &feed->block;
	size_t done = 0;

	while (block->length - done >= HR_XML_BLOCK_BYTES || (all && done < block->length)) {
		struct hr_slice next = { block->data + done,
			                 at_most_a_block(block->length - done) };
		enum hr_err result = feed->parse(feed->context, next, err);

		if (result != HR_OK)
			return result;
		done += next.length;
	}
	if (done > 0) {
		memmove(block->data, block->data + done, block->length - done);
		hr_str_truncate(block, block->length - done);
	}
	return HR_OK;
}

enum hr_err hr_xml_feed_bytes(struct hr_xml_feed *feed, struct hr_slice bytes, struct hr_error *err)
{
	/* Repair can make five bytes of one: in slices, so that the block stays small. */
	while (bytes.length > 0) {
		size_t length = at_most_a_block(bytes.length);
		enum hr_err result;

		hr_xml_clean_feed(&feed->clean, (struct hr_slice){ bytes.ptr, length },
		                  &feed->block);
		result = parse_blocks(feed, false, err);
		if (result != HR_OK)
			return result;
		bytes.ptr += length;
		bytes.length -= length;
	}
	return HR_OK;
}

enum hr_err hr_xml_feed_all(struct hr_xml_feed *feed, struct hr_error *err)
{
	return parse_blocks(feed, true, err);
}

enum hr_err hr_xml_feed_finish(struct hr_xml_feed *feed, struct hr_error *err)
{
	hr_xml_clean_finish(&feed->clean, &feed->block);
	return parse_blocks(feed, true, err);
}

bool hr_xml_feed_is_empty(const struct hr_xml_feed *feed)
{
	return feed->block.length == 0 && feed->clean.state == HR_XML_CLEAN_CONTENT &&
	       feed->clean.held_length == 0;
}

void hr_xml_feed_release(struct hr_xml_feed *feed)
{
	hr_str_release(&feed->block);
}

xmlParserCtxtPtr hr_xml_parser_new(xmlSAXHandler *handlers, void *context)
{
	xmlParserCtxtPtr parser = hr_xml()->create_push_parser(handlers, context, NULL, 0, NULL);

	if (parser == NULL)
		hr_out_of_memory(); /* the one way it fails */
	hr_xml()->use_options(parser, XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NONET);
	hr_xml()->set_dict_limit(parser->dict, HR_XML_NAMES_BYTES);
	return parser;
}

void hr_xml_parser_begin(xmlParserCtxtPtr parser)
{
	static const char root[] = "<" HR_XML_ROOT ">";

	hr_xml()->parse_chunk(parser, root, (int)strlen(root), 0);
}

enum hr_err hr_xml_parser_check(const xmlParserCtxt *parser, uint64_t line, struct hr_error *err)
{
	const xmlParserInput *input = parser->input;

	if (input == NULL || input->end - input->cur <= TAG_BYTES)
		return HR_OK;
	return hr_error_at(err, HR_ELIMIT, NULL, line, 0, "a tag is longer than %td bytes",
	                   TAG_BYTES);
}
