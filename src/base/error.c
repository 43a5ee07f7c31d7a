#include <config.h>
#include "base/error.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static void set_source(struct hr_error *err, const char *source)
{
	if (source != NULL)
		snprintf(err->source, sizeof(err->source), "%s", source);
}

enum hr_err hr_error_set(struct hr_error *err, enum hr_err code, const char *format, ...)
{
	va_list args;

	if (err == NULL || err->code != HR_OK)
		return code;
	err->code = code;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
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
	vsnprintf(err->text, sizeof(err->text), format, args);
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
	int n;

	if (size == 0)
		return 0;
	if (err->source[0] == '\0')
		n = snprintf(out, size, "%s", err->text);
	else if (err->line == 0)
		n = snprintf(out, size, "%s: %s", err->source, err->text);
	else if (err->column == 0)
		n = snprintf(out, size, "%s:%" PRIu64 ": %s", err->source, err->line, err->text);
	else
		n = snprintf(out, size, "%s:%" PRIu64 ":%" PRIu64 ": %s", err->source, err->line,
		             err->column, err->text);
	if (n < 0)
		n = 0;
	return (size_t)n < size ? (size_t)n : size - 1;
}
