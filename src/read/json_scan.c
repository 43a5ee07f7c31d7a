#include <config.h>
#include "read/json_scan.h"

#include <endian.h>

#define DEPTH_MAX 16 /* deeper ones are for jansson */

struct scanner {
	const char *at, *end;
	const struct hr_json_want *wants;
	size_t count;
	struct hr_json_found *found;
	size_t next; /* the want that is likely met next: lines of one kind are alike */
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

/*
 * Bytes of a word at which plain text ends: quote, backslash, control characters, bytes from 128
 * on, each as its highest bit. The lowest bit set is right, higher ones may be too many. (A.
 * Mycroft's test for a zero byte.)
 */
static inline uint64_t text_ends(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';

	return ((((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
	         ((word - ones * 0x20) & ~word)) &
	        highs) |
	       (word & highs);
}

static inline bool ends_text(char c)
{
	return c == '"' || c == '\\' || (signed char)c < 0x20;
}

/* Text after its opening quote; false when it is not plain. */
static inline bool take_text(struct scanner *scanner, struct hr_slice *out)
{
	const char *at = scanner->at;

	for (; scanner->end - at >= 8; at += 8) {
		uint64_t ends = text_ends(le64toh(hr_load64(at)));

		if (ends != 0) {
			at += __builtin_ctzll(ends) / 8;
			break;
		}
	}
	while (at < scanner->end && !ends_text(*at))
		at++;
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

static bool take_nested(struct scanner *scanner, int inside, unsigned depth,
                        struct hr_json_found *out)
{
	const char *begin = scanner->at++;

	if (depth == DEPTH_MAX)
		return false;
	out->kind = *begin == '{' ? HR_JSON_OBJECT : HR_JSON_ARRAY;
	if (!(*begin == '{' ? take_members(scanner, inside, depth + 1)
	                    : take_elements(scanner, depth + 1)))
		return false;
	out->text = (struct hr_slice){ begin, (size_t)(scanner->at - begin) };
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

/* The want of that name in an object; the count of wants when there is none. */
static size_t find_want(struct scanner *scanner, struct hr_slice name, int inside)
{
	if (inside == NOWHERE)
		return scanner->count;
	for (size_t tried = 0, i = scanner->next; tried < scanner->count; tried++, i++) {
		const struct hr_json_want *want;

		if (i >= scanner->count)
			i = 0;
		want = &scanner->wants[i];
		if (want->length == name.length && want->inside == inside &&
		    hr_bytes_equal(want->name, name.ptr, name.length)) {
			scanner->next = i + 1;
			return i;
		}
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
                  struct hr_json_found *found)
{
	struct scanner scanner = { .at = line.ptr,
		                   .end = line.ptr + line.length,
		                   .wants = wants,
		                   .count = count,
		                   .found = found };

	memset(found, 0, count * sizeof(*found));
	if (!take(&scanner, '{') || !take_members(&scanner, HR_JSON_TOP, 0))
		return false;
	skip_blanks(&scanner);
	return scanner.at == scanner.end;
}
