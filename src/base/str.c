#include <config.h>
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void hr_str_reserve(struct hr_str *str, size_t more)
{
	size_t need = str->length + more + 1;
	size_t capacity = str->capacity;

	if (need <= capacity)
		return;
	capacity = capacity < 64 ? 64 : capacity;
	while (capacity < need)
		capacity *= 2;
	str->data = hr_realloc_array(str->data, capacity, 1);
	str->capacity = capacity;
}

void hr_str_add(struct hr_str *str, const char *bytes, size_t length)
{
	if (str->limit != 0 && length > str->limit - str->length) {
		length = str->limit - str->length;
		str->truncated = true;
	}
	hr_str_reserve(str, length);
	if (length > 0)
		memcpy(str->data + str->length, bytes, length);
	str->length += length;
	str->data[str->length] = '\0';
}

void hr_str_puts(struct hr_str *str, const char *text)
{
	hr_str_add(str, text, strlen(text));
}

void hr_str_putc(struct hr_str *str, char c)
{
	hr_str_add(str, &c, 1);
}

void hr_str_add_slice(struct hr_str *str, struct hr_slice slice)
{
	hr_str_add(str, slice.ptr, slice.length);
}

void hr_str_printf(struct hr_str *str, const char *format, ...)
{
	char small[256];
	va_list args;
	va_list again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		hr_str_add(str, small, (size_t)n);
	} else if (n >= 0) {
		char *large = hr_alloc((size_t)n + 1);

		vsnprintf(large, (size_t)n + 1, format, again);
		hr_str_add(str, large, (size_t)n);
		free(large);
	}
	va_end(again);
}

void hr_str_truncate(struct hr_str *str, size_t length)
{
	if (length >= str->length)
		return;
	str->length = length;
	str->data[length] = '\0';
}

const char *hr_str_text(const struct hr_str *str)
{
	return str->data != NULL ? str->data : "";
}

struct hr_slice hr_str_slice(const struct hr_str *str)
{
	return (struct hr_slice){ hr_str_text(str), str->length };
}

char *hr_str_detach(struct hr_str *str)
{
	char *text = str->data != NULL ? str->data : hr_strdup("");
	size_t limit = str->limit;

	*str = (struct hr_str){ .limit = limit };
	return text;
}

void hr_str_release(struct hr_str *str)
{
	free(str->data);
	*str = (struct hr_str){ .limit = str->limit };
}
