/*
 * Mutations that know a format: what comes out is mostly still of it, so that a search gets past
 * the first rows and into what they mean. A target gets one by its mutator_NAME.c, the entries
 * that clang's fuzzer looks for.
 */
#ifndef HR_TESTS_MUTATE_H
#define HR_TESTS_MUTATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"

/* Entries of clang's fuzzer. Its own mutation of bytes is given by it, and by the replay. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max_size, unsigned seed);

/*
 * mutate_* - @data changed in place by one to four operations, seldom by mere bytes.
 * @max_size  of what @data may become
 * Gives the new size. The same seed does the same unless mere bytes were asked for.
 */
size_t mutate_csv(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t mutate_gatling(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t mutate_json(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t mutate_xml(uint8_t *data, size_t size, size_t max_size, unsigned seed);
/* The rows of one text among those of another, under the header of the first. */
size_t cross_csv(struct hr_slice a, struct hr_slice b, uint8_t *out, size_t max_size,
                 unsigned seed);
/* The records of two logs, one after the other or in turn. */
size_t cross_gatling(struct hr_slice a, struct hr_slice b, uint8_t *out, size_t max_size,
                     unsigned seed);
/* Elements of one text at any place of another. */
size_t cross_xml(struct hr_slice a, struct hr_slice b, uint8_t *out, size_t max_size,
                 unsigned seed);

/* --- for mutators --- */

struct mutate_random {
	uint32_t state;
};

struct mutate_random mutate_seed(unsigned seed);
/* Below @below, 0 for 0. */
uint32_t mutate_below(struct mutate_random *random, uint32_t below);
/* A value at which numbers change their meaning, as text. */
const char *mutate_odd_value(struct mutate_random *random);
/* @bytes changed as the fuzzer does without us, appended. */
void mutate_bytes(struct hr_slice bytes, struct hr_str *out);
/* @text as a text of its own in @made; releases @text. */
struct hr_slice mutate_keep(struct hr_arena *made, struct hr_str *text);
/* Into @data, cut to @max_size; gives the size. */
size_t mutate_put(struct hr_str *out, uint8_t *data, size_t max_size);

#endif
