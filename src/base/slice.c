#include <config.h>
#include "base/slice.h"

/* Bytes before the first @end, or all. */
static size_t length_to(struct hr_slice text, char end)
{
	const char *found = text.length > 0 ? memchr(text.ptr, end, text.length) : NULL;

	return found != NULL ? (size_t)(found - text.ptr) : text.length;
}

bool hr_slice_take(struct hr_slice *text, char end, struct hr_slice *piece)
{
	size_t length = length_to(*text, end);
	size_t taken = length < text->length ? length + 1 : length;

	if (text->length == 0)
		return false;
	*piece = (struct hr_slice){ text->ptr, length };
	text->ptr += taken;
	text->length -= taken;
	return true;
}

size_t hr_slice_split(struct hr_slice text, char separator, struct hr_slice *fields, size_t max)
{
	for (size_t n = 0; n < max; n++) {
		size_t length = length_to(text, separator);

		fields[n] = (struct hr_slice){ text.ptr, length };
		if (length == text.length)
			return n + 1;
		text.ptr += length + 1;
		text.length -= length + 1;
	}
	return max + 1;
}
