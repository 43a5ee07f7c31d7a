#include <config.h>
#include "read/jvm_string.h"

#define EVIDENCE_MAX   1000000 /* so that no sum overflows */
#define SURROGATE_HIGH 0xd800u
#define SURROGATE_LOW  0xdc00u
#define SURROGATE_END  0xe000u
#define PRIVATE_END    0xf900u
#define REPLACEMENT    0xfffdu

static void put_code_point(struct hr_str *out, uint32_t c)
{
	if (c < 0x80) {
		hr_str_putc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		hr_str_putc(out, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			hr_str_putc(out, (char)(0xe0 | c >> 12));
		} else {
			hr_str_putc(out, (char)(0xf0 | c >> 18));
			hr_str_putc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		hr_str_putc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	hr_str_putc(out, (char)(0x80 | (c & 0x3f)));
}

static uint32_t unit_at(struct hr_slice bytes, size_t at, bool little)
{
	unsigned char first = (unsigned char)bytes.ptr[at];
	unsigned char second = (unsigned char)bytes.ptr[at + 1];

	return little ? (uint32_t)second << 8 | first : (uint32_t)first << 8 | second;
}

/* How much a unit looks like text. ASCII is what the other order turns into rare characters;
 * controls, halves of pairs and private characters are what it makes of common ones. */
static int unit_score(uint32_t unit)
{
	if (unit < 0x20 || (unit >= SURROGATE_HIGH && unit < PRIVATE_END) || unit >= 0xfff0)
		return -4;
	if (unit < 0x80)
		return 4;
	if (unit < 0x0f00 || (unit >= 0x2010 && unit < 0x2040) ||
	    (unit >= 0x3000 && unit < 0x3100) || (unit >= 0x4e00 && unit < 0xa000) ||
	    (unit >= 0xac00 && unit < SURROGATE_HIGH))
		return 1;
	return 0;
}

/* A pair of surrogates at @at is as good as ASCII: the other order has none. */
static bool is_pair(struct hr_slice bytes, size_t at, bool little)
{
	uint32_t high = unit_at(bytes, at, little), low;

	if (high < SURROGATE_HIGH || high >= SURROGATE_LOW || bytes.length - at < 4)
		return false;
	low = unit_at(bytes, at + 2, little);
	return low >= SURROGATE_LOW && low < SURROGATE_END;
}

/* Characters of one script share their high byte. */
static int64_t text_score(struct hr_slice bytes, bool little)
{
	int64_t score = 0;
	uint32_t last = 0;

	for (size_t at = 0; at < bytes.length; at += 2) {
		uint32_t unit = unit_at(bytes, at, little);

		if (is_pair(bytes, at, little)) {
			score += 4;
			at += 2;
			continue;
		}
		score += unit_score(unit);
		if (at > 0 && unit >> 8 == last >> 8)
			score++;
		last = unit;
	}
	return score;
}

static void learn(struct hr_jvm_order *order, struct hr_slice bytes)
{
	order->little += text_score(bytes, true) - text_score(bytes, false);
	if (order->little > EVIDENCE_MAX)
		order->little = EVIDENCE_MAX;
	if (order->little < -EVIDENCE_MAX)
		order->little = -EVIDENCE_MAX;
}

static void decode_utf16(struct hr_slice bytes, bool little, struct hr_str *out)
{
	for (size_t at = 0; at < bytes.length; at += 2) {
		uint32_t unit = unit_at(bytes, at, little);

		if (is_pair(bytes, at, little)) {
			uint32_t low = unit_at(bytes, at + 2, little);

			unit = 0x10000 + ((unit - SURROGATE_HIGH) << 10) + (low - SURROGATE_LOW);
			at += 2;
		} else if (unit >= SURROGATE_HIGH && unit < SURROGATE_END) {
			unit = REPLACEMENT;
		}
		put_code_point(out, unit);
	}
}

bool hr_jvm_string_decode(struct hr_jvm_order *order, struct hr_slice bytes, unsigned coder,
                          struct hr_str *out)
{
	if (coder == HR_JVM_LATIN1) {
		for (size_t i = 0; i < bytes.length; i++)
			put_code_point(out, (unsigned char)bytes.ptr[i]);
		return true;
	}
	if (coder != HR_JVM_UTF16 || bytes.length % 2 != 0)
		return false;
	learn(order, bytes);
	decode_utf16(bytes, order->little >= 0, out);
	return true;
}
