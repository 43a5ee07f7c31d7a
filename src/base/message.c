#include <config.h>
#include "base/message.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const char dots[] = "...";

/* A text of more than the @length bytes that are there ends earlier, in dots. */
static size_t end_in_dots(char *text, size_t length)
{
	struct hr_slice whole = { text, length };
	size_t kept = hr_utf8_cut(whole, length - strlen(dots)).length;

	memcpy(text + kept, dots, sizeof(dots));
	return kept + strlen(dots);
}

struct hr_quoted hr_quoted_slice(struct hr_slice text)
{
	struct hr_quoted quoted = { "" };
	struct hr_slice shown = hr_utf8_cut(text, HR_QUOTED_BYTES);

	if (shown.length > 0)
		memcpy(quoted.text, shown.ptr, shown.length);
	if (shown.length < text.length)
		memcpy(quoted.text + shown.length, dots, sizeof(dots));
	return quoted;
}

struct hr_quoted hr_quoted(const char *text)
{
	return hr_quoted_slice(hr_slice_of(text));
}

size_t hr_message_vprint(char *out, size_t size, const char *format, va_list args)
{
	int length = vsnprintf(out, size, format, args);

	if (length >= 0 && (size_t)length < size)
		return (size_t)length;
	if (length >= 0 && size >= sizeof(dots))
		return end_in_dots(out, size - 1);
	if (size > 0)
		out[0] = '\0';
	return 0;
}

size_t hr_message_print(char *out, size_t size, const char *format, ...)
{
	size_t length;
	va_list args;

	va_start(args, format);
	length = hr_message_vprint(out, size, format, args);
	va_end(args);
	return length;
}
