#include <config.h>
#include "read/csv_index.h"

#include <string.h>

#include "read/csv_masks.h"

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
			.end = at->end_count + hr_bits_count(ends & below),
			.quotes = at->quotes + hr_bits_count(quotes & below),
			.breaks = at->breaks + hr_bits_count(lost_newlines & below),
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
	at->quotes += hr_bits_count(quotes);
	at->breaks += hr_bits_count(lost_newlines);
	at->returns |= returns != 0;
	at->loose |= loose != 0;
}

/* What quotes make of the separators of a block. */
static inline void look_at_quotes(struct gathering *at, const struct hr_csv_masks *masks, char next,
                                  struct separators *separators)
{
	uint64_t quotes = masks->quotes;
	uint64_t quoted = hr_bits_running_xor(quotes) ^ at->inside;
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

	return (struct hr_csv_index_row){ .end = end_count + hr_bits_count(ends & up_to_first) -
		                                 1 };
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
 * for gather_odd().
 * @is_odd  NULL, or a cheaper question for when rows do not end in carriage returns: then those of
 * a few rows make no difference */
static inline __attribute__((always_inline)) size_t gather_plain(
        struct gathering *at, size_t place, const struct hr_csv_stretch *stretch,
        hr_csv_masks_fn *masks_of, hr_bit_places_fn *write, hr_csv_is_odd_fn *is_odd)
{
	struct hr_csv_index *index = at->index;
	struct hr_csv_index_row *row = index->rows + index->row_count;
	uint32_t end_count = at->end_count;
	const char *bytes = stretch->bytes;
	char delimiter = stretch->delimiter;
	size_t whole = stretch->length / HR_BLOCK_BYTES * HR_BLOCK_BYTES;

	for (; place < whole; place += HR_BLOCK_BYTES) {
		struct hr_csv_masks masks = masks_of(bytes + place, delimiter);
		uint64_t ends = masks.delimiters | masks.newlines;

		if (is_odd != NULL ? is_odd(bytes + place)
		                   : (masks.quotes | (masks.returns & ~(masks.newlines >> 1))) != 0)
			break;
		write(&index->places, index->ends + end_count, (uint32_t)place, ends);
		row = end_plain_rows(row, end_count, masks.newlines, ends);
		end_count += hr_bits_count(ends);
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
                                                             hr_bit_places_fn *write)
{
	struct separators separators = { .ends = masks.delimiters | masks.newlines };

	if (at->quotes == 0)
		at->loose = has_separators(at);
	look_at_quotes(at, &masks, next, &separators);
	masks.returns &= ~(masks.newlines >> 1 | (uint64_t)(next == '\n') << 63);
	write(&at->index->places, at->index->ends + at->end_count, place, separators.ends);
	end_rows(at, &masks, &separators);
	at->end_count += hr_bits_count(separators.ends);
	at->odd = (at->inside | at->closing | at->quotes | at->breaks | at->returns) != 0;
}

static bool ends_rows_in_returns(const struct hr_csv_stretch *stretch)
{
	const char *newline = memchr(stretch->bytes, '\n', stretch->length);

	return newline != NULL && newline > stretch->bytes && newline[-1] == '\r';
}

static inline __attribute__((always_inline)) void build(struct hr_csv_index *index,
                                                        const struct hr_csv_stretch *stretch,
                                                        hr_csv_masks_fn *masks_of,
                                                        hr_bit_places_fn *write,
                                                        hr_csv_is_odd_fn *is_odd)
{
	struct gathering at = { .index = index };
	size_t rest = stretch->length % HR_BLOCK_BYTES, whole = stretch->length - rest;
	bool quick = is_odd != NULL && !ends_rows_in_returns(stretch);
	size_t place = 0;
	char last[HR_BLOCK_BYTES];

	index->row_count = 0;
	for (;;) {
		size_t next;

		if (!at.odd)
			place = quick ? gather_plain(&at, place, stretch, masks_of, write, is_odd)
			              : gather_plain(&at, place, stretch, masks_of, write, NULL);
		if (place == whole)
			break;
		next = place + HR_BLOCK_BYTES;
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
	build(index, stretch, hr_csv_masks_portable, hr_bit_places_write, NULL);
}

#ifdef HR_MASKS_X86
static void build_sse2(struct hr_csv_index *index, const struct hr_csv_stretch *stretch)
{
	build(index, stretch, hr_csv_masks_sse2, hr_bit_places_write, NULL);
}

HR_MASKS_AVX2 static void build_avx2(struct hr_csv_index *index,
                                     const struct hr_csv_stretch *stretch)
{
	build(index, stretch, hr_csv_masks_avx2, hr_bit_places_write_avx2, hr_csv_is_odd_avx2);
}

HR_MASKS_AVX512 static void build_avx512(struct hr_csv_index *index,
                                         const struct hr_csv_stretch *stretch)
{
	build(index, stretch, hr_csv_masks_avx512, hr_bit_places_write_avx2, NULL);
}
#endif

void hr_csv_index_init(struct hr_csv_index *index, enum hr_instruction_set set)
{
	static hr_csv_index_fn *const builds[HR_INSTRUCTION_SETS] = HR_INSTRUCTION_TABLE(build);

	index->build = builds[set];
	hr_bit_places_init(&index->places);
}

void hr_csv_index_build(struct hr_csv_index *index, const char *bytes, size_t length,
                        char delimiter)
{
	struct hr_csv_stretch stretch = { bytes, length, delimiter, delimiter != 'x' ? 'x' : 'y' };

	index->build(index, &stretch);
}
