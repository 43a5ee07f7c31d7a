/*
 * Digests (XXH3): identity of inputs, hashes of labels and texts. Values are the same on every
 * machine, but for hr_table_hash().
 */
#ifndef HR_BASE_DIGEST_H
#define HR_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

uint64_t hr_digest64(struct hr_slice bytes);
/*
 * hr_table_hash - where a text stands in a hash table of this process.
 * It differs from process to process (XXH3 with a seed that the kernel gives each): whoever writes
 * a file cannot choose texts that all stand at one place, as can be done for hr_digest64(), whose
 * products commute. Hence nothing that is printed, kept or chosen may depend on it. For any thread.
 */
uint64_t hr_table_hash(struct hr_slice bytes);

#define HR_DIGEST_BLOCK_BYTES ((size_t)1 << 20)

/* Running digest of a stream: XXH3-64 over the big-endian XXH3-64 values of its 1 MiB blocks (an
 * empty stream has none). Free with hr_digest_free(). */
struct hr_digest;
struct hr_digest *hr_digest_new(void);
void hr_digest_update(struct hr_digest *digest, const void *bytes, size_t length);
/*
 * The same by several threads: each takes whole blocks, the last one what remains, as a part.
 * hr_digest_new_part() keeps the values of its blocks, and hr_digest_append() adds them to the
 * stream in order (between blocks; after a part that ends within a block nothing may follow).
 */
struct hr_digest *hr_digest_new_part(void);
void hr_digest_append(struct hr_digest *digest, const struct hr_digest *part);
/* Does not end the stream: more may follow. */
uint64_t hr_digest_value(const struct hr_digest *digest);
void hr_digest_free(struct hr_digest *digest);

#endif
