/*
 * A borrowed piece of text: no terminator, no ownership, any bytes.
 */
#ifndef HR_BASE_SLICE_H
#define HR_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct hr_slice {
	const char *ptr; /* may be NULL only when length is 0 */
	size_t length;
};

#define HR_SLICE_LITERAL(text) ((struct hr_slice){ (text), sizeof(text) - 1 })

static inline struct hr_slice hr_slice_of(const char *text)
{
	return (struct hr_slice){ text, text != NULL ? strlen(text) : 0 };
}

/* Eight bytes as they lie, in the order of the machine. */
static inline uint64_t hr_load64(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

/* Without a call for the short texts that samples are made of. Loads that overlap compare some
 * bytes twice. */
static inline bool hr_bytes_equal(const char *a, const char *b, size_t length)
{
	size_t at = 0;

	if (length > 64)
		return memcmp(a, b, length) == 0;
	if (length < 8) {
		for (; at < length; at++)
			if (a[at] != b[at])
				return false;
		return true;
	}
	for (; at + 8 < length; at += 8)
		if (hr_load64(a + at) != hr_load64(b + at))
			return false;
	return hr_load64(a + length - 8) == hr_load64(b + length - 8);
}

static inline bool hr_slice_equal(struct hr_slice a, struct hr_slice b)
{
	return a.length == b.length && hr_bytes_equal(a.ptr, b.ptr, a.length);
}

static inline bool hr_slice_is(struct hr_slice a, const char *text)
{
	return hr_slice_equal(a, hr_slice_of(text));
}

static inline bool hr_slice_starts(struct hr_slice a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.length >= n && memcmp(a.ptr, prefix, n) == 0;
}

static inline bool hr_slice_ends(struct hr_slice a, const char *suffix)
{
	size_t n = strlen(suffix);

	return a.length >= n && memcmp(a.ptr + a.length - n, suffix, n) == 0;
}

#define HR_UTF8_BOM "\xef\xbb\xbf" /* byte order mark, which some editors put before a text */

/* Without the byte order mark. */
static inline struct hr_slice hr_slice_skip_bom(struct hr_slice a)
{
	size_t n = sizeof(HR_UTF8_BOM) - 1;

	if (!hr_slice_starts(a, HR_UTF8_BOM))
		return a;
	return (struct hr_slice){ a.ptr + n, a.length - n };
}

/* Without blanks and tabs at both ends. */
static inline struct hr_slice hr_slice_trim(struct hr_slice a)
{
	while (a.length > 0 && (a.ptr[0] == ' ' || a.ptr[0] == '\t')) {
		a.ptr++;
		a.length--;
	}
	while (a.length > 0 && (a.ptr[a.length - 1] == ' ' || a.ptr[a.length - 1] == '\t'))
		a.length--;
	return a;
}

/* Take what stands before the next @end off the front of @text, and that @end with it; all of it
 * where there is none. False when nothing is left. By lines: a last one without its end is one,
 * too. */
bool hr_slice_take(struct hr_slice *text, char end, struct hr_slice *piece);
/* The fields of @text between separators, which are one more than those; the first @max of them
 * into
 * @fields. Returns how many there are, max + 1 for any more. */
size_t hr_slice_split(struct hr_slice text, char separator, struct hr_slice *fields, size_t max);

#endif
