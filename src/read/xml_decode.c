#include <config.h>
#include "read/xml_decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"

#define HELD_BYTES 16 /* longest character of any encoding, with a shift sequence */
#define OUT_BYTES  4096

struct hr_xml_decoder {
	iconv_t conversion;
	char held[HELD_BYTES]; /* a character cut in two */
	size_t held_length;
};

static const char *find(struct hr_slice text, const char *wanted)
{
	return text.length > 0 ? memmem(text.ptr, text.length, wanted, strlen(wanted)) : NULL;
}

bool hr_xml_declared_encoding(struct hr_slice head, char name[HR_XML_ENCODING_BYTES])
{
	const char *at, *end;
	size_t length = 0;

	if (!hr_slice_starts(head, "<?xml"))
		return false;
	end = find(head, "?>");
	if (end == NULL)
		return false;
	head.length = (size_t)(end - head.ptr);
	at = find(head, "encoding");
	if (at == NULL)
		return false;
	at += strlen("encoding");
	while (at < end && strchr(" \t\r\n=", *at) != NULL && *at != '\0')
		at++;
	if (at == end || (*at != '"' && *at != '\''))
		return false;
	for (at++; at < end && *at != '"' && *at != '\'' && length < HR_XML_ENCODING_BYTES - 1;
	     at++)
		name[length++] = *at;
	name[length] = '\0';
	return length > 0 && strcasecmp(name, "UTF-8") != 0 && strcasecmp(name, "UTF8") != 0 &&
	       strcasecmp(name, "US-ASCII") != 0 && strcasecmp(name, "ASCII") != 0;
}

struct hr_xml_decoder *hr_xml_decoder_new(const char *encoding)
{
	iconv_t conversion = iconv_open("UTF-8", encoding);
	struct hr_xml_decoder *decoder;

	if (conversion == (iconv_t)-1)
		return NULL;
	decoder = hr_zalloc(1, sizeof(*decoder));
	decoder->conversion = conversion;
	return decoder;
}

/* Returns how much was decoded: all but the start of a character whose rest is to come. */
static size_t convert(struct hr_xml_decoder *decoder, char *bytes, size_t length,
                      struct hr_str *out)
{
	char *at = bytes;
	size_t left = length;

	while (left > 0) {
		char text[OUT_BYTES];
		char *end = text;
		size_t room = sizeof(text);
		size_t result = iconv(decoder->conversion, &at, &left, &end, &room);

		hr_str_add(out, text, (size_t)(end - text));
		if (result != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL && left < HELD_BYTES)
			break;
		hr_str_puts(out, "\xef\xbf\xbd");
		at++;
		left--;
	}
	return length - left;
}

void hr_xml_decode(struct hr_xml_decoder *decoder, struct hr_slice bytes, struct hr_str *out)
{
	while (bytes.length > 0) {
		char piece[OUT_BYTES]; /* iconv wants to write where it only reads */
		size_t held = decoder->held_length;
		size_t more = bytes.length < sizeof(piece) - held ? bytes.length
		                                                  : sizeof(piece) - held;
		size_t done;

		memcpy(piece, decoder->held, held);
		memcpy(piece + held, bytes.ptr, more);
		done = convert(decoder, piece, held + more, out);
		decoder->held_length = held + more - done;
		memcpy(decoder->held, piece + done, decoder->held_length);
		bytes.ptr += more;
		bytes.length -= more;
	}
}

void hr_xml_decoder_free(struct hr_xml_decoder *decoder)
{
	if (decoder == NULL)
		return;
	iconv_close(decoder->conversion);
	free(decoder);
}

void hr_xml_attribute_add(struct hr_str *out, struct hr_slice value)
{
	static const char ampersand[] = "&#38;";
	const size_t length = sizeof(ampersand) - 1;

	while (value.length > 0) {
		const char *at = memmem(value.ptr, value.length, ampersand, length);
		size_t plain = at != NULL ? (size_t)(at - value.ptr) + 1 : value.length;
		size_t taken = at != NULL ? plain - 1 + length : plain;

		hr_str_add(out, value.ptr, plain);
		value.ptr += taken;
		value.length -= taken;
	}
}
