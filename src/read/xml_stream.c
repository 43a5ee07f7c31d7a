#include <config.h>
#include "read/xml_stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/xml_clean.h"
#include "read/xml_head.h"
#include "read/xml_library.h"

#define ROOT        "headroom-input"
#define BLOCK_BYTES 32768 /* fed to the parser at once, whatever the pieces: cuts never matter */
#define NAMES_BYTES ((size_t)8 << 20)    /* all names of elements and attributes */
#define TAG_BYTES   ((ptrdiff_t)4 << 20) /* longest tag */

struct hr_xml_stream {
	struct hr_read_context *context;
	const struct hr_xml_handler *handler;
	void *state;
	xmlParserCtxtPtr parser;        /* NULL: there is no library */
	struct hr_error error;          /* why */
	bool begun;                     /* the encoding is known */
	struct hr_xml_decoder *decoder; /* NULL: UTF-8 */
	struct hr_xml_clean clean;
	struct hr_str head;    /* first bytes, until the encoding is known */
	struct hr_str decoded; /* of one piece */
	struct hr_str block;   /* repaired, not yet fed */
	size_t open;           /* elements */
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
	if (strcmp((const char *)local, ROOT) != 0)
		stream->handler->start(stream->state, (const char *)local, &attributes);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct hr_xml_stream *stream = context;

	(void)prefix, (void)uri;
	if (stream->open > 0)
		stream->open--;
	if (stream->handler->end != NULL && strcmp((const char *)local, ROOT) != 0)
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

struct hr_xml_stream *hr_xml_stream_new(struct hr_read_context *context,
                                        const struct hr_xml_handler *handler, void *state)
{
	struct hr_xml_stream *stream = hr_zalloc(1, sizeof(*stream));
	xmlSAXHandler sax = { 0 };

	stream->context = context;
	stream->handler = handler;
	stream->state = state;
	if (hr_xml_open(&stream->error) != HR_OK)
		return stream;
	sax.initialized = XML_SAX2_MAGIC;
	sax.startElementNs = on_start;
	sax.endElementNs = on_end;
	if (handler->text != NULL)
		sax.characters = sax.cdataBlock = on_text;
	sax.serror = on_error;
	stream->parser = hr_xml()->create_push_parser(&sax, stream, NULL, 0, NULL);
	if (stream->parser == NULL)
		hr_out_of_memory();
	hr_xml()->use_options(stream->parser, XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NONET);
	hr_xml()->set_dict_limit(stream->parser->dict, NAMES_BYTES);
	hr_xml()->parse_chunk(stream->parser, "<" ROOT ">", (int)strlen("<" ROOT ">"), 0);
	return stream;
}

static enum hr_err check_limits(const struct hr_xml_stream *stream, struct hr_error *err)
{
	const xmlParserInput *input = stream->parser->input;

	if (stream->open > HR_XML_OPEN_MAX)
		return hr_error_at(err, HR_ELIMIT, NULL, hr_xml_stream_line(stream), 0,
		                   "more than %d elements are inside each other", HR_XML_OPEN_MAX);
	if (input != NULL && input->end - input->cur > TAG_BYTES)
		return hr_error_at(err, HR_ELIMIT, NULL, hr_xml_stream_line(stream), 0,
		                   "a tag is longer than 4 MiB");
	return HR_OK;
}

/* Whole blocks only, so that the parser sees the same cuts however the input came. */
static enum hr_err parse_blocks(struct hr_xml_stream *stream, bool all, struct hr_error *err)
{
	struct hr_str *block = &stream->block;
	size_t done = 0;

	while (block->length - done >= BLOCK_BYTES || (all && done < block->length)) {
		size_t length = block->length - done < BLOCK_BYTES ? block->length - done
		                                                   : BLOCK_BYTES;
		enum hr_err result;

		hr_xml()->parse_chunk(stream->parser, block->data + done, (int)length, 0);
		result = check_limits(stream, err);
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

static enum hr_err feed_utf8(struct hr_xml_stream *stream, struct hr_slice bytes,
                             struct hr_error *err)
{
	/* Repair can make five bytes of one: in slices, so that the block stays small. */
	while (bytes.length > 0) {
		size_t length = bytes.length < BLOCK_BYTES ? bytes.length : BLOCK_BYTES;
		enum hr_err result;

		hr_xml_clean_feed(&stream->clean, (struct hr_slice){ bytes.ptr, length },
		                  &stream->block);
		result = parse_blocks(stream, false, err);
		if (result != HR_OK)
			return result;
		bytes.ptr += length;
		bytes.length -= length;
	}
	return HR_OK;
}

static enum hr_err feed_bytes(struct hr_xml_stream *stream, struct hr_slice bytes,
                              struct hr_error *err)
{
	if (stream->decoder == NULL)
		return feed_utf8(stream, bytes, err);
	while (bytes.length > 0) {
		struct hr_slice piece = { bytes.ptr,
			                  bytes.length < BLOCK_BYTES ? bytes.length : BLOCK_BYTES };
		enum hr_err result;

		hr_str_truncate(&stream->decoded, 0);
		hr_xml_decode(stream->decoder, piece, &stream->decoded);
		result = feed_utf8(stream, hr_str_slice(&stream->decoded), err);
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
	/* The parser is not told of the end: it would take half a tag for a whole one. */
	hr_xml_clean_finish(&stream->clean, &stream->block);
	return parse_blocks(stream, true, err);
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
	hr_str_release(&stream->block);
	free(stream);
}
