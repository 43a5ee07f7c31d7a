/*
 * What the fuzz targets of readers share: bytes through a format, once whole and once in pieces
 * whose sizes come from the bytes, into a sink that checks what it is given and keeps a checksum.
 */
#ifndef HR_TESTS_FUZZ_READER_H
#define HR_TESTS_FUZZ_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "read/reader.h"

/* The entry clang's fuzzer and the replay call. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the input: ends the program where it does not. */
static inline void fuzz_require(bool holds)
{
	if (!holds)
		abort();
}

/* The text before the first line end, which is passed; @rest is what follows. */
struct hr_slice fuzz_take_line(struct hr_slice *rest);

/*
 * fuzz_reader - ends the program (abort) when a record breaks the sink's contract, the counters do
 * not add up, or pieces or chunks give other records than the whole. Also sniffs the bytes.
 * @options  NULL for the defaults
 */
void fuzz_reader(const struct hr_format *format, const struct hr_read_options *options,
                 const uint8_t *data, size_t size);

/* The fast ways of a format against its libraries alone: whole, in pieces and in chunks they give
 * the same. */
void fuzz_reader_reference(const struct hr_format *format, const uint8_t *data, size_t size);

#endif
