/*
 * XML in another encoding than UTF-8 into UTF-8, before it is repaired and parsed; and the last
 * step of decoding an attribute behind the parser.
 */
#ifndef HR_READ_XML_DECODE_H
#define HR_READ_XML_DECODE_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_XML_ENCODING_BYTES 41

/* The encoding named by the XML declaration at the start of @head; false when it names none, or
 * UTF-8 or ASCII, which need no decoder. */
bool hr_xml_declared_encoding(struct hr_slice head, char name[HR_XML_ENCODING_BYTES]);

struct hr_xml_decoder;

/* NULL when iconv(3) knows no encoding of that name. */
struct hr_xml_decoder *hr_xml_decoder_new(const char *encoding);
/* Appends the next bytes as UTF-8 to @out; a character cut in two waits for its rest, bytes that
 * mean nothing become U+FFFD. */
void hr_xml_decode(struct hr_xml_decoder *decoder, struct hr_slice bytes, struct hr_str *out);
void hr_xml_decoder_free(struct hr_xml_decoder *decoder);

/* Append the value of an attribute as startElementNs of libxml2 hands it over: every '&' is left as
 * "&#38;" unless the parser expands entities, which no reader lets it. */
void hr_xml_attribute_add(struct hr_str *out, struct hr_slice value);

#endif
