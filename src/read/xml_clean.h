/*
 * Repair of XML before a parser sees it, so that damage costs a character and not the rest of the
 * file: characters XML 1.0 forbids (raw or as references) and bytes that are no UTF-8 become
 * U+FFFD; a '<' or '&' that begins nothing an XML writer produces is escaped. Processing
 * instructions, document types and general entities are therefore plain text to the parser:
 * nothing in the input can define, expand or load anything. Comments are dropped.
 * Rules: XML 1.0, fifth edition, productions 2 (Char), 18 (CDSect) and 66 (CharRef).
 */
#ifndef HR_READ_XML_CLEAN_H
#define HR_READ_XML_CLEAN_H

#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

/* Longest text that must be seen as a whole to be judged: "&#x0010FFFF;" and "<![CDATA[". */
#define HR_XML_CLEAN_HELD 16

enum hr_xml_clean_state { HR_XML_CLEAN_CONTENT, HR_XML_CLEAN_CDATA, HR_XML_CLEAN_COMMENT };

/* Zero-initialised is the start of a document. */
struct hr_xml_clean {
	enum hr_xml_clean_state state;
	char held[HR_XML_CLEAN_HELD]; /* what the end of the last piece cut in two */
	size_t held_length;
	uint64_t replaced;     /* characters that became U+FFFD */
	uint64_t escaped;      /* stray '<' and '&' that were made text */
	uint64_t declarations; /* "<!DOCTYPE", "<!ENTITY" and the like, made text */
};

/*
 * hr_xml_clean_feed - append the repaired form of the next bytes to @out; line ends are kept.
 * The result does not depend on how the bytes are cut into pieces.
 * Cost: eight bytes at a time over plain text; no allocation but of @out.
 */
void hr_xml_clean_feed(struct hr_xml_clean *clean, struct hr_slice bytes, struct hr_str *out);
/* What was held back at the end of the input. */
void hr_xml_clean_finish(struct hr_xml_clean *clean, struct hr_str *out);

#endif
