#include <config.h>
#include "read/csv_index.h"

#include <string.h>

/* The row being gathered, and the state carried from block to block. */
struct gathering {
	struct hr_csv_index *index;
	uint32_t end_count;
	uint32_t quotes, breaks;
	bool returns;
	uint64_t inside; /* all ones when the next block begins inside quotes */
};

/* Each bit becomes the exclusive or of itself and all lower ones. */
static inline uint64_t running_xor(uint64_t bits)
{
	for (unsigned shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

static inline uint32_t count_bits(uint64_t bits)
{
	return (uint32_t)__builtin_popcountll(bits);
}

/* Of 0 any number. */
static inline uint32_t lowest_bit(uint64_t bits)
{
	return (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

/* Bits of @set become places behind @base. Eight at a time whether there are as many or not: the
 * loop then has no end to guess for most blocks. */
static inline void write_places(uint32_t *out, uint32_t base, uint64_t set)
{
	for (; set != 0; out += 8) {
#pragma GCC unroll 8
		for (int i = 0; i < 8; i++) {
			out[i] = base + lowest_bit(set);
			set &= set - 1;
		}
	}
}

/* The rows that end in a block. @ends: its separators */
static inline void end_rows(struct gathering *at, const struct hr_csv_masks *masks, uint64_t ends,
                            uint64_t lost_newlines)
{
	uint64_t newlines = masks->newlines & ends, quotes = masks->quotes;
	uint64_t returns = masks->returns;

	while (newlines != 0) {
		uint64_t below = (newlines & -newlines) - 1;

		at->index->rows[at->index->row_count++] = (struct hr_csv_index_row){
			.end = at->end_count + count_bits(ends & below),
			.quotes = at->quotes + count_bits(quotes & below),
			.breaks = at->breaks + count_bits(lost_newlines & below),
			.returns = at->returns || (returns & below) != 0,
		};
		at->quotes = at->breaks = 0;
		at->returns = false;
		quotes &= ~below;
		lost_newlines &= ~below;
		returns &= ~below;
		newlines &= newlines - 1;
	}
	at->quotes += count_bits(quotes);
	at->breaks += count_bits(lost_newlines);
	at->returns |= returns != 0;
}

/* Most blocks hold no quote and no lone carriage return. */
static inline void end_plain_rows(struct gathering *at, uint64_t newlines, uint64_t ends)
{
	while (newlines != 0) {
		uint64_t below = (newlines & -newlines) - 1;

		at->index->rows[at->index->row_count++] = (struct hr_csv_index_row){
			.end = at->end_count + count_bits(ends & below),
			.quotes = at->quotes,
			.breaks = at->breaks,
			.returns = at->returns,
		};
		at->quotes = at->breaks = 0;
		at->returns = false;
		newlines &= newlines - 1;
	}
}

static inline __attribute__((always_inline)) void gather(struct gathering *at, size_t block)
{
	struct hr_csv_masks masks = at->index->blocks[block];
	uint64_t ends = masks.delimiters | masks.newlines, lost = 0;

	if (masks.quotes != 0 || at->inside != 0) {
		uint64_t quoted = running_xor(masks.quotes) ^ at->inside;

		at->inside = 0 - (quoted >> 63);
		lost = masks.newlines & quoted;
		ends &= ~quoted;
	}
	if (masks.returns != 0)
		masks.returns &= ~(masks.newlines >> 1 | at->index->blocks[block + 1].newlines
		                                                 << 63);
	write_places(at->index->ends + at->end_count, (uint32_t)(block * HR_CSV_BLOCK_BYTES), ends);
	if ((masks.quotes | masks.returns | lost) == 0)
		end_plain_rows(at, masks.newlines & ends, ends);
	else
		end_rows(at, &masks, ends, lost);
	at->end_count += count_bits(ends);
}

static inline __attribute__((always_inline)) void gather_all(struct gathering *at, size_t blocks)
{
	for (size_t i = 0; i < blocks; i++)
		gather(at, i);
}

#if defined(__x86_64__) && defined(__GNUC__)
/* The same with the instructions for single bits that go with AVX2. */
__attribute__((target("bmi,popcnt"))) static void gather_bmi(struct gathering *at, size_t blocks)
{
	gather_all(at, blocks);
}

static bool has_bmi(void)
{
	return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}
#else
#define gather_bmi gather_all
static bool has_bmi(void)
{
	return false;
}
#endif

void hr_csv_index_build(struct hr_csv_index *index, const char *bytes, size_t length,
                        char delimiter)
{
	struct gathering at = { .index = index };
	size_t blocks = length / HR_CSV_BLOCK_BYTES, rest = length % HR_CSV_BLOCK_BYTES;

	if (index->masks == NULL)
		index->masks = hr_csv_masks_best();
	index->masks(bytes, blocks, delimiter, index->blocks);
	if (rest > 0) {
		char last[HR_CSV_BLOCK_BYTES] = { 0 };
		uint64_t valid = (UINT64_C(1) << rest) - 1;
		struct hr_csv_masks *masks = &index->blocks[blocks];

		memcpy(last, bytes + blocks * HR_CSV_BLOCK_BYTES, rest);
		index->masks(last, 1, delimiter, masks);
		masks->delimiters &= valid; /* it may be the NUL that fills the block */
		blocks++;
	}
	index->blocks[blocks].newlines = 0;
	index->row_count = 0;
	if (has_bmi())
		gather_bmi(&at, blocks);
	else
		gather_all(&at, blocks);
}
