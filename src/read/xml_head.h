/*
 * The head of an XML input: bytes are gathered until its declaration must be among them, and the
 * decoder that the declaration asks for.
 */
#ifndef HR_READ_XML_HEAD_H
#define HR_READ_XML_HEAD_H

#include "base/str.h"
#include "read/reader.h"

struct hr_xml_decoder;

/* Moves bytes from the front of @bytes to @head; false while more are wanted. */
bool hr_xml_head_gather(struct hr_str *head, struct hr_slice *bytes);
/* Gives the decoder of the encoding that @head declares; NULL for UTF-8, which needs none, and with
 * a note in @context for an encoding nobody knows. A byte order mark of UTF-8 overrules the
 * declaration. */
struct hr_xml_decoder *hr_xml_head_decoder(struct hr_read_context *context, struct hr_slice head);

/* For sniffers: does @head begin like XML and contain @wanted? */
bool hr_xml_looks_like(struct hr_slice head, const char *wanted);

#endif
