#include <config.h>
#include "render/text_width.h"

#include "base/utf8.h"

/* Advance widths of DejaVu Sans (Debian package fonts-dejavu-core 2.37) in 1/200 em, rounded up; it
 * is the widest of the usual interface fonts. Printed by:
 *   tests/render/font_widths.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf */
/* clang-format off */
static const unsigned char from_0020[] = {
	64, 81, 92, 168, 128, 191, 156, 55, 79, 79, 100, 168, 64, 73, 64, 68, 128, 128, 128, 128,
	128, 128, 128, 128, 128, 128, 68, 68, 168, 168, 168, 107, 200, 137, 138, 140, 155, 127,
	116, 155, 151, 59, 59, 132, 112, 173, 150, 158, 121, 158, 139, 127, 123, 147, 137, 198,
	138, 123, 138, 79, 68, 79, 168, 100, 100, 123, 127, 110, 127, 124, 71, 127, 127, 56, 56,
	116, 56, 195, 127, 123, 127, 127, 83, 105, 79, 127, 119, 164, 119, 119, 105, 128, 68, 128,
	168,
};
static const unsigned char from_00a0[] = {
	64, 81, 128, 128, 128, 128, 68, 100, 100, 200, 95, 123, 168, 73, 200, 100, 100, 168, 81,
	81, 100, 128, 128, 64, 100, 81, 95, 123, 194, 194, 194, 107, 137, 137, 137, 137, 137, 137,
	195, 140, 127, 127, 127, 127, 59, 59, 59, 59, 155, 150, 158, 158, 158, 158, 158, 168, 158,
	147, 147, 147, 147, 123, 121, 126, 123, 123, 123, 123, 123, 123, 197, 110, 124, 124, 124,
	124, 56, 56, 56, 56, 123, 127, 123, 123, 123, 123, 123, 168, 123, 127, 127, 127, 127, 119,
	127, 119, 137, 123, 137, 123, 137, 123, 140, 110, 140, 110, 140, 110, 140, 110, 155, 127,
	155, 127, 127, 124, 127, 124, 127, 124, 127, 124, 127, 124, 155, 127, 155, 127, 155, 127,
	155, 127, 151, 127, 184, 139, 59, 56, 59, 56, 59, 56, 59, 56, 59, 56, 118, 112, 59, 56,
	132, 116, 116, 112, 56, 112, 56, 112, 75, 112, 69, 113, 57, 150, 127, 150, 127, 150, 127,
	163, 150, 127, 158, 123, 158, 123, 158, 123, 214, 205, 139, 83, 139, 83, 139, 83, 127,
	105, 127, 105, 127, 105, 127, 105, 123, 79, 123, 79, 123, 79, 147, 127, 147, 127, 147,
	127, 147, 127, 147, 127, 147, 127, 198, 164, 123, 119, 123, 138, 105, 138, 105, 138, 105,
	71,
};
static const unsigned char from_0370[] = {
	131, 114, 173, 130, 56, 56, 150, 130, 200, 200, 100, 110, 110, 110, 68, 59, 200, 200, 200,
	200, 100, 100, 139, 64, 150, 175, 82, 200, 163, 200, 165, 166, 68, 137, 138, 112, 137,
	127, 138, 151, 158, 59, 132, 137, 173, 150, 127, 158, 151, 121, 200, 127, 123, 123, 158,
	138, 158, 153, 59, 123, 132, 109, 127, 68, 116, 132, 128, 119, 123, 109, 109, 127, 123,
	68, 118, 119, 128, 112, 112, 123, 121, 127, 118, 127, 121, 116, 132, 116, 132, 168, 68,
	116, 123, 116, 168, 132, 123, 124, 140, 169, 140, 132, 168, 133, 158, 123, 130, 118, 116,
	92, 132, 132, 174, 126, 187, 168, 152, 132, 159, 123, 138, 122, 154, 125, 140, 123, 123,
	108, 133, 127, 110, 56, 158, 124, 124, 121, 127, 140, 173, 131, 127, 141, 140, 141,
};
static const unsigned char from_0400[] = {
	127, 127, 158, 122, 140, 127, 59, 59, 59, 219, 209, 158, 142, 150, 122, 151, 137, 138,
	138, 122, 157, 127, 216, 129, 150, 150, 142, 151, 173, 151, 158, 151, 121, 140, 123, 122,
	173, 138, 156, 138, 214, 219, 167, 177, 138, 140, 216, 139, 123, 124, 118, 106, 139, 124,
	181, 107, 130, 130, 121, 128, 151, 131, 123, 131, 127, 110, 117, 119, 171, 119, 137, 119,
	184, 189, 142, 158, 118, 110, 169, 121, 124, 124, 125, 106, 110, 105, 56, 56, 56, 181,
	180, 131, 121, 130, 119, 131, 187, 168, 155, 135, 189, 150, 176, 157, 232, 201, 158, 123,
	206, 165, 128, 109, 172, 176, 158, 123, 157, 134, 157, 134, 199, 181, 191, 152, 236, 206,
	187, 168, 140, 110, 101, 0, 0, 0, 0, 0, 84, 84, 155, 136, 138, 118, 121, 127, 122, 106,
	135, 119, 125, 106, 216, 181, 129, 107, 142, 121, 142, 121, 142, 121, 172, 167, 151, 133,
	203, 176, 217, 184, 176, 139, 140, 110, 123, 117, 123, 119, 123, 119, 138, 119, 187, 162,
	138, 119, 138, 119, 138, 127, 189, 146, 189, 146, 59, 216, 181, 132, 121, 156, 135, 151,
	133, 156, 137, 138, 119, 178, 155, 56, 137, 123, 137, 123, 195, 197, 127, 124, 158, 124,
	158, 124, 216, 181, 129, 107, 134, 116, 150, 130, 150, 130, 158, 123, 158, 123, 158, 123,
	140, 110, 122, 119, 122, 119, 122, 119, 138, 119, 122, 106, 177, 158, 135, 119, 138, 119,
	138, 119,
};
static const unsigned char from_2010[] = {
	73, 73, 128, 100, 200, 200, 100, 100, 64, 64, 64, 64, 104, 104, 104, 104, 100, 100, 118,
	118, 67, 134, 200, 64,
};
/* clang-format on */

#define UNITS_PER_EM 200
#define HEAD_SHARE   0.25 /* of the room of a name that is cut */

static const struct {
	uint32_t first, count;
	const unsigned char *widths;
} ranges[] = {
	{ 0x0020, sizeof(from_0020), from_0020 }, { 0x00a0, sizeof(from_00a0), from_00a0 },
	{ 0x0370, sizeof(from_0370), from_0370 }, { 0x0400, sizeof(from_0400), from_0400 },
	{ 0x2010, sizeof(from_2010), from_2010 },
};

static unsigned units_of(uint32_t code_point, struct hr_slice bytes)
{
	if (code_point == 0x202f || code_point == 0x2009) /* narrow blanks */
		return 64;
	if (code_point == 0x2212 || code_point == 0x2192) /* minus, arrow */
		return 168;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (code_point >= ranges[i].first && code_point - ranges[i].first < ranges[i].count)
			return ranges[i].widths[code_point - ranges[i].first];
	}
	/* A full em for what the table lacks: no ideograph is wider. */
	return hr_utf8_width(bytes) == 0 ? 0 : UNITS_PER_EM;
}

static unsigned long units_of_text(struct hr_slice text)
{
	unsigned long units = 0;

	while (text.length > 0) {
		uint32_t code_point;
		size_t n = hr_utf8_next(text, &code_point);

		if (n == 0)
			break;
		units += units_of(code_point, (struct hr_slice){ text.ptr, n });
		text.ptr += n;
		text.length -= n;
	}
	return units;
}

static double width_of(unsigned long units, double size)
{
	return (double)units * size / UNITS_PER_EM;
}

double hr_text_width(struct hr_slice text, double size)
{
	return width_of(units_of_text(text), size);
}

bool hr_text_fit(struct hr_slice text, double size, double room, struct hr_str *out)
{
	static const char ellipsis[] = "\xe2\x80\xa6";
	const char *end = text.ptr + text.length;
	struct hr_slice kept = { text.ptr, 0 };
	double used = hr_text_width(HR_SLICE_LITERAL(ellipsis), size);

	if (hr_text_width(text, size) <= room) {
		hr_str_add_slice(out, text);
		return true;
	}
	for (;;) {
		struct hr_slice rest = { kept.ptr + kept.length, 0 };
		uint32_t code_point;
		size_t n;

		rest.length = (size_t)(end - rest.ptr);
		n = hr_utf8_next(rest, &code_point);
		if (n == 0)
			break;
		rest.length = n;
		used += hr_text_width(rest, size);
		if (used > room)
			break;
		kept.length += n;
	}
	while (kept.length > 0 && kept.ptr[kept.length - 1] == ' ')
		kept.length--;
	hr_str_add_slice(out, kept);
	hr_str_puts(out, ellipsis);
	return false;
}

/* As much of the start of @text as fits @room. */
static struct hr_slice head_of(struct hr_slice text, double size, double room)
{
	struct hr_slice kept = { text.ptr, 0 };
	double used = 0;

	while (kept.length < text.length) {
		struct hr_slice next = { text.ptr + kept.length, text.length - kept.length };
		uint32_t code_point;

		next.length = hr_utf8_next(next, &code_point);
		if (next.length == 0 || (used += hr_text_width(next, size)) > room)
			break;
		kept.length += next.length;
	}
	return kept;
}

/* As little of the start of @text left out as makes the rest fit @room, and no mark without the
 * letter before it. */
static struct hr_slice tail_of(struct hr_slice text, double size, double room)
{
	unsigned long units = units_of_text(text);

	while (text.length > 0) {
		uint32_t code_point;
		size_t n = hr_utf8_next(text, &code_point);
		struct hr_slice first = { text.ptr, n };

		if (n == 0 || (hr_utf8_width(first) > 0 && width_of(units, size) <= room))
			break;
		units -= units_of(code_point, first);
		text.ptr += n;
		text.length -= n;
	}
	return text;
}

bool hr_text_fit_name(struct hr_slice text, double size, double room, struct hr_str *out)
{
	static const char ellipsis[] = "\xe2\x80\xa6";
	struct hr_slice head, rest;

	if (hr_text_width(text, size) <= room) {
		hr_str_add_slice(out, text);
		return true;
	}
	room -= hr_text_width(HR_SLICE_LITERAL(ellipsis), size);
	head = head_of(text, size, room * HEAD_SHARE);
	rest = (struct hr_slice){ text.ptr + head.length, text.length - head.length };
	room -= hr_text_width(head, size);
	hr_str_add_slice(out, head);
	hr_str_puts(out, ellipsis);
	hr_str_add_slice(out, tail_of(rest, size, room));
	return false;
}
