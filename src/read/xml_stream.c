#include <config.h>
#include "read/xml_stream.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/xml_decode.h"
#include "read/xml_feed.h"
#include "read/xml_head.h"
#include "read/xml_library.h"

struct hr_xml_stream {
	struct hr_read_context *context;
	const struct hr_xml_handler *handler;
	void *state;
	xmlParserCtxtPtr parser;        /* NULL: there is no library */
	struct hr_error error;          /* why */
	bool begun;                     /* the encoding is known */
	struct hr_xml_decoder *decoder; /* NULL: UTF-8 */
	struct hr_str head;             /* first bytes, until the encoding is known */
	struct hr_str decoded;          /* of one piece */
	struct hr_xml_feed feed;
	size_t open; /* elements */
};

struct hr_slice hr_xml_attribute(const struct hr_xml_attributes *attributes, const char *name)
{
	for (int i = 0; i < attributes->count; i++) {
		const char *const *group = (const char *const *)(const void *)attributes->groups +
		                           5 * (size_t)i;

		if (strcmp(group[0], name) == 0)
			return (struct hr_slice){ group[3], (size_t)(group[4] - group[3]) };
	}
	return (struct hr_slice){ NULL, 0 };
}

/* --- callbacks of the parser --- */

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **values)
{
	struct hr_xml_stream *stream = context;
	struct hr_xml_attributes attributes = { values, attribute_count };

	(void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted_count;
	stream->open++;
	if (strcmp((const char *)local, HR_XML_ROOT) != 0)
		stream->handler->start(stream->state, (const char *)local, &attributes);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct hr_xml_stream *stream = context;

	(void)prefix, (void)uri;
	if (stream->open > 0)
		stream->open--;
	if (stream->handler->end != NULL && strcmp((const char *)local, HR_XML_ROOT) != 0)
		stream->handler->end(stream->state, (const char *)local);
}

static void on_text(void *context, const xmlChar *text, int length)
{
	struct hr_xml_stream *stream = context;

	stream->handler->text(stream->state,
	                      (struct hr_slice){ (const char *)text, (size_t)length });
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error)
#else
static void on_error(void *context, xmlError *error)
#endif
{
	struct hr_xml_stream *stream = context;
	struct hr_slice message = hr_slice_of(error->message);

	if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE)
		return;
	while (message.length > 0 && message.ptr[message.length - 1] == '\n')
		message.length--;
	hr_read_note(stream->context, "not well-formed XML; read what can be read",
	             (uint64_t)(error->line > 0 ? error->line : 0), message);
}

/* --- feeding --- */

static enum hr_err parse(void *context, struct hr_slice block, struct hr_error *err)
{
	struct hr_xml_stream *stream = context;

	hr_xml()->parse_chunk(stream->parser, block.ptr, (int)block.length, 0);
	if (stream->open > HR_XML_OPEN_MAX)
		return hr_error_at(err, HR_ELIMIT, NULL, hr_xml_stream_line(stream), 0,
		                   "more than %d elements are inside each other", HR_XML_OPEN_MAX);
	return hr_xml_parser_check(stream->parser, hr_xml_stream_line(stream), err);
}

struct hr_xml_stream *hr_xml_stream_new(struct hr_read_context *context,
                                        const struct hr_xml_handler *handler, void *state)
{
	struct hr_xml_stream *stream = hr_zalloc(1, sizeof(*stream));
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		              .startElementNs = on_start,
		              .endElementNs = on_end,
		              .serror = on_error };

	stream->context = context;
	stream->handler = handler;
	stream->state = state;
	stream->feed.parse = parse;
	stream->feed.context = stream;
	if (hr_xml_open(&stream->error) != HR_OK)
		return stream;
	if (handler->text != NULL)
		sax.characters = sax.cdataBlock = on_text;
	stream->parser = hr_xml_parser_new(&sax, stream);
	hr_xml_parser_begin(stream->parser);
	return stream;
}

static enum hr_err feed_bytes(struct hr_xml_stream *stream, struct hr_slice bytes,
                              struct hr_error *err)
{
	if (stream->decoder == NULL)
		return hr_xml_feed_bytes(&stream->feed, bytes, err);
	while (bytes.length > 0) {
		struct hr_slice piece = { bytes.ptr, bytes.length < HR_XML_BLOCK_BYTES
			                                     ? bytes.length
			                                     : HR_XML_BLOCK_BYTES };
		enum hr_err result;

		hr_str_truncate(&stream->decoded, 0);
		hr_xml_decode(stream->decoder, piece, &stream->decoded);
		result = hr_xml_feed_bytes(&stream->feed, hr_str_slice(&stream->decoded), err);
		if (result != HR_OK)
			return result;
		bytes.ptr += piece.length;
		bytes.length -= piece.length;
	}
	return HR_OK;
}

/* Once the declaration is there, or cannot come any more. */
static enum hr_err begin(struct hr_xml_stream *stream, struct hr_error *err)
{
	struct hr_slice head = hr_str_slice(&stream->head);

	stream->begun = true;
	stream->decoder = hr_xml_head_decoder(stream->context, head);
	return feed_bytes(stream, head, err);
}

enum hr_err hr_xml_stream_feed(struct hr_xml_stream *stream, struct hr_slice bytes,
                               struct hr_error *err)
{
	if (stream->parser == NULL)
		return hr_error_set(err, stream->error.code, "%s", stream->error.text);
	if (!stream->begun) {
		enum hr_err result;

		if (!hr_xml_head_gather(&stream->head, &bytes))
			return HR_OK;
		result = begin(stream, err);
		if (result != HR_OK)
			return result;
	}
	return feed_bytes(stream, bytes, err);
}

enum hr_err hr_xml_stream_finish(struct hr_xml_stream *stream, struct hr_error *err)
{
	if (stream->parser == NULL)
		return hr_error_set(err, stream->error.code, "%s", stream->error.text);
	if (!stream->begun) {
		enum hr_err result = begin(stream, err);

		if (result != HR_OK)
			return result;
	}
	return hr_xml_feed_finish(&stream->feed, err);
}

uint64_t hr_xml_stream_line(const struct hr_xml_stream *stream)
{
	int line = hr_xml()->line_number(stream->parser);

	return line > 0 ? (uint64_t)line : 0;
}

void hr_xml_stream_free(struct hr_xml_stream *stream)
{
	if (stream == NULL)
		return;
	if (stream->parser != NULL)
		hr_xml()->free_parser(stream->parser);
	hr_xml_decoder_free(stream->decoder);
	hr_str_release(&stream->head);
	hr_str_release(&stream->decoded);
	hr_xml_feed_release(&stream->feed);
	free(stream);
}
