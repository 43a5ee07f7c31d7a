/*
 * Where in 64 bytes does a byte occur? The question every index of text begins with, by one
 * function per set of instructions (instruction_set.h); all give the same bits.
 */
#ifndef HR_READ_BYTE_MASKS_H
#define HR_READ_BYTE_MASKS_H

#include <stdint.h>
#include <string.h>

#define HR_BLOCK_BYTES 64 /* bit i of a mask is byte i of a block */

/* Eight bytes, the first as the lowest, whatever the machine. */
static inline uint64_t hr_mask_load8(const char *bytes)
{
	const unsigned char *c = (const unsigned char *)bytes;

	return (uint64_t)c[0] | (uint64_t)c[1] << 8 | (uint64_t)c[2] << 16 | (uint64_t)c[3] << 24 |
	       (uint64_t)c[4] << 32 | (uint64_t)c[5] << 40 | (uint64_t)c[6] << 48 |
	       (uint64_t)c[7] << 56;
}

/* The highest bits of eight bytes, side by side: a multiplication gathers them. */
static inline uint64_t hr_mask_gather8(uint64_t word)
{
	const uint64_t highs = UINT64_C(0x8080808080808080);
	const uint64_t gather = UINT64_C(0x0002040810204081) << 7;

	return (((word & highs) >> 7) * gather) >> 56;
}

/*
 * Portable: eight bytes in a word. A byte is zero after the exclusive or with its pattern exactly
 * when neither its low seven bits carry into the highest nor that is set itself. (H. S. Warren,
 * Hacker's Delight, 6-1.)
 */
static inline uint64_t hr_mask_equal8(uint64_t word, char c)
{
	const uint64_t low_bits = UINT64_C(0x7f7f7f7f7f7f7f7f);
	const uint64_t each_byte = UINT64_C(0x0101010101010101);
	uint64_t rest = word ^ (each_byte * (unsigned char)c);

	return hr_mask_gather8(~(((rest & low_bits) + low_bits) | rest | low_bits));
}

#if defined(__x86_64__) && defined(__GNUC__)
#define HR_MASKS_X86    1
#define HR_MASKS_AVX2   __attribute__((target("avx2,bmi,popcnt")))
#define HR_MASKS_AVX512 __attribute__((target("avx512bw,avx2,bmi,popcnt")))

#include <immintrin.h>

static inline uint64_t hr_mask_equal_sse2(const __m128i part[4], char c)
{
	const __m128i wanted = _mm_set1_epi8(c);
	uint64_t mask = 0;

	for (int i = 0; i < 4; i++)
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[i], wanted))
		        << (16 * i);
	return mask;
}

HR_MASKS_AVX2 static inline uint64_t hr_mask_equal_avx2(__m256i low, __m256i high, char c)
{
	const __m256i wanted = _mm256_set1_epi8(c);
	uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
	uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));

	return first | (uint64_t)second << 32;
}

#endif

#endif
