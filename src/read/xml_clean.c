#include <config.h>
#include "read/xml_clean.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

/* What a token of the input becomes. taken 0: more bytes are needed to tell. */
struct verdict {
	size_t taken;
	enum { PASS, REPLACE, ESCAPE, DROP } as;
};

#define BYTES(b) (UINT64_C(0x0101010101010101) * (b))

static uint64_t zero_bytes(uint64_t word)
{
	return (word - BYTES(0x01)) & ~word & BYTES(0x80);
}

/* Bytes that need a look: controls, '&', '<', ']' (of CDATA) and everything beyond ASCII. */
static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '&' && c != '<' && c != ']';
}

static size_t plain_length(const char *text, size_t length)
{
	size_t i = 0;

	while (length - i >= sizeof(uint64_t)) {
		uint64_t word;

		memcpy(&word, text + i, sizeof(word));
		/* High bits of the first term: bytes below 0x20; false alarms only cost time. */
		if ((((word - BYTES(0x20)) | word) & BYTES(0x80)) != 0 ||
		    zero_bytes(word ^ BYTES('&')) != 0 || zero_bytes(word ^ BYTES('<')) != 0 ||
		    zero_bytes(word ^ BYTES(']')) != 0)
			break;
		i += sizeof(word);
	}
	while (i < length && is_plain((unsigned char)text[i]))
		i++;
	return i;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int digit_value(char c, bool hexadecimal)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (hexadecimal && c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (hexadecimal && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool is_xml_char(uint32_t c)
{
	return c == 0x9 || c == 0xa || c == 0xd || (c >= 0x20 && c <= 0xd7ff) ||
	       (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

/* "&#...": @text begins with these two. */
static struct verdict judge_character_reference(const char *text, size_t length)
{
	bool hexadecimal = length > 2 && text[2] == 'x';
	size_t first = hexadecimal ? 3 : 2;
	uint32_t value = 0;

	for (size_t i = first; i < HR_XML_CLEAN_HELD; i++) {
		int digit;

		if (i >= length)
			return (struct verdict){ 0, PASS };
		if (text[i] == ';' && i > first)
			return (struct verdict){ i + 1, is_xml_char(value) ? PASS : REPLACE };
		digit = digit_value(text[i], hexadecimal);
		if (digit < 0)
			break;
		if (value <= 0x10ffff)
			value = value * (hexadecimal ? 16 : 10) + (uint32_t)digit;
	}
	return (struct verdict){ 1, ESCAPE };
}

static struct verdict judge_ampersand(const char *text, size_t length)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;" };

	if (length >= 2 && text[1] == '#')
		return judge_character_reference(text, length);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t n = strlen(known[i]);

		if (length >= n && memcmp(text, known[i], n) == 0)
			return (struct verdict){ n, PASS };
		if (length < n && memcmp(text, known[i], length) == 0)
			return (struct verdict){ 0, PASS };
	}
	if (length < 2)
		return (struct verdict){ 0, PASS };
	return (struct verdict){ 1, ESCAPE };
}

/* 1 when @text begins with @wanted, 0 when it might, -1 when it does not. */
static int begins(const char *text, size_t length, const char *wanted)
{
	size_t n = strlen(wanted);

	if (memcmp(text, wanted, length < n ? length : n) != 0)
		return -1;
	return length >= n ? 1 : 0;
}

static struct verdict judge_less_than(struct hr_xml_clean *clean, const char *text, size_t length)
{
	int comment = begins(text, length, "<!--");
	int cdata = begins(text, length, "<![CDATA[");

	if (comment > 0) {
		clean->state = HR_XML_CLEAN_COMMENT;
		return (struct verdict){ 4, DROP };
	}
	if (cdata > 0) {
		clean->state = HR_XML_CLEAN_CDATA;
		return (struct verdict){ 9, PASS };
	}
	if (length < 2 || (text[1] == '/' && length < 3) || comment == 0 || cdata == 0)
		return (struct verdict){ 0, PASS };
	if (is_letter(text[1]) || (text[1] == '/' && is_letter(text[2])))
		return (struct verdict){ 2, PASS };
	if (text[1] == '!')
		clean->declarations++;
	else if (text[1] != '?')
		clean->escaped++;
	return (struct verdict){ 1, ESCAPE };
}

/* One sequence beyond ASCII; a wrong one is replaced as far as it could have been right. */
static struct verdict judge_utf8(const char *bytes, size_t length)
{
	const unsigned char *b = (const unsigned char *)bytes;
	unsigned char low = 0x80, high = 0xbf;
	uint32_t c;
	size_t n;

	if (b[0] >= 0xc2 && b[0] <= 0xdf)
		n = 2;
	else if (b[0] >= 0xe0 && b[0] <= 0xef)
		n = 3;
	else if (b[0] >= 0xf0 && b[0] <= 0xf4)
		n = 4;
	else
		return (struct verdict){ 1, REPLACE };
	if (b[0] == 0xe0)
		low = 0xa0;
	else if (b[0] == 0xed)
		high = 0x9f;
	else if (b[0] == 0xf0)
		low = 0x90;
	else if (b[0] == 0xf4)
		high = 0x8f;
	c = b[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if (i >= length)
			return (struct verdict){ 0, PASS };
		if (b[i] < low || b[i] > high)
			return (struct verdict){ i, REPLACE };
		c = c << 6 | (b[i] & 0x3fu);
		low = 0x80;
		high = 0xbf;
	}
	return (struct verdict){ n, is_xml_char(c) ? PASS : REPLACE };
}

static struct verdict judge_cdata_end(struct hr_xml_clean *clean, const char *text, size_t length)
{
	int end = begins(text, length, "]]>");

	if (end == 0)
		return (struct verdict){ 0, PASS };
	if (end > 0)
		clean->state = HR_XML_CLEAN_CONTENT;
	return (struct verdict){ end > 0 ? 3 : 1, PASS };
}

/* The token at a byte that is not plain, outside comments. */
static struct verdict judge(struct hr_xml_clean *clean, const char *text, size_t length)
{
	unsigned char c = (unsigned char)text[0];
	struct verdict verdict;

	if (c >= 0x80)
		return judge_utf8(text, length);
	if (c < 0x20)
		return (struct verdict){ 1, is_xml_char(c) ? PASS : REPLACE };
	if (c == ']')
		return clean->state == HR_XML_CLEAN_CDATA ? judge_cdata_end(clean, text, length)
		                                          : (struct verdict){ 1, PASS };
	if (clean->state == HR_XML_CLEAN_CDATA)
		return (struct verdict){ 1, PASS };
	if (c == '<')
		return judge_less_than(clean, text, length);
	verdict = judge_ampersand(text, length);
	clean->escaped += verdict.as == ESCAPE;
	return verdict;
}

/* Inside a comment: everything goes but line ends, which keep the line numbers right. */
static struct verdict judge_comment(struct hr_xml_clean *clean, const char *text, size_t length)
{
	size_t i = 0;
	int end;

	while (i < length && text[i] != '-' && text[i] != '\n')
		i++;
	if (i > 0)
		return (struct verdict){ i, DROP };
	if (text[0] == '\n')
		return (struct verdict){ 1, PASS };
	end = begins(text, length, "-->");
	if (end == 0)
		return (struct verdict){ 0, PASS };
	if (end > 0)
		clean->state = HR_XML_CLEAN_CONTENT;
	return (struct verdict){ end > 0 ? 3 : 1, DROP };
}

static void write_token(struct hr_xml_clean *clean, const char *text, struct verdict verdict,
                        struct hr_str *out)
{
	switch (verdict.as) {
	case PASS:
		hr_str_add(out, text, verdict.taken);
		break;
	case REPLACE:
		clean->replaced++;
		hr_str_puts(out, REPLACEMENT);
		break;
	case ESCAPE:
		hr_str_puts(out, text[0] == '&' ? "&amp;" : "&lt;");
		break;
	case DROP:
		break;
	}
}

/* Returns how much could be judged; less than a held token remains. */
static size_t run(struct hr_xml_clean *clean, const char *text, size_t length, struct hr_str *out)
{
	size_t i = 0;

	while (i < length) {
		struct verdict verdict;

		if (clean->state == HR_XML_CLEAN_COMMENT) {
			verdict = judge_comment(clean, text + i, length - i);
		} else {
			size_t plain = plain_length(text + i, length - i);

			if (plain > 0) {
				hr_str_add(out, text + i, plain);
				i += plain;
				continue;
			}
			verdict = judge(clean, text + i, length - i);
		}
		if (verdict.taken == 0)
			break;
		write_token(clean, text + i, verdict, out);
		i += verdict.taken;
	}
	return i;
}

void hr_xml_clean_feed(struct hr_xml_clean *clean, struct hr_slice bytes, struct hr_str *out)
{
	size_t done;

	if (bytes.length == 0)
		return;
	if (clean->held_length > 0) {
		char joined[2 * HR_XML_CLEAN_HELD];
		size_t held = clean->held_length;
		size_t more = bytes.length < HR_XML_CLEAN_HELD ? bytes.length : HR_XML_CLEAN_HELD;

		memcpy(joined, clean->held, held);
		memcpy(joined + held, bytes.ptr, more);
		done = run(clean, joined, held + more, out);
		if (done < held) {
			/* A token needs less than HR_XML_CLEAN_HELD bytes, so all were short. */
			clean->held_length = held + more - done;
			memcpy(clean->held, joined + done, clean->held_length);
			return;
		}
		clean->held_length = 0;
		bytes.ptr += done - held;
		bytes.length -= done - held;
	}
	done = run(clean, bytes.ptr, bytes.length, out);
	clean->held_length = bytes.length - done;
	memcpy(clean->held, bytes.ptr + done, clean->held_length);
}

void hr_xml_clean_finish(struct hr_xml_clean *clean, struct hr_str *out)
{
	/* A cut token is no token: what could not be judged is text or the start of a tag. */
	for (size_t i = 0; i < clean->held_length; i++) {
		unsigned char c = (unsigned char)clean->held[i];
		bool markup = clean->state == HR_XML_CLEAN_CONTENT && (c == '<' || c == '&');
		struct verdict verdict = { 1, PASS };

		if (clean->state == HR_XML_CLEAN_COMMENT)
			break;
		if (c >= 0x80)
			verdict.as = REPLACE;
		else if (markup)
			verdict.as = ESCAPE;
		clean->escaped += markup;
		write_token(clean, clean->held + i, verdict, out);
	}
	clean->held_length = 0;
}
