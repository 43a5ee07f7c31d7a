/*
 * Inside of the JTL XML reader: its state, shared by what finds plain samples (jtl_xml.c), what
 * feeds the parser (jtl_xml_parser.c), what the parser calls (jtl_xml_elements.c), and what makes
 * readers of chunks (jtl_xml_chunks.c).
 */
#ifndef HR_READ_JTL_XML_ELEMENTS_H
#define HR_READ_JTL_XML_ELEMENTS_H

#include <libxml/parser.h>

#include "read/jtl_xml_tags.h"
#include "read/xml_feed.h"

struct hr_xml_decoder;

#define HR_JTL_XML_DEPTH 256 /* open elements */

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
	struct hr_str head;             /* first bytes, until the encoding is known */
	struct hr_str decoded;          /* of one piece */
	struct hr_str rest;             /* decoded: the start of a line */
	struct hr_xml_feed feed;
	bool between; /* the parser waits for the next sample of the results */
	struct hr_jtl_xml_shape shape;
	struct hr_jtl_xml_tags tags;
	uint64_t lines_before; /* fed to parsers before this one */
	uint64_t lines_fed;
	unsigned restarts;
	size_t roots;     /* elements open that are called like ours, which is the first of them */
	bool root_closed; /* by an end tag too many */
	size_t unread;    /* bytes fed that lie behind that tag */

	enum element open[HR_JTL_XML_DEPTH]; /* elements, outermost first; ours not among them */
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

/* The callbacks of libxml2; their context is the reader. */
void hr_jtl_xml_set_handlers(xmlSAXHandler *sax);
/* The line the parser is in. */
uint64_t hr_jtl_xml_line(const struct hr_reader *reader);
/* The innermost open sample ends. */
void hr_jtl_xml_finish_sample(struct hr_reader *reader);
/* Everything open counts as closed here, whatever the parser thinks. */
void hr_jtl_xml_close_all(struct hr_reader *reader, const char *why);

struct hr_reader *hr_jtl_xml_open(struct hr_read_context *context);
void hr_jtl_xml_free(struct hr_reader *reader);
extern const struct hr_chunking hr_jtl_xml_chunking;

/* A parser, the root element open. */
enum hr_err hr_jtl_xml_new_parser(struct hr_reader *reader, struct hr_error *err) HR_MUST_CHECK;
/* Parses a block that is fed (hr_xml_block_fn). @context  the reader */
enum hr_err hr_jtl_xml_parse(void *context, struct hr_slice block,
                             struct hr_error *err) HR_MUST_CHECK;
/* Does the parser stand between two samples of the results, with nothing left to look at? */
bool hr_jtl_xml_is_between(const struct hr_reader *reader);
/* The parser was passed by so many lines of text, by that text. */
void hr_jtl_xml_pass_lines(struct hr_reader *reader, uint64_t lines);
void hr_jtl_xml_count_past(struct hr_reader *reader, struct hr_slice text);

#endif
