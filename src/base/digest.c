#include <config.h>
#include "base/digest.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include <xxhash.h>
#if defined(HAVE_XXH_X86DISPATCH_H) && defined(HAVE_XXH3_64BITS_UPDATE_DISPATCH)
#include <xxh_x86dispatch.h> /* the same names for functions that choose their instructions */
#endif

#include "base/mem.h"

struct hr_digest {
	XXH3_state_t *block;  /* the current block */
	XXH3_state_t *blocks; /* values of the finished ones */
	size_t block_bytes;
	bool is_part;
	uint64_t *values; /* of a part: those of its finished blocks */
	size_t value_count, value_capacity;
};

static XXH3_state_t *state_new(void)
{
	XXH3_state_t *state = XXH3_createState();

	if (state == NULL)
		hr_out_of_memory();
	XXH3_64bits_reset(state);
	return state;
}

uint64_t hr_digest64(struct hr_slice bytes)
{
	return XXH3_64bits(bytes.ptr, bytes.length);
}

/* Sixteen random bytes the kernel hands to every process; half of them will do. */
static uint64_t draw_seed(void)
{
	const void *random = (const void *)getauxval(
	        AT_RANDOM); /* NOLINT(performance-no-int-to-ptr) */
	uint64_t seed = 0;

	if (random != NULL)
		memcpy(&seed, random, sizeof(seed));
	return seed | 1; /* 0 says that none is drawn yet */
}

uint64_t hr_table_hash(struct hr_slice bytes)
{
	static _Atomic uint64_t drawn;
	uint64_t seed = atomic_load_explicit(&drawn, memory_order_relaxed);

	if (seed == 0) {
		seed = draw_seed(); /* the same by every thread */
		atomic_store_explicit(&drawn, seed, memory_order_relaxed);
	}
	return XXH3_64bits_withSeed(bytes.ptr, bytes.length, seed);
}

struct hr_digest *hr_digest_new(void)
{
	struct hr_digest *digest = hr_zalloc(1, sizeof(*digest));

	digest->block = state_new();
	digest->blocks = state_new();
	return digest;
}

struct hr_digest *hr_digest_new_part(void)
{
	struct hr_digest *digest = hr_digest_new();

	digest->is_part = true;
	return digest;
}

static void add_value(XXH3_state_t *blocks, uint64_t value)
{
	XXH64_canonical_t canonical;

	XXH64_canonicalFromHash(&canonical, value);
	XXH3_64bits_update(blocks, canonical.digest, sizeof(canonical.digest));
}

static void finish_block(struct hr_digest *digest)
{
	uint64_t value = XXH3_64bits_digest(digest->block);

	XXH3_64bits_reset(digest->block);
	digest->block_bytes = 0;
	if (!digest->is_part) {
		add_value(digest->blocks, value);
		return;
	}
	digest->values = hr_grow(digest->values, digest->value_count, &digest->value_capacity,
	                         sizeof(*digest->values));
	digest->values[digest->value_count++] = value;
}

void hr_digest_append(struct hr_digest *digest, const struct hr_digest *part)
{
	for (size_t i = 0; i < part->value_count; i++)
		add_value(digest->blocks, part->values[i]);
	if (part->block_bytes > 0)
		add_value(digest->blocks, XXH3_64bits_digest(part->block));
}

void hr_digest_update(struct hr_digest *digest, const void *bytes, size_t length)
{
	const unsigned char *from = bytes;

	while (length > 0) {
		size_t room = HR_DIGEST_BLOCK_BYTES - digest->block_bytes;
		size_t n = length < room ? length : room;

		XXH3_64bits_update(digest->block, from, n);
		digest->block_bytes += n;
		from += n;
		length -= n;
		if (digest->block_bytes == HR_DIGEST_BLOCK_BYTES)
			finish_block(digest);
	}
}

uint64_t hr_digest_value(const struct hr_digest *digest)
{
	XXH3_state_t *blocks;
	uint64_t value;

	if (digest->block_bytes == 0)
		return XXH3_64bits_digest(digest->blocks);
	blocks = state_new();
	XXH3_copyState(blocks, digest->blocks);
	add_value(blocks, XXH3_64bits_digest(digest->block));
	value = XXH3_64bits_digest(blocks);
	XXH3_freeState(blocks);
	return value;
}

void hr_digest_free(struct hr_digest *digest)
{
	if (digest == NULL)
		return;
	XXH3_freeState(digest->block);
	XXH3_freeState(digest->blocks);
	free(digest->values);
	free(digest);
}
