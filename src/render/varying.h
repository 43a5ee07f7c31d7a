/*
 * A piece that differs between texts of one kind: the range of its values where they are numbers,
 * else an example. Values stay in the characters of the text.
 */
#ifndef HR_RENDER_VARYING_H
#define HR_RENDER_VARYING_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"

/* Numbers as one convention writes them: 1,234.5 or 1.234,5. */
struct hr_varying_reading {
	bool valid; /* for all pieces so far */
	double low, high;
	struct hr_slice low_text, high_text;
};

struct hr_varying {
	struct hr_slice first;
	bool same; /* in all texts */
	struct hr_varying_reading readings[2];
};

/* Pieces are borrowed. */
void hr_varying_init(struct hr_varying *varying, struct hr_slice piece);
void hr_varying_add(struct hr_varying *varying, struct hr_slice piece);
/* Append "3,012 to 41,222" or "such as 4bf92f35": a range only where every convention that all
 * values are valid in gives the same one. */
void hr_varying_put(const struct hr_varying *varying, struct hr_str *out);

#endif
