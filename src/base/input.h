/*
 * Inputs: a file or stdin as a stream of bytes, decompressed when it begins like gzip. Reads are
 * restarted after EINTR; short reads are normal. The digest covers the content, so that a file and
 * its compressed form are the same input.
 */
#ifndef HR_BASE_INPUT_H
#define HR_BASE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

#define HR_INPUT_PEEK_BYTES 65536
/* Small enough to stay in a cache until it is parsed; large enough that whoever writes into a pipe
 * is woken seldom: with 128 KiB a pipe costs twice as much over a file. */
#define HR_INPUT_BUFFER_BYTES ((size_t)512 << 10)

struct hr_input;

/* @path "-" is stdin. Directories and unreadable files are HR_EIO with the reason; gzip without
 * zlib HR_EUNSUPPORTED, naming the configure switch. */
enum hr_err hr_input_open(const char *path, struct hr_input **out,
                          struct hr_error *err) HR_MUST_CHECK;
void hr_input_close(struct hr_input *input);
const char *hr_input_path(const struct hr_input *input);

/* The next bytes of the (decompressed) content, up to HR_INPUT_PEEK_BYTES, without consuming them;
 * the slice is valid until the next call. Fewer than the cap means that this is all. */
enum hr_err hr_input_peek(struct hr_input *input, const char **bytes, size_t *length,
                          struct hr_error *err) HR_MUST_CHECK;
/* The next bytes, borrowed until the next call; *length 0 is the end. A gzip stream that is cut
 * off, damaged, or followed by bytes other than gzip or zeros, gives what it holds and then sets
 * hr_input_truncated(). */
enum hr_err hr_input_read(struct hr_input *input, const char **bytes, size_t *length,
                          struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_input_wake_by - let a read that waits, or would read on and on, be broken off.
 * @fd  borrowed; once it can be read or is hung up, every read fails (HR_EIO), as long as it is. -1
 *      for none, as in the beginning
 * What was read stays, so reading may go on later. It costs a call of the system for every read.
 */
void hr_input_wake_by(struct hr_input *input, int fd);
/* Keep what the last hr_input_read() gave out: its memory is the caller's (free()), and *@spare,
 * HR_INPUT_BUFFER_BYTES of the caller's, takes its place and is set to it. */
void hr_input_swap_buffer(struct hr_input *input, unsigned char **spare);
/* Append all that is left to @out. HR_ELIMIT beyond @max_bytes, saying that @what ("a
 * configuration") is larger. */
enum hr_err hr_input_read_all(struct hr_input *input, size_t max_bytes, const char *what,
                              struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
bool hr_input_truncated(const struct hr_input *input);
/* Once it was peeked at. */
bool hr_input_is_compressed(const struct hr_input *input);

/* Bytes of the stored form consumed so far, and its size (0 when unknown: pipe). */
uint64_t hr_input_consumed(const struct hr_input *input);
uint64_t hr_input_size(const struct hr_input *input);
/* Back to the start. A pipe must have been spooled first, unless little of it was read. */
enum hr_err hr_input_rewind(struct hr_input *input, struct hr_error *err) HR_MUST_CHECK;
/*
 * Reading at several places at once. hr_input_is_random_access() is true of regular files that are
 * not compressed, once they were peeked at; hr_input_read_at() fills @bytes from @offset of the
 * content on (*got is less than @size at the end only) and may be called by any thread.
 * hr_input_finish_at() says that all up to @offset was read so, and gives its digest.
 */
bool hr_input_is_random_access(const struct hr_input *input);
enum hr_err hr_input_read_at(const struct hr_input *input, uint64_t offset, void *bytes,
                             size_t size, size_t *got, struct hr_error *err) HR_MUST_CHECK;
struct hr_digest; /* base/digest.h */
void hr_input_finish_at(struct hr_input *input, uint64_t offset, struct hr_digest *digest);
/* Copy a pipe to an unnamed temporary file in $TMPDIR (default /tmp) so that it can be rewound; the
 * reading position stays. No-op for regular files. HR_EINVAL once more was read than a peek. */
enum hr_err hr_input_spool(struct hr_input *input, struct hr_error *err) HR_MUST_CHECK;
/* Digest over the content, once the end was read: XXH3-64 of the XXH3-64 values (big endian)
 * of its 1 MiB blocks. 16 hexadecimal digits and terminator. */
void hr_input_digest(const struct hr_input *input, char out[17]);

#endif
