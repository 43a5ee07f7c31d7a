#include <config.h>
#include "write/record_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/instant.h"
#include "base/utf8.h"

#define MS_SHIFT 6 /* nanoseconds are millionths of a millisecond */

void hr_put_instant(struct hr_str *out, int64_t instant_ns)
{
	char text[HR_INSTANT_TEXT_SIZE];

	if (instant_ns != HR_INSTANT_NONE)
		hr_str_add(out, text, hr_instant_format(instant_ns, hr_zone_utc(), text));
}

void hr_put_scaled(struct hr_str *out, int64_t value, int shift)
{
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, unit = 1;
	char digits[24];
	int length;

	for (int i = 0; i < shift; i++)
		unit *= 10;
	hr_str_printf(out, "%s%" PRIu64, value < 0 ? "-" : "", size / unit);
	if (size % unit == 0)
		return;
	length = snprintf(digits, sizeof(digits), "%0*" PRIu64, shift, size % unit);
	while (digits[length - 1] == '0')
		length--;
	hr_str_printf(out, ".%.*s", length, digits);
}

void hr_put_ms(struct hr_str *out, int64_t duration_ns)
{
	if (duration_ns >= 0)
		hr_put_scaled(out, duration_ns, MS_SHIFT);
}

void hr_put_known(struct hr_str *out, int64_t value)
{
	if (value >= 0)
		hr_str_printf(out, "%" PRId64, value);
}

static bool needs_quotes(struct hr_slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.ptr[i] != '\0' && strchr("\",\r\n", text.ptr[i]) != NULL)
			return true;
	return text.length > 0 && hr_slice_trim(text).length < text.length;
}

void hr_put_cell(struct hr_str *out, struct hr_slice text)
{
	if (!needs_quotes(text)) {
		hr_str_add_slice(out, text);
		return;
	}
	hr_str_putc(out, '"');
	for (size_t i = 0; i < text.length; i++) {
		if (text.ptr[i] == '"')
			hr_str_putc(out, '"');
		hr_str_putc(out, text.ptr[i]);
	}
	hr_str_putc(out, '"');
}

static void put_json_bytes(struct hr_str *out, struct hr_slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\')
			hr_str_printf(out, "\\%c", c);
		else if (c == '\n')
			hr_str_puts(out, "\\n");
		else if (c < 0x20 || c == 0x7f)
			hr_str_printf(out, "\\u%04x", c);
		else
			hr_str_putc(out, (char)c);
	}
}

void hr_put_json(struct hr_str *out, struct hr_slice text)
{
	struct hr_str repaired = { 0 };

	hr_str_putc(out, '"');
	if (hr_utf8_valid(text)) {
		put_json_bytes(out, text);
	} else {
		hr_utf8_repair(text, &repaired);
		put_json_bytes(out, hr_str_slice(&repaired));
		hr_str_release(&repaired);
	}
	hr_str_putc(out, '"');
}
