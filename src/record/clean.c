#include <config.h>
#include "record/clean.h"

#include "base/mem.h"
#include "base/utf8.h"

struct hr_slice hr_clean_text(struct hr_slice text, size_t max, struct hr_str *scratch)
{
	struct hr_slice head = hr_utf8_cut(text, max);

	if (hr_utf8_valid(head) && (head.length == text.length || max - head.length < 4))
		return head;
	/* Repair never shortens, so nothing behind these bytes can be part of the result. */
	if (text.length > max + 3)
		text.length = max + 3;
	hr_str_truncate(scratch, 0);
	hr_utf8_repair(text, scratch);
	return hr_utf8_cut(hr_str_slice(scratch), max);
}

char *hr_clean_copy(struct hr_slice text, size_t max)
{
	struct hr_str scratch = { 0 };
	char *copy;

	text = hr_clean_text(text, max, &scratch);
	copy = hr_strndup(text.ptr, text.length);
	hr_str_release(&scratch);
	return copy;
}
