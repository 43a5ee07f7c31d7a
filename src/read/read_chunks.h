/*
 * One file read by several threads, with the result of one.
 *
 * Method: the first rows are read as ever; what the reader has learned from them (columns,
 * delimiter, form of the times) is handed to one more reader for each further chunk of the file,
 * which begins at the first place that looks like the start of a row. That is a guess: the place
 * may lie within a quoted field. It is checked afterwards, in the order of the file: when the
 * reader of the chunk before has come to the border it must stand between two rows and have learned
 * nothing else. If it does, the chunk counts as it was read, with the lines of its diagnostics
 * moved; if not, what the chunk gave is dropped, and the reader before it reads on through the
 * chunk. So the result is that of reading the file from its start, for any file and any number of
 * chunks.
 */
#ifndef HR_READ_READ_CHUNKS_H
#define HR_READ_READ_CHUNKS_H

#include "base/input.h"
#include "base/progress.h"
#include "read/reader.h"

/* Into how many chunks an input that was peeked at may be cut; 1: it must be read in one piece. */
size_t hr_read_chunk_count(const struct hr_input *input, const struct hr_format *format,
                           const struct hr_read_options *options);

/*
 * hr_read_chunks - read the whole of @input by @count threads and finish.
 * @context     of the input; its options name the sinks of the other threads
 * @head        what was peeked
 * @progress    may be NULL    @base_bytes  what earlier inputs consumed
 * Errors: of the input, of a reader. Memory: a buffer, a reader and a fork for each thread.
 */
enum hr_err hr_read_chunks(struct hr_input *input, const struct hr_format *format,
                           struct hr_read_context *context, struct hr_slice head, size_t count,
                           struct hr_progress *progress, uint64_t base_bytes,
                           struct hr_error *err) HR_MUST_CHECK;

#endif
