#include <config.h>
#include "document/json_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

struct printer {
	struct hr_str *out;
	size_t indent; /* blanks a level; 0: all in one line */
	size_t depth;
};

static void print_value(struct printer *printer, json_t *value);

/* --- texts --- */

static void put_escape(struct hr_str *out, uint32_t code)
{
	static const char letters[] = "\"\\bfnrt", meanings[] = "\"\\\b\f\n\r\t";
	const char *meaning = code > 0 && code < 0x80 ? strchr(meanings, (int)code) : NULL;

	if (meaning == NULL) {
		hr_str_printf(out, "\\u%04" PRIX32, code);
		return;
	}
	hr_str_putc(out, '\\');
	hr_str_putc(out, letters[meaning - meanings]);
}

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Eight bytes at once; may say no where the bytes say yes. */
static bool is_plain_word(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';

	return (((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word |
	         (word + ones)) &
	        high) == 0;
}

/* Bytes from @text that stand for themselves. */
static size_t plain_length(struct hr_slice text)
{
	size_t n = 0;

	while (text.length - n >= 8 && is_plain_word(hr_load64(text.ptr + n)))
		n += 8;
	while (n < text.length && is_plain(text.ptr[n]))
		n++;
	return n;
}

static void print_text(struct hr_str *out, struct hr_slice text)
{
	hr_str_putc(out, '"');
	while (text.length > 0) {
		size_t n = plain_length(text);
		uint32_t code;

		hr_str_add(out, text.ptr, n);
		text.ptr += n;
		text.length -= n;
		n = hr_utf8_next(text, &code);
		if (n > 0 && (code < 0x20 || code == '"' || code == '\\' ||
		              (code >= 0x7f && hr_utf8_is_control(code))))
			put_escape(out, code);
		else
			hr_str_add(out, text.ptr, n);
		text.ptr += n;
		text.length -= n;
	}
	hr_str_putc(out, '"');
}

/* --- numbers --- */

/* A real stays one when it is read again: it has a point or an exponent. */
static void print_real(struct hr_str *out, double value)
{
	char text[40], *exponent;
	int length = snprintf(text, sizeof(text), "%.*g", HR_JSON_REAL_DIGITS, value);

	exponent = strchr(text, 'e');
	if (exponent == NULL) {
		hr_str_add(out, text, (size_t)length);
		if (strchr(text, '.') == NULL)
			hr_str_puts(out, ".0");
		return;
	}
	/* 1e+20 and 1e-07 in their shortest forms */
	hr_str_add(out, text, (size_t)(exponent + 1 - text));
	exponent++;
	if (*exponent == '-')
		hr_str_putc(out, '-');
	exponent += strspn(exponent, "+-0");
	hr_str_puts(out, exponent);
}

/* --- all values --- */

static void new_line(const struct printer *printer)
{
	static const char blanks[] = "\n                                ";
	size_t n = printer->indent * printer->depth;

	if (printer->indent == 0)
		return;
	hr_str_add(printer->out, blanks, 1 + (n < sizeof(blanks) - 2 ? n : sizeof(blanks) - 2));
	for (size_t i = sizeof(blanks) - 2; i < n; i++)
		hr_str_putc(printer->out, ' ');
}

static void print_object(struct printer *printer, json_t *object)
{
	bool first = true;

	for (void *at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at), first = false) {
		if (!first)
			hr_str_putc(printer->out, ',');
		new_line(printer);
		print_text(printer->out, (struct hr_slice){ json_object_iter_key(at),
		                                            json_object_iter_key_len(at) });
		hr_str_puts(printer->out, printer->indent > 0 ? ": " : ":");
		print_value(printer, json_object_iter_value(at));
	}
}

static void print_array(struct printer *printer, const json_t *array)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		if (i > 0)
			hr_str_putc(printer->out, ',');
		new_line(printer);
		print_value(printer, json_array_get(array, i));
	}
}

static void print_container(struct printer *printer, json_t *value)
{
	bool object = json_is_object(value),
	     empty = json_object_size(value) + json_array_size(value) == 0;

	hr_str_putc(printer->out, object ? '{' : '[');
	printer->depth++;
	if (object)
		print_object(printer, value);
	else
		print_array(printer, value);
	printer->depth--;
	if (!empty)
		new_line(printer);
	hr_str_putc(printer->out, object ? '}' : ']');
}

static void print_value(struct printer *printer, json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		print_container(printer, value);
		break;
	case JSON_STRING:
		print_text(printer->out, (struct hr_slice){ json_string_value(value),
		                                            json_string_length(value) });
		break;
	case JSON_INTEGER:
		hr_str_printf(printer->out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		break;
	case JSON_REAL:
		print_real(printer->out, json_real_value(value));
		break;
	case JSON_TRUE:
		hr_str_puts(printer->out, "true");
		break;
	case JSON_FALSE:
		hr_str_puts(printer->out, "false");
		break;
	case JSON_NULL:
		hr_str_puts(printer->out, "null");
		break;
	}
}

void hr_json_print(const json_t *value, size_t indent, struct hr_str *out)
{
	struct printer printer = { .out = out, .indent = indent };

	/* jansson's iterators take no const, though they change nothing */
	print_value(&printer, (json_t *)(uintptr_t)value);
}
