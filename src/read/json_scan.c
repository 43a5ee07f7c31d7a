#include <config.h>
#include "read/json_scan.h"

#include "read/text_end.h"

#define DEPTH_MAX 16 /* deeper ones are for jansson */

struct scanner {
	const char *at, *end;
	const struct hr_json_want *wants;
	size_t count;
	struct hr_json_found *found;
	size_t last; /* the want met last; before the first the last of them */
	struct hr_json_memo *memo;
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

/* Text after its opening quote; false when it is not plain. */
static inline bool take_text(struct scanner *scanner, struct hr_slice *out)
{
	const char *at = hr_text_end(scanner->at, scanner->end, '"', '\\', '"');

	if (at == scanner->end || *at != '"')
		return false;
	*out = (struct hr_slice){ scanner->at, (size_t)(at - scanner->at) };
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
	if (at == digits || (*digits == '0' && at > digits + 1))
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

static bool take_members(struct scanner *scanner, int inside, unsigned depth);

/* What no want lies in any more. */
#define NOWHERE (-2)

static bool take_elements(struct scanner *scanner, unsigned depth);

/* The object that is remembered, once more: what is in it lies where it lay then. */
static bool take_remembered(struct scanner *scanner, struct hr_json_found *out)
{
	const struct hr_json_memo *memo = scanner->memo;
	struct hr_slice text = hr_str_slice(&memo->text);

	if (text.length == 0 || (size_t)(scanner->end - scanner->at) < text.length ||
	    memcmp(scanner->at, text.ptr, text.length) != 0)
		return false;
	for (size_t i = memo->want + 1; i < scanner->count; i++)
		if (memo->found[i].kind != HR_JSON_ABSENT)
			scanner->found[i] = (struct hr_json_found){
				memo->found[i].kind,
				{ scanner->at + memo->found[i].begin, memo->found[i].length }
			};
	*out = (struct hr_json_found){ HR_JSON_OBJECT, { scanner->at, text.length } };
	scanner->at += text.length;
	return true;
}

/* Does want @i lie in the remembered one? Members come behind what they are in. */
static bool is_inside(const struct scanner *scanner, size_t i, size_t outer)
{
	int inside = scanner->wants[i].inside;

	while (inside > (int)outer)
		inside = scanner->wants[inside].inside;
	return inside == (int)outer;
}

static void remember(struct scanner *scanner, struct hr_slice object)
{
	struct hr_json_memo *memo = scanner->memo;

	hr_str_truncate(&memo->text, 0);
	if (object.length > HR_JSON_MEMO_BYTES)
		return;
	hr_str_add_slice(&memo->text, object);
	for (size_t i = memo->want + 1; i < scanner->count; i++) {
		const struct hr_json_found *found = &scanner->found[i];
		bool kept = found->kind != HR_JSON_ABSENT && is_inside(scanner, i, memo->want);

		memo->found[i].kind = kept ? found->kind : HR_JSON_ABSENT;
		if (!kept)
			continue;
		memo->found[i].begin = (size_t)(found->text.ptr - object.ptr);
		memo->found[i].length = found->text.length;
	}
}

static bool take_nested(struct scanner *scanner, int inside, unsigned depth,
                        struct hr_json_found *out)
{
	const char *begin = scanner->at;
	bool repeats = scanner->memo != NULL && inside == (int)scanner->memo->want && *begin == '{';

	if (repeats && depth < DEPTH_MAX && take_remembered(scanner, out))
		return true;
	scanner->at++;

	if (depth == DEPTH_MAX)
		return false;
	out->kind = *begin == '{' ? HR_JSON_OBJECT : HR_JSON_ARRAY;
	if (!(*begin == '{' ? take_members(scanner, inside, depth + 1)
	                    : take_elements(scanner, depth + 1)))
		return false;
	out->text = (struct hr_slice){ begin, (size_t)(scanner->at - begin) };
	if (repeats)
		remember(scanner, out->text);
	return true;
}

/* @inside  the number of the want this is the value of */
static bool take_value(struct scanner *scanner, int inside, unsigned depth,
                       struct hr_json_found *out)
{
	switch (peek(scanner)) {
	case '"':
		out->kind = HR_JSON_TEXT;
		scanner->at++;
		return take_text(scanner, &out->text);
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

static inline bool is_want(const struct scanner *scanner, size_t i, struct hr_slice name,
                           int inside)
{
	const struct hr_json_want *want = &scanner->wants[i];

	return want->length == name.length && want->inside == inside &&
	       hr_bytes_equal(want->name, name.ptr, name.length);
}

/* The want of that name in an object; the count of wants when there is none. The one that came next
 * in the line before is tried first. */
static size_t find_want(struct scanner *scanner, struct hr_slice name, int inside)
{
	struct hr_json_memo *memo = scanner->memo;
	size_t likely = memo != NULL ? memo->after[scanner->last] : scanner->last;

	if (inside == NOWHERE)
		return scanner->count;
	if (likely < scanner->count && is_want(scanner, likely, name, inside))
		return scanner->last = likely;
	for (size_t i = 0; i < scanner->count; i++) {
		if (!is_want(scanner, i, name, inside))
			continue;
		if (memo != NULL)
			memo->after[scanner->last] = (uint8_t)i;
		return scanner->last = i;
	}
	return scanner->count;
}

/* A member kept, or passed over. One of a name that came before is for jansson. */
static bool take_member(struct scanner *scanner, int inside, unsigned depth)
{
	struct hr_json_found ignored, *found = &ignored;
	struct hr_slice name;
	size_t want;

	if (!take(scanner, '"') || !take_text(scanner, &name) || !take(scanner, ':'))
		return false;
	want = find_want(scanner, name, inside);
	if (want == scanner->count)
		return take_value(scanner, NOWHERE, depth, found);
	found = &scanner->found[want];
	if (found->kind != HR_JSON_ABSENT)
		return false;
	return take_value(scanner, (int)want, depth, found);
}

static bool take_members(struct scanner *scanner, int inside, unsigned depth)
{
	if (take(scanner, '}'))
		return true;
	do {
		if (!take_member(scanner, inside, depth))
			return false;
	} while (take(scanner, ','));
	return take(scanner, '}');
}

bool hr_json_scan(struct hr_slice line, const struct hr_json_want *wants, size_t count,
                  struct hr_json_found *found, struct hr_json_memo *memo)
{
	struct scanner scanner = { .at = line.ptr,
		                   .end = line.ptr + line.length,
		                   .wants = wants,
		                   .count = count,
		                   .found = found,
		                   .memo = memo,
		                   .last = count > 0 ? count - 1 : 0 };

	memset(found, 0, count * sizeof(*found));
	if (!take(&scanner, '{') || !take_members(&scanner, HR_JSON_TOP, 0))
		return false;
	skip_blanks(&scanner);
	return scanner.at == scanner.end;
}
