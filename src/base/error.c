#include <config.h>
#include "base/error.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/message.h"

static void set_source(struct hr_error *err, const char *source)
{
	if (source != NULL)
		hr_message_print(err->source, sizeof(err->source), "%s", source);
}

enum hr_err hr_error_set(struct hr_error *err, enum hr_err code, const char *format, ...)
{
	va_list args;

	if (err == NULL || err->code != HR_OK)
		return code;
	err->code = code;
	va_start(args, format);
	hr_message_vprint(err->text, sizeof(err->text), format, args);
	va_end(args);
	return code;
}

enum hr_err hr_error_at(struct hr_error *err, enum hr_err code, const char *source, uint64_t line,
                        uint64_t column, const char *format, ...)
{
	va_list args;

	if (err == NULL || err->code != HR_OK)
		return code;
	err->code = code;
	err->line = line;
	err->column = column;
	set_source(err, source);
	va_start(args, format);
	hr_message_vprint(err->text, sizeof(err->text), format, args);
	va_end(args);
	return code;
}

void hr_error_locate(struct hr_error *err, const char *source)
{
	if (err != NULL && err->code != HR_OK && err->source[0] == '\0')
		set_source(err, source);
}

size_t hr_error_format(const struct hr_error *err, char *out, size_t size)
{
	if (err->source[0] == '\0')
		return hr_message_print(out, size, "%s", err->text);
	if (err->line == 0)
		return hr_message_print(out, size, "%s: %s", err->source, err->text);
	if (err->column == 0)
		return hr_message_print(out, size, "%s:%" PRIu64 ": %s", err->source, err->line,
		                        err->text);
	return hr_message_print(out, size, "%s:%" PRIu64 ":%" PRIu64 ": %s", err->source, err->line,
	                        err->column, err->text);
}
