#include <config.h>
#include "base/base64.h"

#include <stdint.h>

#define FOREIGN 64u

static uint32_t digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	return c == '+' ? 62 : c == '/' ? 63 : FOREIGN;
}

bool hr_base64_decode(struct hr_slice text, struct hr_str *out)
{
	uint32_t bits = 0;
	unsigned held = 0;

	for (int padding = 0; padding < 2 && text.length > 0; padding++)
		if (text.ptr[text.length - 1] == '=')
			text.length--;
	for (size_t i = 0; i < text.length; i++) {
		uint32_t value = digit(text.ptr[i]);

		if (value == FOREIGN)
			return false;
		bits = (bits << 6 | value) & 0xffff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			hr_str_putc(out, (char)(unsigned char)(bits >> held & 0xff));
		}
	}
	/* Six bits alone are no byte. */
	return held < 6;
}

void hr_base64_encode(struct hr_slice bytes, struct hr_str *out)
{
	static const char digits[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < bytes.length; i += 3) {
		size_t n = bytes.length - i < 3 ? bytes.length - i : 3;
		uint32_t group = 0;

		for (size_t k = 0; k < 3; k++)
			group = group << 8 | (k < n ? (unsigned char)bytes.ptr[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			hr_str_putc(out, k <= n ? digits[group >> (18 - 6 * k) & 63] : '=');
	}
}
