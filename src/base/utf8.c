/*
 * Decoding follows table 3-7 of the Unicode Standard (well-formed UTF-8 byte sequences); repair
 * replaces each maximal subpart of an ill-formed sequence by one U+FFFD (section 3.9, and the
 * Encoding Standard).
 */
#include <config.h>
#include "base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

struct range {
	uint32_t first;
	uint32_t last;
};

/* What one look at the front of a text found: a character or a damaged piece of @bytes bytes. */
struct sequence {
	size_t bytes;
	uint32_t code_point;
	bool valid;
};

/* Length of the sequence that a lead byte opens, and the range its second byte must be in; 0 for a
 * byte that opens none. */
static size_t lead_length(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef) {
		if (lead == 0xe0)
			*low = 0xa0;
		if (lead == 0xed)
			*high = 0x9f;
		return 3;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		if (lead == 0xf0)
			*low = 0x90;
		if (lead == 0xf4)
			*high = 0x8f;
		return 4;
	}
	return 0;
}

static struct sequence decode(const unsigned char *bytes, size_t length)
{
	static const unsigned char lead_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned char low, high;
	size_t n = lead_length(bytes[0], &low, &high);
	struct sequence out = { .bytes = 1 };

	if (n == 0)
		return out;
	out.code_point = bytes[0] & lead_bits[n];
	for (size_t i = 1; i < n; i++) {
		if (i == length || bytes[i] < low || bytes[i] > high)
			return out;
		out.code_point = out.code_point << 6 | (bytes[i] & 0x3fu);
		out.bytes = i + 1;
		low = 0x80;
		high = 0xbf;
	}
	out.valid = bytes[0] != 0;
	return out;
}

#define LANES 16 /* bytes looked at side by side */

/* Are these 4 * LANES bytes ASCII without NUL? As signed numbers they are greater than zero. */
static bool are_plain(const unsigned char *bytes)
{
	typedef signed char lanes __attribute__((vector_size(LANES)));
	lanes part[4], plain;
	uint64_t halves[LANES / sizeof(uint64_t)];

	memcpy(part, bytes, sizeof(part));
	plain = (lanes)((part[0] > 0) & (part[1] > 0) & (part[2] > 0) & (part[3] > 0));
	memcpy(halves, &plain, sizeof(plain));
	return (halves[0] & halves[1]) == UINT64_MAX;
}

/* Bytes at the front that are ASCII without NUL. */
static size_t plain_prefix(const unsigned char *bytes, size_t length)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t tops = UINT64_C(0x8080808080808080);
	size_t i = 0;

	while (length - i >= 4 * LANES && are_plain(bytes + i))
		i += 4 * LANES;
	for (; length - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
		uint64_t word;

		memcpy(&word, bytes + i, sizeof(word));
		if (((word | (word - ones)) & tops) != 0)
			break;
	}
	while (i < length && bytes[i] != 0 && bytes[i] < 0x80)
		i++;
	return i;
}

bool hr_utf8_valid(struct hr_slice text)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr;
	size_t i = 0;

	while (i < text.length) {
		struct sequence sequence;

		i += plain_prefix(bytes + i, text.length - i);
		if (i == text.length)
			break;
		sequence = decode(bytes + i, text.length - i);
		if (!sequence.valid)
			return false;
		i += sequence.bytes;
	}
	return true;
}

void hr_utf8_repair(struct hr_slice text, struct hr_str *out)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr;
	size_t i = 0;

	while (i < text.length) {
		struct sequence sequence;
		size_t plain = plain_prefix(bytes + i, text.length - i);

		if (plain > 0) {
			hr_str_add(out, text.ptr + i, plain);
			i += plain;
			continue;
		}
		sequence = decode(bytes + i, text.length - i);
		if (sequence.valid)
			hr_str_add(out, text.ptr + i, sequence.bytes);
		else
			hr_str_puts(out, REPLACEMENT);
		i += sequence.bytes;
	}
}

struct hr_slice hr_utf8_cut(struct hr_slice text, size_t max)
{
	size_t cut = max;

	if (text.length <= max)
		return text;
	while (cut > 0 && max - cut < 3 && ((unsigned char)text.ptr[cut] & 0xc0) == 0x80)
		cut--;
	return (struct hr_slice){ text.ptr, cut };
}

size_t hr_utf8_next(struct hr_slice text, uint32_t *code_point)
{
	struct sequence sequence;

	if (text.length == 0)
		return 0;
	sequence = decode((const unsigned char *)text.ptr, text.length);
	*code_point = sequence.valid ? sequence.code_point : 0xfffd;
	return sequence.bytes;
}

static bool in_ranges(uint32_t code_point, const struct range *ranges, size_t count)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (code_point > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && code_point >= ranges[low].first;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Combining marks and joiners of the scripts met in practice (categories Mn, Me and Cf). */
static bool is_zero_width(uint32_t code_point)
{
	static const struct range ranges[] = {
		{ 0x0300, 0x036f },   { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x05bf, 0x05bf },
		{ 0x05c1, 0x05c2 },   { 0x05c4, 0x05c5 }, { 0x05c7, 0x05c7 }, { 0x0610, 0x061a },
		{ 0x061c, 0x061c },   { 0x064b, 0x065f }, { 0x0670, 0x0670 }, { 0x06d6, 0x06dc },
		{ 0x06df, 0x06e4 },   { 0x06e7, 0x06e8 }, { 0x06ea, 0x06ed }, { 0x0900, 0x0902 },
		{ 0x093a, 0x093a },   { 0x093c, 0x093c }, { 0x0941, 0x0948 }, { 0x094d, 0x094d },
		{ 0x0951, 0x0957 },   { 0x0e31, 0x0e31 }, { 0x0e34, 0x0e3a }, { 0x0e47, 0x0e4e },
		{ 0x1ab0, 0x1ace },   { 0x1dc0, 0x1dff }, { 0x200b, 0x200f }, { 0x202a, 0x202e },
		{ 0x2060, 0x2064 },   { 0x2066, 0x206f }, { 0x20d0, 0x20f0 }, { 0x302a, 0x302d },
		{ 0x3099, 0x309a },   { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff },
		{ 0xe0100, 0xe01ef },
	};

	return in_ranges(code_point, ranges, COUNT(ranges));
}

/* East Asian Width W and F, and the emoji shown as pictures. */
static bool is_wide(uint32_t code_point)
{
	static const struct range ranges[] = {
		{ 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2329, 0x232a },
		{ 0x23e9, 0x23ec },   { 0x23f0, 0x23f0 },   { 0x23f3, 0x23f3 },
		{ 0x25fd, 0x25fe },   { 0x2614, 0x2615 },   { 0x2648, 0x2653 },
		{ 0x267f, 0x267f },   { 0x2693, 0x2693 },   { 0x26a1, 0x26a1 },
		{ 0x26aa, 0x26ab },   { 0x26bd, 0x26be },   { 0x26c4, 0x26c5 },
		{ 0x26ce, 0x26ce },   { 0x26d4, 0x26d4 },   { 0x26ea, 0x26ea },
		{ 0x26f2, 0x26f3 },   { 0x26f5, 0x26f5 },   { 0x26fa, 0x26fa },
		{ 0x26fd, 0x26fd },   { 0x2705, 0x2705 },   { 0x270a, 0x270b },
		{ 0x2728, 0x2728 },   { 0x274c, 0x274c },   { 0x274e, 0x274e },
		{ 0x2753, 0x2755 },   { 0x2757, 0x2757 },   { 0x2795, 0x2797 },
		{ 0x27b0, 0x27b0 },   { 0x27bf, 0x27bf },   { 0x2b1b, 0x2b1c },
		{ 0x2b50, 0x2b50 },   { 0x2b55, 0x2b55 },   { 0x2e80, 0x303e },
		{ 0x3041, 0x4dbf },   { 0x4e00, 0xa4cf },   { 0xa960, 0xa97f },
		{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe10, 0xfe1f },
		{ 0xfe30, 0xfe6f },   { 0xff01, 0xff60 },   { 0xffe0, 0xffe6 },
		{ 0x16fe0, 0x18aff }, { 0x1b000, 0x1b2ff }, { 0x1f004, 0x1f004 },
		{ 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e }, { 0x1f191, 0x1f19a },
		{ 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f335 }, { 0x1f337, 0x1f37c },
		{ 0x1f37e, 0x1f393 }, { 0x1f3a0, 0x1f3ca }, { 0x1f3cf, 0x1f3d3 },
		{ 0x1f3e0, 0x1f3f0 }, { 0x1f3f4, 0x1f3f4 }, { 0x1f3f8, 0x1f43e },
		{ 0x1f440, 0x1f440 }, { 0x1f442, 0x1f4fc }, { 0x1f4ff, 0x1f53d },
		{ 0x1f54b, 0x1f54e }, { 0x1f550, 0x1f567 }, { 0x1f57a, 0x1f57a },
		{ 0x1f595, 0x1f596 }, { 0x1f5a4, 0x1f5a4 }, { 0x1f5fb, 0x1f64f },
		{ 0x1f680, 0x1f6c5 }, { 0x1f6cc, 0x1f6cc }, { 0x1f6d0, 0x1f6df },
		{ 0x1f6eb, 0x1f6ef }, { 0x1f6f4, 0x1f6ff }, { 0x1f7e0, 0x1f7eb },
		{ 0x1f90c, 0x1f93a }, { 0x1f93c, 0x1f945 }, { 0x1f947, 0x1f9ff },
		{ 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd },
	};

	return in_ranges(code_point, ranges, COUNT(ranges));
}

size_t hr_utf8_width(struct hr_slice text)
{
	size_t width = 0;

	while (text.length > 0) {
		uint32_t code_point;
		size_t n = hr_utf8_next(text, &code_point);

		if (code_point >= 0x300 && is_wide(code_point))
			width += 2;
		else if (code_point < 0x300 || !is_zero_width(code_point))
			width++;
		text.ptr += n;
		text.length -= n;
	}
	return width;
}

bool hr_utf8_is_control(uint32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f) ||
	       code_point == 0x61c || code_point == 0x200e || code_point == 0x200f ||
	       (code_point >= 0x202a && code_point <= 0x202e) ||
	       (code_point >= 0x2066 && code_point <= 0x2069);
}
