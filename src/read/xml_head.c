#include <config.h>
#include "read/xml_head.h"

#include <string.h>

#include "read/xml_decode.h"

#define HEAD_BYTES 512 /* enough for an XML declaration */

bool hr_xml_head_gather(struct hr_str *head, struct hr_slice *bytes)
{
	size_t missing = HEAD_BYTES - head->length;
	size_t taken = bytes->length < missing ? bytes->length : missing;

	hr_str_add(head, bytes->ptr, taken);
	bytes->ptr += taken;
	bytes->length -= taken;
	return taken == missing;
}

struct hr_xml_decoder *hr_xml_head_decoder(struct hr_read_context *context, struct hr_slice head)
{
	char name[HR_XML_ENCODING_BYTES];
	struct hr_xml_decoder *decoder;

	if (!hr_xml_declared_encoding(head, name))
		return NULL;
	decoder = hr_xml_decoder_new(name);
	if (decoder != NULL)
		hr_read_assume(context, "encoding %s, as declared", name);
	else
		hr_read_note(context, "the declared encoding is not known; read as UTF-8", 1,
		             hr_slice_of(name));
	return decoder;
}

bool hr_xml_looks_like(struct hr_slice head, const char *wanted)
{
	head = hr_slice_skip_bom(head);
	while (head.length > 0 && memchr(" \t\r\n", head.ptr[0], 4) != NULL) {
		head.ptr++;
		head.length--;
	}
	return hr_slice_starts(head, "<") &&
	       memmem(head.ptr, head.length, wanted, strlen(wanted)) != NULL;
}
