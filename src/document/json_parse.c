#include <config.h>
#include "document/json_parse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "base/utf8.h"

#define DEPTH_MAX 512 /* jansson's own limit is higher: deeper texts are for it */

struct parser {
	const char *at, *end;
	size_t depth;
	struct hr_str unescaped;
};

static json_t *parse_value(struct parser *parser);

static void skip_blanks(struct parser *parser)
{
	while (parser->at < parser->end && (*parser->at == ' ' || *parser->at == '\n' ||
	                                    *parser->at == '\t' || *parser->at == '\r'))
		parser->at++;
}

/* The next byte that is no blank, 0 at the end. */
static char look(struct parser *parser)
{
	skip_blanks(parser);
	return parser->at < parser->end ? *parser->at : '\0';
}

static bool take(struct parser *parser, char wanted)
{
	if (look(parser) != wanted)
		return false;
	parser->at++;
	return true;
}

/* --- strings --- */

/* Is one of eight bytes a quote, a backslash, a control or no ASCII? */
static bool has_special(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';

	return (((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & high) != 0;
}

#define LANES 16 /* bytes looked at side by side */

/* The same of 2 * LANES bytes. As signed numbers what is no ASCII is below the controls. */
static bool have_special(const char *bytes)
{
	typedef signed char lanes __attribute__((vector_size(LANES)));
	lanes part[2], special;
	uint64_t halves[LANES / sizeof(uint64_t)];

	memcpy(part, bytes, sizeof(part));
	special = (lanes)((part[0] < ' ') | (part[1] < ' ') | (part[0] == '"') | (part[1] == '"') |
	                  (part[0] == '\\') | (part[1] == '\\'));
	memcpy(halves, &special, sizeof(special));
	return (halves[0] | halves[1]) != 0;
}

static bool is_special(char c)
{
	return c == '"' || c == '\\' || (unsigned char)c < 0x20 || (unsigned char)c >= 0x80;
}

/* The bytes from here that stand for themselves and are ASCII. */
static const char *skip_plain(const char *at, const char *end)
{
	while (end - at >= 2 * LANES && !have_special(at))
		at += 2 * LANES;
	for (;;) {
		while (end - at >= 8 && !has_special(hr_load64(at)))
			at += 8;
		/* A byte that only looks special moves on, so that the words do again. */
		for (int i = 0; i < 8; i++, at++)
			if (at == end || is_special(*at))
				return at;
	}
}

static bool parse_hex4(struct parser *parser, uint32_t *out)
{
	*out = 0;
	if (parser->end - parser->at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char c = *parser->at++;
		uint32_t digit;

		if (c >= '0' && c <= '9')
			digit = (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (uint32_t)(c - 'a') + 10;
		else if (c >= 'A' && c <= 'F')
			digit = (uint32_t)(c - 'A') + 10;
		else
			return false;
		*out = *out << 4 | digit;
	}
	return true;
}

static void put_utf8(struct hr_str *out, uint32_t code)
{
	if (code < 0x80) {
		hr_str_putc(out, (char)code);
		return;
	}
	if (code < 0x800) {
		hr_str_putc(out, (char)(0xc0 | code >> 6));
	} else {
		if (code < 0x10000) {
			hr_str_putc(out, (char)(0xe0 | code >> 12));
		} else {
			hr_str_putc(out, (char)(0xf0 | code >> 18));
			hr_str_putc(out, (char)(0x80 | (code >> 12 & 0x3f)));
		}
		hr_str_putc(out, (char)(0x80 | (code >> 6 & 0x3f)));
	}
	hr_str_putc(out, (char)(0x80 | (code & 0x3f)));
}

/* After "\u". Halves of a pair alone and NUL are errors. */
static bool parse_code(struct parser *parser)
{
	uint32_t code, low;

	if (!parse_hex4(parser, &code) || code == 0 || (code >= 0xdc00 && code <= 0xdfff))
		return false;
	if (code >= 0xd800 && code <= 0xdbff) {
		if (parser->end - parser->at < 2 || parser->at[0] != '\\' || parser->at[1] != 'u')
			return false;
		parser->at += 2;
		if (!parse_hex4(parser, &low) || low < 0xdc00 || low > 0xdfff)
			return false;
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	}
	put_utf8(&parser->unescaped, code);
	return true;
}

static bool parse_escape(struct parser *parser)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	const char *letter;

	if (++parser->at >= parser->end || *parser->at == '\0')
		return false;
	if (*parser->at == 'u') {
		parser->at++;
		return parse_code(parser);
	}
	letter = strchr(letters, *parser->at++);
	if (letter == NULL)
		return false;
	hr_str_putc(&parser->unescaped, meanings[letter - letters]);
	return true;
}

/* At the end of a text: its quote, or nothing is left. */
static bool end_text(struct parser *parser)
{
	if (parser->at == parser->end)
		return false;
	parser->at++;
	return true;
}

/* A string with escapes or with more than ASCII, from its first such byte on. */
static bool parse_special(struct parser *parser, const char *begin, struct hr_slice *out)
{
	bool ascii = true;

	hr_str_truncate(&parser->unescaped, 0);
	hr_str_add(&parser->unescaped, begin, (size_t)(parser->at - begin));
	while (parser->at < parser->end && *parser->at != '"') {
		const char *plain;

		if ((unsigned char)*parser->at < 0x20)
			return false;
		if (*parser->at == '\\') {
			if (!parse_escape(parser))
				return false;
			continue;
		}
		plain = parser->at;
		ascii &= (unsigned char)*plain < 0x80;
		parser->at = skip_plain(plain + 1, parser->end);
		hr_str_add(&parser->unescaped, plain, (size_t)(parser->at - plain));
	}
	*out = hr_str_slice(&parser->unescaped);
	return end_text(parser) && (ascii || hr_utf8_valid(*out));
}

/* Valid until the next one. */
static bool parse_text(struct parser *parser, struct hr_slice *out)
{
	const char *begin;

	if (!take(parser, '"'))
		return false;
	begin = parser->at;
	parser->at = skip_plain(begin, parser->end);
	if (parser->at < parser->end && *parser->at != '"')
		return parse_special(parser, begin, out);
	*out = (struct hr_slice){ begin, (size_t)(parser->at - begin) };
	return end_text(parser);
}

/* --- numbers --- */

static bool skip_digits(struct parser *parser)
{
	const char *begin = parser->at;

	while (parser->at < parser->end && *parser->at >= '0' && *parser->at <= '9')
		parser->at++;
	return parser->at > begin;
}

static bool is_at(const struct parser *parser, char wanted)
{
	return parser->at < parser->end && *parser->at == wanted;
}

static json_t *parse_number(struct parser *parser)
{
	struct hr_slice text = { parser->at, 0 };
	bool whole = true;
	int64_t integer;
	double real;

	parser->at += *parser->at == '-';
	if (is_at(parser, '0'))
		parser->at++;
	else if (!skip_digits(parser))
		return NULL;
	if (is_at(parser, '.')) {
		whole = false;
		parser->at++;
		if (!skip_digits(parser))
			return NULL;
	}
	if (is_at(parser, 'e') || is_at(parser, 'E')) {
		whole = false;
		parser->at++;
		parser->at += is_at(parser, '+') || is_at(parser, '-');
		if (!skip_digits(parser))
			return NULL;
	}
	text.length = (size_t)(parser->at - text.ptr);
	if (whole)
		return hr_parse_i64(text, &integer) ? json_integer(integer) : NULL;
	return hr_parse_double(text, &real) ? json_real(real) : NULL;
}

/* --- all values --- */

static json_t *parse_word(struct parser *parser)
{
	static const struct {
		const char *word;
		json_t *(*make)(void);
	} words[] = { { "null", json_null }, { "true", json_true }, { "false", json_false } };
	struct hr_slice rest = { parser->at, (size_t)(parser->end - parser->at) };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!hr_slice_starts(rest, words[i].word))
			continue;
		parser->at += strlen(words[i].word);
		return words[i].make();
	}
	return NULL;
}

/* A key that is there already leaves the object as large as it was. */
static bool parse_member(struct parser *parser, json_t *object)
{
	size_t size = json_object_size(object);
	struct hr_slice name;
	json_t *value;
	char key[64];
	char *copy = key;
	bool done;

	if (!parse_text(parser, &name))
		return false;
	/* The name may lie where the value's own strings are put. */
	if (name.length > sizeof(key))
		copy = hr_alloc_array(name.length, 1);
	if (name.length > 0)
		memcpy(copy, name.ptr, name.length);
	value = take(parser, ':') ? parse_value(parser) : NULL;
	done = value != NULL &&
	       json_object_setn_new_nocheck(object, copy, name.length, value) == 0 &&
	       json_object_size(object) > size;
	if (copy != key)
		free(copy);
	return done;
}

static bool parse_members(struct parser *parser, json_t *object)
{
	if (take(parser, '}'))
		return true;
	do {
		if (!parse_member(parser, object))
			return false;
	} while (take(parser, ','));
	return take(parser, '}');
}

static bool parse_items(struct parser *parser, json_t *array)
{
	if (take(parser, ']'))
		return true;
	do {
		json_t *value = parse_value(parser);

		if (value == NULL || json_array_append_new(array, value) != 0)
			return false;
	} while (take(parser, ','));
	return take(parser, ']');
}

static json_t *parse_container(struct parser *parser)
{
	bool object = *parser->at++ == '{', done = false;
	json_t *value = object ? json_object() : json_array();

	if (value == NULL)
		return NULL;
	if (++parser->depth <= DEPTH_MAX)
		done = object ? parse_members(parser, value) : parse_items(parser, value);
	parser->depth--;
	if (done)
		return value;
	json_decref(value);
	return NULL;
}

static json_t *parse_value(struct parser *parser)
{
	char first = look(parser);
	struct hr_slice text;

	if (first == '{' || first == '[')
		return parse_container(parser);
	if (first == '"')
		return parse_text(parser, &text) ? json_stringn_nocheck(text.ptr, text.length)
		                                 : NULL;
	if (first == '-' || (first >= '0' && first <= '9'))
		return parse_number(parser);
	return parse_word(parser);
}

json_t *hr_json_parse_plain(struct hr_slice text)
{
	struct parser parser = { .at = text.ptr, .end = text.ptr + text.length };
	char first = text.length > 0 ? look(&parser) : '\0';
	json_t *value = first == '{' || first == '[' ? parse_container(&parser) : NULL;

	skip_blanks(&parser);
	hr_str_release(&parser.unescaped);
	if (value != NULL && parser.at == parser.end)
		return value;
	json_decref(value);
	return NULL;
}

json_t *hr_json_parse(struct hr_slice text, json_error_t *error)
{
	json_t *value = hr_json_parse_plain(text);

	if (value != NULL)
		return value;
	return json_loadb(text.length > 0 ? text.ptr : "", text.length, JSON_REJECT_DUPLICATES,
	                  error);
}
