/*
 * Lines from pieces of bytes, for formats of one record a line.
 */
#ifndef HR_READ_LINE_SPLIT_H
#define HR_READ_LINE_SPLIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_LINE_BYTES ((size_t)16 << 20) /* of a longer line only the start is given, flagged */

struct hr_line {
	struct hr_slice text; /* without LF or CRLF; borrowed for the call */
	uint64_t number;      /* from 1 */
	bool too_long;
	bool at_end; /* the input ended where the newline should be: it may be cut off */
};

typedef void hr_line_fn(void *context, const struct hr_line *line);

/* Initialise with the two members alone. A byte order mark at the start is skipped. */
struct hr_line_split {
	hr_line_fn *on_line;
	void *context;
	struct hr_str rest; /* a line that goes across pieces */
	bool too_long;
	uint64_t count;
};

void hr_line_split_feed(struct hr_line_split *split, struct hr_slice bytes);
/* The last line may lack its newline. */
void hr_line_split_finish(struct hr_line_split *split);
void hr_line_split_release(struct hr_line_split *split);

/* The lines of the start of an input, for sniffers: take the first from @text, without its end;
 * false when none is left. */
bool hr_line_take(struct hr_slice *text, struct hr_slice *line);
/* The start of a line as diagnostics keep it. */
struct hr_slice hr_line_start(struct hr_slice line);
/* Take the next piece between blanks and tabs from @line; false when none is left. */
bool hr_line_word(struct hr_slice *line, struct hr_slice *word);

#endif
