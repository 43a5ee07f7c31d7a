#include <config.h>
#include "read/quote_index.h"

#include <string.h>

/* Of a block: its quotes, and what must not stand between two of them. */
struct masks {
	uint64_t quotes, odd;
};

typedef struct masks masks_fn(const char *block);

/* ---- one for each set of instructions ---- */

/* Bytes below 0x20 or from 0x80 on. */
static inline uint64_t not_printable8(uint64_t word)
{
	const uint64_t low_bits = UINT64_C(0x7f7f7f7f7f7f7f7f);
	const uint64_t each_byte = UINT64_C(0x0101010101010101);

	return hr_mask_gather8(~((word & low_bits) + each_byte * (0x80 - 0x20)) | word);
}

static struct masks masks_portable(const char *block)
{
	struct masks masks = { 0 };

	for (unsigned at = 0; at < HR_BLOCK_BYTES; at += 8) {
		uint64_t word = hr_mask_load8(block + at);

		masks.quotes |= hr_mask_equal8(word, '"') << at;
		masks.odd |= (not_printable8(word) | hr_mask_equal8(word, '&') |
		              hr_mask_equal8(word, '<'))
		             << at;
	}
	return masks;
}

#ifdef HR_MASKS_X86
static inline struct masks masks_sse2(const char *block)
{
	__m128i part[4];
	uint64_t odd = 0;

	memcpy(part, block, sizeof(part));
	for (int i = 0; i < 4; i++) {
		/* signed: from 128 on bytes are less, too */
		__m128i low = _mm_cmplt_epi8(part[i], _mm_set1_epi8(0x20));

		odd |= (uint64_t)(uint32_t)_mm_movemask_epi8(low) << (16 * i);
	}
	return (struct masks){
		hr_mask_equal_sse2(part, '"'),
		odd | hr_mask_equal_sse2(part, '&') | hr_mask_equal_sse2(part, '<'),
	};
}

HR_MASKS_AVX2 static inline uint32_t odd_avx2(__m256i bytes)
{
	__m256i odd = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), bytes);

	odd = _mm256_or_si256(odd, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('&')));
	odd = _mm256_or_si256(odd, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('<')));
	return (uint32_t)_mm256_movemask_epi8(odd);
}

HR_MASKS_AVX2 static inline struct masks masks_avx2(const char *block)
{
	__m256i low, high;

	memcpy(&low, block, sizeof(low));
	memcpy(&high, block + sizeof(low), sizeof(high));
	return (struct masks){ hr_mask_equal_avx2(low, high, '"'),
		               odd_avx2(low) | (uint64_t)odd_avx2(high) << 32 };
}

HR_MASKS_AVX512 static inline struct masks masks_avx512(const char *block)
{
	__m512i bytes;

	memcpy(&bytes, block, sizeof(bytes));
	return (struct masks){
		_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
		_mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(0x20)) |
		        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('&')) |
		        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('<')),
	};
}
#endif

/* ---- the index ---- */

static inline __attribute__((always_inline)) void build(struct hr_quote_index *index,
                                                        const char *bytes, size_t length,
                                                        masks_fn *masks_of, hr_bit_places_fn *write)
{
	uint32_t *out = index->at;
	uint64_t inside = 0; /* all ones when the block before ends between a pair */
	char last[HR_BLOCK_BYTES];

	for (size_t place = 0; place < length; place += HR_BLOCK_BYTES) {
		const char *block = bytes + place;
		struct masks masks;
		uint64_t between, odd;

		if (length - place < HR_BLOCK_BYTES) {
			memset(last, ' ', sizeof(last));
			memcpy(last, block, length - place);
			block = last;
		}
		masks = masks_of(block);
		between = hr_bits_running_xor(masks.quotes) ^ inside;
		odd = masks.odd & between;
		if (odd != 0)
			masks.quotes &= (odd & -odd) - 1;
		write(&index->places, out, (uint32_t)place, masks.quotes);
		out += hr_bits_count(masks.quotes);
		index->complete = odd == 0;
		if (odd != 0)
			break;
		inside = 0 - (between >> 63);
	}
	index->count = (size_t)(out - index->at);
}

static void build_portable(struct hr_quote_index *index, const char *bytes, size_t length)
{
	build(index, bytes, length, masks_portable, hr_bit_places_write);
}

#ifdef HR_MASKS_X86
static void build_sse2(struct hr_quote_index *index, const char *bytes, size_t length)
{
	build(index, bytes, length, masks_sse2, hr_bit_places_write);
}

HR_MASKS_AVX2 static void build_avx2(struct hr_quote_index *index, const char *bytes, size_t length)
{
	build(index, bytes, length, masks_avx2, hr_bit_places_write_avx2);
}

HR_MASKS_AVX512 static void build_avx512(struct hr_quote_index *index, const char *bytes,
                                         size_t length)
{
	build(index, bytes, length, masks_avx512, hr_bit_places_write_avx2);
}
#endif

void hr_quote_index_init(struct hr_quote_index *index, enum hr_instruction_set set)
{
	static hr_quote_index_fn *const builds[HR_INSTRUCTION_SETS] = HR_INSTRUCTION_TABLE(build);

	index->build = builds[set];
	hr_bit_places_init(&index->places);
}

void hr_quote_index_build(struct hr_quote_index *index, const char *bytes, size_t length)
{
	index->complete = true;
	index->build(index, bytes, length);
}
