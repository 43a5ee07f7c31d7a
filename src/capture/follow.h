/*
 * Records of something that grows, as they arrive: a tail, the format told from the first lines,
 * and its reader. The last line counts once it is complete. A rotated file goes on in its
 * successor: with a reader of its own where the header comes again, else as if both were one, so
 * that a record cut in two by the rotation is whole again.
 */
#ifndef HR_CAPTURE_FOLLOW_H
#define HR_CAPTURE_FOLLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "record/diag.h"
#include "record/sink.h"

struct hr_format;
struct hr_read_options;
struct hr_tail;

struct hr_follow;

struct hr_follow_options {
	const char *path;               /* "-": standard input */
	const struct hr_format *format; /* NULL: told from the content */
	const struct hr_read_options *read;
	bool new_only; /* of a file: what is there already is passed over */
};

enum hr_follow_state {
	HR_FOLLOW_MORE,  /* call again at once */
	HR_FOLLOW_IDLE,  /* all there is now was read */
	HR_FOLLOW_ENDED, /* nothing will come */
};

/* What has been read so far. */
struct hr_follow_counts {
	const struct hr_format *format; /* NULL: not known yet */
	uint64_t bytes, records, rejected, degraded;
	uint64_t successors;     /* files that followed by rotation or truncation */
	char digest[17];         /* of all bytes, as of an input (base/input.h) */
	const char *assumptions; /* lines for --explain-input; borrowed */
};

/*
 * hr_follow_open - @options' path, format and read are borrowed, as @sink and @diag are.
 * Errors: HR_EIO.
 */
enum hr_err hr_follow_open(const struct hr_follow_options *options, struct hr_sink *sink,
                           struct hr_diag *diag, struct hr_follow **out,
                           struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_follow_step - read some of what has come.
 * Errors: HR_EIO; HR_EPARSE when 64 KiB have come and no format is known by them, or what came is
 * compressed; those of the reader.
 */
enum hr_err hr_follow_step(struct hr_follow *follow, int64_t monotonic_ns,
                           enum hr_follow_state *state, struct hr_error *err) HR_MUST_CHECK;
/* Nothing more is wanted: the last line counts even without its end. Errors: as above. */
enum hr_err hr_follow_finish(struct hr_follow *follow, struct hr_error *err) HR_MUST_CHECK;
void hr_follow_counts(const struct hr_follow *follow, struct hr_follow_counts *out);
const struct hr_tail *hr_follow_tail(const struct hr_follow *follow);
void hr_follow_close(struct hr_follow *follow);

#endif
