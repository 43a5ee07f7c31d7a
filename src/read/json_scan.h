/*
 * The projecting scanner for JSON lines: walks the structure of one object and keeps the members
 * asked for, where they lie, without building anything. It knows the plain part of JSON only: ASCII
 * text without escapes. Of anything else (escapes, other characters, members that occur twice, a
 * fault of any kind) it says so, and jansson reads the line, whose verdict stands. What the scanner
 * accepts jansson accepts, with the same values.
 */
#ifndef HR_READ_JSON_SCAN_H
#define HR_READ_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_JSON_TOP       (-1)
#define HR_JSON_WANTS_MAX 32

/* A member to be kept: its name, and the wanted object it is a member of. */
struct hr_json_want {
	const char *name;
	size_t length; /* of the name */
	int inside;    /* HR_JSON_TOP, or the number of a want before it */
};

#define HR_JSON_WANT(name, inside)                                                                 \
	{                                                                                          \
		(name), sizeof(name) - 1, (inside)                                                 \
	}

enum hr_json_kind {
	HR_JSON_ABSENT,
	HR_JSON_TEXT,   /* without its quotes */
	HR_JSON_NUMBER, /* as it stands */
	HR_JSON_WORD,   /* true, false, null */
	HR_JSON_OBJECT, /* with its braces */
	HR_JSON_ARRAY,  /* likewise */
};

struct hr_json_found {
	enum hr_json_kind kind;
	struct hr_slice text; /* borrows from the line */
};

#define HR_JSON_MEMO_BYTES 4096 /* longer objects are not remembered */

/* An object as it stood in the line before, and where the wants inside it were. Lines one after
 * another often repeat one byte by byte; then it need not be taken apart again. Zero-initialise but
 * for the want; release the text. */
struct hr_json_memo {
	size_t want;                      /* the object's number */
	uint8_t after[HR_JSON_WANTS_MAX]; /* which want came behind each */
	struct hr_str text;
	struct {
		enum hr_json_kind kind;
		size_t begin, length;
	} found[HR_JSON_WANTS_MAX];
};

/*
 * hr_json_scan - the wanted members of the object that @line is.
 * @count  of @wants and @found, at most HR_JSON_WANTS_MAX
 * @memo   of the same wants, or NULL
 * False when the line is for jansson; @found then holds nothing of use.
 */
bool hr_json_scan(struct hr_slice line, const struct hr_json_want *wants, size_t count,
                  struct hr_json_found *found, struct hr_json_memo *memo);

#endif
