/*
 * The projecting scanner for JSON lines: walks the structure of one object and keeps the members
 * asked for, where they lie, without building anything. It knows the plain part of JSON only: ASCII
 * text, escapes of ASCII in values. Of anything else (other characters, numbers with an exponent or
 * of very many digits, members that occur twice, a fault of any kind) it says so, and jansson reads
 * the line, whose verdict stands. What the scanner accepts jansson accepts, with the same values.
 */
#ifndef HR_READ_JSON_SCAN_H
#define HR_READ_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_JSON_TOP       (-1)
#define HR_JSON_WANTS_MAX 64

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
	HR_JSON_TEXT,   /* without its quotes, its escapes resolved */
	HR_JSON_NUMBER, /* as it stands */
	HR_JSON_WORD,   /* true, false, null */
	HR_JSON_OBJECT, /* with its braces */
	HR_JSON_ARRAY,  /* likewise */
};

struct hr_json_found {
	enum hr_json_kind kind;
	bool escaped;         /* a text that is in the scan's memory, not in the line */
	uint32_t members;     /* of an object, wanted or not */
	struct hr_slice text; /* borrowed from the line or the scan, until the next */
};

#define HR_JSON_MEMO_BYTES 4096 /* longer objects are not remembered */

/* An object as it stood in the line before, and what was in it. Lines one after another often
 * repeat one byte by byte; then it need not be taken apart again. */
struct hr_json_memo {
	struct hr_str text;
	struct hr_json_found found[HR_JSON_WANTS_MAX]; /* texts as they lie in the text above */
};

/* What is wanted of lines, and what the last one had. Zero-initialise but for the first three. */
struct hr_json_scan {
	const struct hr_json_want *wants;
	size_t count;  /* of them */
	int repeating; /* the number of a wanted object to be remembered, or HR_JSON_TOP: none */
	struct hr_json_found found[HR_JSON_WANTS_MAX];
	uint32_t members;                 /* of the object the line is, wanted or not */
	uint8_t after[HR_JSON_WANTS_MAX]; /* which want came behind each */
	struct hr_json_memo memo;
	struct hr_str decoded; /* texts that have escapes in the line */
};

/* hr_json_scan - find the wanted members of the object that @line is. False when the line is for
 * jansson; what was found is then of no use. */
bool hr_json_scan(struct hr_json_scan *scan, struct hr_slice line);
void hr_json_scan_release(struct hr_json_scan *scan);

#endif
