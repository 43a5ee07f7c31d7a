#include <config.h>
#include "read/json_scan.h"

#include "read/text_end.h"

#define DEPTH_MAX  16 /* deeper ones are for jansson */
#define DIGITS_MAX 18 /* of the whole part of a number: longer ones can be too large for it */

struct scanner {
	const char *at, *end;
	struct hr_json_scan *scan;
	size_t last;  /* the want met last; before the first the last of them */
	bool escaped; /* some wanted text has escapes */
};

static inline void skip_blanks(struct scanner *scanner)
{
	while (scanner->at < scanner->end && (*scanner->at == ' ' || *scanner->at == '\t' ||
	                                      *scanner->at == '\n' || *scanner->at == '\r'))
		scanner->at++;
}

/* The next character that is no blank, left where it is; NUL at the end. */
static inline char peek(struct scanner *scanner)
{
	skip_blanks(scanner);
	return scanner->at < scanner->end ? *scanner->at : '\0';
}

static inline bool take(struct scanner *scanner, char wanted)
{
	if (peek(scanner) != wanted)
		return false;
	scanner->at++;
	return true;
}

/* A name after its opening quote; false when it is not plain. */
static inline bool take_name(struct scanner *scanner, struct hr_slice *out)
{
	const char *at = hr_text_end(scanner->at, scanner->end, '"', '\\', '"');

	if (at == scanner->end || *at != '"')
		return false;
	*out = (struct hr_slice){ scanner->at, (size_t)(at - scanner->at) };
	scanner->at = at + 1;
	return true;
}

/* ---- escapes ---- */

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

/* A text with escapes that was found to be right. */
static void decode(struct hr_json_found *found, struct hr_str *out)
{
	const char *at = found->text.ptr, *end = at + found->text.length, *escape;
	size_t begin = out->length;

	while ((escape = memchr(at, '\\', (size_t)(end - at))) != NULL) {
		hr_str_add(out, at, (size_t)(escape - at));
		hr_str_putc(out, escape_meaning(escape, end, &at));
	}
	hr_str_add(out, at, (size_t)(end - at));
	found->text = (struct hr_slice){ out->data + begin, out->length - begin };
}

/* Escapes make texts longer, so that the room is enough and nothing moves while it is filled. */
static void decode_all(struct hr_json_scan *scan)
{
	size_t room = 1;

	for (size_t i = 0; i < scan->count; i++)
		room += scan->found[i].escaped ? scan->found[i].text.length : 0;
	hr_str_reserve(&scan->decoded, room);
	hr_str_truncate(&scan->decoded, 0);
	for (size_t i = 0; i < scan->count; i++)
		if (scan->found[i].escaped)
			decode(&scan->found[i], &scan->decoded);
}

/* ---- values ---- */

/* Text after its opening quote; false when it is not plain. */
static inline bool take_text(struct scanner *scanner, struct hr_json_found *out)
{
	const char *at = scanner->at;

	out->kind = HR_JSON_TEXT;
	out->escaped = false;
	for (;;) {
		at = hr_text_end(at, scanner->end, '"', '\\', '"');
		if (at == scanner->end)
			return false;
		if (*at == '"')
			break;
		out->escaped = true;
		if (*at != '\\' || escape_meaning(at, scanner->end, &at) == '\0')
			return false;
	}
	out->text = (struct hr_slice){ scanner->at, (size_t)(at - scanner->at) };
	scanner->at = at + 1;
	return true;
}

static inline bool is_digit(const struct scanner *scanner, const char *at)
{
	return at < scanner->end && *at >= '0' && *at <= '9';
}

static inline const char *skip_digits(const struct scanner *scanner, const char *at)
{
	while (is_digit(scanner, at))
		at++;
	return at;
}

/* -? (0 | [1-9][0-9]*) (. [0-9]+)?; numbers with an exponent are for jansson */
static bool take_number(struct scanner *scanner, struct hr_slice *out)
{
	const char *at = scanner->at, *digits;

	at += *at == '-';
	digits = at;
	at = skip_digits(scanner, at);
	if (at == digits || (*digits == '0' && at > digits + 1) || at - digits > DIGITS_MAX)
		return false;
	if (at < scanner->end && *at == '.') {
		digits = ++at;
		at = skip_digits(scanner, at);
		if (at == digits)
			return false;
	}
	if (at < scanner->end && (*at == 'e' || *at == 'E'))
		return false;
	*out = (struct hr_slice){ scanner->at, (size_t)(at - scanner->at) };
	scanner->at = at;
	return true;
}

static bool take_word(struct scanner *scanner, struct hr_slice *out)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t rest = (size_t)(scanner->end - scanner->at);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!hr_slice_starts((struct hr_slice){ scanner->at, rest }, words[i]))
			continue;
		*out = (struct hr_slice){ scanner->at, strlen(words[i]) };
		scanner->at += out->length;
		return true;
	}
	return false;
}

static bool take_members(struct scanner *scanner, int inside, unsigned depth, uint32_t *count);

/* What no want lies in any more. */
#define NOWHERE (-2)

static bool take_elements(struct scanner *scanner, unsigned depth);

/* The object that is remembered, once more: what is in it lies where it lay then. */
static bool take_remembered(struct scanner *scanner, struct hr_json_found *out)
{
	struct hr_json_scan *scan = scanner->scan;
	const struct hr_json_memo *memo = &scan->memo;
	struct hr_slice text = hr_str_slice(&memo->text);

	if (text.length == 0 || (size_t)(scanner->end - scanner->at) < text.length ||
	    memcmp(scanner->at, text.ptr, text.length) != 0)
		return false;
	for (size_t i = (size_t)scan->repeating + 1; i < scan->count; i++) {
		if (memo->found[i].kind == HR_JSON_ABSENT)
			continue;
		scan->found[i] = memo->found[i];
		scan->found[i].text.ptr = scanner->at + (memo->found[i].text.ptr - text.ptr);
		scanner->escaped |= memo->found[i].escaped;
	}
	out->kind = HR_JSON_OBJECT;
	out->members = memo->found[scan->repeating].members;
	out->text = (struct hr_slice){ scanner->at, text.length };
	scanner->at += text.length;
	return true;
}

/* Does want @i lie in the remembered one? Members come behind what they are in. */
static bool is_inside(const struct hr_json_scan *scan, size_t i, int outer)
{
	int inside = scan->wants[i].inside;

	while (inside > outer)
		inside = scan->wants[inside].inside;
	return inside == outer;
}

static void remember(struct hr_json_scan *scan, const struct hr_json_found *object)
{
	struct hr_json_memo *memo = &scan->memo;
	struct hr_slice text = object->text;

	hr_str_truncate(&memo->text, 0);
	if (text.length > HR_JSON_MEMO_BYTES)
		return;
	hr_str_add_slice(&memo->text, text);
	memo->found[scan->repeating] = *object;
	for (size_t i = (size_t)scan->repeating + 1; i < scan->count; i++) {
		memo->found[i] = scan->found[i];
		if (!is_inside(scan, i, scan->repeating))
			memo->found[i].kind = HR_JSON_ABSENT;
		else if (memo->found[i].kind != HR_JSON_ABSENT)
			memo->found[i].text.ptr = memo->text.data +
			                          (scan->found[i].text.ptr - text.ptr);
	}
}

static bool take_nested(struct scanner *scanner, int inside, unsigned depth,
                        struct hr_json_found *out)
{
	const char *begin = scanner->at;
	bool repeats = inside >= 0 && inside == scanner->scan->repeating && *begin == '{';

	if (depth == DEPTH_MAX)
		return false;
	if (repeats && take_remembered(scanner, out))
		return true;
	scanner->at++;
	out->kind = *begin == '{' ? HR_JSON_OBJECT : HR_JSON_ARRAY;
	if (!(*begin == '{' ? take_members(scanner, inside, depth + 1, &out->members)
	                    : take_elements(scanner, depth + 1)))
		return false;
	out->text = (struct hr_slice){ begin, (size_t)(scanner->at - begin) };
	if (repeats)
		remember(scanner->scan, out);
	return true;
}

/* @inside  the number of the want this is the value of */
static bool take_value(struct scanner *scanner, int inside, unsigned depth,
                       struct hr_json_found *out)
{
	switch (peek(scanner)) {
	case '"':
		scanner->at++;
		return take_text(scanner, out);
	case '{':
	case '[':
		return take_nested(scanner, inside, depth, out);
	case 't':
	case 'f':
	case 'n':
		out->kind = HR_JSON_WORD;
		return take_word(scanner, &out->text);
	case '\0':
		return false;
	default:
		out->kind = HR_JSON_NUMBER;
		return take_number(scanner, &out->text);
	}
}

static bool take_elements(struct scanner *scanner, unsigned depth)
{
	struct hr_json_found ignored;

	if (take(scanner, ']'))
		return true;
	do {
		if (!take_value(scanner, NOWHERE, depth, &ignored))
			return false;
	} while (take(scanner, ','));
	return take(scanner, ']');
}

static inline bool is_want(const struct hr_json_scan *scan, size_t i, struct hr_slice name,
                           int inside)
{
	const struct hr_json_want *want = &scan->wants[i];

	return want->length == name.length && want->inside == inside &&
	       hr_bytes_equal(want->name, name.ptr, name.length);
}

/* The want of that name in an object; the count of wants when there is none. The one that came next
 * in the line before is tried first. */
static size_t find_want(struct scanner *scanner, struct hr_slice name, int inside)
{
	struct hr_json_scan *scan = scanner->scan;
	size_t likely = scan->after[scanner->last];

	if (inside == NOWHERE)
		return scan->count;
	if (likely < scan->count && is_want(scan, likely, name, inside))
		return scanner->last = likely;
	for (size_t i = 0; i < scan->count; i++) {
		if (!is_want(scan, i, name, inside))
			continue;
		scan->after[scanner->last] = (uint8_t)i;
		return scanner->last = i;
	}
	return scan->count;
}

/* A member kept, or passed over. One of a name that came before is for jansson. */
static bool take_member(struct scanner *scanner, int inside, unsigned depth)
{
	struct hr_json_scan *scan = scanner->scan;
	struct hr_json_found ignored, *found;
	struct hr_slice name;
	size_t want;

	if (!take(scanner, '"') || !take_name(scanner, &name) || !take(scanner, ':'))
		return false;
	want = find_want(scanner, name, inside);
	if (want == scan->count)
		return take_value(scanner, NOWHERE, depth, &ignored);
	found = &scan->found[want];
	if (found->kind != HR_JSON_ABSENT || !take_value(scanner, (int)want, depth, found))
		return false;
	scanner->escaped |= found->escaped;
	return true;
}

static bool take_members(struct scanner *scanner, int inside, unsigned depth, uint32_t *count)
{
	uint32_t members = 0;

	*count = 0;
	if (take(scanner, '}'))
		return true;
	do {
		if (!take_member(scanner, inside, depth))
			return false;
		members++;
	} while (take(scanner, ','));
	*count = members;
	return take(scanner, '}');
}

bool hr_json_scan(struct hr_json_scan *scan, struct hr_slice line)
{
	struct scanner scanner = { .at = line.ptr,
		                   .end = line.ptr + line.length,
		                   .scan = scan,
		                   .last = scan->count > 0 ? scan->count - 1 : 0 };

	memset(scan->found, 0, scan->count * sizeof(*scan->found));
	if (!take(&scanner, '{') || !take_members(&scanner, HR_JSON_TOP, 0, &scan->members))
		return false;
	skip_blanks(&scanner);
	if (scanner.at != scanner.end)
		return false;
	if (scanner.escaped)
		decode_all(scan);
	return true;
}

void hr_json_scan_release(struct hr_json_scan *scan)
{
	hr_str_release(&scan->memo.text);
	hr_str_release(&scan->decoded);
}
