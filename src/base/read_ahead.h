/*
 * Reading ahead: a thread of its own reads, decompresses and digests an input while another one
 * makes sense of what has been read. A few buffers go round between them.
 */
#ifndef HR_BASE_READ_AHEAD_H
#define HR_BASE_READ_AHEAD_H

#include "base/input.h"

struct hr_read_ahead;

/* From where @input stands; nobody else may use it until hr_read_ahead_stop(). NULL when no thread
 * can be had, or no descriptors to wake it by. */
struct hr_read_ahead *hr_read_ahead_start(struct hr_input *input);
/* As hr_input_read(). @consumed  as hr_input_consumed() behind these bytes */
enum hr_err hr_read_ahead_next(struct hr_read_ahead *ahead, const char **bytes, size_t *length,
                               uint64_t *consumed, struct hr_error *err) HR_MUST_CHECK;
/* Before the end, too: a read that waits is broken off (hr_input_wake_by()), but for one that
 * another program has taken the bytes from. Bytes given out are gone; @ahead may be NULL. */
void hr_read_ahead_stop(struct hr_read_ahead *ahead);

#endif
