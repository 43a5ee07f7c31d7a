/*
 * Values of plain JSON where they lie, without building anything. Plain are texts in UTF-8 with
 * escapes of ASCII, and numbers without exponent and of not very many digits. Of anything else, and
 * of a fault of any kind, the answer is false: it is for jansson, whose verdict stands. What is
 * accepted here jansson accepts, with the same meaning.
 */
#ifndef HR_READ_JSON_VALUE_H
#define HR_READ_JSON_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_JSON_DEPTH_MAX 16 /* deeper values are for jansson */

enum hr_json_kind {
	HR_JSON_ABSENT,
	HR_JSON_TEXT,   /* with its quotes */
	HR_JSON_NUMBER, /* as it stands */
	HR_JSON_WORD,   /* true, false, null */
	HR_JSON_OBJECT, /* with its braces */
	HR_JSON_ARRAY,  /* likewise */
};

struct hr_json_value {
	uint32_t begin, end; /* in the line */
	uint32_t members;    /* of an object */
	uint8_t kind;        /* enum hr_json_kind */
	bool escaped;        /* a text that has escapes */
};

/* How far a line, of less than 4 GiB, has been read. */
struct hr_json_cursor {
	const char *begin, *at, *end;
};

static inline uint32_t hr_json_place(const struct hr_json_cursor *cursor)
{
	return (uint32_t)(cursor->at - cursor->begin);
}

/* The next character that is no blank, left where it is; NUL at the end. */
static inline char hr_json_peek(struct hr_json_cursor *cursor)
{
	while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t' ||
	                                    *cursor->at == '\n' || *cursor->at == '\r'))
		cursor->at++;
	return cursor->at < cursor->end ? *cursor->at : '\0';
}

/* Go past blanks and @wanted; false when there is something else. */
static inline bool hr_json_take(struct hr_json_cursor *cursor, char wanted)
{
	if (hr_json_peek(cursor) != wanted)
		return false;
	cursor->at++;
	return true;
}

/* The name of a member and the colon behind it. Names with escapes are for jansson. */
bool hr_json_take_name(struct hr_json_cursor *cursor, struct hr_slice *out);
/*
 * hr_json_take_value - go past blanks and a value. Members and elements of it are looked at, not
 * kept; not even whether a name occurs twice, of which jansson takes the last.
 * @depth  in how many objects and arrays it lies
 */
bool hr_json_take_value(struct hr_json_cursor *cursor, unsigned depth, struct hr_json_value *out);
/* Append what a text with escapes that was taken, without its quotes, means; shorter than it. */
void hr_json_decode(struct hr_slice text, struct hr_str *out);

#endif
