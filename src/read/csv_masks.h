/*
 * The first step of the CSV index: where in 64 bytes are delimiters, line feeds, quotes and
 * carriage returns? One function per instruction set gives the same bits.
 */
#ifndef HR_READ_CSV_MASKS_H
#define HR_READ_CSV_MASKS_H

#include <stdbool.h>

#include "read/byte_masks.h"

struct hr_csv_masks {
	uint64_t delimiters, newlines, quotes, returns;
};

/* Of HR_BLOCK_BYTES. */
typedef struct hr_csv_masks hr_csv_masks_fn(const char *block, char delimiter);
/* Does a block hold a quote or a carriage return? Less work than to tell where. */
typedef bool hr_csv_is_odd_fn(const char *block);

static inline struct hr_csv_masks hr_csv_masks_portable(const char *block, char delimiter)
{
	struct hr_csv_masks masks = { 0 };

	for (unsigned at = 0; at < HR_BLOCK_BYTES; at += 8) {
		uint64_t word = hr_mask_load8(block + at);

		masks.delimiters |= hr_mask_equal8(word, delimiter) << at;
		masks.newlines |= hr_mask_equal8(word, '\n') << at;
		masks.quotes |= hr_mask_equal8(word, '"') << at;
		masks.returns |= hr_mask_equal8(word, '\r') << at;
	}
	return masks;
}

#ifdef HR_MASKS_X86

static inline struct hr_csv_masks hr_csv_masks_sse2(const char *block, char delimiter)
{
	__m128i part[4];

	memcpy(part, block, sizeof(part));
	return (struct hr_csv_masks){
		hr_mask_equal_sse2(part, delimiter),
		hr_mask_equal_sse2(part, '\n'),
		hr_mask_equal_sse2(part, '"'),
		hr_mask_equal_sse2(part, '\r'),
	};
}

HR_MASKS_AVX2 static inline struct hr_csv_masks hr_csv_masks_avx2(const char *block, char delimiter)
{
	__m256i low, high;

	memcpy(&low, block, sizeof(low));
	memcpy(&high, block + sizeof(low), sizeof(high));
	return (struct hr_csv_masks){
		hr_mask_equal_avx2(low, high, delimiter),
		hr_mask_equal_avx2(low, high, '\n'),
		hr_mask_equal_avx2(low, high, '"'),
		hr_mask_equal_avx2(low, high, '\r'),
	};
}

HR_MASKS_AVX2 static inline bool hr_csv_is_odd_avx2(const char *block)
{
	const __m256i quote = _mm256_set1_epi8('"'), cr = _mm256_set1_epi8('\r');
	__m256i low, high, odd;

	memcpy(&low, block, sizeof(low));
	memcpy(&high, block + sizeof(low), sizeof(high));
	odd = _mm256_or_si256(
	        _mm256_or_si256(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(high, quote)),
	        _mm256_or_si256(_mm256_cmpeq_epi8(low, cr), _mm256_cmpeq_epi8(high, cr)));
	return _mm256_movemask_epi8(odd) != 0;
}

HR_MASKS_AVX512 static inline struct hr_csv_masks hr_csv_masks_avx512(const char *block,
                                                                      char delimiter)
{
	__m512i bytes;

	memcpy(&bytes, block, sizeof(bytes));
	return (struct hr_csv_masks){
		_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
		_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
		_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
		_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
	};
}

#endif

#endif
