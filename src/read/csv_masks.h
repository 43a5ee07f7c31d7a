/*
 * The first step of the CSV index: where in 64 bytes are delimiters, line feeds, quotes and
 * carriage returns? One function per instruction set gives the same bits.
 */
#ifndef HR_READ_CSV_MASKS_H
#define HR_READ_CSV_MASKS_H

#include <stdint.h>
#include <string.h>

#define HR_CSV_BLOCK_BYTES 64

/* Bit i is byte i of a block. */
struct hr_csv_masks {
	uint64_t delimiters, newlines, quotes, returns;
};

/* Of HR_CSV_BLOCK_BYTES. */
typedef struct hr_csv_masks hr_csv_masks_fn(const char *block, char delimiter);

/*
 * Portable: eight bytes in a word. A byte is zero after the exclusive or with its pattern exactly
 * when neither its low seven bits carry into the highest nor that is set itself; a multiplication
 * gathers the eight highest bits. (H. S. Warren, Hacker's Delight, 6-1.)
 */
static inline uint64_t hr_csv_equal_bytes(uint64_t word, char c)
{
	const uint64_t low_bits = UINT64_C(0x7f7f7f7f7f7f7f7f);
	const uint64_t each_byte = UINT64_C(0x0101010101010101);
	const uint64_t gather = UINT64_C(0x0002040810204081) << 7;
	uint64_t rest = word ^ (each_byte * (unsigned char)c);
	uint64_t zeros = ~(((rest & low_bits) + low_bits) | rest | low_bits);

	return ((zeros >> 7) * gather) >> 56;
}

static inline struct hr_csv_masks hr_csv_masks_portable(const char *block, char delimiter)
{
	struct hr_csv_masks masks = { 0 };

	for (unsigned at = 0; at < HR_CSV_BLOCK_BYTES; at += 8) {
		const unsigned char *c = (const unsigned char *)block + at;
		uint64_t word = (uint64_t)c[0] | (uint64_t)c[1] << 8 | (uint64_t)c[2] << 16 |
		                (uint64_t)c[3] << 24 | (uint64_t)c[4] << 32 | (uint64_t)c[5] << 40 |
		                (uint64_t)c[6] << 48 | (uint64_t)c[7] << 56;

		masks.delimiters |= hr_csv_equal_bytes(word, delimiter) << at;
		masks.newlines |= hr_csv_equal_bytes(word, '\n') << at;
		masks.quotes |= hr_csv_equal_bytes(word, '"') << at;
		masks.returns |= hr_csv_equal_bytes(word, '\r') << at;
	}
	return masks;
}

#if defined(__x86_64__) && defined(__GNUC__)
#define HR_CSV_X86 1

#include <immintrin.h>

static inline uint64_t hr_csv_equal_sse2(const __m128i part[4], char c)
{
	const __m128i wanted = _mm_set1_epi8(c);
	uint64_t mask = 0;

	for (int i = 0; i < 4; i++)
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[i], wanted))
		        << (16 * i);
	return mask;
}

static inline struct hr_csv_masks hr_csv_masks_sse2(const char *block, char delimiter)
{
	__m128i part[4];

	memcpy(part, block, sizeof(part));
	return (struct hr_csv_masks){
		hr_csv_equal_sse2(part, delimiter),
		hr_csv_equal_sse2(part, '\n'),
		hr_csv_equal_sse2(part, '"'),
		hr_csv_equal_sse2(part, '\r'),
	};
}

#define HR_CSV_AVX2 __attribute__((target("avx2,bmi,popcnt")))

HR_CSV_AVX2 static inline uint64_t hr_csv_equal_avx2(__m256i low, __m256i high, char c)
{
	const __m256i wanted = _mm256_set1_epi8(c);
	uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
	uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));

	return first | (uint64_t)second << 32;
}

HR_CSV_AVX2 static inline struct hr_csv_masks hr_csv_masks_avx2(const char *block, char delimiter)
{
	__m256i low, high;

	memcpy(&low, block, sizeof(low));
	memcpy(&high, block + sizeof(low), sizeof(high));
	return (struct hr_csv_masks){
		hr_csv_equal_avx2(low, high, delimiter),
		hr_csv_equal_avx2(low, high, '\n'),
		hr_csv_equal_avx2(low, high, '"'),
		hr_csv_equal_avx2(low, high, '\r'),
	};
}

#define HR_CSV_AVX512 __attribute__((target("avx512bw,avx2,bmi,popcnt")))

HR_CSV_AVX512 static inline struct hr_csv_masks hr_csv_masks_avx512(const char *block,
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
