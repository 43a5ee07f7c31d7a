/*
 * Inside of the JTL XML reader: its state, shared by what feeds the parser (jtl_xml.c) and what the
 * parser calls (jtl_xml_elements.c).
 */
#ifndef HR_READ_JTL_XML_ELEMENTS_H
#define HR_READ_JTL_XML_ELEMENTS_H

#include <libxml/parser.h>

#include "read/jtl_xml_sample.h"
#include "read/jtl_xml_tags.h"
#include "read/xml_clean.h"
#include "read/xml_decode.h"

#define HR_JTL_XML_ROOT  "headroom-input" /* the element of our own that everything is fed below */
#define HR_JTL_XML_DEPTH 256              /* open elements */

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
	struct hr_xml_clean clean;
	struct hr_str head;    /* first bytes, until the encoding is known */
	struct hr_str decoded; /* of one piece */
	struct hr_str rest;    /* decoded: the start of a line */
	struct hr_str block;   /* repaired, not yet fed */
	bool between;          /* the parser waits for the next sample of the results */
	struct hr_jtl_xml_shape shape;
	struct hr_jtl_xml_tags tags;
	uint64_t lines_before; /* fed to parsers before this one */
	uint64_t lines_fed;
	unsigned restarts;
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

#endif
