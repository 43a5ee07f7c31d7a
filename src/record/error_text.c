/* Error texts taken apart into words and what differs. */
#include <config.h>
#include "record/error_text.h"

#include <string.h>
#include <strings.h>

#include "record/run.h"

#define CODE_DIGITS_MAX 5 /* of a code before the slash: HTTP 3, k6 4 */
#define HEX_ID_MIN      8
#define ADDRESS_MIN     6
#define GAP_BYTES       (sizeof(HR_ERROR_GAP) - 1)
#define CHARACTER_MAX   4 /* bytes: a text cut at a character border lacks fewer than these */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
	return is_digit(c) || is_letter(c);
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static char at(struct hr_slice text, size_t i)
{
	return i < text.length ? text.ptr[i] : '\0';
}

/* Length of a UUID (8-4-4-4-12) at @i, or 0. */
static size_t uuid_length(struct hr_slice text, size_t i)
{
	static const size_t groups[] = { 8, 4, 4, 4, 12 };
	size_t end = i;

	for (size_t g = 0; g < 5; g++) {
		if (g > 0 && at(text, end++) != '-')
			return 0;
		for (size_t n = 0; n < groups[g]; n++)
			if (!is_hex(at(text, end++)))
				return 0;
	}
	return is_word(at(text, end)) ? 0 : end - i;
}

/* Length of the word at @i when it is a hexadecimal id, or 0. Only 0x makes one of letters alone;
 * digits alone are a number. Addresses of objects, Object@6d06d69, are shorter than other ids. */
static size_t hex_id_length(struct hr_slice text, size_t i)
{
	bool marked = text.ptr[i] == '0' && at(text, i + 1) == 'x' && is_hex(at(text, i + 2));
	size_t least = i > 0 && text.ptr[i - 1] == '@' ? ADDRESS_MIN : HEX_ID_MIN;
	size_t end = marked ? i + 2 : i, digits = 0;

	for (; is_hex(at(text, end)); end++)
		digits += is_digit(text.ptr[end]);
	if (is_word(at(text, end)))
		return 0;
	return marked || (end - i >= least && digits > 0 && digits < end - i) ? end - i : 0;
}

/* Length of the number at @i, which is a digit: 8,228 or 12.5 or 10:15:23.123. */
static size_t number_length(struct hr_slice text, size_t i)
{
	size_t end = i;

	for (;;) {
		char c = at(text, end);

		if (!is_digit(c) &&
		    !((c == ',' || c == '.' || c == ':') && is_digit(at(text, end + 1))))
			return end - i;
		end++;
	}
}

/* Length of what may differ at @i, or 0. */
static size_t piece_length(struct hr_slice text, size_t i)
{
	size_t length = 0;

	/* ids are whole words */
	if (is_hex(text.ptr[i]) && (i == 0 || !is_word(text.ptr[i - 1]))) {
		length = uuid_length(text, i);
		if (length == 0)
			length = hex_id_length(text, i);
	}
	return length == 0 && is_digit(text.ptr[i]) ? number_length(text, i) : length;
}

/* Length of the code that the text begins with, or 0. */
static size_t code_length(struct hr_slice text)
{
	size_t end = 0;

	while (is_digit(at(text, end)))
		end++;
	return end <= CODE_DIGITS_MAX && (end == text.length || text.ptr[end] == '/') ? end : 0;
}

static bool is_unit_next(struct hr_slice text, size_t i)
{
	static const char *const units[] = { "ms", "milliseconds", "s", "sec", "seconds", "bytes" };
	size_t length = 0;

	if (at(text, i) == ' ')
		i++;
	while (is_letter(at(text, i + length)))
		length++;
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++)
		if (hr_slice_is((struct hr_slice){ text.ptr + i, length }, units[u]))
			return true;
	return false;
}

static bool is_response_code(struct hr_slice text, size_t i, size_t length)
{
	return length == 3 && text.ptr[i] >= '1' && text.ptr[i] <= '5' &&
	       !is_unit_next(text, i + length);
}

/* Do the letters before @end end in a word that announces a response code? */
static bool announces_code(struct hr_slice text, size_t start, size_t end)
{
	static const char *const words[] = { "status", "code" };

	for (size_t w = 0; w < 2; w++) {
		size_t n = strlen(words[w]);

		if (end - start >= n && strncasecmp(text.ptr + end - n, words[w], n) == 0)
			return true;
	}
	return false;
}

void hr_error_scan_init(struct hr_error_scan *scan, struct hr_slice text)
{
	*scan = (struct hr_error_scan){ .text = text, .room = HR_ERROR_BYTES - GAP_BYTES };
	if (text.length > HR_ERROR_BYTES - CHARACTER_MAX) {
		scan->cut = true;
		scan->room = HR_ERROR_MASK_BYTES;
	}
}

/* From @start to the next piece, or to the end. */
static size_t words_end(struct hr_error_scan *scan, size_t start, size_t *piece)
{
	struct hr_slice text = scan->text;
	size_t i = start == 0 ? code_length(text) : start;

	while (i < text.length) {
		size_t end = i;

		*piece = piece_length(text, i);
		if (*piece > 0 && !(scan->code_next && is_response_code(text, i, *piece)))
			return i;
		if (*piece > 0) {
			i += *piece;
			continue;
		}
		do
			end++;
		while (is_letter(text.ptr[i]) && is_letter(at(text, end)) && end < text.length);
		scan->code_next |= announces_code(text, i, end);
		i = end;
	}
	*piece = 0;
	return i;
}

/* No more than @room bytes, not within a character. */
static size_t fitting(struct hr_slice words, size_t room)
{
	size_t length = words.length < room ? words.length : room;

	while (length > 0 && length < words.length &&
	       ((unsigned char)words.ptr[length] & 0xc0) == 0x80)
		length--;
	return length;
}

bool hr_error_scan_next(struct hr_error_scan *scan, struct hr_slice *words, struct hr_slice *piece)
{
	struct hr_slice text = scan->text;
	size_t start = scan->at, end, length, taken;

	if (start >= text.length)
		return false;
	end = words_end(scan, start, &length);
	*words = (struct hr_slice){ text.ptr + start, end - start };
	*piece = (struct hr_slice){ text.ptr + end, length };
	scan->at = end + length;
	taken = words->length + (length > 0 ? GAP_BYTES : 0);
	if (taken <= scan->room) {
		scan->room -= taken;
		return true;
	}
	words->length = fitting(*words, scan->room);
	piece->length = 0;
	scan->at = text.length;
	scan->cut = true;
	return words->length > 0;
}

void hr_error_mask(struct hr_slice text, struct hr_str *out)
{
	struct hr_error_scan scan;
	struct hr_slice words, piece;

	hr_str_truncate(out, 0);
	hr_error_scan_init(&scan, text);
	while (hr_error_scan_next(&scan, &words, &piece)) {
		hr_str_add_slice(out, words);
		if (piece.length > 0)
			hr_str_puts(out, HR_ERROR_GAP);
	}
	/* what is beyond the mask, unless its last piece says so already */
	if (scan.cut && !hr_slice_ends(hr_str_slice(out), HR_ERROR_GAP))
		hr_str_puts(out, HR_ERROR_GAP);
}
