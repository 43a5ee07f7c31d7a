/*
 * The bytes of something that grows: a file that is written to, a FIFO, standard input. Never waits
 * for more than there is. A file that is rotated (another one has its name) or truncated is
 * followed into its successor, once the old one has been read to its end.
 */
#ifndef HR_CAPTURE_TAIL_H
#define HR_CAPTURE_TAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

#define HR_TAIL_GRACE_NS INT64_C(1000000000) /* a rotated file may still be written to so long */

struct hr_tail;

enum hr_tail_state {
	HR_TAIL_BYTES, /* some came */
	HR_TAIL_IDLE,  /* nothing new yet */
	HR_TAIL_NEXT,  /* from here on it is another file; the one before ended here */
	HR_TAIL_ENDED, /* a pipe whose writers have gone: nothing will come */
};

/*
 * hr_tail_open - @path, "-" for standard input. Where there is no such file but PATH.part, as
 * recordings of this program are called while they grow, that is followed until it gets its name.
 * A FIFO is not waited for: it is idle until it has a writer.
 * Errors: HR_EIO.
 */
enum hr_err hr_tail_open(const char *path, struct hr_tail **out,
                         struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_tail_next - what has come.
 * @bytes  borrowed until the next call; only with HR_TAIL_BYTES
 * @monotonic_ns  now, for the grace of rotated files
 * Errors: HR_EIO.
 */
enum hr_err hr_tail_next(struct hr_tail *tail, int64_t monotonic_ns, enum hr_tail_state *state,
                         struct hr_slice *bytes, struct hr_error *err) HR_MUST_CHECK;
/* Pass over all there is now; false for what cannot be sought in, where nothing is passed over.
 * @in_line  the last line of it is not complete */
bool hr_tail_skip_to_end(struct hr_tail *tail, bool *in_line);
/* Wait until something can be read, at most @timeout_ns; files are looked at again after that. */
void hr_tail_wait(const struct hr_tail *tail, int64_t timeout_ns);
void hr_tail_close(struct hr_tail *tail);

#endif
