#include <config.h>
#include "read/json_value.h"

#include "base/utf8.h"
#include "read/text_end.h"

#define DIGITS_MAX 18 /* of the whole part of a number: longer ones can be too large for it */

/* ---- texts ---- */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character that the escape at @at means, and the end of it in *@after; NUL when it is a
 * fault, or none of ASCII. */
static char escape_meaning(const char *at, const char *end, const char **after)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	const char *letter;
	int high, low;

	if (end - at < 2)
		return '\0';
	if (at[1] != 'u') {
		letter = memchr(letters, at[1], sizeof(letters) - 1);
		*after = at + 2;
		return letter != NULL ? meanings[letter - letters] : '\0';
	}
	if (end - at < 6 || at[2] != '0' || at[3] != '0')
		return '\0';
	high = hex_value(at[4]);
	low = hex_value(at[5]);
	*after = at + 6;
	return high < 0 || high > 7 || low < 0 ? '\0' : (char)(high * 16 + low);
}

void hr_json_decode(struct hr_slice text, struct hr_str *out)
{
	const char *at = text.ptr, *end = at + text.length, *escape;

	while ((escape = memchr(at, '\\', (size_t)(end - at))) != NULL) {
		hr_str_add(out, at, (size_t)(escape - at));
		hr_str_putc(out, escape_meaning(escape, end, &at));
	}
	hr_str_add(out, at, (size_t)(end - at));
}

/* Behind the characters beyond ASCII at @at; NULL when they are no UTF-8. */
static const char *skip_beyond_ascii(const char *at, const char *end)
{
	struct hr_slice run = { at, 0 };

	while (at < end && (signed char)*at < 0)
		at++;
	run.length = (size_t)(at - run.ptr);
	return hr_utf8_valid(run) ? at : NULL;
}

/* Behind a text's closing quote; NULL when it is not plain. @at  behind its opening one */
static inline const char *skip_text(const char *at, const char *end, bool *escaped)
{
	for (;;) {
		at = hr_text_end(at, end, '"', '\\', '"');
		if (at == end)
			return NULL;
		if (*at == '"')
			return at + 1;
		if ((signed char)*at < 0) {
			at = skip_beyond_ascii(at, end);
			if (at == NULL)
				return NULL;
			continue;
		}
		*escaped = true;
		if (*at != '\\' || escape_meaning(at, end, &at) == '\0')
			return NULL;
	}
}

bool hr_json_take_name(struct hr_json_cursor *cursor, struct hr_slice *out)
{
	const char *behind;
	bool escaped = false;

	if (!hr_json_take(cursor, '"'))
		return false;
	behind = skip_text(cursor->at, cursor->end, &escaped);
	if (behind == NULL || escaped)
		return false;
	*out = (struct hr_slice){ cursor->at, (size_t)(behind - cursor->at) - 1 };
	cursor->at = behind;
	return hr_json_take(cursor, ':');
}

/* ---- numbers and words ---- */

static const char *skip_digits(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at;
}

/* -? (0 | [1-9][0-9]*) (. [0-9]+)?; numbers with an exponent are for jansson */
static const char *skip_number(const char *at, const char *end)
{
	const char *digits;

	at += *at == '-';
	digits = at;
	at = skip_digits(at, end);
	if (at == digits || (*digits == '0' && at > digits + 1) || at - digits > DIGITS_MAX)
		return NULL;
	if (at < end && *at == '.') {
		digits = ++at;
		at = skip_digits(at, end);
		if (at == digits)
			return NULL;
	}
	return at < end && (*at == 'e' || *at == 'E') ? NULL : at;
}

static const char *skip_word(const char *at, const char *end)
{
	static const char *const words[] = { "true", "false", "null" };
	struct hr_slice rest = { at, (size_t)(end - at) };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (hr_slice_starts(rest, words[i]))
			return at + strlen(words[i]);
	return NULL;
}

/* ---- values ---- */

static bool take_members(struct hr_json_cursor *cursor, unsigned depth, uint32_t *count)
{
	struct hr_json_value ignored;
	struct hr_slice name;

	*count = 0;
	if (hr_json_take(cursor, '}'))
		return true;
	do {
		if (!hr_json_take_name(cursor, &name) ||
		    !hr_json_take_value(cursor, depth, &ignored))
			return false;
		(*count)++;
	} while (hr_json_take(cursor, ','));
	return hr_json_take(cursor, '}');
}

static bool take_elements(struct hr_json_cursor *cursor, unsigned depth)
{
	struct hr_json_value ignored;

	if (hr_json_take(cursor, ']'))
		return true;
	do {
		if (!hr_json_take_value(cursor, depth, &ignored))
			return false;
	} while (hr_json_take(cursor, ','));
	return hr_json_take(cursor, ']');
}

static bool take_nested(struct hr_json_cursor *cursor, unsigned depth, struct hr_json_value *out)
{
	if (depth == HR_JSON_DEPTH_MAX)
		return false;
	cursor->at++;
	return out->kind == HR_JSON_OBJECT ? take_members(cursor, depth + 1, &out->members)
	                                   : take_elements(cursor, depth + 1);
}

static uint8_t kind_of(char first)
{
	switch (first) {
	case '"':
		return HR_JSON_TEXT;
	case '{':
		return HR_JSON_OBJECT;
	case '[':
		return HR_JSON_ARRAY;
	case 't':
	case 'f':
	case 'n':
		return HR_JSON_WORD;
	case '\0':
		return HR_JSON_ABSENT;
	default:
		return HR_JSON_NUMBER;
	}
}

bool hr_json_take_value(struct hr_json_cursor *cursor, unsigned depth, struct hr_json_value *out)
{
	const char *behind = NULL;

	*out = (struct hr_json_value){ .kind = kind_of(hr_json_peek(cursor)) };
	out->begin = hr_json_place(cursor);
	switch (out->kind) {
	case HR_JSON_TEXT:
		behind = skip_text(cursor->at + 1, cursor->end, &out->escaped);
		break;
	case HR_JSON_NUMBER:
		behind = skip_number(cursor->at, cursor->end);
		break;
	case HR_JSON_WORD:
		behind = skip_word(cursor->at, cursor->end);
		break;
	case HR_JSON_OBJECT:
	case HR_JSON_ARRAY:
		if (take_nested(cursor, depth, out))
			behind = cursor->at;
		break;
	default:
		break;
	}
	if (behind == NULL)
		return false;
	cursor->at = behind;
	out->end = hr_json_place(cursor);
	return true;
}
