/*
 * Where in a JSON text a value stands: from a JSON pointer (RFC 6901) to line and column, so that
 * errors found after parsing have a place.
 */
#ifndef HR_CONFIG_LOCATE_H
#define HR_CONFIG_LOCATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

enum hr_locate_what {
	HR_LOCATE_VALUE, /* first character of the value */
	HR_LOCATE_KEY,   /* opening quote of its member name; of an element: as the value */
};

struct hr_place {
	uint64_t line, column; /* from 1; columns count characters */
};

/*
 * hr_locate - find the value @pointer names ("" is the whole text).
 * @text  JSON that was parsed without error; nothing in it is checked again
 * Returns false when there is no such value. Of equal names the last counts, as for parsers.
 * Cost: one walk over the text.
 */
bool hr_locate(struct hr_slice text, const char *pointer, enum hr_locate_what what,
               struct hr_place *out);

/* The place of a byte of @text. */
struct hr_place hr_place_of(struct hr_slice text, size_t at);

/* The first name of a pointer that begins with "/", unescaped into @name; returns the rest. */
const char *hr_pointer_next(const char *pointer, struct hr_str *name);
/* Append "/" and @name, its "~" and "/" written as "~0" and "~1". */
void hr_pointer_push(struct hr_str *pointer, const char *name);

#endif
