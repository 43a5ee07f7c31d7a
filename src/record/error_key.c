/* Keys under which failures are counted: as JMeter's dashboard groups them, and with what differs
 * from one failure to the next masked. */
#include <config.h>
#include "record/run.h"

#include "base/num.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* What JMeter calls a success code: the assertion, not the response, failed the sample. */
static bool is_success_code(struct hr_slice code)
{
	uint64_t number;

	return hr_parse_u64(code, &number) && number >= 200 && number <= 399;
}

void hr_error_key(const struct hr_sample *sample, struct hr_str *out)
{
	hr_str_truncate(out, 0);
	if (is_success_code(sample->code)) {
		if (sample->failure.length > 0)
			hr_str_add_slice(out, sample->failure);
		else
			hr_str_puts(out, "Assertion failed");
		return;
	}
	if (sample->code.length == 0) {
		if (sample->failure.length > 0)
			hr_str_add_slice(out, sample->failure);
		else if (sample->message.length > 0)
			hr_str_add_slice(out, sample->message);
		else
			hr_str_puts(out, "no code and no message");
		return;
	}
	hr_str_add_slice(out, sample->code);
	if (sample->message.length > 0) {
		hr_str_putc(out, '/');
		hr_str_add_slice(out, sample->message);
	}
}

static char at(struct hr_slice text, size_t i)
{
	return i < text.length ? text.ptr[i] : '\0';
}

/* Length of a UUID (8-4-4-4-12) at @i, or 0. */
static size_t uuid_length(struct hr_slice text, size_t i)
{
	static const size_t groups[] = { 8, 4, 4, 4, 12 };
	size_t end = i;

	for (size_t g = 0; g < 5; g++) {
		if (g > 0 && at(text, end++) != '-')
			return 0;
		for (size_t n = 0; n < groups[g]; n++)
			if (!is_hex(at(text, end++)))
				return 0;
	}
	return is_digit(at(text, end)) || is_letter(at(text, end)) ? 0 : end - i;
}

/* Length of what is between the quote at @i and its partner, with both, or 0. An apostrophe within
 * a word is no quote. */
static size_t quoted_length(struct hr_slice text, size_t i)
{
	char quote = text.ptr[i];

	if (quote != '"' && quote != '\'')
		return 0;
	if (quote == '\'' && i > 0 && (is_letter(text.ptr[i - 1]) || is_digit(text.ptr[i - 1])))
		return 0;
	for (size_t end = i + 1; end < text.length; end++) {
		char next = at(text, end + 1);

		if (text.ptr[end] == quote &&
		    (quote == '"' || !(is_letter(next) || is_digit(next))))
			return end + 1 - i;
	}
	return 0;
}

/* Copies a word, its runs of digits masked; all of it when it is a hexadecimal id. Gives its
 * length. */
static size_t mask_word(struct hr_slice text, size_t i, struct hr_str *out)
{
	size_t end = i;
	bool hex = true, digits = false;

	for (; is_digit(at(text, end)) || is_letter(at(text, end)); end++) {
		hex &= is_hex(text.ptr[end]);
		digits |= is_digit(text.ptr[end]);
	}
	if (hex && digits && end - i >= 8) {
		hr_str_putc(out, 'N');
		return end - i;
	}
	for (size_t j = i; j < end; j++) {
		if (!is_digit(text.ptr[j]))
			hr_str_putc(out, text.ptr[j]);
		else if (j == i || !is_digit(text.ptr[j - 1]))
			hr_str_putc(out, 'N');
	}
	return end - i;
}

void hr_error_mask(struct hr_slice text, struct hr_str *out)
{
	size_t i = 0, length;

	hr_str_truncate(out, 0);
	if (text.length >= 3 && is_digit(text.ptr[0]) && is_digit(text.ptr[1]) &&
	    is_digit(text.ptr[2]) && (text.length == 3 || text.ptr[3] == '/')) {
		hr_str_add(out, text.ptr, 3);
		i = 3;
	}
	while (i < text.length) {
		if ((length = quoted_length(text, i)) > 0) {
			hr_str_putc(out, text.ptr[i]);
			hr_str_putc(out, 'N');
			hr_str_putc(out, text.ptr[i]);
		} else if ((length = uuid_length(text, i)) > 0) {
			hr_str_putc(out, 'N');
		} else if ((length = mask_word(text, i, out)) == 0) {
			hr_str_putc(out, text.ptr[i]);
			length = 1;
		}
		i += length;
	}
}
