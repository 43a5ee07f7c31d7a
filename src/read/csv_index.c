#include <config.h>
#include "read/csv_index.h"

#include <string.h>

/* The row being gathered, and the state carried from block to block. */
struct gathering {
	struct hr_csv_index *index;
	uint32_t end_count;
	uint32_t quotes, breaks;
	bool returns, loose;
	uint64_t inside;  /* all ones when the next block begins inside quotes */
	uint64_t quoted;  /* 1 when the block before ends in a quote */
	uint64_t closing; /* the same, or in one and a carriage return */
	bool odd;         /* some of these but loose: the next block cannot be plain */
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
static inline void write_places(const struct hr_csv_index *index, uint32_t *out, uint32_t base,
                                uint64_t set)
{
	(void)index;

	for (; set != 0; out += 8) {
#pragma GCC unroll 8
		for (int i = 0; i < 8; i++) {
			out[i] = base + lowest_bit(set);
			set &= set - 1;
		}
	}
}

#ifdef HR_CSV_X86
/* Eight bits at a time: a table knows the places of each. Nothing is left to guess. Gives where the
 * next ones belong. */
HR_CSV_AVX2 static inline uint32_t *write_half_avx2(const struct hr_csv_index *index, uint32_t *out,
                                                    uint32_t base, uint32_t set)
{
	__m256i from = _mm256_set1_epi32((int)base);

#pragma GCC unroll 4
	for (int i = 0; i < 4; i++) {
		uint32_t bits = set >> (8 * i) & 0xff;
		__m128i places = _mm_loadl_epi64(
		        (const __m128i *)(const void *)&index->places[bits]);

		_mm256_storeu_si256((__m256i *)(void *)out,
		                    _mm256_add_epi32(_mm256_cvtepu8_epi32(places), from));
		from = _mm256_add_epi32(from, _mm256_set1_epi32(8));
		out += count_bits(bits);
	}
	return out;
}

/* By halves, which leaves registers for what the loop keeps. */
HR_CSV_AVX2 static inline void write_places_avx2(const struct hr_csv_index *index, uint32_t *out,
                                                 uint32_t base, uint64_t set)
{
	out = write_half_avx2(index, out, base, (uint32_t)set);
	write_half_avx2(index, out, base + 32, (uint32_t)(set >> 32));
}
#endif

/* Byte i of an entry is the place of the i-th bit that is set. */
static void make_places(uint64_t places[256])
{
	for (uint64_t bits = 0; bits < 256; bits++) {
		unsigned shift = 0;

		places[bits] = 0;
		for (uint64_t at = 0; at < 8; at++)
			if (bits >> at & 1) {
				places[bits] |= at << shift;
				shift += 8;
			}
	}
}

/* What a row may be about the separators of a block. */
struct separators {
	uint64_t ends;          /* all */
	uint64_t loose;         /* those not between quotes */
	uint64_t lost_newlines; /* no separators but inside quotes */
};

/* The rows that end in a block that is not plain. */
static inline void end_rows(struct gathering *at, const struct hr_csv_masks *masks,
                            const struct separators *separators)
{
	uint64_t ends = separators->ends, loose = separators->loose;
	uint64_t lost_newlines = separators->lost_newlines;
	uint64_t newlines = masks->newlines & ends, quotes = masks->quotes;
	uint64_t returns = masks->returns;

	while (newlines != 0) {
		uint64_t below = (newlines & -newlines) - 1;

		at->index->rows[at->index->row_count++] = (struct hr_csv_index_row){
			.end = at->end_count + count_bits(ends & below),
			.quotes = at->quotes + count_bits(quotes & below),
			.breaks = at->breaks + count_bits(lost_newlines & below),
			.returns = at->returns || (returns & below) != 0,
			.loose = at->loose || (loose & (below << 1 | 1)) != 0,
		};
		at->quotes = at->breaks = 0;
		at->returns = at->loose = false;
		loose &= ~(below << 1 | 1);
		quotes &= ~below;
		lost_newlines &= ~below;
		returns &= ~below;
		newlines &= newlines - 1;
	}
	at->quotes += count_bits(quotes);
	at->breaks += count_bits(lost_newlines);
	at->returns |= returns != 0;
	at->loose |= loose != 0;
}

typedef void write_places_fn(const struct hr_csv_index *index, uint32_t *out, uint32_t base,
                             uint64_t set);

/* What quotes make of the separators of a block. */
static inline void look_at_quotes(struct gathering *at, const struct hr_csv_masks *masks, char next,
                                  struct separators *separators)
{
	uint64_t quotes = masks->quotes;
	uint64_t quoted = running_xor(quotes) ^ at->inside;
	uint64_t closing = quotes | (masks->returns & (quotes << 1 | at->quoted));
	uint64_t before = closing << 1 | at->closing;
	uint64_t after = quotes >> 1 | (uint64_t)(next == '"') << 63 | masks->newlines;

	at->inside = 0 - (quoted >> 63);
	separators->lost_newlines = masks->newlines & quoted;
	separators->ends &= ~quoted;
	separators->loose = separators->ends & ~(before & after);
	at->quoted = quotes >> 63;
	at->closing = closing >> 63;
}

/* A row without quotes that ends at the first of the line feeds. */
static inline struct hr_csv_index_row plain_row(uint32_t end_count, uint64_t newlines,
                                                uint64_t ends)
{
	uint64_t up_to_first = newlines ^ (newlines - 1);

	return (struct hr_csv_index_row){ .end = end_count + count_bits(ends & up_to_first) - 1 };
}

/* Rows without quotes that end in a block; gives where the next one belongs. Whether any does
 * cannot be foretold, but hardly ever do two: the first one is written in any case, and counts if
 * there is one. */
static inline struct hr_csv_index_row *end_plain_rows(struct hr_csv_index_row *row,
                                                      uint32_t end_count, uint64_t newlines,
                                                      uint64_t ends)
{
	*row = plain_row(end_count, newlines, ends);
	row += newlines != 0;
	for (newlines &= newlines - 1; newlines != 0; newlines &= newlines - 1)
		*row++ = plain_row(end_count, newlines, ends);
	return row;
}

/* The blocks from @place on that hold no quote and no lone carriage return, as most do, and belong
 * to no row that did; gives the place of the next one. A carriage return at the end of a block is
 * for gather_odd(). */
static inline __attribute__((always_inline)) size_t gather_plain(
        struct gathering *at, size_t place, const struct hr_csv_stretch *stretch,
        hr_csv_masks_fn *masks_of, write_places_fn *write)
{
	struct hr_csv_index *index = at->index;
	struct hr_csv_index_row *row = index->rows + index->row_count;
	uint32_t end_count = at->end_count;
	const char *bytes = stretch->bytes;
	char delimiter = stretch->delimiter;
	size_t whole = stretch->length / HR_CSV_BLOCK_BYTES * HR_CSV_BLOCK_BYTES;

	for (; place < whole; place += HR_CSV_BLOCK_BYTES) {
		struct hr_csv_masks masks = masks_of(bytes + place, delimiter);
		uint64_t ends = masks.delimiters | masks.newlines;

		if ((masks.quotes | (masks.returns & ~(masks.newlines >> 1))) != 0)
			break;
		write(index, index->ends + end_count, (uint32_t)place, ends);
		row = end_plain_rows(row, end_count, masks.newlines, ends);
		end_count += count_bits(ends);
	}
	index->row_count = (size_t)(row - index->rows);
	at->end_count = end_count;
	return place;
}

/* Of a row without quotes so far all separators are loose. */
static inline bool has_separators(const struct gathering *at)
{
	const struct hr_csv_index *index = at->index;
	size_t rows = index->row_count;

	return at->end_count > (rows > 0 ? index->rows[rows - 1].end + 1 : 0);
}

/* Any block. @next  the byte behind it */
static inline __attribute__((always_inline)) void gather_odd(struct gathering *at, uint32_t place,
                                                             struct hr_csv_masks masks, char next,
                                                             write_places_fn *write)
{
	struct separators separators = { .ends = masks.delimiters | masks.newlines };

	if (at->quotes == 0)
		at->loose = has_separators(at);
	look_at_quotes(at, &masks, next, &separators);
	masks.returns &= ~(masks.newlines >> 1 | (uint64_t)(next == '\n') << 63);
	write(at->index, at->index->ends + at->end_count, place, separators.ends);
	end_rows(at, &masks, &separators);
	at->end_count += count_bits(separators.ends);
	at->odd = (at->inside | at->closing | at->quotes | at->breaks | at->returns) != 0;
}

static inline __attribute__((always_inline)) void build(struct hr_csv_index *index,
                                                        const struct hr_csv_stretch *stretch,
                                                        hr_csv_masks_fn *masks_of,
                                                        write_places_fn *write)
{
	struct gathering at = { .index = index };
	size_t rest = stretch->length % HR_CSV_BLOCK_BYTES, whole = stretch->length - rest;
	size_t place = 0;
	char last[HR_CSV_BLOCK_BYTES];

	index->row_count = 0;
	for (;;) {
		size_t next;

		if (!at.odd)
			place = gather_plain(&at, place, stretch, masks_of, write);
		if (place == whole)
			break;
		next = place + HR_CSV_BLOCK_BYTES;
		gather_odd(&at, (uint32_t)place,
		           masks_of(stretch->bytes + place, stretch->delimiter),
		           next < stretch->length ? stretch->bytes[next] : stretch->filler, write);
		place = next;
	}
	if (rest == 0)
		return;
	memset(last, stretch->filler, sizeof(last));
	memcpy(last, stretch->bytes + whole, rest);
	gather_odd(&at, (uint32_t)whole, masks_of(last, stretch->delimiter), stretch->filler,
	           write);
}

/* ---- one for each set of instructions ---- */

static void build_portable(struct hr_csv_index *index, const struct hr_csv_stretch *stretch)
{
	build(index, stretch, hr_csv_masks_portable, write_places);
}

static bool always(void)
{
	return true;
}

#ifdef HR_CSV_X86
static void build_sse2(struct hr_csv_index *index, const struct hr_csv_stretch *stretch)
{
	build(index, stretch, hr_csv_masks_sse2, write_places);
}

HR_CSV_AVX2 static void build_avx2(struct hr_csv_index *index, const struct hr_csv_stretch *stretch)
{
	build(index, stretch, hr_csv_masks_avx2, write_places_avx2);
}

static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
}

HR_CSV_AVX512 static void build_avx512(struct hr_csv_index *index,
                                       const struct hr_csv_stretch *stretch)
{
	build(index, stretch, hr_csv_masks_avx512, write_places_avx2);
}

static bool has_avx512(void)
{
	return has_avx2() && __builtin_cpu_supports("avx512bw");
}
#endif

const struct hr_csv_index_variant hr_csv_index_variants[] = {
#ifdef HR_CSV_X86
	{ "avx512", build_avx512, has_avx512 }, { "avx2", build_avx2, has_avx2 },
	{ "sse2", build_sse2, always },
#endif
	{ "portable", build_portable, always }, { NULL, NULL, NULL },
};

void hr_csv_index_init(struct hr_csv_index *index)
{
	const struct hr_csv_index_variant *variant = hr_csv_index_variants;

	while (!variant->supported())
		variant++;
	index->build = variant->build;
	make_places(index->places);
}

void hr_csv_index_build(struct hr_csv_index *index, const char *bytes, size_t length,
                        char delimiter)
{
	struct hr_csv_stretch stretch = { bytes, length, delimiter, delimiter != 'x' ? 'x' : 'y' };

	index->build(index, &stretch);
}
