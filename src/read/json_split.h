/*
 * Parts of a large JSON text, one at a time: a push scanner that follows the nesting of the text
 * and hands over the values at chosen paths as soon as each is complete. So a document of any size
 * is read in the memory of its largest part, and one that was cut off gives all parts before the
 * cut. Several documents one behind the other, with or without line ends between them, are read
 * alike.
 */
#ifndef HR_READ_JSON_SPLIT_H
#define HR_READ_JSON_SPLIT_H

#include <jansson.h>
#include <stdint.h>

#include "read/reader.h"

#define HR_JSON_PART_BYTES ((size_t)16 << 20) /* a longer part is a fault */
#define HR_JSON_PATHS_MAX  16
#define HR_JSON_DEPTH_MAX  512 /* of a part: arrays and objects in each other */

struct hr_json_part {
	size_t path;          /* index of the path it lies at */
	uint64_t line;        /* where it begins, from 1 */
	json_t *value;        /* borrowed for the call; NULL with a fault */
	const char *fault;    /* why it cannot be read, one sentence without values; or NULL */
	struct hr_slice text; /* as it stands in the input; of a long one the start */
};

typedef void hr_json_part_fn(void *context, const struct hr_json_part *part);

enum hr_json_end {
	HR_JSON_WHOLE,  /* all that was opened is closed */
	HR_JSON_CUT,    /* the input ended inside a document */
	HR_JSON_BROKEN, /* brackets that do not match: nothing behind them was read */
};

struct hr_json_split;
/*
 * hr_json_split_new - @paths is a NULL-terminated list, borrowed, of at most HR_JSON_PATHS_MAX:
 * names of members and "*" (any member or element) joined by dots, "data.result.*.values.*"; "" is
 * the whole document. No path may lie inside another's values.
 */
struct hr_json_split *hr_json_split_new(const char *const *paths, hr_json_part_fn *on_part,
                                        void *context);
void hr_json_split_feed(struct hr_json_split *split, struct hr_slice bytes);
/* The end of the input. @line is where the scanner stopped, may be NULL. */
enum hr_json_end hr_json_split_finish(struct hr_json_split *split, uint64_t *line);
void hr_json_split_free(struct hr_json_split *split);

/*
 * hr_read_json_end - what a reader says at the end of its input: a note when the JSON ends early or
 * goes wrong, HR_EPARSE when nothing at all was found in it.
 * @what  the format, for the message
 */
enum hr_err hr_read_json_end(struct hr_read_context *context, struct hr_json_split *split,
                             const char *what, struct hr_error *err);

#endif
