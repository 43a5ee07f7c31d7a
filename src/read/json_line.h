/*
 * A line of JSON that was taken apart: where its values lie. A line after it is mostly the same but
 * for some values; then it need not be taken apart again: the two are compared, and only values
 * that differ are read. All that lies between values must be the same byte by byte.
 */
#ifndef HR_READ_JSON_LINE_H
#define HR_READ_JSON_LINE_H

#include "read/json_value.h"

#define HR_JSON_WANTS_MAX  64
#define HR_JSON_VALUES_MAX 128   /* lines of more are not compared */
#define HR_JSON_LINE_BYTES 16384 /* longer lines likewise */

struct hr_json_line {
	struct hr_str text; /* empty: none, or one that is not to be compared */
	/* First the wants, by their numbers; an object that others lie in is looked into, and what
	 * lies in it stands for it. Behind them values that nobody wants. */
	struct hr_json_value values[HR_JSON_VALUES_MAX];
	int8_t inside[HR_JSON_VALUES_MAX]; /* the want that each lies in, or below 0 */
	/* The values that were not looked into, as they come in the line; then those that were. */
	uint8_t order[HR_JSON_VALUES_MAX], opened[HR_JSON_WANTS_MAX];
	size_t wants, used, order_count, opened_count;
	uint64_t escaped; /* wants that are texts with escapes, as bits */
	uint32_t members; /* of the object the line is, wanted or not */
	bool too_many;    /* values: some are missing above */
};

/* hr_json_line_clear - nothing found yet. @wants  how many there are */
void hr_json_line_clear(struct hr_json_line *line, size_t wants);
void hr_json_line_release(struct hr_json_line *line);
/* What was found in @text is to be compared with lines to come, if it can be. */
void hr_json_line_keep(struct hr_json_line *line, struct hr_slice text);
/*
 * hr_json_line_follow - take @text apart by comparing it with the line kept, whose place it takes.
 * False, and nothing changed, when it differs by more than values, or by the kind of a value
 * (objects: by how many members they have), or is for jansson.
 * *@changed  the wants that differ in any byte of them, as bits
 */
bool hr_json_line_follow(struct hr_json_line *line, struct hr_slice text, uint64_t *changed);

#endif
