/*
 * XML as a stream of elements, for formats of plain shape: bytes of any declared encoding are
 * decoded (xml_decode.h), repaired (xml_clean.h) and parsed by libxml2's SAX2 push parser.
 * Everything stands below a root element of our own, so documents written one after the other are
 * one. What is reported does not depend on how the bytes are cut into pieces, and a document that
 * was cut off gives all elements before the cut. Memory: the longest tag, and the names of open
 * elements.
 */
#ifndef HR_READ_XML_STREAM_H
#define HR_READ_XML_STREAM_H

#include "read/reader.h"

#define HR_XML_OPEN_MAX 65536 /* elements inside each other; more is HR_ELIMIT */

/* The attributes of an element; borrowed for the call. */
struct hr_xml_attributes {
	const unsigned char *const *groups; /* of five: name, prefix, URI, value, its end */
	int count;
};

/* The value as the parser gives it (hr_xml_attribute_add() decodes it); the empty slice with ptr
 * NULL when there is none. */
struct hr_slice hr_xml_attribute(const struct hr_xml_attributes *attributes, const char *name);

/* What the elements are told to; @end and @text may be NULL. Names are local, without prefix. */
struct hr_xml_handler {
	void (*start)(void *state, const char *name, const struct hr_xml_attributes *attributes);
	void (*end)(void *state, const char *name);
	void (*text)(void *state, struct hr_slice text); /* in pieces */
};

struct hr_xml_stream;
/* Notes about damage go to @context. All three are borrowed until free. */
struct hr_xml_stream *hr_xml_stream_new(struct hr_read_context *context,
                                        const struct hr_xml_handler *handler, void *state);
void hr_xml_stream_free(struct hr_xml_stream *stream);
/* HR_ELIMIT: a tag longer than 4 MiB, or too many elements inside each other. */
enum hr_err hr_xml_stream_feed(struct hr_xml_stream *stream, struct hr_slice bytes,
                               struct hr_error *err) HR_MUST_CHECK;
/* The end of the input: half a tag is no element, and open elements are not ended. */
enum hr_err hr_xml_stream_finish(struct hr_xml_stream *stream, struct hr_error *err) HR_MUST_CHECK;
/* Where the parser is, from 1. */
uint64_t hr_xml_stream_line(const struct hr_xml_stream *stream);

#endif
