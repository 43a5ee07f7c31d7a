#include <config.h>
#include "base/digest.h"

#include <stdlib.h>

#include <xxhash.h>

#include "base/mem.h"

struct hr_digest {
	XXH3_state_t *block;  /* the current block */
	XXH3_state_t *blocks; /* values of the finished ones */
	size_t block_bytes;
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

struct hr_digest *hr_digest_new(void)
{
	struct hr_digest *digest = hr_zalloc(1, sizeof(*digest));

	digest->block = state_new();
	digest->blocks = state_new();
	return digest;
}

static void add_block(XXH3_state_t *blocks, const XXH3_state_t *block)
{
	XXH64_canonical_t canonical;

	XXH64_canonicalFromHash(&canonical, XXH3_64bits_digest(block));
	XXH3_64bits_update(blocks, canonical.digest, sizeof(canonical.digest));
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
		if (digest->block_bytes == HR_DIGEST_BLOCK_BYTES) {
			add_block(digest->blocks, digest->block);
			XXH3_64bits_reset(digest->block);
			digest->block_bytes = 0;
		}
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
	add_block(blocks, digest->block);
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
	free(digest);
}
