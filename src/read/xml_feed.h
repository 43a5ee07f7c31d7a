/*
 * Feeding libxml2: XML in UTF-8 is repaired (xml_clean.h) and handed over in blocks whose borders
 * depend on the text alone, so that the parser sees the same cuts however the input came.
 * Everything is fed below a root element of our own: files written one after the other are one
 * document.
 */
#ifndef HR_READ_XML_FEED_H
#define HR_READ_XML_FEED_H

#include <libxml/parser.h>

#include "read/xml_clean.h"

#define HR_XML_ROOT        "headroom-input"
#define HR_XML_NAMES_BYTES ((size_t)8 << 20) /* all names of elements and attributes */
#define HR_XML_BLOCK_BYTES 32768

/* Parses a block, lent for the call. */
typedef enum hr_err hr_xml_block_fn(void *context, struct hr_slice block, struct hr_error *err);

/* With all others zero at the start of a document. */
struct hr_xml_feed {
	hr_xml_block_fn *parse;
	void *context;
	struct hr_xml_clean clean;
	struct hr_str block; /* repaired, not yet parsed */
};

/* The next bytes; some of them wait until there is a block. Errors: those of parse. */
enum hr_err hr_xml_feed_bytes(struct hr_xml_feed *feed, struct hr_slice bytes,
                              struct hr_error *err) HR_MUST_CHECK;
/* What waits is parsed. */
enum hr_err hr_xml_feed_all(struct hr_xml_feed *feed, struct hr_error *err) HR_MUST_CHECK;
/* The end: that, and what repair has held back. The parser is not told: it would take half a tag
 * for a whole one. */
enum hr_err hr_xml_feed_finish(struct hr_xml_feed *feed, struct hr_error *err) HR_MUST_CHECK;
/* Does nothing wait, and is no repair under way? */
bool hr_xml_feed_is_empty(const struct hr_xml_feed *feed);
void hr_xml_feed_release(struct hr_xml_feed *feed);

/* A push parser that recovers from damage, the library being open. For free_parser(); never NULL.
 */
xmlParserCtxtPtr hr_xml_parser_new(xmlSAXHandler *handlers, void *context);
/* Opens the root, as if it stood in the text. */
void hr_xml_parser_begin(xmlParserCtxtPtr parser);
/* Errors: HR_ELIMIT when the parser waits for the end of a tag of more than 4 MiB.
 * @line  for the message */
enum hr_err hr_xml_parser_check(const xmlParserCtxt *parser, uint64_t line,
                                struct hr_error *err) HR_MUST_CHECK;

#endif
