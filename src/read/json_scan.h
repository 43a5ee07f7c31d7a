/*
 * The projecting scanner for JSON lines: keeps the members asked for, where they lie, without
 * building anything. A line that is like one before is compared with that (json_line.h); the
 * structure of any other is walked. Lines that are not plain (json_value.h), and those in which a
 * wanted member occurs twice, are for jansson, whose verdict stands. What the scanner accepts
 * jansson accepts, with the same values.
 */
#ifndef HR_READ_JSON_SCAN_H
#define HR_READ_JSON_SCAN_H

#include "read/json_line.h"

#define HR_JSON_TOP (-1)

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

/* What is wanted of lines, and what the last one had. Zero-initialise but for the first two. */
struct hr_json_scan {
	const struct hr_json_want *wants;
	size_t count; /* of them, at most HR_JSON_WANTS_MAX */
	/* The line that was scanned last; valid until the next. */
	const struct hr_json_line *line;
	const char *bytes;
	/* The wants that are not known to be what they were in the line scanned before, as bits. */
	uint64_t changed;

	struct hr_json_line *lines; /* of several kinds; owned */
	size_t line_count, next_line, last_line;
	bool parted;                              /* the next line is compared with none before */
	uint64_t opened;                          /* wants that others lie in, as bits */
	uint8_t after[HR_JSON_WANTS_MAX];         /* which want came behind each */
	struct hr_slice meant[HR_JSON_WANTS_MAX]; /* of texts that have escapes */
	struct hr_str decoded;
};

/* hr_json_scan - find the wanted members of the object that @line is. False when the line is for
 * jansson; what was found is then of no use. */
bool hr_json_scan(struct hr_json_scan *scan, struct hr_slice line);
/* The same only for a line like one before: no more is done than comparing it. */
bool hr_json_scan_again(struct hr_json_scan *scan, struct hr_slice line);
/* The line scanned last does not count as the one before the next: all of that will be "changed".
 */
void hr_json_scan_part(struct hr_json_scan *scan);
/* Nor are lines to come to be compared with it. */
void hr_json_scan_forget(struct hr_json_scan *scan);
void hr_json_scan_release(struct hr_json_scan *scan);

static inline enum hr_json_kind hr_json_scan_kind(const struct hr_json_scan *scan, size_t want)
{
	return (enum hr_json_kind)scan->line->values[want].kind;
}

/* What a want is: a text without its quotes, its escapes resolved; anything else as it stands;
 * nothing when it is absent. */
static inline struct hr_slice hr_json_scan_value(const struct hr_json_scan *scan, size_t want)
{
	const struct hr_json_value *value = &scan->line->values[want];
	uint32_t quote = value->kind == HR_JSON_TEXT;

	if (value->escaped)
		return scan->meant[want];
	return (struct hr_slice){ scan->bytes + value->begin + quote,
		                  value->end - value->begin - 2 * quote };
}

/* The same of a text; nothing of any other kind. */
static inline struct hr_slice hr_json_scan_text(const struct hr_json_scan *scan, size_t want)
{
	if (hr_json_scan_kind(scan, want) != HR_JSON_TEXT)
		return (struct hr_slice){ "", 0 };
	return hr_json_scan_value(scan, want);
}

static inline bool hr_json_scan_changed(const struct hr_json_scan *scan, size_t want)
{
	return (scan->changed >> want & 1) != 0;
}

#endif
