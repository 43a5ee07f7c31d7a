/*
 * A borrowed piece of text: no terminator, no ownership, any bytes.
 */
#ifndef HR_BASE_SLICE_H
#define HR_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
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

static inline bool hr_slice_equal(struct hr_slice a, struct hr_slice b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.ptr, b.ptr, a.length) == 0);
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

#endif
