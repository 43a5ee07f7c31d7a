/*
 * Lines of JSON of one shape: objects whose members have the same names, in any order. What a
 * mapping makes of them is found out once, from a line that jansson has read; then the scanner
 * (json_scan.h) reads the lines of that shape.
 */
#ifndef HR_READ_JSON_SHAPE_H
#define HR_READ_JSON_SHAPE_H

#include <jansson.h>
#include <stdbool.h>

#include "read/json_scan.h"
#include "read/json_text.h"
#include "record/mapping.h"

/* How a mapping's names are looked up, by the member of that very name, else by the first that
 * differs in case only. NULL when there is none. Borrows from @object. */
json_t *hr_json_member(json_t *object, const char *name);
/* The same for "a.b.c": the member of that very name, else step by step, through elements of arrays
 * by number. */
json_t *hr_json_path(json_t *object, const char *path);

/* Zero-initialised is a shape that no line has. */
struct hr_json_shape {
	struct hr_json_scan scan;
	struct hr_json_want wants[HR_JSON_WANTS_MAX]; /* all its members */
	char *names[HR_JSON_WANTS_MAX];               /* owned */
	/* What the values of members must be: those a path leads through, with how many members;
	 * those it ends at too early. */
	enum { HR_JSON_ANY, HR_JSON_OPENED, HR_JSON_CLOSED } must[HR_JSON_WANTS_MAX];
	uint32_t members[HR_JSON_WANTS_MAX];
	uint32_t top_members;
	int at[HR_FIELD_COUNT]; /* the want of each field, or HR_JSON_TOP: none */
	bool known;
};

/*
 * hr_json_shape_learn - the shape of @object, and where the columns of @mapping (NULL: none) are in
 * it. Lines of some objects are for jansson always: with very many members, with elements of arrays
 * that are mapped, with names that differ in case only.
 */
void hr_json_shape_learn(struct hr_json_shape *shape, json_t *object,
                         const struct hr_mapping *mapping);
/*
 * hr_json_shape_read - the mapped values of a line of this shape, as hr_json_scalar_text() gives
 * those that hr_json_path() finds. False when the line has another shape, or is for jansson.
 * @values   of all fields; borrow from the line, the shape (until the next line) and @numbers
 * @numbers  memory for them
 */
bool hr_json_shape_read(struct hr_json_shape *shape, struct hr_slice line,
                        struct hr_slice values[HR_FIELD_COUNT],
                        char numbers[HR_FIELD_COUNT][HR_JSON_NUMBER_BYTES]);
/* The same only for a line like one read before (hr_json_scan_again()). */
bool hr_json_shape_read_again(struct hr_json_shape *shape, struct hr_slice line,
                              struct hr_slice values[HR_FIELD_COUNT],
                              char numbers[HR_FIELD_COUNT][HR_JSON_NUMBER_BYTES]);
void hr_json_shape_release(struct hr_json_shape *shape);

#endif
